// The states of a group (5.2, R-37), each transition of the table, and who owns what (G-1 .. G-5).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

PyramidPlan two_legs() { return ladder({{"100", "1", "1"}, {"99", "1", "1"}}); }

// A group with a full ladder takes 16 KiB at most (docs/performance.md, P17): 35 of these legs and 37 of these orders are most of it.
TEST(GroupState, KeepsLegsAndOrdersSmall) {
    EXPECT_LE(sizeof(Leg), 192U);
    EXPECT_LE(sizeof(Order), 96U);
}

// What a group and its desk know of it besides: the strategy is shared, and what is rare stands elsewhere.
TEST(GroupState, KeepsGroupsSmall) {
    EXPECT_LE(sizeof(Group), 800U);
    EXPECT_LE(sizeof(DeskGroup), 176U);
}

TEST(GroupState, D12SharesItsStrategyWithTheEventThatOpenedIt) {
    GroupRun run;
    const GroupEvents events = run.open(two_legs());
    EXPECT_TRUE(run.group.strategy.shares_with(std::get<GroupOpened>(events.front()).strategy));
}

// What follows the plan of a leg lies in the room behind the plan's last member.
TEST(GroupState, KeepsTheNeighboursOfAPlanThatIsReplaced) {
    Leg leg;
    leg.entry = OrderNumber{7};
    leg.target = OrderNumber{8};
    leg.target_rejections = 3;
    PlannedLeg plan;
    plan.index = LegIndex{5};
    plan.skipped = true;
    leg.plan = plan;
    EXPECT_EQ(leg.plan, plan);
    EXPECT_EQ(leg.entry, OrderNumber{7});
    EXPECT_EQ(leg.target, OrderNumber{8});
    EXPECT_EQ(leg.target_rejections, 3);
}

// G-3, R-37
TEST(GroupState, IsShownLiveWhileItsOrdersAreOnTheirWay) {
    GroupRun run;
    run.open(two_legs());
    EXPECT_EQ(state_of(run.group), GroupState::opening);
    EXPECT_EQ(run.state(), "LIVE");
}

// G-3
TEST(GroupState, IsLiveFromTheFirstAcknowledgement) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge(2);
    EXPECT_EQ(state_of(run.group), GroupState::live);
}

// G-3, G-4: one refused leg does not end the others.
TEST(GroupState, LivesOnWhenOneLegIsRefused) {  // 32.17
    GroupRun run;
    run.open(two_legs());
    run.rejected(1);
    EXPECT_EQ(run.state(), "LIVE");
    run.acknowledge(2);
    EXPECT_EQ(run.state(), "LIVE");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 1 @ 100 REJECTED");
}

// G-3
TEST(GroupState, FailsWhenEveryEntryIsRefused) {
    GroupRun run;
    run.open(two_legs());
    run.rejected(1);
    EXPECT_EQ(names(run.rejected(2)), "OrderEnded GroupFailed");
    EXPECT_EQ(run.state(), "FAILED");
}

// G-3
TEST(GroupState, FailsWhenTheVenueCancelsEveryEntryUnfilled) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    run.cancelled(1);
    EXPECT_EQ(run.state(), "LIVE");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "FAILED");
}

// G-3
TEST(GroupState, FailsWhenAnOperatorCancelsEveryEntryUnfilled) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    EXPECT_EQ(names(run.tell(CancelEntries{})), "EntriesCancelOrdered OrderCancelRequested OrderCancelRequested");
    run.answer_requests();
    EXPECT_EQ(run.state(), "FAILED");
    EXPECT_EQ(run.refusal(CancelEntries{}), "NO_POSITION");
}

// G-3: a fill of any size, not of a whole leg.
TEST(GroupState, IsPartiallyFilledFromTheFirstSliver) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    run.fill(1, "100", "0.00001");
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// G-3
TEST(GroupState, IsActiveWhenItsOnlyLegIsFilled) {
    GroupRun run;
    run.open(ladder({{"100", "1", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(run.state(), "ACTIVE");
}

// G-3: ACTIVE and PARTIALLY_FILLED, both ways.
TEST(GroupState, GoesFromActiveBackToPartiallyFilledWithAPyramid) {
    GroupRun run;
    run.open(two_legs());
    run.fill_whole(1);
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "ACTIVE");
    run.add(ladder({{"98", "1", "1"}}, 1));
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
    run.fill_whole(run.leg(0, 1).entry.value);
    EXPECT_EQ(run.state(), "ACTIVE");
}

// 5.2: LIVE, exit: CLOSING, then CLOSED after the cancels, nothing to sell.
TEST(GroupState, ClosesWithoutAFillWhenItIsLive) {
    GroupRun run;
    run.open(two_legs());
    run.acknowledge_all();
    run.exit();
    EXPECT_EQ(run.state(), "CLOSING");
    run.cancelled(1);
    EXPECT_EQ(run.state(), "CLOSING");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.orders.size(), 2U);
}

// 5.2: flat through leg targets.
TEST(GroupState, ClosesWhenItsTargetsMadeItFlat) {
    GroupRun run;
    run.open(ladder({{"100", "1", "1"}}));
    run.fill_whole(1);
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// 5.2, T-9
TEST(GroupState, IsLiveAgainWhenItIsFlatAndWaits) {
    GroupRun run;
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.open(two_legs());
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(3);
    EXPECT_EQ(run.state(), "LIVE");
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "ACTIVE");
}

// G-2: only its own orders move a group, and it sells no more than its own lots.
TEST(GroupState, KnowsOnlyItsOwnOrders) {  // 32.31
    GroupRun run;
    run.open(two_legs());
    EXPECT_EQ(run.refusal(HandleReport{OrderNumber{9}, OrderFill{}}), "UNKNOWN_ORDER");
    run.quote("90", "91");
    run.fill(1, "100", "0.4");
    run.exit();
    EXPECT_EQ(run.newest().quantity, decimal<Quantity>("0.4"));
}

// G-1: a hand-over that is repeated opens nothing twice.
TEST(GroupState, OpensOnce) {
    GroupRun run;
    const GroupEvents first = run.open(two_legs());
    EXPECT_EQ(names(first), "GroupOpened PyramidAdded OrderPlaced OrderPlaced");
    OpenGroup again;
    again.group = run.group.id;
    again.plan = two_legs();
    EXPECT_TRUE(run.tell(again).empty());
}

TEST(GroupState, ThrowsWhenItsBooksDoNotAddUp) {
    GroupRun run;
    run.open(two_legs());
    run.fill_whole(1);
    Group broken = run.group;
    broken.open_quantity += decimal<Quantity>("0.00001");
    EXPECT_THROW(check_invariants(broken), InvariantBroken);
    broken = run.group;
    broken.live_orders += 1;
    EXPECT_THROW(check_invariants(broken), InvariantBroken);
    broken = run.group;
    broken.orders[2].quantity += decimal<Quantity>("0.00001");  // its target
    EXPECT_THROW(check_invariants(broken), InvariantBroken);
    broken = run.group;
    broken.lifecycle = Lifecycle::closed;
    EXPECT_THROW(check_invariants(broken), InvariantBroken);
}

}  // namespace
}  // namespace trellis::tests
