// Leg targets and the aggregate together: whichever comes first, and the other then sees less (T-1, T-6, R-25).
#include <gtest/gtest.h>

#include "engine/group/aggregate.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

GroupRun hybrid_run(const char* percent, Instrument instrument = bitcoin()) {
    GroupRun run(std::move(instrument));
    run.strategy.take_profit_mode = TakeProfitMode::hybrid;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>(percent);
    return run;
}

/// Two legs of 1 at 100 and 1 at 90, filled, with targets at 110 and 99; the aggregate at 2 % of 95.
GroupRun two_legs() {
    GroupRun run = hybrid_run("2");
    run.quote("95", "95.01");
    run.open(ladder({{"100", "1", "10"}, {"90", "1", "10"}, {"80", "1", "10"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    return run;
}

// T-6: leg targets rest, and the aggregate is watched over what is open.
TEST(Hybrid, T6RestsTheTargetsOfItsLegsAndWatchesTheAggregate) {
    const GroupRun run = two_legs();
    EXPECT_EQ(run.row(4), "leg_tp 0/0 sell 1 @ 110 WORKING");
    EXPECT_EQ(run.row(5), "leg_tp 0/1 sell 1 @ 99 WORKING");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("96.9"));
}

// T-6: a leg's target closes its leg alone; the average is that of the legs that remain.
TEST(Hybrid, T6RecomputesTheAverageWhenALegIsSold) {
    GroupRun run = two_legs();
    run.fill_whole(5);
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("102"));
    EXPECT_TRUE(run.evaluate("101.99", "102").empty());
    EXPECT_FALSE(run.evaluate("102", "102.01").empty());
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 1 @ 100.98 SENT");
}

// T-6: the aggregate cancels every leg's target and every entry, and closes all.
TEST(Hybrid, T6ClosesEverythingWhenTheAggregateIsTouched) {
    GroupRun run = two_legs();
    EXPECT_EQ(names(run.evaluate("96.9", "96.91")),
              "CloseStarted OrderCancelRequested OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 2 @ 95.94 SENT");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
}

// T-1, T-6: a leg's target that fills while the aggregate closes is booked, and the next try sells only the rest.
TEST(Hybrid, T6BooksALegTargetThatRacesWithItsClose) {
    GroupRun run = two_legs();
    run.cancels_at_once = false;
    run.evaluate("96.9", "96.91");
    run.fill_whole(5);
    run.cancelled(3);
    run.cancelled(4);
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 1 @ 95.94 SENT");
    run.fill(run.newest().number.value, "96.9", "1");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
    EXPECT_EQ(run.group.closed, decimal<Quantity>("2"));
}

// flat through its legs, it says so.
TEST(Hybrid, R6IsClosedByItsLegsWhenTheySoldEverything) {
    GroupRun run = two_legs();
    run.fill_whole(5);
    run.fill_whole(4);
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// what no leg's target can sell waits for the aggregate.
TEST(Hybrid, R25AFragmentWaitsForTheAggregate) {
    GroupRun run = hybrid_run("2");
    run.instrument.min_notional = decimal<Money>("50");
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.fill(2, "99", "0.3");
    run.cancelled(1);
    run.cancelled(2);
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.group.orders.size(), 2U);
    EXPECT_FALSE(run.evaluate("101.49", "101.5").empty());  // 99.5 x 1.02
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 0.6 @ 100.48 SENT");
}

// T-9, R-25: only leg targets leave it waiting for its entries.
TEST(Hybrid, T9KeepsWaitingBehindLegTargetsOnly) {
    GroupRun run = hybrid_run("2");
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.quote("95", "95.01");
    run.open(ladder({{"100", "1", "10"}, {"90", "1", "10"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.fill_whole(3);
    EXPECT_EQ(run.state(), "LIVE");
    run.fill_whole(2);
    run.acknowledge_all();
    EXPECT_FALSE(run.evaluate("91.8", "91.81").empty());
    EXPECT_EQ(run.state(), "CLOSING");
}

}  // namespace
}  // namespace trellis::tests
