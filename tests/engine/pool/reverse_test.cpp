// REVERSE: close one side, open the other with the slot that came free (I-8, R-33, R-23).
#include <gtest/gtest.h>

#include "engine/world/shell.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

constexpr Identity short15{btc_linear, 900, PositionSide::short_side};

GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }

Signal reverse_signal() { return typed(short_signal(), SignalType::reverse); }

/// A long on BTCUSDT, 15 minutes.
DeskRig held() {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(buy_signal());
    rig.pass(seconds(1));
    return rig;
}

void close_and_end(DeskRig& rig, SignalNumber signal) {
    rig.close(group(1));
    rig.tell(GroupAnswered{group(1), signal, ""});
}

TEST(Reverse, I8ClosesTheGroupAndPlansTheOtherSide) {
    DeskRig rig = held();
    const auto events = rig.send(reverse_signal());
    const auto admitted = only<SignalAdmitted>(events).at(0);
    EXPECT_EQ(admitted.hand_over, HandOver::reverse_group);
    EXPECT_EQ(admitted.groups, std::vector{group(1)});
    const auto command = hand_over(rig.desk, rig.desk.pending.at(SignalNumber{2}), group(1)).command;
    EXPECT_EQ(std::get<CloseGroup>(command).reason, CloseReason::reverse);
    EXPECT_EQ(rig.desk.reversals.at(group(1)).identity(), short15);
}

TEST(Reverse, R23OpensInTheDecisionThatFreesTheSlotBeforeAnybodyWhoWaits) {
    DeskRig rig = held();
    rig.send(reverse_signal());
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on(buy_signal(), "ETHUSDT", "15"))), "POOL_FULL");
    close_and_end(rig, SignalNumber{2});
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(only<SlotReleased>(events).size(), 1U);
    ASSERT_EQ(only<SlotTaken>(events).size(), 1U);
    EXPECT_EQ(only<SlotTaken>(events)[0].identity, short15);
    EXPECT_EQ(only<ReversalEnded>(events).at(0).code, "");
    EXPECT_TRUE(rig.desk.reversals.empty());
    EXPECT_EQ(rig.desk.queue.size(), 1U);
}

TEST(Reverse, I8TheSizeIsThePositionThatTheSenderWants) {
    DeskRig rig = held();
    Signal turned = acting(buy_signal(), SignalAction::sell);  // inferred
    turned.previous_position = MarketPosition::long_position;
    turned.position = MarketPosition::short_position;
    turned.position_size = quantity("0.5");
    rig.send(turned);
    close_and_end(rig, SignalNumber{2});
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(only<SignalAdmitted>(events).at(0).plan->capital, money("32115.685"));
}

TEST(Reverse, I8OnSpotTheCloseIsDoneAndTheEntryAnswersForItself) {
    DeskRig rig(Market::spot);
    rig.open(buy_signal());
    rig.pass(seconds(1));
    rig.send(typed(acting(buy_signal(), SignalAction::sell), SignalType::reverse));
    EXPECT_TRUE(rig.desk.reversals.empty());
    rig.close(group(1));
    const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{2}, ""});
    EXPECT_EQ(events, (DeskEvents{SignalCompleted{AccountId{1}, SignalNumber{2}, SignalOutcome::accepted,
                                                  "SHORT_NOT_SUPPORTED"}}));
}

TEST(Reverse, R33WithoutAGroupOnTheOtherSideItIsAnEntry) {
    DeskRig rig;
    const auto events = rig.send(reverse_signal());
    EXPECT_EQ(only<SlotTaken>(events).at(0).identity, short15);
    rig.obey();
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(short_signal())), "DUPLICATE_CANDLE");
}

TEST(Reverse, R33WhenThePlanFailsTheCloseStands) {
    DeskRig rig = held();
    Signal small = reverse_signal();
    small.order_size = quantity("1");
    rig.send(small);
    close_and_end(rig, SignalNumber{2});
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(only<ReversalEnded>(events).at(0).code, "BELOW_MINIMUM");
    EXPECT_TRUE(rig.desk.groups.empty());
    EXPECT_TRUE(rig.desk.queue.empty());
}

TEST(Reverse, R33AnotherTimeframeOnTheOtherSideKeepsItWaiting) {
    DeskRig rig;
    rig.open(on(buy_signal(), "BTCUSDT", "60"));
    rig.pass(seconds(1));
    rig.open(buy_signal());
    rig.pass(seconds(1));
    rig.send(reverse_signal());
    rig.close(group(2));
    rig.tell(GroupAnswered{group(2), SignalNumber{3}, ""});
    const auto events = rig.tell(GroupEnded{group(2)});
    EXPECT_EQ(only<SignalQueued>(events).at(0).reason, "OPPOSITE_SIDE");
    rig.close(group(1));
    EXPECT_EQ(only<SlotTaken>(rig.tell(GroupEnded{group(1)})).at(0).identity, short15);
}

TEST(Reverse, I10ThePolicyReversesItsOwnTimeframeAndWaitsBehindAnother) {
    DeskRig rig = held();
    rig.config.opposite_side_policy = OppositeSidePolicy::reverse;
    EXPECT_EQ(only<SignalAdmitted>(rig.send(short_signal())).at(0).hand_over, HandOver::reverse_group);
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on(short_signal(), "BTCUSDT", "60"))), "OPPOSITE_SIDE");
}

TEST(Reverse, AGroupThatIsClosingAlreadyIsFollowedByTheOtherSideToo) {
    DeskRig rig = held();
    rig.close(group(1));
    const auto events = rig.send(reverse_signal());
    EXPECT_EQ(only<SignalCompleted>(events).at(0).outcome, SignalOutcome::accepted);
    EXPECT_EQ(only<SlotTaken>(rig.tell(GroupEnded{group(1)})).at(0).identity, short15);
}

TEST(Reverse, TheAnswerMayComeBehindTheEnd) {
    DeskRig rig = held();
    rig.send(reverse_signal());
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(only<SignalCompleted>(events).at(0).signal, SignalNumber{2});
    EXPECT_EQ(only<SlotTaken>(events).at(0).identity, short15);
    EXPECT_TRUE(rig.tell(GroupAnswered{group(1), SignalNumber{2}, "NO_POSITION"}).empty());
}

TEST(Reverse, I12AnExitOfTheOtherSideCancelsWhatWasPlanned) {
    DeskRig rig = held();
    rig.send(reverse_signal());
    rig.pass(seconds(1));
    rig.send(exit_signal(SignalAction::go_short));
    EXPECT_TRUE(rig.desk.reversals.empty());
    close_and_end(rig, SignalNumber{2});
    EXPECT_TRUE(only<SlotTaken>(rig.tell(GroupEnded{group(1)})).empty());
}

TEST(Reverse, I8TakesWhatWaitedForTheOldSideAlong) {
    DeskRig rig = held();
    rig.trade(TradingState::reducing);
    rig.next_bar();
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");
    rig.pass(seconds(1));
    const auto events = rig.send(reverse_signal());
    EXPECT_EQ(only<QueueEntryLeft>(events).at(0).exit, QueueExit::cancelled_by_exit);
}

TEST(Reverse, K18WhileTradingIsPausedTheOtherSideWaits) {
    DeskRig rig = held();
    rig.send(reverse_signal());
    rig.trade(TradingState::reducing);
    close_and_end(rig, SignalNumber{2});
    EXPECT_EQ(only<SignalQueued>(rig.tell(GroupEnded{group(1)})).at(0).reason, "PAUSED");
    EXPECT_EQ(only<SlotTaken>(rig.tell(SetTradingState{TradingState::active, false, false})).at(0).identity, short15);
}

TEST(Reverse, L4AnAccountAboveItsLimitStillTurns) {
    DeskRig rig;
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    rig.open(buy_signal());
    rig.config.max_open_groups = 1;
    rig.pass(seconds(1));
    rig.send(reverse_signal());
    rig.close(group(2));
    EXPECT_EQ(only<SlotTaken>(rig.tell(GroupEnded{group(2)})).at(0).identity, short15);
    EXPECT_EQ(rig.desk.groups.size(), 2U);
}

}  // namespace
}  // namespace trellis::tests
