// The aggregate target as a resting order (T-4 resting_limit, R-36), and targets net of fees (T-5).
#include <gtest/gtest.h>

#include "engine/group/aggregate.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

GroupRun resting_run(Instrument instrument = bitcoin(), PositionSide side = PositionSide::long_side) {
    GroupRun run(std::move(instrument), side);
    run.strategy.take_profit_mode = TakeProfitMode::aggregate;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    run.strategy.aggregate_execution = AggregateExecution::resting_limit;
    run.quote("64000", "64000.01");
    return run;
}

// T-4: one order for all that is open, amended on each fill; nothing is watched.
TEST(RestingTarget, T4IsOneOrderThatFollowsEachFill) {
    GroupRun run = resting_run();
    run.open(default_ladder());
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill_whole(1)), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 0.00311 @ 64873.69 SENT");  // 64231.37 x 1.01, up
    run.acknowledge(6);
    EXPECT_EQ(names(run.fill_whole(2)), "OrderFilled OrderAmendRequested");
    EXPECT_EQ(run.row(6), "aggregate_tp sell 0.00623 @ 64711.24 PENDING_REPLACE");
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
    EXPECT_TRUE(run.evaluate("64800", "64800.01").empty());
}

// reduce-only on derivatives.
TEST(RestingTarget, R36IsReduceOnly) {
    GroupRun run = resting_run(bitcoin_perpetual());
    run.open(default_ladder());
    const auto requests = run.requests(run.fill_whole(1));
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_TRUE(std::get<PlaceOrder>(requests.front()).reduce_only);
    EXPECT_EQ(std::get<PlaceOrder>(requests.front()).time_in_force, TimeInForce::gtc);
}

// T-4: its own fills leave it alone; filled, the group is flat and closed by its aggregate.
TEST(RestingTarget, T4ClosesTheGroupWhenItIsFilled) {
    GroupRun run = resting_run();
    run.open(default_ladder());
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge(6);
    EXPECT_EQ(names(run.fill(6, "64873.69", "0.001")), "OrderFilled");
    EXPECT_EQ(run.row(6), "aggregate_tp sell 0.001/0.00311 @ 64873.69 PARTIAL");
    run.fill(6, "64873.69", "0.00211");
    EXPECT_EQ(run.state(), "CLOSING");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
    for (const std::uint32_t entry : {2U, 3U, 4U, 5U}) run.cancelled(entry);
    EXPECT_EQ(run.state(), "CLOSED");
}

// T-7: it rests in pyramid_aggregate/combined too, and only there of that mode.
TEST(RestingTarget, R36ActsInTheCombinedScopeAndNotForSinglePyramids) {
    GroupRun run = resting_run();
    run.strategy.take_profit_mode = TakeProfitMode::pyramid_aggregate;
    run.strategy.pyramid_take_profit_percents = {{0, decimal<Ratio>("2")}};
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 1 @ 102 SENT");
    run.acknowledge_all();
    run.fill_whole(2);
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_pyramid);
    for (const auto mode : {TakeProfitMode::hybrid, TakeProfitMode::per_leg}) {
        GridStrategy other = run.strategy;
        other.take_profit_mode = mode;
        EXPECT_FALSE(rests_at_venue(other));
    }
    GridStrategy alone = run.strategy;
    alone.take_profit_scope = PyramidScope::per_pyramid;
    EXPECT_FALSE(rests_at_venue(alone));
}

// T-11, R-27: a reduction lowers it first and leaves its price.
TEST(RestingTarget, T11IsLoweredBeforeAReductionSells) {
    GroupRun run = resting_run();
    run.quote("99", "99.01");
    run.open(ladder({{"100", "4"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge(2);
    ReduceGroup quarter;
    quarter.fraction = Portion{decimal<Quantity>("0.25"), Quantity::from_integer(1)};
    EXPECT_EQ(names(run.tell(quarter)), "ReductionStarted OrderAmendRequested OrderPlaced");
    EXPECT_EQ(run.row(2), "aggregate_tp sell 3 @ 101 PENDING_REPLACE");
    EXPECT_EQ(run.newest_row(), "reduce sell 1 @ 98.01 SENT");
    run.answer_requests();
    run.fill(3, "99", "1");
    EXPECT_EQ(run.row(2), "aggregate_tp sell 3 @ 101 WORKING");
}

// T-3: cancelled by the venue it is replaced at once, refused it is tried more and more slowly.
TEST(RestingTarget, T3IsReplacedWhenTheVenueDropsIt) {
    GroupRun run = resting_run();
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.acknowledge_all();
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded OrderPlaced");
    EXPECT_EQ(names(run.rejected(3)), "OrderEnded OrderPlaced");
    EXPECT_EQ(names(run.rejected(4)), "OrderEnded");
    EXPECT_EQ(next_due(run.group)->at, run.now + std::chrono::milliseconds(50));
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
    run.acknowledge(5);
    EXPECT_EQ(names(run.rejected(5)), "OrderEnded OrderPlaced") << "acknowledged once, the count begins anew";
}

// what is not placeable is not sent; a quantity beyond max_qty rests as far as one order may.
TEST(RestingTarget, R36HoldsTheLimitsOfTheInstrument) {
    GroupRun run = resting_run();
    run.instrument.min_notional = decimal<Money>("50");
    run.instrument.max_quantity = decimal<Quantity>("1");
    run.open(ladder({{"100", "3"}}));
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill(1, "100", "0.4")), "OrderFilled");
    EXPECT_EQ(names(run.fill(1, "100", "0.4")), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 0.8 @ 101 SENT");
    run.acknowledge(2);
    run.fill(1, "100", "2.2");
    run.answer_requests();
    EXPECT_EQ(run.row(2), "aggregate_tp sell 1 @ 101 WORKING");
    EXPECT_EQ(names(run.fill_whole(2)), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 1 @ 101 SENT");
}

// an exit takes it back like any other order.
TEST(RestingTarget, X1IsCancelledByAClose) {
    GroupRun run = resting_run();
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.acknowledge_all();
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested OrderPlaced");
}

// T-5: break-even 64198.80, 1 % net 64840.79.
TEST(NetTarget, T5EarnsItsPercentageAfterTheFeesOfBothSides) {
    GroupRun run = resting_run();
    run.strategy.aggregate_execution = AggregateExecution::market_on_touch;
    run.strategy.take_profit_basis = TakeProfitBasis::net;
    run.open(default_ladder());
    run.fill_whole(1);
    run.fill_whole(2);
    EXPECT_EQ(run.group.open_cost, decimal<Money>("399.1594159"));
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("64840.79"));
    run.group.strategy.change([](GridStrategy& own) { own.take_profit_aggregate_percent = Ratio{}; });
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("64198.81"));  // 64198.8016, up
}

// of a short ((cost - entry fees) / Q) (1 - t/100) / (1 + f), down.
TEST(NetTarget, R36OfAShortLiesBelowTheGrossOne) {
    GroupRun run = resting_run(bitcoin_perpetual(), PositionSide::short_side);
    run.strategy.aggregate_execution = AggregateExecution::market_on_touch;
    run.strategy.take_profit_basis = TakeProfitBasis::net;
    run.open(ladder({{"64231.37", "0.00311"}, {"64552.52", "0.00309"}}));
    run.fill_whole(1);
    run.fill_whole(2);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("63620.14"));
}

// T-5, T-7: net and combined at once.
TEST(NetTarget, T5CountsTheFeesOfEveryPyramid) {
    GroupRun run = resting_run();
    run.instrument.tick = decimal<Price>("0.0001");
    run.strategy.aggregate_execution = AggregateExecution::market_on_touch;
    run.strategy.take_profit_basis = TakeProfitBasis::net;
    run.strategy.take_profit_mode = TakeProfitMode::pyramid_aggregate;
    run.strategy.pyramid_take_profit_percents = {
        {0, decimal<Ratio>("2")}, {1, decimal<Ratio>("1.5")}, {2, decimal<Ratio>("3")}};
    run.open(ladder({{"100", "10"}}));
    run.add(ladder({{"95", "12"}}, 1));
    run.add(ladder({{"92", "5"}}, 2));
    for (const std::uint32_t number : {1U, 2U, 3U}) run.fill_whole(number);
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("98.3781"));  // 98.378041..., up
}

// A short cannot earn everything: a target at or below zero is none.
TEST(NetTarget, IsNoneWhereThePriceWouldBeGone) {
    GroupRun run = resting_run(bitcoin_perpetual(), PositionSide::short_side);
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("100");
    run.open(ladder({{"100", "1"}}));
    EXPECT_EQ(names(run.fill_whole(1)), "OrderFilled");
    EXPECT_EQ(aggregate_target(run.group, run.instrument), std::nullopt);
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
}

}  // namespace
}  // namespace trellis::tests
