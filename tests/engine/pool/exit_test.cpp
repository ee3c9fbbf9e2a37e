// Exits: which groups they close, and what they answer when there is none.
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;
using Groups = std::vector<GroupId>;

TEST(Exit, I6ClosesTheGroupOfItsTimeframe) {
    DeskRig rig;
    const GroupId quarter = rig.open(buy_signal());
    const GroupId hour = rig.open(on(buy_signal(), "BTCUSDT", "60"));
    const auto events = rig.send(exit_signal());
    ASSERT_EQ(events.size(), 1U);
    const auto& admitted = std::get<SignalAdmitted>(events[0]);
    EXPECT_EQ(admitted.hand_over, HandOver::close_groups);
    EXPECT_EQ(admitted.groups, Groups{quarter});
    EXPECT_EQ(only<SignalAdmitted>(rig.send(on(exit_signal(), "BTCUSDT", "60"))).at(0).groups, Groups{hour});
}

TEST(Exit, I6WithTheScopeOfTheInstrumentClosesEveryTimeframeInOrderOfOpening) {
    DeskRig rig;
    rig.config.exit_scope = ExitScope::instrument;
    rig.account().position_mode = PositionMode::hedge;
    const GroupId hour = rig.open(on(buy_signal(), "BTCUSDT", "60"));
    rig.open(on(short_signal(), "BTCUSDT", "5"));
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    const GroupId minute = rig.open(on(buy_signal(), "BTCUSDT", "1"));
    EXPECT_EQ(only<SignalAdmitted>(rig.send(exit_signal())).at(0).groups, (Groups{hour, minute}));
}

TEST(Exit, IsNotRefusedForAPresetThatOnlyAnEntryWouldNeed) {
    DeskRig rig;
    rig.open(buy_signal());
    Signal signal = exit_signal();
    signal.preset = "swing";
    EXPECT_EQ(outcome(rig.send(signal)), SignalOutcome::accepted);
}

TEST(Exit, I6ClosesOnlyItsSide) {
    DeskRig rig;
    rig.open(buy_signal());
    EXPECT_EQ(code(rig.send(exit_signal(SignalAction::go_short))), "NO_POSITION");
    EXPECT_EQ(outcome(rig.send(exit_signal(SignalAction::sell))), SignalOutcome::accepted);
}

TEST(Exit, R33WithoutAGroupThereIsNothingToDo) {
    DeskRig rig;
    const auto events = rig.send(exit_signal());
    EXPECT_EQ(code(events), "NO_POSITION");
    EXPECT_EQ(outcome(events), SignalOutcome::ignored);
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    EXPECT_EQ(code(rig.send(on(exit_signal(), "BTCUSDT", "60"))), "NO_POSITION");
}

TEST(Exit, R33AClosingGroupIsClosingAlready) {
    DeskRig rig;
    rig.close(rig.open(buy_signal()));
    const auto events = rig.send(exit_signal());
    EXPECT_EQ(code(events), "ALREADY_CLOSING");
    EXPECT_EQ(outcome(events), SignalOutcome::ignored);
}

TEST(Exit, R33WithTheScopeOfTheInstrumentSkipsWhatIsClosing) {
    DeskRig rig;
    rig.config.exit_scope = ExitScope::instrument;
    const GroupId first = rig.open(buy_signal());
    const GroupId second = rig.open(on(buy_signal(), "BTCUSDT", "60"));
    rig.close(first);
    EXPECT_EQ(only<SignalAdmitted>(rig.send(exit_signal())).at(0).groups, Groups{second});
    rig.close(second);
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(exit_signal())), "ALREADY_CLOSING");
}

TEST(Exit, K18ClosesWhileTradingIsPausedOrStopped) {
    for (const auto state : {TradingState::reducing, TradingState::halted}) {
        DeskRig rig;
        rig.open(buy_signal());
        rig.trade(state);
        EXPECT_EQ(outcome(rig.send(exit_signal())), SignalOutcome::accepted);
    }
}

TEST(Exit, I5AnInferredExitClosesLikeAStatedOne) {
    DeskRig rig;
    const GroupId group = rig.open(buy_signal());
    Signal flat = acting(buy_signal(), SignalAction::sell);
    flat.previous_position = MarketPosition::long_position;
    flat.position = MarketPosition::flat;
    const auto admitted = only<SignalAdmitted>(rig.send(flat)).at(0);
    EXPECT_EQ(admitted.groups, Groups{group});
    EXPECT_TRUE(admitted.instruction.inferred);
}

TEST(Exit, W6HandsItsOwnBoundOn) {
    DeskRig rig;
    rig.open(buy_signal());
    Signal tight = exit_signal();
    tight.max_slippage_percent = ratio("0.1");
    rig.send(tight);
    EXPECT_EQ(rig.desk.pending.begin()->second.max_slippage_percent, ratio("0.1"));
}

}  // namespace
}  // namespace trellis::tests
