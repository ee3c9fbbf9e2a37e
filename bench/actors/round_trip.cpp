// From an io thread to a group actor and back: a report goes in through the engine, the group's commit comes back to the io thread.
// Everybody sleeps in between. The floor is two threads that wake each other: one sleeps in epoll, the other on a condition.
#include "bench/actors/round_trip.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/net/io_thread.hpp"
#include "bench/support/promise.hpp"
#include "engine/world/shell.hpp"

namespace trellis::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int rounds = 9;
constexpr int trips_each = 100;
constexpr std::chrono::milliseconds rest{1};
constexpr GroupId group_id{AccountId{1}, 1};
constexpr Timestamp start{std::chrono::seconds(1'700'000'000)};

double microseconds(Clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

Config config_of_one() {
    Config config;
    AccountConfig account;
    account.id = group_id.account;
    account.venue = "binance";
    config.accounts = {account};
    return config;
}

InstrumentTable bitcoin_alone() {
    Instrument instrument = parse_instrument_name("binance:spot:BTC-USDT").value();
    instrument.tick = decimal<Price>("0.01");
    instrument.step = decimal<Quantity>("0.00001");
    instrument.min_quantity = instrument.step;
    InstrumentTable table;
    table.add(instrument).value();
    return table;
}

/// One group with one order that the connection keeps refusing: each time one event, and the group is as large as before.
World world_of_one(const Config& config, const InstrumentTable& instruments) {
    World world;
    world.incarnation = Incarnation{1};
    const Identity identity{InstrumentId{0}, 3600, PositionSide::long_side};
    PyramidPlan plan{PyramidIndex{0}, decimal<Price>("60000"), decimal<Money>("1000"), {}};
    plan.legs.push_back({LegIndex{0}, plan.base_price, decimal<Quantity>("0.003"), decimal<Ratio>("1"), false});
    const GroupContext context = group_context(config, instruments.at(identity.instrument), group_id.account, {}, start);
    step(world.groups[group_id], group_id, OpenGroup{group_id, identity, SignalNumber{1}, {}, plan, {}}, context, world.incarnation);
    Desk& desk = world.desks[group_id.account];
    desk.account = group_id.account;
    desk.group_counter = 1;
    DeskGroup known;
    known.id = group_id;
    known.identity = identity;
    desk.groups.emplace(group_id, known);
    desk.by_identity.emplace(identity, group_id);
    return world;
}

/// Something that is asked on one thread and answers there, by way of another.
class Trip {
public:
    Trip() = default;
    Trip(const Trip&) = delete;
    Trip& operator=(const Trip&) = delete;
    virtual ~Trip() = default;
    /// Microseconds of one.
    virtual double run() = 0;
};

class Ours final : public Trip, public CommitPort, public LinePort {
public:
    explicit Ours(bool spins)
        : config_(config_of_one()),
          instruments_(bitcoin_alone()),
          io_({.name = "bench", .spin = spins}),
          engine_(config_, instruments_, world_of_one(config_, instruments_), {}, *this, *this,
                  {spins ? actors::Threading::spinning : actors::Threading::one_worker, std::nullopt}) {}
    ~Ours() override { engine_.stop(); }

    double run() override {
        auto back = back_.emplace().get_future();
        io_.post([this] {
            begin_ = Clock::now();
            engine_.handle({++item_, start + std::chrono::milliseconds(item_), ReportItem{{order_, InstrumentId{0}, RequestNotSent{}}}});
        });
        return back.get();
    }

    void commit(Commit) override {
        io_.post([this] { back_->set_value(microseconds(Clock::now() - begin_)); });
    }
    void fact(AccountId, DeskFact) override {}
    void evaluate(GroupAddress) override {}
    void due(TimerOwner, std::optional<Due>) override {}

private:
    Config config_;
    InstrumentTable instruments_;
    ClientOrderId order_{Incarnation{1}, {group_id, OrderNumber{1}}};
    std::uint64_t item_ = 0;
    Clock::time_point begin_;
    std::optional<std::promise<double>> back_;
    adapters::IoThread io_;
    actors::ActorEngine engine_;
};

class Raw final : public Trip {
public:
    Raw() : event_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), poll_(epoll_create1(EPOLL_CLOEXEC)) {
        epoll_event interest{};
        interest.events = EPOLLIN;
        epoll_ctl(poll_, EPOLL_CTL_ADD, event_, &interest);
        far_ = std::thread([this] { answer(); });
    }
    ~Raw() override {
        call(false);
        far_.join();
        close(poll_);
        close(event_);
    }

    double run() override {
        const auto begin = Clock::now();
        call(true);
        epoll_event seen{};
        while (epoll_wait(poll_, &seen, 1, -1) != 1) {
        }
        std::uint64_t count = 0;
        if (read(event_, &count, sizeof count) != sizeof count) return -1;
        return microseconds(Clock::now() - begin);
    }

private:
    void call(bool goes_on) {
        {
            const std::scoped_lock guard(mutex_);
            is_called_ = true;
            goes_on_ = goes_on;
        }
        called_.notify_one();
    }
    void answer() {
        for (;;) {
            std::unique_lock guard(mutex_);
            called_.wait(guard, [this] { return is_called_; });
            is_called_ = false;
            if (!goes_on_) return;
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
        }
    }

    int event_;
    int poll_;
    std::mutex mutex_;
    std::condition_variable called_;
    bool is_called_ = false;
    bool goes_on_ = true;
    std::thread far_;
};

double round_of(Trip& trip) {
    std::vector<double> taken;
    for (int i = 0; i < trips_each; ++i) {
        std::this_thread::sleep_for(rest);
        taken.push_back(trip.run());
    }
    return median(taken);
}

void show(const char* name, const std::vector<double>& taken) {
    const auto [least, most] = std::ranges::minmax(taken);
    std::fprintf(stderr, "P8 %s: median %.1f us, %.1f..%.1f\n", name, median(taken), least, most);
}

}  // namespace

void promise_p8() {
    std::vector<double> ours;
    std::vector<double> floor;
    {
        Ours sleeping(false);
        Raw raw;
        for (int round = -1; round < rounds; ++round) {
            const double one = round_of(sleeping);
            const double other = round_of(raw);
            if (round < 0) continue;
            ours.push_back(one);
            floor.push_back(other);
        }
    }
    show("trellis", ours);
    show("two threads", floor);
    const double ratio = median(ours) / median(floor);
    print({"P8", median(ours), "us", "floor: two threads that wake each other", median(floor), ratio, "<= 1.5x", ratio <= 1.5, rounds});

    std::vector<double> spun;
    {
        Ours spinning(true);
        for (int round = 0; round < rounds; ++round) spun.push_back(round_of(spinning));
    }
    show("spinning", spun);
    print({"P8:spin", median(spun), "us", "the promise, runtime.spin on", 10, median(spun) / 10, "<= 10 us", median(spun) <= 10, rounds});
}

}  // namespace trellis::bench
