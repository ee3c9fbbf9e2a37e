// The risk timer of a group (15.2): three ways to start, and all that clears it (K-1, K-2, P-3, P-8).
#include <gtest/gtest.h>

#include "engine/group/risk_timer.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

PyramidPlan two_legs(std::uint16_t pyramid = 0) { return ladder({{"100", "1"}, {"99", "1"}}, pyramid); }

/// A group whose timer waits for so many entries.
GroupRun waiting_for(std::uint16_t entries, TimerStart start) {
    GroupRun run;
    run.config.risk.required_pyramids_for_timer = entries;
    run.config.risk.timer_start_condition = start;
    return run;
}

bool is_started(const GroupRun& run) { return run.group.risk_timer_started_at.has_value(); }

TEST(RiskTimer, AfterRequiredPyramidsItStartsWithTheFirstAcknowledgementOfTheLastOne) {
    GroupRun run = waiting_for(2, TimerStart::after_required_pyramids);
    run.open(two_legs());
    run.acknowledge_all();
    EXPECT_FALSE(is_started(run)) << "one entry of two";
    run.add(two_legs(1));
    EXPECT_FALSE(is_started(run));
    run.rejected(3);
    EXPECT_FALSE(is_started(run)) << "a refused order was never there";
    EXPECT_EQ(names(run.acknowledge(4)), "OrderAccepted RiskTimerStarted");
}

// Row 49 and P-1: two means two entries, the first one included.
TEST(RiskTimer, P1Row49TheRequiredNumberCountsTheInitialEntry) {
    GroupRun run = waiting_for(1, TimerStart::after_required_pyramids);
    run.open(two_legs());
    run.acknowledge(1);
    EXPECT_TRUE(is_started(run));
}

TEST(RiskTimer, AfterAllSubmittedEveryLegMustBeDecided) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_submitted);
    run.open(ladder({{"100", "1"}, {"99", "1"}, {"98", "1"}}));
    run.acknowledge(1);
    run.rejected(2);
    EXPECT_FALSE(is_started(run)) << "the third was sent and not answered";
    run.acknowledge(3);
    EXPECT_TRUE(is_started(run));
}

// 15.2: a leg that may still be sent is an entry to come; one that was dropped is not.
TEST(RiskTimer, K2ALegThatIsHeldIsNeitherSubmittedNorFilled) {
    for (const auto start : {TimerStart::after_all_dca_submitted, TimerStart::after_all_dca_filled}) {
        GroupRun run = waiting_for(1, start);
        auto plan = ladder({{"100", "1"}, {"99", "1"}});
        plan.legs[1].entry = LegEntry::touched;
        run.open(plan);
        run.acknowledge(1);
        run.fill_whole(1);
        EXPECT_EQ(run.group.held_legs, 1U);
        EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
        EXPECT_FALSE(is_started(run)) << "the second is only watched";
        run.tell(CancelEntries{});
        EXPECT_EQ(run.group.held_legs, 0U);
        EXPECT_TRUE(is_started(run)) << "it was dropped";
    }
}

TEST(RiskTimer, AfterAllFilledNoEntryMayWorkAndSomethingMustBeOpen) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.open(two_legs());
    run.acknowledge_all();
    run.fill_whole(1);
    EXPECT_FALSE(is_started(run));
    EXPECT_NE(names(run.cancelled(2)).find("RiskTimerStarted"), std::string::npos) << "ended without a fill counts as well";
}

TEST(RiskTimer, WithoutFullPyramidsOneEntryIsEnough) {
    GroupRun run = waiting_for(5, TimerStart::after_required_pyramids);
    run.config.risk.require_full_pyramids = false;
    run.open(two_legs());
    run.acknowledge(1);
    EXPECT_TRUE(is_started(run));
}

TEST(RiskTimer, P8ANewPyramidWithUnfilledLegsClearsItAndItStartsAnewWhenTheyAreFilled) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.open(ladder({{"100", "1", "50"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    ASSERT_TRUE(is_started(run));
    const auto first = run.group.risk_timer_started_at;
    run.acknowledge_all();
    run.pass(std::chrono::minutes(3));
    EXPECT_EQ(names(run.add(ladder({{"98", "1", "50"}}, 1))), "PyramidAdded OrderPlaced RiskTimerCleared");
    run.acknowledge_all();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    ASSERT_TRUE(is_started(run));
    EXPECT_EQ(*run.group.risk_timer_started_at - *first, std::chrono::minutes(3));
}

// K-1: neither a loss nor a profit matters by default. K-2: nor does the way back over the threshold.
TEST(RiskTimer, K1TheLossIsNoneOfItsBusiness) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.open(ladder({{"100", "1", "50"}}));
    run.acknowledge_all();
    run.quote("120", "120");
    run.fill_whole(1);
    EXPECT_TRUE(is_started(run));
    run.evaluate("80", "80");
    run.evaluate("110", "110");
    EXPECT_TRUE(is_started(run));
}

TEST(RiskTimer, K1TimerRequiresLossStartsAtTheThresholdAndEndsWithTheLoss) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.config.risk.timer_requires_loss = true;
    run.open(ladder({{"100", "1", "50"}}));
    run.acknowledge_all();
    run.quote("100", "100");
    run.fill_whole(1);
    EXPECT_FALSE(is_started(run));
    run.quote("95.2", "95.2");
    EXPECT_EQ(names(run.tell(TestRiskTimer{})), "") << "-4.99 %";
    run.quote("95.1", "95.1");
    EXPECT_EQ(names(run.tell(TestRiskTimer{})), "RiskTimerStarted") << "-5.0 % with both fees";
    run.quote("99", "99");
    EXPECT_EQ(names(run.tell(TestRiskTimer{})), "") << "it loses still";
    run.quote("101", "101");
    EXPECT_EQ(names(run.tell(TestRiskTimer{})), "RiskTimerCleared");
}

TEST(RiskTimer, P3AReplacementSetsARunningTimerBackWhereThatIsAskedFor) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.open(ladder({{"100", "1", "50"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.pass(std::chrono::minutes(14));
    EXPECT_EQ(names(run.tell(NoteReplacement{1})), "ReplacementNoted");
    run.config.risk.reset_timer_on_replacement = true;
    EXPECT_EQ(names(run.tell(NoteReplacement{1})), "") << "counted before";
    EXPECT_EQ(names(run.tell(NoteReplacement{2})), "ReplacementNoted RiskTimerCleared RiskTimerStarted");
    EXPECT_EQ(run.group.risk_timer_started_at, run.now);
    run.pass(std::chrono::minutes(15));
    EXPECT_EQ(names(run.tell(NoteReplacement{3})), "ReplacementNoted") << "it is not running any more";
}

TEST(RiskTimer, K2TheEndOfTheGroupEndsIt) {
    GroupRun run = waiting_for(1, TimerStart::after_all_dca_filled);
    run.open(ladder({{"100", "1", "50"}}));
    run.acknowledge_all();
    run.quote("100", "100.01");
    run.fill_whole(1);
    run.acknowledge_all();
    run.exit();
    run.answer_requests();
    run.fill_whole(static_cast<std::uint32_t>(run.group.orders.size()));
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_FALSE(is_started(run));
}

}  // namespace
}  // namespace trellis::tests
