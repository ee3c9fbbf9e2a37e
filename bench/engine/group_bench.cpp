// What one command costs a group: decide and apply until it is at rest, as its owner calls it (`handle`), for a group of five legs
// and for a full one of 35 legs and 70 orders. Held against copying the bytes of the events that came out of it.
#include "bench/engine/group_bench.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "bench/support/promise.hpp"
#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/event/codec.hpp"
#include "engine/group/commands.hpp"

namespace trellis::bench {
namespace {

constexpr Incarnation incarnation{1};
constexpr std::uint16_t legs_each = 5;
constexpr std::uint16_t pyramids_full = 7;
constexpr const char* full = " (35 legs)";

const Instrument& bitcoin() {
    static const Instrument instrument = [] {
        Instrument made = parse_instrument_name("binance:spot:BTC-USDT").value();
        made.tick = decimal<Price>("0.01");
        made.step = decimal<Quantity>("0.00001");
        made.min_notional = decimal<Money>("5");
        made.maker_fee = decimal<Ratio>("0.001");
        return made;
    }();
    return instrument;
}

/// What a command finds: a group, and the moment.
struct Scene {
    Group group;
    Timestamp now{std::chrono::hours(24 * 365 * 56)};
    Price bid = decimal<Price>("64231.36");
    std::uint64_t signals = 0;
    std::uint64_t trades = 0;

    GroupContext context() const {
        const Quote quote{bid, bid + bitcoin().tick, {}, {}, now, 1};
        return {now, bitcoin(), quote, Ratio::from_integer(1), true};
    }

    void tell(const GroupCommand& command) {
        const auto decision = handle(group, command, context(), incarnation);
        TRELLIS_CHECK(std::holds_alternative<GroupEvents>(decision), "a benchmark's command is obeyed");
    }
    void report(OrderNumber order, ReportBody body) { tell(HandleReport{order, std::move(body)}); }

    OrderFill fill(OrderNumber number, Quantity quantity) {
        const Order& order = group.order(number);
        OrderFill made;
        made.trade = TradeId{++trades};
        made.price = order.price;
        made.quantity = quantity;
        made.cumulative = order.filled + quantity;
        made.fee = fee_of(notional(order.price, quantity), bitcoin().maker_fee);
        return made;
    }

    void acknowledge_all() {
        for (std::uint32_t number = 1; number <= group.orders.size(); ++number) {
            if (group.order({number}).state == OrderState::sent) report({number}, OrderAcknowledged{});
        }
    }
    Leg& last_leg() { return group.pyramids.back().legs.back(); }
};

PyramidPlan plan(std::uint16_t pyramid) {
    constexpr const char* gaps[legs_each] = {"100", "99.5", "99", "98.5", "98"};
    PyramidPlan made;
    made.pyramid = PyramidIndex{pyramid};
    made.base_price = decimal<Price>("64231.37");
    made.capital = Money::from_integer(1'000);
    for (std::uint16_t leg = 0; leg < legs_each; ++leg) {
        PlannedLeg planned;
        planned.index = LegIndex{leg};
        planned.price = scaled_price(made.base_price, decimal<Ratio>(gaps[leg]), bitcoin().tick, Rounding::floor);
        planned.quantity = decimal<Quantity>("0.00314");
        planned.take_profit = decimal<Ratio>("1");
        made.legs.push_back(planned);
    }
    return made;
}

OpenGroup open_group(TakeProfitMode mode) {
    OpenGroup command;
    command.group = {AccountId{1}, 1};
    command.identity = {bitcoin().id, 900, PositionSide::long_side};
    command.signal = SignalNumber{1};
    command.strategy.levels = default_levels();
    command.strategy.max_pyramids = pyramids_full;
    command.strategy.take_profit_mode = mode;
    command.strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    command.plan = plan(0);
    return command;
}

/// All entries of `pyramids` ladders work.
Scene opened(std::uint16_t pyramids, TakeProfitMode mode = TakeProfitMode::per_leg) {
    Scene scene;
    scene.tell(open_group(mode));
    for (std::uint16_t pyramid = 1; pyramid < pyramids; ++pyramid) {
        scene.tell(AddPyramid{SignalNumber{1ULL + pyramid}, plan(pyramid)});
    }
    scene.acknowledge_all();
    return scene;
}

/// Every entry is half filled; where legs have targets, they work.
Scene half_filled(std::uint16_t pyramids, TakeProfitMode mode = TakeProfitMode::per_leg) {
    Scene scene = opened(pyramids, mode);
    const auto entries = static_cast<std::uint32_t>(scene.group.orders.size());
    for (std::uint32_t number = 1; number <= entries; ++number) {
        scene.report({number}, scene.fill({number}, decimal<Quantity>("0.00157")));
    }
    scene.acknowledge_all();
    return scene;
}

/// One command, as often as it is measured.
struct Case {
    std::string name;
    Scene scene;
    GroupCommand command;
};

void add_reports(std::vector<Case>& cases, const std::string& size, std::uint16_t pyramids) {
    Scene sent = opened(pyramids);
    sent.tell(AddPyramid{SignalNumber{100}, plan(pyramids)});
    const OrderNumber entry = sent.last_leg().entry;
    cases.push_back({"acknowledge" + size, sent, HandleReport{entry, OrderAcknowledged{}}});

    Scene first = opened(pyramids);
    const OrderNumber untouched = first.last_leg().entry;
    const auto first_fill = first.fill(untouched, decimal<Quantity>("0.00157"));
    cases.push_back({"entry fill, target placed" + size, first, HandleReport{untouched, first_fill}});

    Scene half = half_filled(pyramids);
    const OrderNumber begun = half.last_leg().entry;
    const auto second_fill = half.fill(begun, decimal<Quantity>("0.00157"));
    cases.push_back({"entry fill, target amended" + size, half, HandleReport{begun, second_fill}});

    const OrderNumber target = half.last_leg().target;
    const auto closing_fill = half.fill(target, decimal<Quantity>("0.00157"));
    cases.push_back({"target fill" + size, half, HandleReport{target, closing_fill}});
}

void add_commands(std::vector<Case>& cases, const std::string& size, std::uint16_t pyramids) {
    const Scene half = half_filled(pyramids);
    cases.push_back({"close" + size, half, CloseGroup{CloseReason::manual, std::nullopt, std::nullopt}});

    Scene aggregate = half_filled(pyramids, TakeProfitMode::aggregate);
    aggregate.bid = Price::from_integer(63'000);
    cases.push_back({"evaluate, not touched" + size, aggregate, Evaluate{}});
    aggregate.bid = Price::from_integer(66'000);
    cases.push_back({"evaluate, touched" + size, aggregate, Evaluate{}});

    Scene overdue = opened(pyramids);
    overdue.tell(AddPyramid{SignalNumber{100}, plan(pyramids)});
    overdue.now += std::chrono::seconds(3);
    cases.push_back({"timer, five orders overdue" + size, overdue, TimerDue{TimerKind::order_timeout}});
}

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    cases.push_back({"open, five legs", Scene{}, open_group(TakeProfitMode::per_leg)});
    cases.push_back({"pyramid, five legs", opened(1), AddPyramid{SignalNumber{2}, plan(1)}});
    add_reports(cases, "", 1);
    add_commands(cases, "", 1);
    add_reports(cases, full, pyramids_full);
    add_commands(cases, full, pyramids_full);
    return cases;
}

/// Some groups in the same state, told the same. They are put back between runs and keep the room they have, as groups that live do.
class Batch {
public:
    explicit Batch(const Case& measured) : measured_(measured), groups_(size) { nanoseconds(); }

    double nanoseconds() {
        for (auto& group : groups_) group = measured_.scene.group;
        const GroupContext context = measured_.scene.context();
        return nanoseconds_each(size, [&](std::size_t i) {
            auto decision = handle(groups_[i], measured_.command, context, incarnation);
            benchmark::DoNotOptimize(decision);
        });
    }

private:
    static constexpr std::size_t size = 16;
    const Case& measured_;
    std::vector<Group> groups_;
};

/// The floor: the events' bytes, copied, as whoever stores them must; without events the one quotient that was compared.
struct Floor {
    Money cost;
    Quantity quantity;
    std::vector<std::byte> bytes;
    std::size_t events = 0;

    explicit Floor(const Case& measured)
        : cost(measured.scene.group.open_cost), quantity(measured.scene.group.open_quantity) {
        Group group = measured.scene.group;
        const auto decision = handle(group, measured.command, measured.scene.context(), incarnation);
        for (const auto& event : std::get<GroupEvents>(decision)) {
            encode(event, bytes);
            ++events;
        }
    }

    double nanoseconds() const { return bytes.empty() ? of_arithmetic() : of_copying(); }
    std::string text() const {
        if (bytes.empty()) return "the arithmetic of its target";
        return "copying the " + std::to_string(bytes.size()) + " bytes of its " + std::to_string(events) + " events";
    }

private:
    static constexpr std::size_t turns = 10'000;

    double of_copying() const {
        std::vector<std::byte> out(bytes.size());
        return nanoseconds_each(turns, [&](std::size_t) {
            std::memcpy(out.data(), bytes.data(), bytes.size());
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        });
    }

    double of_arithmetic() const {
        const Ratio percent = Ratio::from_integer(101);
        return nanoseconds_each(turns, [&](std::size_t) {
            auto target = average_times(cost, quantity, percent, bitcoin().tick, Rounding::ceil);
            benchmark::DoNotOptimize(target);
        });
    }
};

void answer(const Case& measured) {
    constexpr int runs = 301;
    const Floor floor(measured);
    Batch batch(measured);
    std::vector<double> taken;
    std::vector<double> copied;
    for (int run = 0; run < runs; ++run) {
        taken.push_back(batch.nanoseconds());
        if (run % 10 == 0) copied.push_back(floor.nanoseconds());
    }
    const double value = median(taken);
    const double least = median(copied);
    const bool is_full = measured.name.ends_with(full);
    const double most = is_full ? 3'000 : 1'000;
    print({"engine:" + measured.name, value, "ns", floor.text(), least, value / least,
           is_full ? "<= 3000 ns" : "<= 1000 ns", value <= most, runs});
}

const bool is_added = [] {
    for (const auto& measured : all_cases()) {
        benchmark::RegisterBenchmark(("group " + measured.name).c_str(), [measured](benchmark::State& state) {
            Batch batch(measured);
            for (auto _ : state) state.SetIterationTime(batch.nanoseconds() * 1e-9);
        })->UseManualTime();
    }
    return true;
}();

}  // namespace

void promise_engine() {
    for (const auto& measured : all_cases()) answer(measured);
}

}  // namespace trellis::bench
