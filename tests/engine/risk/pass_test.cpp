// Passes: who may lose, who pays, what is recorded, and what an operator's flags do.
#include <gtest/gtest.h>

#include "engine/risk/preview.hpp"
#include "tests/engine/risk/risk_rig.hpp"

namespace trellis::tests {
namespace {

using Reasons = std::vector<RiskReason>;

/// 15.4: a loser of 68.334 and winners of 96.495, 32.964 and 8.39.
struct Worked : RiskRig {
    GroupId loser = hold({"ETHUSDT", "0.5", "2400"});
    GroupId sol = hold({"SOLUSDT", "30", "140"});
    GroupId xrp = hold({"XRPUSDT", "3000", "0.5"});
    GroupId ada = hold({"ADAUSDT", "2000", "0.4"});
    Worked() { requote(); }
    void requote() {
        quote("ETHUSDT", "2268");
        quote("SOLUSDT", "143.5");
        quote("XRPUSDT", "0.512");
        quote("ADAUSDT", "0.405");
    }
};

TEST(RiskPass, R51TheWorkedExampleClosesSolAloneForTheLoser) {
    Worked rig;
    const auto events = rig.run();
    const OffsetPlanned& plan = rig.plan();
    EXPECT_EQ(plan.loser.group, rig.loser);
    EXPECT_EQ(plan.required.text(), "68.334");
    EXPECT_EQ(plan.loser.percent.text(), "-5.688811188811");
    ASSERT_EQ(plan.winners.size(), 1U);
    EXPECT_EQ(plan.winners[0].group, rig.sol);
    EXPECT_EQ(plan.winners[0].quantity.text(), "21.25");
    EXPECT_EQ(plan.winners[0].profit.text(), "68.350625");
    EXPECT_EQ(why(events, rig.xrp), Reasons{RiskReason::not_needed});
    ASSERT_EQ(rig.told.size(), 1U) << "the loser waits";
    const auto& reduce = std::get<ReduceGroup>(rig.told[0].command);
    EXPECT_EQ(reduce.role, OrderRole::risk_winner);
    EXPECT_EQ(reduce.quantity->text(), "21.25");
}

TEST(RiskPass, K3EachConditionIsNamedByItsReason) {
    Worked rig;
    Group& loser = rig.groups.at(rig.loser);
    loser.risk_timer_started_at.reset();
    rig.note(rig.loser);
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::timer_not_started});

    rig.config.risk.enable_post_full_wait = true;
    loser.risk_timer_started_at = rig.now - std::chrono::minutes(14);
    rig.note(rig.loser);
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::timer_running});

    loser.risk_timer_started_at = rig.now - std::chrono::minutes(15);
    loser.live_entries = 1;
    rig.note(rig.loser);
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::entries_working});

    loser.live_entries = 0;
    rig.config.risk.use_trade_age_filter = true;
    loser.first_fill_at = rig.now - std::chrono::minutes(199);
    rig.note(rig.loser);
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::too_young});

    loser.first_fill_at = rig.now - std::chrono::minutes(200);
    rig.note(rig.loser);
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U) << "at fifteen minutes and at two hundred it is time";
}

TEST(RiskPass, K3PartlyFilledLosersCountInTheOtherModes) {
    Worked rig;
    rig.config.risk.timer_start_condition = TimerStart::after_all_dca_submitted;
    rig.groups.at(rig.loser).live_entries = 1;
    rig.note(rig.loser);
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
}

TEST(RiskPass, K4AMarkOlderThanFiveSecondsIsNotTradedOn) {
    Worked rig;
    rig.pass_time(std::chrono::seconds(5));
    const auto plan = plan_preview(rig.risk, rig.context());
    EXPECT_TRUE(plan.choice.has_value()) << "five seconds are fresh";
    rig.pass_time(std::chrono::nanoseconds(1));
    const auto events = rig.run();
    EXPECT_TRUE(only<OffsetPlanned>(events).empty());
    EXPECT_EQ(why(events, rig.loser), Reasons{RiskReason::stale_mark});
}

TEST(RiskPass, K5TheWorstGoesFirstAndNearTiesGoToTheLargerLoss) {
    RiskRig rig;
    const GroupId mild = rig.hold({"ETHUSDT", "0.5", "2400", PositionSide::long_side, "0"});
    const GroupId bad = rig.hold({"DOTUSDT", "100", "10", PositionSide::long_side, "0"});
    const GroupId bad_and_large = rig.hold({"DOTUSDT", "200", "10", PositionSide::long_side, "0"});
    rig.hold({"SOLUSDT", "3000", "140"});
    rig.quote("ETHUSDT", "2268");
    rig.quote("DOTUSDT", "9");
    rig.quote("SOLUSDT", "150");
    const auto events = rig.run();
    EXPECT_EQ(rig.plan().loser.group, bad_and_large);
    EXPECT_EQ(why(events, bad), Reasons{RiskReason::ranked_behind});
    EXPECT_EQ(why(events, mild), Reasons{RiskReason::ranked_behind});
}

TEST(RiskPass, K5EqualLosersGoByAge) {
    RiskRig rig;
    const GroupId old = rig.hold({"DOTUSDT", "100", "10"});
    rig.hold({"DOTUSDT", "100", "10"});
    rig.hold({"SOLUSDT", "300", "140"});
    rig.quote("DOTUSDT", "9");
    rig.quote("SOLUSDT", "150");
    rig.run();
    EXPECT_EQ(rig.plan().loser.group, old);
}

// Row 52: whoever pays, pays through his own connection; an account is one. Another quote asset is another money.
TEST(RiskPass, K5Row52WinnersAreOfTheLosersMoney) {
    RiskRig rig;
    const GroupId loser = rig.hold({"ETHUSDT", "0.5", "2400"});
    const GroupId other = rig.hold({"LTCBTC", "1000", "0.001"});
    rig.quote("ETHUSDT", "2268");
    rig.quote("LTCBTC", "0.9");
    const auto events = rig.run();
    EXPECT_TRUE(only<OffsetPlanned>(events).empty());
    EXPECT_EQ(why(events, loser), Reasons{RiskReason::no_winners});
    EXPECT_EQ(why(events, other), Reasons{});
}

TEST(RiskPass, K5AtMostSoManyWinnersAreCombined) {
    RiskRig rig;
    rig.config.risk.max_winners_to_combine = 2;
    const GroupId loser = rig.hold({"ETHUSDT", "0.5", "2400"});
    rig.hold({"SOLUSDT", "10", "140"});
    rig.hold({"XRPUSDT", "3000", "0.5"});
    rig.hold({"ADAUSDT", "3000", "0.4"});
    rig.quote("ETHUSDT", "2268");
    rig.quote("SOLUSDT", "143.5");
    rig.quote("XRPUSDT", "0.512");
    rig.quote("ADAUSDT", "0.405");
    EXPECT_EQ(why(rig.run(), loser), Reasons{RiskReason::shortfall}) << "32.165 and 32.964 are not 68.334";
    rig.config.risk.max_winners_to_combine = 3;
    rig.quote("ADAUSDT", "0.41");
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
    EXPECT_EQ(rig.plan().winners.size(), 3U);
}

/// Winners of 80 and 50 for a loss, without fees.
struct Glossary : RiskRig {
    GroupId loser;
    GroupId first;
    GroupId second;
    explicit Glossary(const char* loser_price) {
        InstrumentTable free_of_fees;
        for (Instrument instrument : instruments.all()) {
            instrument.taker_fee = Ratio{};
            instrument.step = decimal<Quantity>("1");
            instrument.min_quantity = instrument.step;
            free_of_fees.add(instrument).value();
        }
        instruments = std::move(free_of_fees);
        loser = hold({"DOTUSDT", "100", "10", PositionSide::long_side, "0"});
        first = hold({"SOLUSDT", "40", "10", PositionSide::long_side, "0"});
        second = hold({"ADAUSDT", "100", "10", PositionSide::long_side, "0"});
        quote("DOTUSDT", loser_price);
        quote("SOLUSDT", "12");
        quote("ADAUSDT", "10.5");
    }
};

TEST(RiskPass, K8TwoWinnersPay120AndTheFirstIsClosedWhole) {
    Glossary rig("8.8");
    rig.run();
    ASSERT_EQ(rig.plan().required.text(), "120");
    ASSERT_EQ(rig.plan().winners.size(), 2U);
    EXPECT_EQ(rig.plan().winners[0].quantity.text(), "40");
    EXPECT_TRUE(rig.plan().winners[0].is_whole);
    EXPECT_EQ(rig.plan().winners[1].quantity.text(), "80");
    EXPECT_FALSE(rig.plan().winners[1].is_whole);
    const auto& close = std::get<CloseGroup>(rig.told.at(0).command);
    EXPECT_EQ(close.reason, CloseReason::risk_winner);
    EXPECT_EQ(std::get<ReduceGroup>(rig.told.at(1).command).quantity->text(), "80");
}

TEST(RiskPass, K7AShortfallIsSkippedSharedOrIgnoredAsConfigured) {
    Glossary skipping("8");
    EXPECT_EQ(why(skipping.run(), skipping.loser), Reasons{RiskReason::shortfall}) << "130 for 200";

    Glossary sharing("8");
    sharing.config.risk.on_shortfall = OnShortfall::partial_loser;
    sharing.run();
    EXPECT_EQ(sharing.plan().loser.quantity.text(), "65") << "130 / 200 of 100";
    EXPECT_FALSE(sharing.plan().loser.is_whole);

    Glossary ignoring("8");
    ignoring.config.risk.on_shortfall = OnShortfall::close_anyway;
    ignoring.run();
    EXPECT_TRUE(ignoring.plan().loser.is_whole);
    EXPECT_TRUE(ignoring.plan().closes_anyway);
}

TEST(RiskPass, K7NeitherPolicyActsWithoutAWinner) {
    for (const auto policy : {OnShortfall::partial_loser, OnShortfall::close_anyway}) {
        RiskRig rig;
        rig.config.risk.on_shortfall = policy;
        const GroupId loser = rig.hold({"DOTUSDT", "100", "10"});
        rig.quote("DOTUSDT", "8");
        EXPECT_EQ(why(rig.run(), loser), Reasons{RiskReason::no_winners});
    }
}

TEST(RiskPass, R50ALoserThatCannotBeCoveredDoesNotBlockTheNext) {
    Glossary rig("8");
    const GroupId small = rig.hold({"DOTUSDT", "20", "9.9", PositionSide::long_side, "0"});
    rig.run();
    EXPECT_EQ(rig.plan().loser.group, small) << "200 of 20 % cannot be paid, 38 of 19.19 % can";
}

// Row 54: a blocked group is used neither as loser nor as winner.
TEST(RiskPass, K12Row54ABlockedGroupTakesNoPartUntilItIsUnblocked) {
    Worked rig;
    EXPECT_EQ(rig.tell(BlockGroup{rig.sol, true}).size(), 1U);
    EXPECT_TRUE(rig.tell(BlockGroup{rig.sol, true}).empty()) << "blocking twice changes nothing";
    EXPECT_EQ(why(rig.run(), rig.sol), Reasons{RiskReason::blocked});
    EXPECT_TRUE(rig.run().empty()) << "and is still so in the next pass";
    rig.tell(BlockGroup{rig.sol, false});
    rig.tell(BlockGroup{rig.loser, true});
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::blocked});
    rig.tell(BlockGroup{rig.loser, false});
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
}

// A group that broke is used neither as loser nor as winner, and its numbers are not looked at.
TEST(RiskPass, AQuarantinedGroupTakesNoPart) {
    Worked rig;
    const auto quarantine = [&](GroupId group, bool is_broken) {
        rig.groups.at(group).quarantine = is_broken ? Boxed<Quarantine>(Quarantine{"it broke", {}}) : Boxed<Quarantine>();
        rig.note(group);
    };
    quarantine(rig.sol, true);
    EXPECT_EQ(why(rig.run(), rig.sol), Reasons{RiskReason::quarantined});
    quarantine(rig.sol, false);
    quarantine(rig.loser, true);
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::quarantined});
    quarantine(rig.loser, false);
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
}

TEST(RiskPass, K12Row54SkipOnceLastsForOnePassInWhichItMatters) {
    Worked rig;
    rig.quote("ETHUSDT", "2400");
    rig.tell(SkipGroupOnce{rig.loser});
    EXPECT_TRUE(rig.run().empty());
    EXPECT_TRUE(rig.risk.skip_once.contains(rig.loser)) << "there was nothing to skip";
    rig.requote();
    const auto skipped = rig.run();
    EXPECT_EQ(why(skipped, rig.loser), Reasons{RiskReason::skip_once});
    EXPECT_FALSE(rig.risk.skip_once.contains(rig.loser)) << "the flag clears itself";
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
}

TEST(RiskPass, K12ASkippedWinnerDoesNotPayThatOnce) {
    Worked rig;
    rig.tell(SkipGroupOnce{rig.sol});
    const auto events = rig.run();
    EXPECT_EQ(why(events, rig.loser), Reasons{RiskReason::shortfall});
    EXPECT_EQ(why(events, rig.sol), Reasons{RiskReason::skip_once});
    EXPECT_EQ(only<OffsetPlanned>(rig.run()).size(), 1U);
}

TEST(RiskPass, K12RunNowKeepsTheConditionsAndForceIgnoresTimerAndAgeOnly) {
    Worked rig;
    rig.groups.at(rig.loser).risk_timer_started_at.reset();
    rig.note(rig.loser);
    rig.config.risk.use_trade_age_filter = true;
    rig.groups.at(rig.loser).first_fill_at = rig.now;
    rig.note(rig.loser);
    EXPECT_TRUE(only<OffsetPlanned>(rig.run()).empty());
    rig.tell(BlockGroup{rig.loser, true});
    EXPECT_TRUE(only<OffsetPlanned>(rig.run(true)).empty()) << "blocks stand";
    rig.tell(BlockGroup{rig.loser, false});
    rig.quote("ETHUSDT", "2390");
    EXPECT_TRUE(only<OffsetPlanned>(rig.run(true)).empty()) << "the threshold stands";
    rig.quote("ETHUSDT", "2268");
    EXPECT_EQ(only<OffsetPlanned>(rig.run(true)).size(), 1U);
    EXPECT_TRUE(rig.plan().is_forced);
}

TEST(RiskPass, APassThatChoosesNobodyIsRecordedWhenItsReasonsChange) {
    Glossary rig("8");
    EXPECT_EQ(only<RiskPassEnded>(rig.run()).size(), 1U);
    EXPECT_TRUE(rig.run().empty()) << "nothing new";
    rig.quote("DOTUSDT", "7.9");
    EXPECT_TRUE(rig.run().empty()) << "prices alone are no reason";
    rig.tell(BlockGroup{rig.loser, true});
    EXPECT_EQ(why(rig.run(), rig.loser), Reasons{RiskReason::blocked});
    rig.quote("DOTUSDT", "10");
    EXPECT_EQ(only<RiskPassEnded>(rig.run()).size(), 1U) << "nobody loses any more";
    EXPECT_TRUE(rig.run().empty());
}

TEST(RiskPass, R50FillsStartPassesOnlyWhereThatIsWanted) {
    Worked rig;
    rig.config.risk.evaluate_on_fill = false;
    EXPECT_TRUE(rig.tell(RunRiskPass{RiskTrigger::fill, false}).empty());
    EXPECT_EQ(only<OffsetPlanned>(rig.tell(RunRiskPass{RiskTrigger::timer, false})).size(), 1U);
}

TEST(RiskPass, NothingRunsWhileItIsSwitchedOff) {
    Worked rig;
    rig.config.risk.enabled = false;
    EXPECT_TRUE(rig.run(true).empty());
    EXPECT_EQ(next_due(rig.risk, rig.config, rig.now), std::nullopt);
}

// Row 56: the user's interval counts, from the origin.
TEST(RiskPass, R50Row56PassesComeAtMultiplesOfTheInterval) {
    RiskRig rig;
    rig.config.risk.evaluate_interval_seconds = 7;
    rig.config.timer_origin = rig.now;
    const auto at = [&](int milliseconds) { return next_due(rig.risk, rig.config, rig.now + std::chrono::milliseconds(milliseconds))->at - rig.now; };
    EXPECT_EQ(at(0), std::chrono::seconds(7));
    EXPECT_EQ(at(6'999), std::chrono::seconds(7));
    EXPECT_EQ(at(7'000), std::chrono::seconds(14));
}

TEST(RiskPass, K12FlagsOfGroupsThatAreOverAreForgotten) {
    Worked rig;
    rig.tell(BlockGroup{rig.ada, true});
    rig.forget(rig.ada);
    EXPECT_EQ(only<RiskGroupForgotten>(rig.run()).size(), 1U);
    EXPECT_TRUE(rig.risk.blocked.empty());
    EXPECT_TRUE(rig.tell(BlockGroup{rig.ada, true}).empty()) << "who is gone is not blocked";
}

TEST(RiskPass, TheResultDoesNotDependOnHowThePassIsSliced) {
    Worked rig;
    for (const std::size_t size : {1UL, 2UL, 3UL, 100UL}) {
        RiskScan scan(false);
        while (!scan.advance(rig.risk, rig.context(), size)) {}
        const auto conclusion = conclude(rig.risk, std::move(scan), rig.context());
        ASSERT_TRUE(conclusion.choice.has_value());
        EXPECT_EQ(conclusion.choice->loser.group, rig.loser);
        EXPECT_EQ(conclusion.choice->winners.front().quantity.text(), "21.25");
    }
}

TEST(RiskPass, AGroupThatChangesWhileThePassLooksTakesNoPart) {
    Worked rig;
    RiskScan scan(false);
    scan.advance(rig.risk, rig.context(), 100);
    rig.tell(BlockGroup{rig.sol, true});
    const auto conclusion = conclude(rig.risk, std::move(scan), rig.context());
    EXPECT_FALSE(conclusion.choice.has_value());
}

TEST(RiskPlan, ListsEveryGroupWithAllThatStandsAgainstItAndChangesNothing) {
    Worked rig;
    const Risk before = rig.risk;
    const RiskPlan plan = plan_preview(rig.risk, rig.context());
    ASSERT_TRUE(plan.choice.has_value());
    ASSERT_EQ(plan.groups.size(), 4U);
    EXPECT_TRUE(plan.groups[0].is_loser);
    EXPECT_EQ(plan.groups[0].view.group, rig.loser);
    const auto& best = plan.groups.back();
    EXPECT_EQ(best.view.group, rig.sol) << "2.295 % against 2.195 %";
    EXPECT_EQ(best.against_loser, (Reasons{RiskReason::above_threshold}));
    EXPECT_EQ(rig.risk, before);
}

}  // namespace
}  // namespace trellis::tests
