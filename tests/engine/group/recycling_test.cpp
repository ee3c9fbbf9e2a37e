// Legs that arm again after their target sold them out (T-10 recycle_legs; docs/take-profit.md has the rule).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// Two legs at 100 and 90, the first filled and its target acknowledged as order 3.
GroupRun recycling_run(OnFlat on_flat = OnFlat::keep_waiting) {
    GroupRun run;
    run.strategy.recycle_legs = true;
    run.strategy.on_flat = on_flat;
    run.quote("95", "95.01");
    run.open(ladder({{"100", "1", "2"}, {"90", "1", "2"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

// T-10: at the planned price and quantity, and its next target follows the fills of that turn.
TEST(Recycling, T10ArmsALegAgainWhenItsTargetSoldItOut) {
    GroupRun run = recycling_run();
    run.fill_whole(2);
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill(3, "102", "0.4")), "OrderFilled") << "not while something of it is left";
    EXPECT_EQ(names(run.fill(3, "102", "0.6")), "OrderFilled LegRearmed OrderPlaced");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 1 @ 100 SENT");
    run.acknowledge(5);
    run.fill(5, "99", "1");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 1 @ 100.98 SENT");
    EXPECT_EQ(run.state(), "ACTIVE");
}

// T-10: as often as the price comes back; the books add up over all turns.
TEST(Recycling, T10GoesRoundAsOftenAsThePriceDoes) {
    GroupRun run = recycling_run();
    for (int turn = 0; turn < 3; ++turn) {
        run.fill_whole(run.newest().number.value);  // its target
        run.acknowledge_all();
        run.fill_whole(run.newest().number.value);  // its entry
        run.acknowledge_all();
    }
    EXPECT_EQ(run.group.closed, decimal<Quantity>("3"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("1"));
    // each turn 102 - 100 less 0.1 % of both
    EXPECT_EQ(run.group.realised, decimal<Money>("5.394"));
}

// T-9, T-10: told to keep waiting the group goes on with nothing open; else flat is its end, as without recycling.
TEST(Recycling, T10ArmsAFlatGroupOnlyWhenItKeepsWaiting) {
    GroupRun waiting = recycling_run();
    EXPECT_EQ(names(waiting.fill_whole(3)), "OrderFilled LegRearmed OrderPlaced GroupWentFlat");
    EXPECT_EQ(waiting.state(), "LIVE");
    GroupRun ending = recycling_run(OnFlat::close_and_cancel);
    EXPECT_EQ(names(ending.fill_whole(3)), "OrderFilled CloseStarted OrderCancelRequested");
    EXPECT_EQ(ending.group.closing->reason, CloseReason::tp_leg);
}

// T-10: with close_and_cancel a leg arms again as long as another one is open.
TEST(Recycling, T10ArmsALegWhileAnotherIsOpen) {
    GroupRun run = recycling_run(OnFlat::close_and_cancel);
    run.fill_whole(2);
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled LegRearmed OrderPlaced");
}

// T-10: an entry that is not filled yet goes on by itself.
TEST(Recycling, T10LeavesAnEntryThatStillWorks) {
    GroupRun run;
    run.strategy.recycle_legs = true;
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.open(ladder({{"100", "1", "2"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.4");
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill_whole(2)), "OrderFilled GroupWentFlat");
    run.fill(1, "100", "0.6");
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled LegRearmed OrderPlaced GroupWentFlat");
}

// T-10: who cancels entries means it.
TEST(Recycling, T10StopsWhereEntriesWereCancelled) {
    GroupRun run = recycling_run();
    run.tell(CancelEntries{.answers_stop = false});
    run.cancelled(2);
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled CloseStarted GroupClosed");
    GroupRun stopped = recycling_run();
    stopped.fill_whole(2);
    stopped.acknowledge_all();
    stopped.tell(CancelEntries{});
    EXPECT_EQ(names(stopped.fill_whole(3)), "OrderFilled");
}

// T-10: not in a group that closes, and off unless asked for.
TEST(Recycling, T10IsSilentInAGroupThatCloses) {
    GroupRun run = recycling_run();
    run.cancels_at_once = false;
    run.exit();
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "CLOSED");
}

}  // namespace
}  // namespace trellis::tests
