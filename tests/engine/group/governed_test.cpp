// A position that a preset governs: stop and targets from the first fill, their exact remainders, break-even and trailing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/group/governed.hpp"
#include "engine/group/governed_targets.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }
Ratio ratio(const char* text) { return decimal<Ratio>(text); }

/// A pip is 1: 5 pips of risk, targets at 2 R (30 %), 3 R (40 %) and 5 R (the rest).
Preset swing() {
    Preset preset;
    preset.name = "swing";
    preset.stop = {StopMode::pips, 5, std::nullopt};
    preset.targets.mode = TargetMode::multi;
    preset.targets.targets = {PresetTarget{true, ratio("2"), ratio("30")}, PresetTarget{true, ratio("3"), ratio("40")},
                              PresetTarget{true, ratio("5"), ratio("30")}};
    return preset;
}

class GovernedRun : public GroupRun {
public:
    explicit GovernedRun(const Preset& preset = swing()) : GroupRun(bitcoin_perpetual()) {
        instrument.step = decimal<Quantity>("0.01");
        strategy.take_profit_mode = TakeProfitMode::aggregate;
        use.preset = preset;
        use.level = PresetLevel::connection;
        use.pip = price("1");
        use.stop = price("95");
        quote("100", "100.01");
    }
    GroupEvents open_one(const char* quantity) {
        OpenGroup command{{AccountId{1}, 1}, {instrument.id, 900, side}, SignalNumber{++signals}, strategy, ladder({{"100", quantity}}),
                          std::nullopt};
        command.preset = use;
        return tell(command);
    }
    std::string rows() const {
        std::string all;
        for (const auto& order : group.orders) all += (all.empty() ? "" : "; ") + tests::row(order);
        return all;
    }
    std::string stop() const { return group.stop->price.text() + " " + std::string(text(group.stop->reason)); }

    PresetUse use;
};

// entry is the price of the first fill; R0 is frozen there.
TEST(Governed, R53PlansStopAndTargetsFromTheFirstFill) {
    GovernedRun run;
    EXPECT_EQ(names(run.open_one("1.37")), "GroupOpened StopMoved PyramidAdded OrderPlaced");
    EXPECT_EQ(run.group.stop_in_force(), std::nullopt);
    run.fill(1, "99", "1.37");
    EXPECT_EQ(run.stop(), "94 STOP");
    EXPECT_EQ(run.group.governed->risk, price("5"));
    EXPECT_EQ(*run.group.governed->entry, price("99"));
    EXPECT_EQ(run.group.orders[1].price, price("109"));
}

// B-8: 1.37 in 30/40/30 at a step of 0.01 is 0.41, 0.54 and the rest, 0.42.
TEST(Governed, B8TargetsShareTheFilledQuantityAndTheLastTakesTheRest) {
    GovernedRun run;
    run.open_one("1.37");
    run.fill_whole(1);
    const auto wanted = wanted_targets(run.group, first_position(run.group), run.instrument);
    ASSERT_EQ(wanted.size(), 3U);
    EXPECT_EQ(wanted[0], (WantedTarget{0, price("110"), decimal<Quantity>("0.41")}));
    EXPECT_EQ(wanted[1], (WantedTarget{1, price("115"), decimal<Quantity>("0.54")}));
    EXPECT_EQ(wanted[2], (WantedTarget{2, price("125"), decimal<Quantity>("0.42")}));
    EXPECT_EQ(run.group.orders.size(), 4U);
}

// what is filled later adds its part; a target that is over gets nothing of it.
TEST(Governed, R53AFilledTargetIsOverAndLaterFillsAddToTheOthers) {
    GovernedRun run;
    run.open_one("2");
    run.fill(1, "100", "1");
    EXPECT_EQ(run.order(2).quantity, decimal<Quantity>("0.3"));
    run.fill_whole(2);
    run.fill(1, "100", "1");
    const auto wanted = wanted_targets(run.group, first_position(run.group), run.instrument);
    ASSERT_EQ(wanted.size(), 2U);
    EXPECT_EQ(wanted[0].quantity, decimal<Quantity>("0.8"));
    EXPECT_EQ(wanted[1].quantity, decimal<Quantity>("0.9"));
}

// a piece that the venue does not take joins the next target, a last one the one before.
TEST(Governed, R53APieceThatIsTooSmallJoinsItsNeighbour) {
    GovernedRun first;
    first.instrument.min_quantity = decimal<Quantity>("0.35");
    first.open_one("1");
    first.fill_whole(1);
    auto wanted = wanted_targets(first.group, first_position(first.group), first.instrument);
    EXPECT_EQ(wanted[0].quantity, Quantity{});
    EXPECT_EQ(wanted[1].quantity, decimal<Quantity>("1"));  // 0.3 before it, and 0.3 behind it that would be too small too
    EXPECT_EQ(wanted[2].quantity, Quantity{});
    GovernedRun none;
    none.instrument.min_quantity = decimal<Quantity>("2");
    none.open_one("1");
    none.fill_whole(1);
    EXPECT_EQ(none.group.orders.size(), 1U);
}

// R-7, PV-8: one order is never larger than the venue takes; what is above that joins the next target.
TEST(Governed, R53ATargetIsNoLargerThanOneOrderMayBe) {
    GovernedRun run;
    run.instrument.max_quantity = decimal<Quantity>("0.5");
    run.open_one("1.37");
    run.fill_whole(1);
    const auto wanted = wanted_targets(run.group, first_position(run.group), run.instrument);
    EXPECT_EQ(wanted[0].quantity, decimal<Quantity>("0.41"));
    EXPECT_EQ(wanted[1].quantity, decimal<Quantity>("0.5"));
    EXPECT_EQ(wanted[2].quantity, decimal<Quantity>("0.46"));
}

// V-3: where the venue's new rules do not allow the amended total, the order is cancelled and placed anew instead of asked for in vain.
TEST(Governed, V3ATargetThatMayNotBeAmendedIsPlacedAnew) {
    GovernedRun run;
    run.open_one("2");
    run.fill(1, "100", "1");
    run.acknowledge_all();
    run.fill(2, "110", "0.1");
    run.instrument.max_quantity = decimal<Quantity>("0.5");
    EXPECT_THAT(names(run.fill(1, "100", "1")), testing::HasSubstr("OrderCancelRequested"));
    run.answer_requests();
    for (const auto& order : run.group.orders) {
        if (!order.is_live()) continue;
        EXPECT_LE(order.quantity, decimal<Quantity>("0.5")) << tests::row(order);
    }
}

// a partial close takes the same part of every target.
TEST(Governed, R53APartialCloseShrinksEveryTarget) {
    GovernedRun run;
    run.open_one("2");
    run.fill_whole(1);
    run.acknowledge_all();
    run.reduce("0.5");
    run.answer_requests();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    const auto wanted = wanted_targets(run.group, first_position(run.group), run.instrument);
    EXPECT_EQ(wanted[0].quantity, decimal<Quantity>("0.3"));
    EXPECT_EQ(wanted[1].quantity, decimal<Quantity>("0.4"));
    EXPECT_EQ(wanted[2].quantity, decimal<Quantity>("0.3"));
}

// B-9: without a last target for the rest it runs under the stop.
TEST(Governed, B9WhatNoTargetTakesRunsOn) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::single;
    preset.targets.targets[0].close_percent = ratio("40");
    GovernedRun run(preset);
    run.open_one("1");
    run.fill_whole(1);
    EXPECT_EQ(run.order(2).quantity, decimal<Quantity>("0.4"));
    run.fill_whole(2);
    EXPECT_EQ(run.group.orders.size(), 2U);
    EXPECT_EQ(run.state(), "ACTIVE");
}

TEST(Governed, R6AllTargetsFilledCloseTheGroupByTheLegReason) {
    GovernedRun run;
    run.open_one("1");
    run.fill_whole(1);
    for (const std::uint32_t number : {2U, 3U, 4U}) run.fill_whole(number);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

Preset trailing(std::uint16_t interval = 0) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::disabled;
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = ratio("1.5");
    preset.trail.break_even_offset = 1;
    preset.trail.enabled = true;
    preset.trail.trigger_rr = ratio("2");
    preset.trail.step = 2;
    preset.trail.update_interval_seconds = interval;
    return preset;
}

// B-10: at 1.5 R of 5 the stop goes to entry and one pip.
TEST(Governed, B10BreakEvenMovesTheStopOnceAndOnlyAtItsTrigger) {
    GovernedRun run(trailing());
    run.open_one("1");
    run.fill_whole(1);
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("107.5"));
    EXPECT_EQ(names(run.evaluate("107.49", "107.5")), "");
    EXPECT_EQ(names(run.evaluate("107.5", "107.51")), "TrailNoted StopMoved");
    EXPECT_EQ(run.stop(), "101 BREAK_EVEN");
    EXPECT_EQ(names(run.evaluate("107.6", "107.61")), "");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("110"));
}

// B-11: A 110, step 2: 108 at 110, 110 at 112, 114 at 116.5.
TEST(Governed, B11TrailsInStepsAndWakesAtTheNextOne) {
    GovernedRun run(trailing());
    run.open_one("1");
    run.fill_whole(1);
    run.evaluate("110", "110.01");
    EXPECT_EQ(run.stop(), "108 TRAILING");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("112"));
    EXPECT_EQ(names(run.evaluate("111.99", "112")), "");
    run.evaluate("112", "112.01");
    EXPECT_EQ(run.stop(), "110 TRAILING");
    run.evaluate("116.5", "116.51");
    EXPECT_EQ(run.stop(), "114 TRAILING");
    EXPECT_EQ(names(run.evaluate("115", "115.01")), "");
    EXPECT_EQ(names(run.evaluate("114", "114.01")), "CloseStarted OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::trailing);
}

// inside of the interval the best mark is noted, and the first quote behind it moves the stop.
TEST(Governed, R54TheUpdateIntervalDelaysAMoveAndForgetsNothing) {
    GovernedRun run(trailing(60));
    run.open_one("1");
    run.fill_whole(1);
    run.evaluate("110", "110.01");
    run.pass(std::chrono::seconds(10));
    EXPECT_EQ(names(run.evaluate("114.5", "114.51")), "TrailNoted");
    EXPECT_EQ(run.stop(), "108 TRAILING");
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_above->not_before, run.now + std::chrono::seconds(50));
    run.pass(std::chrono::seconds(49));
    EXPECT_EQ(names(run.evaluate("113", "113.01")), "");
    run.pass(std::chrono::seconds(1));
    EXPECT_EQ(names(run.evaluate("113", "113.01")), "StopMoved");
    EXPECT_EQ(run.stop(), "112 TRAILING");
}

Preset behind_bars(TrailingMode mode, const char* multiplier) {
    Preset preset = trailing();
    preset.trail.break_even = false;
    preset.trail.mode = mode;
    preset.trail.step.reset();
    preset.trail.atr_period = 3;
    preset.trail.atr_multiplier = ratio(multiplier);
    return preset;
}

const BarReading example_bars{price("108"), price("101"), price("4")};

// B-12: behind the best mark by 1.5 ranges of 4; until the bars are warm the stop stays.
TEST(Governed, B12TrailsBehindTheBestMarkByTheTrueRange) {
    GovernedRun run(behind_bars(TrailingMode::step_atr, "1.5"));
    run.open_one("1");
    EXPECT_EQ(watch(run.group, run.instrument).bars, std::nullopt);
    run.fill_whole(1);
    EXPECT_EQ(watch(run.group, run.instrument).bars, (BarWish{900, 3}));
    EXPECT_EQ(names(run.evaluate("110", "110.01")), "TrailNoted");
    EXPECT_EQ(run.stop(), "95 STOP");
    run.bars = example_bars;
    EXPECT_EQ(names(run.evaluate("109", "109.01")), "StopMoved") << "the best mark is remembered";
    EXPECT_EQ(run.stop(), "104 TRAILING");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("110") + run.instrument.tick);
    run.evaluate("112", "112.01");
    EXPECT_EQ(run.stop(), "106 TRAILING");
    run.bars->average_true_range = price("6");
    EXPECT_EQ(names(run.evaluate("111", "111.01")), "") << "a wider range loosens nothing";
    run.bars->average_true_range = price("2");
    run.evaluate("111", "111.01");
    EXPECT_EQ(run.stop(), "109 TRAILING");
}

// B-13: the highest of the bars less 1.25 ranges, whatever the mark does.
TEST(Governed, B13TrailsBehindTheExtremeOfTheBars) {
    GovernedRun run(behind_bars(TrailingMode::chandelier, "1.25"));
    run.open_one("1");
    run.fill_whole(1);
    run.bars = example_bars;
    EXPECT_EQ(names(run.evaluate("110", "110.01")), "TrailNoted StopMoved");
    EXPECT_EQ(run.stop(), "103 TRAILING");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above, std::nullopt);
    EXPECT_EQ(names(run.evaluate("120", "120.01")), "");
    run.bars->highest = price("119");
    run.evaluate("118", "118.01");
    EXPECT_EQ(run.stop(), "114 TRAILING");
}

// a better stop that no longer is one when its interval is over wakes nobody anymore.
TEST(Governed, R54AMoveThatWaitedInVainStopsWaiting) {
    Preset preset = behind_bars(TrailingMode::chandelier, "1.25");
    preset.trail.update_interval_seconds = 60;
    GovernedRun run(preset);
    run.open_one("1");
    run.fill_whole(1);
    run.bars = example_bars;
    run.evaluate("110", "110.01");
    run.bars->highest = price("110");
    EXPECT_EQ(names(run.evaluate("110", "110.01")), "TrailNoted");
    EXPECT_TRUE(watch(run.group, run.instrument).ask_at_or_above.has_value());
    run.bars->average_true_range = price("8");
    run.pass(std::chrono::seconds(60));
    EXPECT_EQ(names(run.evaluate("110", "110.01")), "TrailNoted");
    EXPECT_EQ(run.stop(), "103 TRAILING");
    EXPECT_FALSE(watch(run.group, run.instrument).ask_at_or_above.has_value());
}

// the stop is tested behind its move.
TEST(Governed, R21TheStopIsTestedAfterItWasMoved) {
    Preset preset = trailing();
    preset.trail.break_even_offset = 9;  // farther than where it triggers
    GovernedRun run(preset);
    run.open_one("1");
    run.fill_whole(1);
    EXPECT_EQ(names(run.evaluate("108", "108.01")), "TrailNoted StopMoved CloseStarted OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::break_even);
}

TEST(Governed, T13AStopMovedByHandBeforeTheFirstFillStays) {
    GovernedRun run;
    run.open_one("1");
    run.tell(MoveStop{price("97")});
    run.fill_whole(1);
    EXPECT_EQ(run.group.stop->price, price("97"));
    EXPECT_EQ(run.group.governed->risk, price("5"));
}

TEST(Governed, T3ATargetThatIsRefusedIsAskedForAgainEverMoreSlowly) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::single;
    preset.targets.targets[0].close_percent.reset();
    GovernedRun run(preset);
    run.open_one("1");
    run.fill_whole(1);
    run.rejected(2);
    EXPECT_EQ(run.group.orders.size(), 3U);
    run.rejected(3);
    EXPECT_EQ(run.group.orders.size(), 3U);
    run.timer();
    EXPECT_EQ(run.group.orders.size(), 4U);
}

TEST(Governed, T3ATargetWhoseAmendmentIsRefusedWaitsAndThenAsksForAllThatIsHeld) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::single;
    preset.targets.targets[0].close_percent.reset();
    GovernedRun run(preset);
    run.open_one("2");
    run.fill(1, "100", "0.5");
    run.acknowledge_all();
    const OrderFound unchanged{OrderState::working, run.order(2).price, decimal<Quantity>("0.5"), {}};
    EXPECT_EQ(names(run.fill(1, "100", "0.5")), "OrderFilled OrderAmendRequested");
    run.report(2, RequestRefused{"BUSY"});
    EXPECT_EQ(names(run.report(2, unchanged)), "OrderDelayed OrderRetried");
    run.report(2, RequestRefused{"BUSY"});
    EXPECT_EQ(names(run.report(2, unchanged)), "OrderDelayed");
    EXPECT_EQ(run.due()->at, run.now + std::chrono::milliseconds(50));
    EXPECT_EQ(names(run.fill(1, "100", "0.5")), "OrderFilled");
    const auto again = run.timer();
    EXPECT_EQ(names(again), "OrderRetried OrderAmendRequested");
    EXPECT_EQ(run.requests(again).size(), 1U);
    EXPECT_EQ(run.order(2).quantity, decimal<Quantity>("1.5"));
}

}  // namespace
}  // namespace trellis::tests
