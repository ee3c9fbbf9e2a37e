// The saga of an offset: each step, each order of answers, and what is said when it does not come out as planned.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/engine/risk/risk_rig.hpp"

namespace trellis::tests {
namespace {

/// 15.4 with two winners at work: the loss is 68.334, SOL alone is worth 64.33.
struct Pair : RiskRig {
    GroupId loser = hold({"ETHUSDT", "0.5", "2400"});
    GroupId sol = hold({"SOLUSDT", "20", "140"});
    GroupId xrp = hold({"XRPUSDT", "3000", "0.5"});
    Pair() {
        config.risk.max_actions_per_pass = 1;
        quote("ETHUSDT", "2268");
        quote("SOLUSDT", "143.5");
        quote("XRPUSDT", "0.512");
    }
    OffsetCompleted completed() const { return only<OffsetCompleted>(journal).back(); }
};

/// Whether the loser was told to close, and how much: "" not at all, "all", or a quantity.
std::string told_to_lose(const RiskRig& rig, GroupId loser) {
    std::string says;
    for (const auto& told : rig.told) {
        if (told.address.group != loser) continue;
        const auto* part = std::get_if<ReduceGroup>(&told.command);
        says = part == nullptr ? "all" : part->quantity->text();
    }
    return says;
}

// Row 51: the loser is not touched before the winners have brought the money.
TEST(Offset, K9Row51TheLoserWaitsForEveryWinner) {
    Pair rig;
    rig.run();
    ASSERT_EQ(rig.plan().winners.size(), 2U);
    EXPECT_EQ(told_to_lose(rig, rig.loser), "");
    rig.answer_as_planned(rig.sol);
    EXPECT_EQ(told_to_lose(rig, rig.loser), "");
    rig.answer_as_planned(rig.xrp);
    EXPECT_EQ(told_to_lose(rig, rig.loser), "all");
    rig.answer_as_planned(rig.loser);
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::covered);
    EXPECT_EQ(rig.completed().residual.text(), "0");
    EXPECT_FALSE(rig.risk.offset.has_value());
}

TEST(Offset, K9AtMinCoverTheLoserGoesWholeAndBelowItInPart) {
    Pair at_cover;
    at_cover.run();
    at_cover.answer(at_cover.sol, "20", "64.33");
    at_cover.answer(at_cover.xrp, "1", "0.5873");
    EXPECT_EQ(told_to_lose(at_cover, at_cover.loser), "all") << "64.9173 is 0.95 x 68.334";

    Pair below;
    below.run();
    below.answer(below.sol, "20", "64.33");
    below.answer(below.xrp, "1", "0.5872");
    EXPECT_EQ(told_to_lose(below, below.loser), "0.4749") << "floor_step(0.5 x 64.9172 / 68.334)";
    below.answer(below.loser, "0.4749", "-64.9");
    EXPECT_EQ(below.completed().outcome, OffsetOutcome::partial);
    EXPECT_EQ(below.completed().residual.text(), "3.4168");
}

TEST(Offset, K7CloseAnywayClosesTheLoserWhateverTheWinnersBring) {
    Pair rig;
    rig.config.risk.on_shortfall = OnShortfall::close_anyway;
    rig.run();
    rig.answer(rig.sol, "0", "0");
    rig.answer(rig.xrp, "10", "0.1");
    EXPECT_EQ(told_to_lose(rig, rig.loser), "all");
    rig.answer(rig.loser, "0.5", "-68.334");
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::uncovered) << "and says so";
}

// A venue that rejects a winner's close half-way: what was not earned is not spent.
TEST(Offset, K9AWinnerThatClosesNothingLeavesTheLoserItsShare) {
    Pair rig;
    rig.run();
    rig.answer(rig.sol, "0", "0");
    rig.answer(rig.xrp, "365", "4.01");
    EXPECT_EQ(told_to_lose(rig, rig.loser), "0.0293");
}

TEST(Offset, K9WinnersThatEarnNothingKeepTheLoser) {
    Pair rig;
    rig.run();
    rig.answer(rig.sol, "20", "-3");
    rig.answer(rig.xrp, "365", "2");
    EXPECT_EQ(told_to_lose(rig, rig.loser), "");
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::loser_kept);
    EXPECT_EQ(rig.completed().residual.text(), "69.334") << "the loss and what the winners lost on top";
}

TEST(Offset, K9ALoserThatClosedMeanwhileIsSaidToBeGone) {
    Pair rig;
    rig.run();
    rig.answer_as_planned(rig.sol);
    rig.groups.at(rig.loser).lifecycle = Lifecycle::closed;
    rig.note(rig.loser);
    rig.answer_as_planned(rig.xrp);
    EXPECT_EQ(told_to_lose(rig, rig.loser), "");
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::loser_gone);
}

TEST(Offset, K9InParallelEverybodyIsToldAtOnce) {
    Pair rig;
    rig.config.risk.offset_sequence = OffsetSequence::parallel;
    rig.run();
    ASSERT_EQ(rig.told.size(), 3U);
    EXPECT_EQ(rig.told[2].address.group, rig.loser);
    rig.answer_as_planned(rig.loser);
    rig.answer_as_planned(rig.xrp);
    EXPECT_TRUE(rig.risk.offset.has_value());
    rig.answer(rig.sol, "0", "0");
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::uncovered) << "a loss that nobody paid for is on record";
}

TEST(Offset, K9LoserFirstTellsTheWinnersWhenTheLossIsMade) {
    Pair rig;
    rig.config.risk.offset_sequence = OffsetSequence::loser_first;
    rig.run();
    ASSERT_EQ(rig.told.size(), 1U);
    EXPECT_EQ(told_to_lose(rig, rig.loser), "all");
    rig.answer_as_planned(rig.loser);
    ASSERT_EQ(rig.told.size(), 3U);
    rig.answer_as_planned(rig.sol);
    rig.answer_as_planned(rig.xrp);
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::covered);
}

TEST(Offset, K9LoserFirstWithALoserThatRefusesCostsNobodyAnything) {
    Pair rig;
    rig.config.risk.offset_sequence = OffsetSequence::loser_first;
    rig.run();
    rig.answer(rig.loser, "0", "0");
    EXPECT_EQ(rig.told.size(), 1U);
    EXPECT_EQ(rig.completed().outcome, OffsetOutcome::loser_gone);
}

TEST(Offset, K9RepeatedAndForeignAnswersChangeNothing) {
    Pair rig;
    rig.run();
    const OffsetNumber number = rig.offset().number;
    rig.answer_as_planned(rig.sol);
    EXPECT_TRUE(rig.answer(rig.sol, "5", "5").empty());
    EXPECT_TRUE(rig.tell(RiskFact(OffsetLegDone{rig.xrp, OffsetNumber{AccountId{1}, number.counter + 1}, {}, {}})).empty());
    EXPECT_TRUE(rig.tell(RiskFact(OffsetLegDone{GroupId{AccountId{1}, 77}, number, {}, {}})).empty());
}

TEST(Offset, K10CancelOrdersOnPartialCloseTellsWinnersToCancelTheirEntriesFirst) {
    Pair rig;
    rig.config.risk.cancel_orders_on_partial_close = true;
    rig.run();
    const auto xrp = std::find_if(rig.told.begin(), rig.told.end(), [&](const auto& told) { return told.address.group == rig.xrp; });
    ASSERT_NE(xrp, rig.told.end());
    EXPECT_EQ(std::get<CancelEntries>(xrp->command).answers_stop, false);
    EXPECT_TRUE(std::holds_alternative<ReduceGroup>((xrp + 1)->command));
}

TEST(Offset, K11ThePassLooksAgainUntilNobodyCanBePaidFor) {
    Pair rig;
    rig.config.risk.max_actions_per_pass = 5;
    const GroupId second = rig.hold({"ETHUSDT", "0.05", "2400"});
    const auto end = [&](GroupId group) {
        rig.groups.at(group).lifecycle = Lifecycle::closed;
        rig.note(group);
    };
    rig.run();
    EXPECT_TRUE(rig.tell(RunRiskPass{RiskTrigger::timer, false}).empty()) << "one pass at a time";
    rig.answer_as_planned(rig.sol);
    rig.answer_as_planned(rig.xrp);
    end(rig.loser);
    end(rig.sol);
    const auto events = rig.answer(rig.loser, "0.5", "-68.334");
    ASSERT_EQ(only<OffsetPlanned>(events).size(), 1U) << "6.8334 are left to pay, and XRP can";
    EXPECT_EQ(rig.plan().loser.group, second);
    EXPECT_EQ(rig.plan().offset.counter, 2U);
    rig.answer_as_planned(rig.xrp);
    end(second);
    const auto last = rig.answer(second, "0.05", "-6.8334");
    ASSERT_EQ(only<RiskPassEnded>(last).size(), 1U);
    EXPECT_EQ(only<RiskPassEnded>(last)[0].actions, 2);
    EXPECT_FALSE(rig.risk.pass.has_value());
}

TEST(Offset, K11NoMoreActionsThanAPassMayTake) {
    Pair rig;
    rig.hold({"ETHUSDT", "0.05", "2400"});
    rig.run();
    rig.answer_as_planned(rig.sol);
    rig.answer_as_planned(rig.xrp);
    const auto events = rig.answer(rig.loser, "0.5", "-68.334");
    EXPECT_TRUE(only<OffsetPlanned>(events).empty());
    EXPECT_EQ(only<RiskPassEnded>(events).size(), 1U);
}

/// Any winners, any losses, any answers: the record never claims more than came in.
RC_GTEST_PROP(Offset, K9NeverRealisesLessThanMinCoverWithoutSayingSo, ()) {
    Pair rig;
    rig.config.risk.offset_sequence =
        *rc::gen::element(OffsetSequence::winners_first, OffsetSequence::parallel, OffsetSequence::loser_first);
    rig.config.risk.on_shortfall = *rc::gen::element(OnShortfall::skip, OnShortfall::partial_loser, OnShortfall::close_anyway);
    rig.config.risk.min_cover = Ratio::from_raw(Ratio::scale / 100 * *rc::gen::inRange(0, 101));
    rig.config.risk.max_actions_per_pass = 1;
    rig.quote("ETHUSDT", std::to_string(*rc::gen::inRange(1'500, 2'280)).c_str());
    rig.run();
    while (rig.risk.offset.has_value()) {
        const Offset& offset = rig.offset();
        std::vector<OffsetPart> waiting;
        for (const auto& winner : offset.winners) {
            if (!winner.is_done && offset.are_winners_ordered()) waiting.push_back(winner);
        }
        if (offset.is_loser_ordered && !offset.loser.is_done) waiting.push_back(offset.loser);
        RC_ASSERT(!waiting.empty());
        const OffsetPart part = *rc::gen::elementOf(waiting);
        const bool closed = *rc::gen::arbitrary<bool>();
        const Money gain = Money::from_raw(Money::scale / 100 * *rc::gen::inRange(-2'000, 12'000));
        rig.tell(RiskFact(OffsetLegDone{part.group, offset.number, closed ? part.quantity : Quantity{}, closed ? gain : Money{}}));
    }
    for (const auto& completed : only<OffsetCompleted>(rig.journal)) {
        const OffsetPlanned& plan = rig.plan();
        const bool is_covered = covers(completed.realised, plan.required, plan.min_cover);
        if (completed.outcome == OffsetOutcome::covered) RC_ASSERT(is_covered);
        const bool is_naked = completed.loser_quantity == plan.loser.quantity && plan.loser.is_whole && !is_covered;
        if (is_naked) RC_ASSERT(completed.outcome == OffsetOutcome::uncovered);
        RC_ASSERT(completed.residual == std::max(Money{}, plan.required - completed.realised));
    }
    Risk replayed;
    replayed.account = AccountId{1};
    for (const auto& event : rig.journal) replayed.apply(as_risk_event(event).value());
    RC_ASSERT(replayed == rig.risk);
}

}  // namespace
}  // namespace trellis::tests
