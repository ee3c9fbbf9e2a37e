// Targets over pyramids: one of the whole position weighted by pyramid, or one for each (T-7, R-36).
#include <gtest/gtest.h>

#include "engine/group/aggregate.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// The pyramids of the worked example: (100, 10, 2 %), (95, 12, 1.5 %), (92, 5, 3 %), each with a second leg that waits.
GroupRun worked(PyramidScope scope, Instrument instrument = bitcoin()) {
    GroupRun run(std::move(instrument));
    run.instrument.tick = decimal<Price>("0.0001");
    run.strategy.take_profit_mode = TakeProfitMode::pyramid_aggregate;
    run.strategy.take_profit_scope = scope;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("2");
    run.strategy.pyramid_take_profit_percents = {{1, decimal<Ratio>("1.5")}, {2, decimal<Ratio>("3")}};
    run.quote("92", "92.01");
    run.open(ladder({{"100", "10"}, {"80", "1"}}));
    run.add(ladder({{"95", "12"}, {"79", "1"}}, 1));
    run.add(ladder({{"92", "5"}, {"78", "1"}}, 2));
    run.acknowledge_all();
    for (const std::uint32_t first : {1U, 3U, 5U}) run.fill_whole(first);
    return run;
}

std::optional<Price> target_of(const GroupRun& run, std::size_t pyramid) {
    return pyramid_target(run.group, run.group.pyramids[pyramid], run.instrument);
}

// T-7: 96.2963 and 98.1815, 1.9577 % above it.
TEST(PyramidTarget, T7CombinedIsWeightedByPyramid) {
    const GroupRun run = worked(PyramidScope::combined);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("98.1815"));
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("98.1815"));
    EXPECT_EQ(target_of(run, 0), std::nullopt);
}

// T-7: with equal percentages it is the aggregate's target.
TEST(PyramidTarget, T7CombinedEqualsTheAggregateAtEqualPercentages) {
    GroupRun run = worked(PyramidScope::combined);
    run.group.strategy.change([](GridStrategy& own) {
        own.pyramid_take_profit_percents = {{0, decimal<Ratio>("2")}, {2, decimal<Ratio>("2")}};
    });
    const auto combined = aggregate_target(run.group, run.instrument);
    run.group.strategy.change([](GridStrategy& own) { own.take_profit_mode = TakeProfitMode::aggregate; });
    EXPECT_EQ(combined, aggregate_target(run.group, run.instrument));
    EXPECT_EQ(combined, decimal<Price>("98.2223"));  // 96.2963 x 1.02
}

// T-7: touched, the whole group is closed; R-6 names it.
TEST(PyramidTarget, T7CombinedClosesTheWholeGroup) {
    GroupRun run = worked(PyramidScope::combined);
    EXPECT_TRUE(run.evaluate("98.1814", "98.19").empty());
    EXPECT_FALSE(run.evaluate("98.1815", "98.19").empty());
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_pyramid);
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 27 @ 97.1997 SENT");
}

// T-7: 102.00, 96.425 and 94.76; the nearest is watched.
TEST(PyramidTarget, T7EachPyramidHasItsOwn) {
    const GroupRun run = worked(PyramidScope::per_pyramid);
    EXPECT_EQ(target_of(run, 0), decimal<Price>("102"));
    EXPECT_EQ(target_of(run, 1), decimal<Price>("96.425"));
    EXPECT_EQ(target_of(run, 2), decimal<Price>("94.76"));
    EXPECT_EQ(aggregate_target(run.group, run.instrument), std::nullopt);
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("94.76"));
}

// T-7, R-36: the touch sells that pyramid's lots and cancels its entries; the others go on.
TEST(PyramidTarget, T7SellsOnePyramidAndLeavesTheOthers) {  // 32.35
    GroupRun run = worked(PyramidScope::per_pyramid);
    EXPECT_EQ(names(run.evaluate("94.76", "94.77")), "PyramidTargetReached OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.row(6), "entry 2/1 buy 1 @ 78 PENDING_CANCEL");
    EXPECT_EQ(run.row(7), "aggregate_tp 2 sell 5 @ 93.8124 SENT");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("96.425"));
    run.cancelled(6);
    run.fill(7, "94.76", "5");
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("22"));
    EXPECT_EQ(run.group.open_cost, decimal<Money>("2140"));
    EXPECT_TRUE(run.tell(Evaluate{}).empty());
    // 5 x (94.76 - 92) less 0.1 % of 460 and of 473.8
    EXPECT_EQ(run.group.realised, decimal<Money>("12.8662"));
}

// T-7: one quote may touch several; each has its order, and when all are flat the group is closed.
TEST(PyramidTarget, T7IsClosedWhenAllPyramidsAreFlat) {
    GroupRun run = worked(PyramidScope::per_pyramid);
    run.evaluate("103", "103.01");
    EXPECT_EQ(run.row(7), "aggregate_tp 0 sell 10 @ 101.97 SENT");
    EXPECT_EQ(run.row(8), "aggregate_tp 1 sell 12 @ 101.97 SENT");
    EXPECT_EQ(run.row(9), "aggregate_tp 2 sell 5 @ 101.97 SENT");
    for (const std::uint32_t number : {7U, 8U, 9U}) run.fill_whole(number);
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_pyramid);
    EXPECT_TRUE(run.group.open_quantity.is_zero());
    for (const std::uint32_t number : {2U, 4U, 6U}) run.cancelled(number);
    EXPECT_EQ(run.state(), "CLOSED");
}

// a rest stays open; it is tried again when something changed, not on the quote that had no more.
TEST(PyramidTarget, R36TriesTheRestAgainAtTheNextQuoteOnly) {
    GroupRun run = worked(PyramidScope::per_pyramid);
    run.evaluate("94.76", "94.77");
    run.cancelled(6);
    run.expired(7);
    EXPECT_TRUE(run.tell(Evaluate{}).empty()) << "the same quote";
    run.pass(std::chrono::seconds(1));
    EXPECT_EQ(names(run.evaluate("94.8", "94.81")), "PyramidTargetReached OrderPlaced");
    EXPECT_EQ(run.newest_row(), "aggregate_tp 2 sell 5 @ 93.852 SENT");
    run.fill(8, "94.8", "2");
    run.expired(8);
    EXPECT_EQ(names(run.tell(Evaluate{})), "PyramidTargetReached OrderPlaced") << "a fill is news";
    EXPECT_EQ(run.newest_row(), "aggregate_tp 2 sell 3 @ 93.852 SENT");
}

// lots that cannot be placed at the order's limit are left alone, entries too.
TEST(PyramidTarget, R36LeavesAPyramidThatIsTooSmall) {
    GroupRun run = worked(PyramidScope::per_pyramid);
    run.instrument.min_notional = decimal<Money>("470");
    EXPECT_TRUE(run.evaluate("94.76", "94.77").empty());
    EXPECT_FALSE(run.evaluate("95", "95.01").empty());
}

// R-24, G-2: a close of the group waits for the order of a pyramid and sells only what that left.
TEST(PyramidTarget, R24ACloseWaitsForAPyramidOnItsWay) {
    GroupRun run = worked(PyramidScope::per_pyramid);
    run.evaluate("94.76", "94.77");
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested OrderCancelRequested");
    run.fill(7, "94.76", "5");
    EXPECT_EQ(run.newest_row(), "exit sell 22 @ 93.8124 SENT");
}

// T-7, R-28: a reduction waits for it too, and it for a reduction.
TEST(PyramidTarget, T7TakesTurnsWithAReduction) {
    GroupRun run = worked(PyramidScope::per_pyramid);
    run.evaluate("94.76", "94.77");
    ReduceGroup half;
    half.fraction = Portion{decimal<Quantity>("0.5"), Quantity::from_integer(1)};
    EXPECT_EQ(names(run.tell(half)), "ReductionStarted");
    run.fill(7, "94.76", "5");
    EXPECT_EQ(run.newest_row(), "reduce sell 13.5 @ 93.8124 SENT");
    EXPECT_TRUE(run.evaluate("103", "103.01").empty());
    run.fill(8, "103", "13.5");
    EXPECT_EQ(names(run.tell(Evaluate{})), "PyramidTargetReached OrderCancelRequested OrderPlaced PyramidTargetReached "
                                           "OrderCancelRequested OrderPlaced");
}

// T-9, R-25: it does not keep waiting for entries; only leg targets leave that.
TEST(PyramidTarget, R25IsOverWhenNothingIsOpen) {
    GroupRun run(bitcoin());
    run.strategy.take_profit_mode = TakeProfitMode::pyramid_aggregate;
    run.strategy.take_profit_scope = PyramidScope::per_pyramid;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("2");
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}}));
    run.add(ladder({{"90", "1"}}, 1));
    run.acknowledge_all();
    run.fill_whole(1);
    run.evaluate("102", "102.01");
    run.fill_whole(3);
    run.cancelled(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_pyramid);
}

}  // namespace
}  // namespace trellis::tests
