// The aggregate target, market on touch, gross (T-1, T-4, T-8, R-21).
#include <gtest/gtest.h>

#include "engine/group/aggregate.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

GroupRun aggregate_run(const char* percent = "1", Instrument instrument = bitcoin(),
                       PositionSide side = PositionSide::long_side) {
    GroupRun run(std::move(instrument), side);
    run.strategy.take_profit_mode = TakeProfitMode::aggregate;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>(percent);
    return run;
}

GroupRun two_legs_filled() {
    GroupRun run = aggregate_run();
    run.open(default_ladder());
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    return run;
}

// T-4: the worked example.
TEST(AggregateTarget, IsTheAverageOfAllLotsPlusItsPercentage) {
    const GroupRun run = two_legs_filled();
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("64711.24"));
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("64711.24"));
}

// T-4: no leg targets rest in this mode.
TEST(AggregateTarget, LeavesLegsWithoutTargets) {
    const GroupRun run = two_legs_filled();
    EXPECT_EQ(run.group.orders.size(), 5U);
}

// T-4: watched while entries still work; touched by the bid of a long, to the tick.
TEST(AggregateTarget, ClosesALongWhenTheBidTouchesIt) {
    GroupRun run = two_legs_filled();
    EXPECT_TRUE(run.evaluate("64711.23", "64711.3").empty());
    EXPECT_EQ(names(run.evaluate("64711.24", "64711.3")),
              "CloseStarted OrderCancelRequested OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 0.00623 @ 64064.13 SENT");  // 64711.24 x 0.99, up
}

// Weakness 32.34: three entries still rest, nothing was filled since, and the quote alone closes the group.
TEST(AggregateTarget, Row34IsLookedAtAtEveryQuoteWhileEntriesRest) {
    GroupRun run = two_legs_filled();
    EXPECT_EQ(run.group.live_entries, 3U);
    for (int quotes = 0; quotes < 5; ++quotes) EXPECT_TRUE(run.evaluate("64600", "64600.01").empty());
    EXPECT_FALSE(run.evaluate("64711.24", "64711.25").empty());
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
}

// T-4, R-21: a short's target is rounded down, away from entry, and touched by the ask.
TEST(AggregateTarget, ClosesAShortWhenTheAskTouchesIt) {
    GroupRun run = aggregate_run("1", bitcoin_perpetual(), PositionSide::short_side);
    run.open(ladder({{"64231.37", "0.00311"}, {"64552.52", "0.00309"}}));
    run.fill_whole(1);
    run.fill_whole(2);
    // 64391.42701... x 0.99 = 63747.51274...
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("63747.51"));
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_below->price, decimal<Price>("63747.51"));
    EXPECT_TRUE(run.evaluate("63747.4", "63747.52").empty());
    EXPECT_FALSE(run.evaluate("63747.4", "63747.51").empty());
    EXPECT_EQ(run.newest_row(), "aggregate_tp buy 0.0062 @ 64384.98 SENT");  // 63747.51 x 1.01, down
}

// T-4: the average is of what is still open, over all pyramids.
TEST(AggregateTarget, CountsEveryPyramid) {
    GroupRun run = aggregate_run("2");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("102"));
    run.add(ladder({{"90", "3"}}, 1));
    run.fill_whole(2);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("94.35"));  // 92.5 x 1.02
}

// T-4: a base fee leaves less for the same cost, so the target is higher (F-6).
TEST(AggregateTarget, UsesTheNetQuantity) {
    GroupRun run = aggregate_run("1");
    run.instrument.fee_asset = FeeAsset::base;
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("101.11"));  // 100 / 0.999 x 1.01 = 101.1011...
}

// T-1: the first cause wins; a close under way evaluates nothing.
TEST(AggregateTarget, IsSilentInAGroupThatCloses) {
    GroupRun run = two_legs_filled();
    run.quote("64000", "64000.01");
    run.exit();
    EXPECT_TRUE(run.evaluate("65000", "65000.01").empty());
    EXPECT_EQ(run.group.closing->reason, CloseReason::exit_signal);
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
}

// what cannot be sold at the mark triggers nothing.
TEST(AggregateTarget, IsNotTriggeredByASliver) {
    GroupRun run = aggregate_run();
    run.instrument.min_notional = decimal<Money>("5");
    run.open(default_ladder());
    run.acknowledge_all();
    run.fill(1, "64231.37", "0.00005");
    EXPECT_TRUE(run.evaluate("66000", "66000.01").empty());
    run.fill(1, "64231.37", "0.0003");
    EXPECT_FALSE(run.tell(Evaluate{}).empty());
}

TEST(AggregateTarget, NeedsAQuoteAndSomethingOpen) {
    GroupRun run = aggregate_run();
    run.open(default_ladder());
    EXPECT_TRUE(run.evaluate("66000", "66000.01").empty());
    run.book.reset();
    run.fill_whole(1);
    EXPECT_TRUE(run.tell(Evaluate{}).empty());
}

// T-8: without a percentage there is no target; validation refuses such a strategy.
TEST(AggregateTarget, IsAbsentInOtherModes) {
    GroupRun run;
    run.open(default_ladder());
    run.fill_whole(1);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), std::nullopt);
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
}

}  // namespace
}  // namespace trellis::tests
