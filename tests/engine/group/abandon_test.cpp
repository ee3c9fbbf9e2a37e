// Discretionary closes under slippage_action reject: one try, then the group goes on with what is left (F-3, R-24).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

GroupRun rejecting_run(TakeProfitMode mode) {
    GroupRun run;
    run.config.slippage_action = SlippageAction::reject;
    run.strategy.take_profit_mode = mode;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    run.quote("100", "100.01");
    run.open(ladder({{"100", "2", "5"}, {"98", "1", "5"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

// the rest returns the group to ACTIVE; entries stay cancelled, targets are placed anew.
TEST(Abandon, R24GoesOnWithTheRestAfterOneTry) {
    GroupRun run = rejecting_run(TakeProfitMode::hybrid);
    run.evaluate("101", "101.01");
    EXPECT_EQ(run.newest_row(), "aggregate_tp sell 2 @ 99.99 SENT");
    run.cancelled(2);
    run.cancelled(3);
    run.fill(4, "101", "0.5");
    EXPECT_EQ(names(run.expired(4)), "OrderEnded CloseAbandoned OrderPlaced");
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 1.5 @ 105 SENT");
    EXPECT_EQ(run.group.live_entries, 0U);
}

// its desk learns both, that it closes and that it goes on.
TEST(Abandon, F3TellsTheDesk) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    const auto closing = facts_of(run.group, run.evaluate("101", "101.01"));
    ASSERT_EQ(closing.size(), 1U);
    EXPECT_TRUE(std::get<GroupClosing>(closing.front()).is_closing);
    run.cancelled(2);
    const auto facts = facts_of(run.group, run.expired(3));
    ASSERT_EQ(facts.size(), 1U);
    EXPECT_FALSE(std::get<GroupClosing>(facts.front()).is_closing);
}

// F-3: evaluated again on the next quote, not on the one that had no more.
TEST(Abandon, F3IsLookedAtAgainOnTheNextQuote) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    run.evaluate("101", "101.01");
    run.cancelled(2);
    run.expired(3);
    EXPECT_TRUE(run.tell(Evaluate{}).empty());
    run.pass(std::chrono::seconds(1));
    EXPECT_EQ(names(run.evaluate("101", "101.01")), "CloseStarted OrderPlaced");
    run.fill(4, "101", "2");
    EXPECT_EQ(run.state(), "CLOSED");
}

// what cannot be placed any more is dust all the same.
TEST(Abandon, R24ClosesOnDust) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    run.instrument.min_notional = decimal<Money>("5");
    run.evaluate("101", "101.01");
    run.cancelled(2);
    run.fill(3, "101", "1.96");
    EXPECT_EQ(names(run.expired(3)), "OrderEnded GroupClosed");
}

// F-3: an exit is driven to its end.
TEST(Abandon, F3NeverGivesAnExitUp) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    run.exit();
    run.cancelled(2);
    EXPECT_EQ(names(run.expired(3)), "OrderEnded CloseRetryScheduled");
}

// T-1, F-3: who asks for a close that could be given up is heard: it is driven to its end, under its first reason.
TEST(Abandon, T1AnExitInsistsOnACloseUnderWay) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    run.evaluate("101", "101.01");
    run.cancelled(2);
    const auto events = run.exit();
    EXPECT_EQ(names(events), "CloseInsisted");
    const auto facts = facts_of(run.group, events);
    ASSERT_EQ(facts.size(), 2U);
    EXPECT_EQ(std::get<GroupAnswered>(facts.front()).code, "");
    EXPECT_EQ(std::get<GroupClosing>(facts.back()), (GroupClosing{run.group.id, true, false})) << "the desk knows that it is final now";
    EXPECT_EQ(names(run.expired(3)), "OrderEnded CloseRetryScheduled");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
    EXPECT_EQ(run.refusal(CloseGroup{CloseReason::manual, std::nullopt, std::nullopt}), "ALREADY_CLOSING");
}

// F-3: a closed leg of an offset may be given up too, and says whose leg it was.
TEST(Abandon, F3ALegOfAnOffsetMayBeGivenUp) {
    GroupRun run = rejecting_run(TakeProfitMode::per_leg);
    CloseGroup loser;
    loser.reason = CloseReason::risk_loser;
    loser.offset = OffsetNumber{AccountId{1}, 7};
    run.tell(loser);
    run.cancelled(2);
    run.cancelled(3);
    run.fill(4, "100", "0.5");
    const auto events = run.expired(4);
    EXPECT_EQ(names(events), "OrderEnded CloseAbandoned OrderPlaced");
    EXPECT_EQ(std::get<CloseAbandoned>(events[1]).offset, loser.offset);
    EXPECT_TRUE(run.group.offset_leg->is_over);
    EXPECT_EQ(run.group.offset_leg->quantity, decimal<Quantity>("0.5"));
}

// F-3: warn is the default: the rest is driven out.
TEST(Abandon, F3WarnTriesOn) {
    GroupRun run = rejecting_run(TakeProfitMode::aggregate);
    run.config.slippage_action = SlippageAction::warn;
    run.evaluate("101", "101.01");
    run.cancelled(2);
    EXPECT_EQ(names(run.expired(3)), "OrderEnded CloseRetryScheduled");
}

}  // namespace
}  // namespace trellis::tests
