// Pyramids inside a group: numbering, replacement of the one before, all-or-nothing (D-5, D-10, P-1, P-7, G-4).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

PyramidPlan two_legs(std::uint16_t pyramid = 0) { return ladder({{"100", "1"}, {"99", "1"}}, pyramid); }

// D-10, R-7: leg 0 first; orders name their pyramid and leg.
TEST(Pyramid, SendsItsLegsInTheirOrder) {  // 32.24
    GroupRun run;
    run.open(default_ladder());
    ASSERT_EQ(run.group.orders.size(), 5U);
    EXPECT_EQ(run.row(1), "entry 0/0 buy 0.00311 @ 64231.37 SENT");
    EXPECT_EQ(run.row(5), "entry 0/4 buy 0.00317 @ 62946.74 SENT");
}

// D-5, R-7: a skipped leg is no order; those behind it keep their index.
TEST(Pyramid, DoesNotSendASkippedLeg) {
    GroupRun run;
    PyramidPlan plan = default_ladder();
    plan.legs[1].skipped = true;
    run.open(plan);
    ASSERT_EQ(run.group.orders.size(), 4U);
    EXPECT_EQ(run.row(2), "entry 0/2 buy 0.00314 @ 63589.05 SENT");
}

// A short sells its entries.
TEST(Pyramid, SellsItsEntriesWhenItIsShort) {
    GroupRun run(bitcoin_perpetual(), PositionSide::short_side);
    run.open(two_legs());
    EXPECT_EQ(run.row(1), "entry 0/0 sell 1 @ 100 SENT");
}

// P-7: the legs of earlier pyramids are left alone.
TEST(Pyramid, LeavesEarlierPyramidsAlone) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    EXPECT_EQ(names(run.add(two_legs(1))), "PyramidAdded OrderPlaced OrderPlaced");
    EXPECT_EQ(run.group.live_entries, 4U);
}

// P-7 replace_unfilled_prev: unfilled legs of the one before are cancelled; one with a fill stays.
TEST(Pyramid, ReplacesTheUnfilledLegsOfTheOneBefore) {
    GroupRun run;
    run.strategy.replace_unfilled_previous = true;
    run.open(ladder({{"100", "1"}, {"99", "1"}, {"98", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.5");
    EXPECT_EQ(names(run.add(two_legs(1))), "PyramidAdded OrderCancelRequested OrderCancelRequested OrderPlaced OrderPlaced");
    EXPECT_EQ(run.order(1).state, OrderState::partial);
    EXPECT_EQ(run.order(2).state, OrderState::pending_cancel);
    EXPECT_EQ(run.order(3).state, OrderState::pending_cancel);
    run.answer_requests();
    // Only the one right before: pyramid 0 is not looked at again.
    run.add(two_legs(2));
    EXPECT_EQ(run.order(1).state, OrderState::partial);
    EXPECT_EQ(run.group.order(run.leg(0, 1).entry).state, OrderState::pending_cancel);
}

// W-9, I-6: a hand-over repeated after a crash adds nothing.
TEST(Pyramid, IsAddedOnce) {
    GroupRun run;
    run.open(two_legs());
    run.add(two_legs(1));
    EXPECT_TRUE(run.tell(AddPyramid{SignalNumber{run.signals}, two_legs(1)}).empty());
    EXPECT_EQ(run.group.pyramids.size(), 2U);
}

// P-1: no index is left out or used twice.
TEST(Pyramid, IsNumberedWithoutGaps) {
    GroupRun run;
    run.open(two_legs());
    Group copy = run.group;
    EXPECT_THROW(copy.apply(PyramidAdded{copy.id, SignalNumber{2}, two_legs(2)}, Incarnation{1}), InvariantBroken);
}

// G-4 all_or_nothing: one leg refused, the others of its pyramid are cancelled; nothing filled: FAILED.
TEST(Pyramid, CancelsItsOtherLegsWhenAllOrNothingIsAskedFor) {
    GroupRun run;
    run.strategy.all_or_nothing = true;
    run.open(ladder({{"100", "1"}, {"99", "1"}, {"98", "1"}}));
    run.acknowledge(1);
    run.acknowledge(2);
    EXPECT_EQ(names(run.rejected(3)), "OrderEnded OrderCancelRequested OrderCancelRequested");
    run.answer_requests();
    EXPECT_EQ(run.state(), "FAILED");
}

// G-4: what was filled is kept, with its target.
TEST(Pyramid, KeepsWhatWasFilledBeforeAnotherLegWasRefused) {
    GroupRun run;
    run.strategy.all_or_nothing = true;
    run.open(two_legs());
    run.fill_whole(1);
    run.rejected(2);
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 1 @ 101 SENT");
}

// G-4: other pyramids are not touched.
TEST(Pyramid, DoesNotCancelOtherPyramidsLegs) {
    GroupRun run;
    run.strategy.all_or_nothing = true;
    run.open(two_legs());
    run.acknowledge_all();
    run.add(two_legs(1));
    run.rejected(4);
    EXPECT_EQ(run.order(1).state, OrderState::working);
    EXPECT_EQ(run.order(2).state, OrderState::working);
    EXPECT_EQ(run.order(3).state, OrderState::pending_cancel);
}

// An operator's cancel of entries leaves targets and position (K-18).
TEST(Pyramid, KeepsItsTargetsWhenItsEntriesAreCancelled) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    run.fill_whole(1);
    run.tell(CancelEntries{});
    run.answer_requests();
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 1 @ 101 WORKING");
}

}  // namespace
}  // namespace trellis::tests
