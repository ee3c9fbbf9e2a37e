// When a group that is not closing has nothing left: flat, waiting, fragment or dust (R-25, T-9, X-5).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// Leg 0 filled with its target working as order 3, leg 1 working as order 2.
GroupRun half_filled(OnFlat on_flat) {
    GroupRun run;
    run.strategy.on_flat = on_flat;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

// T-9 close_and_cancel, the default.
TEST(Flat, CancelsTheEntriesAndCloses) {
    GroupRun run = half_filled(OnFlat::close_and_cancel);
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled CloseStarted OrderCancelRequested");
    EXPECT_EQ(run.state(), "CLOSING");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// T-9: a fill that arrives during the cancel reopens nothing; it is sold at once.
TEST(Flat, SellsWhatAnEntryStillBuysDuringTheCancel) {
    GroupRun run = half_filled(OnFlat::close_and_cancel);
    run.fill_whole(3);
    EXPECT_EQ(names(run.fill(2, "99", "0.4")), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 0.4 @ 99 SENT");
    EXPECT_EQ(run.state(), "CLOSING");
}

// T-9 keep_waiting
TEST(Flat, KeepsItsEntriesWhenToldToWait) {
    GroupRun run = half_filled(OnFlat::keep_waiting);
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled GroupWentFlat");
    EXPECT_EQ(run.state(), "LIVE");
    EXPECT_EQ(run.row(2), "entry 0/1 buy 1 @ 99 WORKING");
    EXPECT_EQ(names(run.fill_whole(2)), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/1 sell 1 @ 99.99 SENT");
}

// CLOSED as soon as no entry works.
TEST(Flat, ClosesWhenTheLastWaitingEntryGoes) {
    GroupRun run = half_filled(OnFlat::keep_waiting);
    run.fill_whole(3);
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded CloseStarted GroupClosed");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// targets that rest on dust are cancelled while it waits.
TEST(Flat, CancelsTargetsThatRestOnDust) {
    GroupRun run = half_filled(OnFlat::keep_waiting);
    run.instrument.min_notional = decimal<Money>("5");
    EXPECT_EQ(names(run.fill(3, "101", "0.96")), "OrderFilled GroupWentFlat OrderCancelRequested");
    EXPECT_EQ(run.state(), "LIVE");
    run.cancelled(3);
    EXPECT_EQ(run.state(), "LIVE");
    run.fill(2, "99", "0.5");
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// not flat while another leg is open.
TEST(Flat, WaitsForEveryLeg) {
    GroupRun run = half_filled(OnFlat::close_and_cancel);
    run.fill_whole(2);
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled");
    EXPECT_EQ(run.state(), "ACTIVE");
}

// entries that ended with less than can ever be sold.
TEST(Flat, ClosesAGroupThatHoldsOnlyDust) {
    GroupRun run;
    run.instrument.min_notional = decimal<Money>("5");
    run.open(ladder({{"100", "1"}}));
    run.acknowledge_all();
    run.quote("100", "100.01");
    run.fill(1, "100", "0.04");
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
    EXPECT_EQ(names(run.cancelled(1)), "OrderEnded CloseStarted GroupClosed");
    EXPECT_EQ(run.group.dust, decimal<Quantity>("0.04"));
}

// dust is judged at the entry price too; a falling price alone makes no dust.
TEST(Flat, DoesNotCallALossDust) {
    GroupRun run;
    run.instrument.min_notional = decimal<Money>("5");
    run.open(ladder({{"100", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.0505");
    run.quote("40", "40.01");
    run.cancelled(1);
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 0.0505 @ 101 SENT");
}

// lots too small for targets of their own, together large enough: closed at once.
TEST(Flat, ClosesAFragmentThatNoTargetCanServe) {
    GroupRun run;
    run.instrument.min_notional = decimal<Money>("50");
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.fill(2, "99", "0.3");
    EXPECT_EQ(run.group.orders.size(), 2U);
    run.cancelled(1);
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded CloseStarted OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 0.6 @ 99 SENT");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// T-3: a target that is about to be sent again is no fragment.
TEST(Flat, WaitsForATargetThatIsOnItsWay) {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.rejected(2);
    EXPECT_EQ(names(run.rejected(3)), "OrderEnded");
    EXPECT_EQ(run.state(), "ACTIVE");
}

}  // namespace
}  // namespace trellis::tests
