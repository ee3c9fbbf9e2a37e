// Layers against the first position of a group: when they are placed, each with its own stop and targets, and how they leave (B-14,
// B-15, R-21, R-56).
#include <gtest/gtest.h>

#include "engine/group/layers.hpp"
#include "engine/group/positions.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }
Quantity quantity(const char* text) { return decimal<Quantity>(text); }

/// What the venue says of the account.
class Purse final : public WalletPort {
public:
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{}, equity, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return spendable; }
    bool is_connected(AccountId) const override { return true; }

    std::optional<Money> equity = Money::from_integer(1'000);
    std::optional<Money> spendable = Money::from_integer(1'000'000);
};

/// A pip is 1: stops 5 away, one target at 2 R, layers of the same size 2 apart, three with the first position.
Preset layered() {
    Preset preset;
    preset.name = "layered";
    preset.stop = {StopMode::pips, 5, std::nullopt};
    preset.targets.targets[0] = {true, decimal<Ratio>("2"), decimal<Ratio>("100")};
    preset.layers.enabled = true;
    preset.layers.distance = 2;
    return preset;
}

class LayeredRun : public GroupRun {
public:
    explicit LayeredRun(const Preset& preset = layered(), PositionSide held = PositionSide::long_side) : GroupRun(bitcoin_perpetual(), held) {
        instrument.step = quantity("0.01");
        instrument.maker_fee = instrument.taker_fee = {};
        strategy.take_profit_mode = TakeProfitMode::aggregate;
        AccountConfig account;
        account.id = AccountId{1};
        account.market = Market::linear;
        config.accounts = {account};
        wallets = &purse;
        use.preset = preset;
        use.level = PresetLevel::connection;
        use.pip = price("1");
        use.stop = held == PositionSide::long_side ? price("95") : price("105");
        use.has_layers = true;
        quote("100", "100.01");
    }
    GroupEvents open_one(const char* size = "1") {
        OpenGroup command{{AccountId{1}, 1}, {instrument.id, 900, side}, SignalNumber{++signals}, strategy, ladder({{"100", size}}),
                          std::nullopt};
        command.preset = use;
        auto events = tell(command);
        acknowledge(1);
        return events;
    }
    /// The first position filled at 100; orders 3.. are the layers, 2 its target.
    void enter(const char* size = "1") {
        open_one(size);
        fill_whole(1);
        acknowledge_all();
    }
    std::string rows() const {
        std::string all;
        for (const auto& order : group.orders) all += (all.empty() ? "" : "; ") + tests::row(order);
        return all;
    }
    LayersPlanned planned(const GroupEvents& events) const {
        for (const auto& event : events) {
            if (const auto* found = std::get_if<LayersPlanned>(&event)) return *found;
        }
        ADD_FAILURE() << "no layers were planned: " << names(events);
        return {};
    }
    const Layer& layer(std::uint16_t index) const { return layer_of(group, LegIndex{index}); }

    PresetUse use;
    Purse purse;
};

// behind the fill of the first order, its target first; each rests as a limit.
TEST(Layers, R56RestBehindTheFillOfTheFirstOrder) {
    LayeredRun run;
    run.open_one("2");
    EXPECT_EQ(names(run.fill(1, "100", "1")), "OrderFilled PositionGoverned OrderPlaced") << "it is not complete";
    const GroupEvents events = run.fill(1, "100", "1");
    EXPECT_EQ(names(events), "OrderFilled OrderAmendRequested LayersPlanned OrderPlaced OrderPlaced");
    EXPECT_EQ(run.row(3), "layer 0/1 buy 2 @ 98 SENT");
    EXPECT_EQ(run.row(4), "layer 0/2 buy 2 @ 96 SENT");
    EXPECT_EQ(run.planned(events).ended_by, "LAYER_COUNT");
    run.acknowledge_all();
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED") << "layers work (R-37)";
}

// a first order that ends with a rest is not filled, and there are no layers.
TEST(Layers, R56DoNotComeBehindAFirstOrderThatWasCut) {
    LayeredRun run;
    run.open_one("2");
    run.fill(1, "100", "1");
    EXPECT_EQ(names(run.cancelled(1)).find("LayersPlanned"), std::string::npos);
    EXPECT_EQ(run.group.orders.size(), 2U);
}

// B-15: each from its own entry.
TEST(Layers, B15EachHasItsOwnStopAndTarget) {
    LayeredRun run;
    run.enter();
    EXPECT_EQ(names(run.fill(3, "97.9", "1")), "OrderFilled PositionGoverned StopMoved OrderPlaced");
    EXPECT_EQ(run.layer(1).stop->price, price("92.9"));
    EXPECT_EQ(run.layer(1).risk, price("5"));
    EXPECT_EQ(run.newest_row(), "tp1/1 sell 1 @ 107.9 SENT");
    EXPECT_EQ(run.group.stop->price, price("95")) << "the first position's stays";
    EXPECT_EQ(run.group.open_quantity, quantity("2"));
    EXPECT_EQ(run.group.open_cost, decimal<Money>("197.9"));
}

// the first position goes alone; what is not filled is cancelled, what is filled lives on.
TEST(Layers, R56TheFirstPositionGoesAloneAndFilledLayersLiveOn) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.acknowledge_all();
    EXPECT_EQ(names(run.evaluate("95", "95.01")), "PositionExitStarted OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.row(2), "tp1 sell 1 @ 110 PENDING_CANCEL");
    EXPECT_EQ(run.newest_row(), "stop sell 1 @ 94.05 SENT");
    const auto number = static_cast<std::uint32_t>(run.group.orders.size());
    EXPECT_EQ(names(run.fill(number, "95", "1")), "OrderFilled FirstPositionEnded OrderCancelRequested");
    EXPECT_EQ(run.row(4), "layer 0/2 buy 1 @ 96 PENDING_CANCEL");
    run.answer_requests();
    EXPECT_EQ(run.group.realised, Money::from_integer(-5));
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.group.open_quantity, quantity("1"));
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("93")) << "the layer's own stop";
    EXPECT_EQ(run.refusal(AddPyramid{SignalNumber{9}, ladder({{"94", "1"}}, 1)}), "MAX_PYRAMIDS");
}

// CLOSED when all are flat, by the reason of the last; its stop order is the layer's.
TEST(Layers, R56TheLastPositionClosesTheGroupByItsReason) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.acknowledge_all();
    run.evaluate("95", "95.01");
    run.fill(static_cast<std::uint32_t>(run.group.orders.size()), "95", "1");
    run.answer_requests();
    EXPECT_EQ(names(run.evaluate("93", "93.01")), "CloseStarted OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.newest_row(), "stop/1 sell 1 @ 92.07 SENT");
    run.answer_requests();
    run.fill(static_cast<std::uint32_t>(run.group.orders.size()), "93", "1");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::stop);
    EXPECT_EQ(run.group.realised, Money::from_integer(-10));
}

// stops that are hit at once are each sent, in order.
TEST(Layers, R21StopsOfSeveralPositionsAreEachSentInOrder) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.fill_whole(4);
    run.acknowledge_all();
    EXPECT_EQ(names(run.evaluate("92", "92.01")),
              "PositionExitStarted PositionExitStarted OrderCancelRequested OrderCancelRequested OrderPlaced OrderPlaced");
    const auto last = static_cast<std::uint32_t>(run.group.orders.size());
    EXPECT_EQ(run.row(last - 1), "stop sell 1 @ 91.08 SENT");
    EXPECT_EQ(run.row(last), "stop/1 sell 1 @ 91.08 SENT");
    run.fill(last - 1, "92", "1");
    run.fill(last, "92", "1");
    run.answer_requests();
    EXPECT_EQ(run.layer(2).lot.open, quantity("1"));
    EXPECT_EQ(run.layer(1).lot.open, Quantity{});
    EXPECT_EQ(run.group.realised, Money::from_integer(-8 - 6));
    EXPECT_EQ(run.state(), "ACTIVE");
}

// All of them hit at once: the group is closed by the last one's fill.
TEST(Layers, R56AllStopsHitAtOnceCloseTheGroup) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.fill_whole(4);
    run.acknowledge_all();
    run.evaluate("90", "90.01");
    for (std::uint32_t number = 7; number <= 9; ++number) run.fill(number, "90", "1");
    run.answer_requests();
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::stop);
    EXPECT_EQ(run.group.realised, Money::from_integer(-10 - 8 - 6));
}

// Only one position is open, so its stop is the close of the group: unfilled layers go with it.
TEST(Layers, R56WithoutFilledLayersTheStopClosesTheGroup) {
    LayeredRun run;
    run.enter();
    EXPECT_EQ(names(run.evaluate("95", "95.01")), "CloseStarted OrderCancelRequested OrderCancelRequested OrderCancelRequested OrderPlaced");
    run.answer_requests();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    EXPECT_EQ(run.state(), "CLOSED");
}

// An exit that the venue does not fill is tried again, as a close is.
TEST(Layers, R24AnExitIsTriedAgainUntilItIsDone) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.acknowledge_all();
    run.evaluate("95", "95.01");
    run.answer_requests();
    const auto first = static_cast<std::uint32_t>(run.group.orders.size());
    EXPECT_EQ(names(run.expired(first)), "OrderEnded PositionExitRetryScheduled");
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
    EXPECT_EQ(run.newest_row(), "stop sell 1 @ 93.1 SENT") << "the bound is doubled";
    run.fill_whole(first + 1);
    EXPECT_TRUE(run.group.governed->is_first_over);
}

// A layer that reached its target is over; the first position goes on.
TEST(Layers, B15ALayersTargetClosesTheLayerAlone) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.acknowledge_all();
    run.fill_whole(5);
    EXPECT_EQ(run.layer(1).lot.open, Quantity{});
    EXPECT_EQ(run.group.realised, Money::from_integer(10));
    EXPECT_EQ(run.group.open_quantity, quantity("1"));
    EXPECT_EQ(run.row(2), "tp1 sell 1 @ 110 WORKING") << "untouched";
    run.fill_whole(2);
    run.answer_requests();
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// a strategy's target over the position is that of the first one; what a layer holds is sold once.
TEST(Layers, B15AreNotSoldByTheTargetOfAStrategy) {
    LayeredRun run;
    run.use.has_grid = true;
    run.use.takes_profit = false;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("10");
    run.strategy.aggregate_execution = AggregateExecution::resting_limit;
    run.enter();
    EXPECT_EQ(run.row(2), "aggregate_tp sell 1 @ 110 WORKING");
    run.fill_whole(3);
    run.acknowledge_all();
    EXPECT_EQ(run.row(2), "aggregate_tp sell 1 @ 110 WORKING");
    EXPECT_EQ(run.newest_row(), "tp1/1 sell 1 @ 108 WORKING");
}

// a reduction takes the same part out of every position, and of its targets.
TEST(Layers, R28AReductionTakesItsPartOfEveryPosition) {
    LayeredRun run;
    run.enter();
    run.fill_whole(3);
    run.acknowledge_all();
    run.reduce("0.5");
    run.answer_requests();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    EXPECT_EQ(run.layer(1).lot.open, quantity("0.5"));
    EXPECT_EQ(first_position(run.group).holding.open, quantity("0.5"));
    EXPECT_EQ(run.order(2).quantity, quantity("0.5"));
    EXPECT_EQ(run.order(5).quantity, quantity("0.5"));
}

// each follows its own average.
TEST(Layers, R54EachLayerBreaksEvenByItself) {
    Preset preset = layered();
    preset.targets.mode = TargetMode::disabled;
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = decimal<Ratio>("1");
    LayeredRun run(preset);
    run.enter();
    run.fill_whole(2);
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("103"));
    EXPECT_EQ(names(run.evaluate("103", "103.01")), "TrailNoted StopMoved");
    EXPECT_EQ(run.layer(1).stop->price, price("98"));
    EXPECT_EQ(run.group.stop->price, price("95"));
    run.evaluate("105", "105.01");
    EXPECT_EQ(run.group.stop->price, price("100"));
    EXPECT_EQ(names(run.evaluate("100", "100.01")), "PositionExitStarted OrderPlaced");
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    run.answer_requests();
    run.evaluate("98", "98.01");
    EXPECT_EQ(run.group.closing->reason, CloseReason::break_even);
}

// B-15, R-56: which check ends the series.
TEST(Layers, R56TheFirstCheckThatFailsEndsTheSeries) {
    const auto end = [](auto change) {
        LayeredRun run;
        change(run);
        run.open_one();
        const auto planned = run.planned(run.fill_whole(1));
        return std::to_string(planned.layers.size()) + " " + planned.ended_by;
    };
    EXPECT_EQ(end([](LayeredRun&) {}), "2 LAYER_COUNT");
    EXPECT_EQ(end([](LayeredRun& run) {
        Preset capped = layered();
        capped.layers.max_total_risk_percent = decimal<Ratio>("1.4");  // 14 of 1 000: 5 each
        run.use.preset = capped;
    }), "1 LAYER_RISK_CAP");
    EXPECT_EQ(end([](LayeredRun& run) {
        Preset capped = layered();
        capped.layers.max_total_risk_percent = decimal<Ratio>("1.5");
        run.use.preset = capped;
    }), "2 LAYER_COUNT");
    EXPECT_EQ(end([](LayeredRun& run) {
        Preset capped = layered();
        capped.layers.max_total_risk_percent = decimal<Ratio>("50");
        run.use.preset = capped;
        run.purse.equity.reset();
    }), "0 NO_EQUITY");
    EXPECT_EQ(end([](LayeredRun& run) { run.purse.spendable = Money::from_integer(193); }), "1 INSUFFICIENT_BALANCE");
    EXPECT_EQ(end([](LayeredRun& run) { run.purse.spendable = Money::from_integer(194); }), "2 LAYER_COUNT");
    EXPECT_EQ(end([](LayeredRun& run) { run.instrument.min_notional = Money::from_integer(97); }), "1 BELOW_MINIMUM");
    EXPECT_EQ(end([](LayeredRun& run) { run.instrument.max_orders = 3; }), "1 ORDER_LIMIT");
    EXPECT_EQ(end([](LayeredRun& run) {
        Preset closed = layered();
        const auto minute = static_cast<std::uint16_t>(std::chrono::duration_cast<std::chrono::minutes>(run.now.time_since_epoch()).count() % 1440);
        closed.schedule.begins = MinuteOfDay{static_cast<std::uint16_t>((minute + 5) % 1440)};
        closed.schedule.ends = MinuteOfDay{static_cast<std::uint16_t>((minute + 10) % 1440)};
        closed.schedule.time_zone = "UTC";
        run.use.preset = closed;
    }), "0 OUT_OF_SCHEDULE");
}

// B-14: other groups of the account and the instrument count, of others none.
TEST(Layers, B14CountsTheLayersOfTheInstrument) {
    LayeredRun other;
    other.enter();
    EXPECT_EQ(layers_in_use(other.group), 3U);
    LayeredRun run;
    Group beside = other.group;
    beside.id = {AccountId{1}, 7};
    beside.governed->layers.pop_back();
    run.board.note(beside, true);
    run.open_one();
    EXPECT_EQ(run.planned(run.fill_whole(1)).layers.size(), 0U) << "two of three are the other's";
    LayeredRun elsewhere;
    beside.id = {AccountId{2}, 7};
    elsewhere.board.note(beside, true);
    elsewhere.open_one();
    EXPECT_EQ(elsewhere.planned(elsewhere.fill_whole(1)).layers.size(), 2U);
}

// B-15: one that the venue refuses ends the series: deeper ones are not left alone.
TEST(Layers, B15ARefusedLayerTakesTheDeeperOnesWithIt) {
    LayeredRun run;
    run.open_one();
    run.fill_whole(1);
    run.acknowledge(2);
    run.acknowledge(4);
    EXPECT_EQ(names(run.rejected(3, "INSUFFICIENT_BALANCE")), "OrderEnded OrderCancelRequested");
    EXPECT_EQ(run.row(4), "layer 0/2 buy 1 @ 96 PENDING_CANCEL");
}

TEST(Layers, CancelEntriesCancelsLayersToo) {
    LayeredRun run;
    run.enter();
    EXPECT_EQ(names(run.tell(CancelEntries{false})), "OrderCancelRequested OrderCancelRequested");
    run.answer_requests();
    EXPECT_EQ(run.state(), "ACTIVE");
}

// B-15: a basket has one stop and one set of targets, at the levels of the first position; layers add to them.
TEST(Layers, B15ABasketLeavesTogether) {
    LayeredRun run;
    run.use.layer_exit = LayerExit::basket;
    run.enter();
    run.fill_whole(3);
    run.answer_requests();
    EXPECT_EQ(run.row(2), "tp1 sell 2 @ 110 WORKING");
    EXPECT_EQ(run.group.governed->layers[0].stop, std::nullopt);
    EXPECT_EQ(names(run.evaluate("95", "95.01")), "CloseStarted OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.newest_row(), "stop sell 2 @ 94.05 SENT");
    run.answer_requests();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    EXPECT_EQ(run.state(), "CLOSED");
}

TEST(Layers, B14AShortsLayersLieAbove) {
    LayeredRun run(layered(), PositionSide::short_side);
    run.enter();
    EXPECT_EQ(run.row(3), "layer 0/1 sell 1 @ 102 WORKING");
    run.fill_whole(3);
    EXPECT_EQ(run.layer(1).stop->price, price("107"));
    run.acknowledge_all();
    EXPECT_EQ(names(run.evaluate("104.99", "105")), "PositionExitStarted OrderCancelRequested OrderPlaced");
}

}  // namespace
}  // namespace trellis::tests
