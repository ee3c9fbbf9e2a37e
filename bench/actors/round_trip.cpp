// From an io thread to a group actor and back: a report goes in through the engine, the group's commit comes back to the io thread.
// Everybody sleeps in between. Told for two cores and for one, as the kernel may place two threads that wake each other either way.
#include "bench/actors/round_trip.hpp"

#include <algorithm>
#include <cstdio>
#include <future>
#include <map>
#include <optional>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/net/io_thread.hpp"
#include "bench/actors/trip.hpp"
#include "bench/support/promise.hpp"
#include "engine/world/shell.hpp"

namespace trellis::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int rounds = 9;
constexpr int trips_each = 100;
constexpr GroupId group_id{AccountId{1}, 1};
constexpr Timestamp start{std::chrono::seconds(1'700'000'000)};

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
    plan.legs.push_back(
            {.price = plan.base_price, .quantity = decimal<Quantity>("0.003"), .take_profit = decimal<Ratio>("1"),
             .gap = {}, .weight = {}, .index = LegIndex{0}});
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

class EngineTrip final : public Trip, public CommitPort, public LinePort {
public:
    EngineTrip(const Seats& seats, bool spins) : config_(config_of_one()), instruments_(bitcoin_alone()) {
        {
            const Seated io(seats.io);
            io_.emplace(adapters::IoThreadOptions{.name = "bench", .spin = spins});
        }
        const Seated far(seats.far);
        const auto threading = spins ? actors::Threading::spinning : actors::Threading::one_worker;
        engine_.emplace(config_, instruments_, world_of_one(config_, instruments_), std::map<InstrumentId, SymbolBook>{}, *this, *this,
                        actors::Options{threading, std::nullopt});
    }
    ~EngineTrip() override { engine_->stop(); }

    std::vector<double> run(int trips) override {
        taken_.clear();
        wanted_ = static_cast<std::size_t>(trips);
        auto done = done_.emplace().get_future();
        io_->post([this] { rest(); });
        done.wait();
        return taken_;
    }

    void commit(Commit) override {
        io_->post([this] { arrive(); });
    }
    void fact(AccountId, DeskFact) override {}
    void evaluate(GroupAddress) override {}
    void due(TimerOwner, std::optional<Due>) override {}

private:
    void rest() {
        io_->post_after(trip_rest, [this] { leave(); });
    }
    void leave() {
        begin_ = Clock::now();
        engine_->handle({++item_, start + std::chrono::milliseconds(item_), ReportItem{{order_, InstrumentId{0}, RequestNotSent{}}}});
    }
    void arrive() {
        taken_.push_back(microseconds(Clock::now() - begin_));
        if (taken_.size() < wanted_) return rest();
        done_->set_value();
    }

    Config config_;
    InstrumentTable instruments_;
    ClientOrderId order_{Incarnation{1}, {group_id, OrderNumber{1}}};
    std::uint64_t item_ = 0;
    Clock::time_point begin_;
    std::vector<double> taken_;
    std::size_t wanted_ = 0;
    std::optional<std::promise<void>> done_;
    std::optional<adapters::IoThread> io_;
    std::optional<actors::ActorEngine> engine_;
};

struct Rounds {
    std::vector<double> ours;
    std::vector<double> floor;
};

/// In turns, after one round that counts for nothing.
Rounds take_turns(const Seats& seats) {
    const auto ours = engine_trip(seats, false);
    const auto floor = raw_trip(seats);
    Rounds taken;
    for (int round = -1; round < rounds; ++round) {
        const double one = median(ours->run(trips_each));
        const double other = median(floor->run(trips_each));
        if (round < 0) continue;
        taken.ours.push_back(one);
        taken.floor.push_back(other);
    }
    return taken;
}

void show(const char* id, const char* name, const std::vector<double>& taken) {
    const auto [least, most] = std::ranges::minmax(taken);
    std::fprintf(stderr, "%s %s: median %.1f us, %.1f..%.1f\n", id, name, median(taken), least, most);
}

void answer(const char* id, const char* against, const Seats& seats) {
    const Rounds taken = take_turns(seats);
    show(id, "trellis", taken.ours);
    show(id, "two threads", taken.floor);
    const double floor = median(taken.floor);
    const double ratio = median(taken.ours) / floor;
    print({id, median(taken.ours), "us", against, floor, ratio, "<= 1.5x", ratio <= 1.5, rounds});
}

}  // namespace

std::unique_ptr<Trip> engine_trip(const Seats& seats, bool spins) { return std::make_unique<EngineTrip>(seats, spins); }

void promise_p8() {
    answer("P8", "floor: two threads on a core each that wake each other", seats_apart());
    answer("P8:one-core", "floor: two threads on one core that wake each other", seats_together());

    const auto spinning = engine_trip(seats_apart(), true);
    std::vector<double> spun;
    for (int round = 0; round < rounds; ++round) spun.push_back(median(spinning->run(trips_each)));
    show("P8:spin", "spinning", spun);
    print({"P8:spin", median(spun), "us", "the promise, runtime.spin on", 10, median(spun) / 10, "<= 10 us", median(spun) <= 10, rounds});
}

}  // namespace trellis::bench
