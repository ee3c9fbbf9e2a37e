// What a quarantined group still does: it books fills and cancels, and refuses the rest until it is released.
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// Two legs at 100 and 98, the first filled and its target at 105 resting; the second works. Then it broke.
GroupRun quarantined() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1", "5"}, {"98", "3", "5"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.quarantine("something does not hold");
    return run;
}

std::string noted(const GroupEvents& events) {
    if (events.size() != 1) return names(events);
    const auto* refused = std::get_if<RefusalNoted>(&events.front());
    return refused == nullptr ? names(events) : refused->code;
}

TEST(Quarantine, RefusesWhatWouldManageThePosition) {
    GroupRun run = quarantined();
    const std::vector<GroupCommand> commands{AddPyramid{SignalNumber{8}, ladder({{"97", "1"}}, 1)},
                                             CloseGroup{CloseReason::exit_signal, SignalNumber{9}, std::nullopt},
                                             CloseGroup{CloseReason::risk_loser, std::nullopt, std::nullopt, OffsetNumber{AccountId{1}, 1}}};
    for (const auto& command : commands) {
        const auto events = run.tell(command);
        ASSERT_EQ(names(events), "ReductionRefused");
        EXPECT_EQ(std::get<ReductionRefused>(events.front()).code, "GROUP_QUARANTINED");
    }
    EXPECT_EQ(answer_to(run.group, SignalNumber{9}), "GROUP_QUARANTINED");
    EXPECT_TRUE(run.tell(commands[1]).empty()) << "a repeated hand-over";
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// On record, so that whoever asked learns of it.
TEST(Quarantine, TellsAnOperatorToReleaseItFirst) {
    GroupRun run = quarantined();
    EXPECT_EQ(noted(run.tell(CloseGroup{CloseReason::manual, std::nullopt, std::nullopt})), "GROUP_QUARANTINED");
    EXPECT_EQ(noted(run.tell(MoveStop{decimal<Price>("90")})), "GROUP_QUARANTINED");
    EXPECT_EQ(noted(run.tell(ChangeTargets{{{std::nullopt, std::nullopt, decimal<Ratio>("3")}}})), "GROUP_QUARANTINED");
    EXPECT_EQ(names(run.reduce("1", "2")), "ReductionRefused");
    EXPECT_EQ(run.group.quarantine->reason, "something does not hold");
}

TEST(Quarantine, CancelsEntriesAndBooksTheAnswer) {
    GroupRun run = quarantined();
    EXPECT_EQ(names(run.tell(CancelEntries{false})), "OrderCancelRequested");
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded");
    EXPECT_EQ(run.group.live_entries, 0U);
}

// A fill is booked, and nothing follows from it: no target, no close.
TEST(Quarantine, BooksFillsAndOnlyThose) {
    GroupRun run = quarantined();
    EXPECT_EQ(names(run.fill_whole(2)), "OrderFilled");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("4"));
    EXPECT_EQ(names(run.fill_whole(3)), "OrderFilled");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("3"));
    EXPECT_TRUE(run.group.realised.is_positive());
}

TEST(Quarantine, SleepsThroughQuotesAndTimers) {
    GroupRun run = quarantined();
    run.group.stop.reset();
    EXPECT_TRUE(run.evaluate("50", "50.01").empty());
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
    EXPECT_FALSE(run.due().has_value());
    EXPECT_TRUE(run.tell(TestRiskTimer{}).empty());
    EXPECT_TRUE(run.tell(TakeOutside{decimal<Quantity>("1")}).empty());
    EXPECT_TRUE(run.tell(NoteReplacement{1}).empty());
}

// The venue is asked again in time what became of an order, and not at once: of a fill that cannot be booked it would never end.
TEST(Quarantine, AsksForAnAnswerWhenItsTimeHasCome) {
    GroupRun run = quarantined();
    run.tell(CancelEntries{false});
    ASSERT_TRUE(run.due().has_value());
    EXPECT_EQ(names(run.timer()), "OrderDoubted");
    EXPECT_TRUE(run.report(2, OrderFound{OrderState::cancelled, decimal<Price>("98"), decimal<Quantity>("3"), decimal<Quantity>("1")}).empty());
    EXPECT_EQ(names(run.timer()), "OrderDoubted");
}

TEST(Quarantine, ActsAgainWhenItIsReleased) {
    GroupRun run = quarantined();
    run.fill_whole(2);
    EXPECT_EQ(names(run.tell(ReleaseQuarantine{})), "QuarantineReleased OrderPlaced");
    EXPECT_FALSE(run.group.quarantine.has_value());
    EXPECT_EQ(run.newest_row(), "leg_tp 0/1 sell 3 @ 102.9 SENT");
    EXPECT_EQ(noted(run.tell(ReleaseQuarantine{})), "NOT_QUARANTINED");
}

// The first time counts, the newest reason.
TEST(Quarantine, RemembersSinceWhenAndWhyTheNewest) {
    GroupRun run = quarantined();
    const Timestamp first = run.group.quarantine->since;
    run.pass(std::chrono::hours(1));
    run.quarantine("another thing does not hold");
    EXPECT_EQ(run.group.quarantine->since, first);
    EXPECT_EQ(run.group.quarantine->reason, "another thing does not hold");
}

TEST(Quarantine, IsShownOnTheBoard) {
    GroupRun run = quarantined();
    run.board.note(run.group, true);
    EXPECT_TRUE(run.board.find(run.group.id)->is_quarantined);
    run.tell(ReleaseQuarantine{});
    run.board.note(run.group, true);
    EXPECT_FALSE(run.board.find(run.group.id)->is_quarantined);
}

}  // namespace
}  // namespace trellis::tests
