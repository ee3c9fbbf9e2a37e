// A desk between its signals: slots, trading state, answers of groups and the one outcome of each signal.
#include "engine/pool/desk.hpp"

#include <gtest/gtest.h>

#include "engine/pool/invariants.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using Groups = std::vector<GroupId>;

GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }

// ---- slots ----

TEST(Desk, L2ASlotIsTakenOnceAndReleasedOnce) {
    DeskRig rig;
    const GroupId first = rig.open(buy_signal());
    EXPECT_EQ(rig.tell(GroupEnded{first}), DeskEvents{SlotReleased{first}});
    EXPECT_EQ(rig.tell(GroupEnded{first}), DeskEvents{});
    EXPECT_EQ(rig.desk.find(first), nullptr);
    EXPECT_TRUE(rig.desk.by_identity.empty());
}

TEST(Desk, G1NumbersItsGroupsAndNeverReusesANumber) {
    DeskRig rig;
    EXPECT_EQ(rig.open(buy_signal()), group(1));
    rig.end(group(1));
    rig.next_bar();
    EXPECT_EQ(rig.open(buy_signal()), group(2));
}

TEST(Desk, G1ASecondGroupOfAnIdentityBreaksAnInvariant) {
    DeskRig rig;
    rig.open(buy_signal());
    Desk broken = rig.desk;
    DeskGroup twin = broken.groups.begin()->second;
    twin.id = group(2);
    broken.groups.emplace(twin.id, twin);
    EXPECT_THROW(check_invariants(broken), InvariantBroken);
    const DeskEvents taken{SlotTaken{group(1), rig.desk.groups.begin()->second.identity, false}};
    EXPECT_THROW(check_slots(rig.desk, 0, taken, 0), InvariantBroken);
    check_slots(rig.desk, 1, taken, 0);  // above the limit it stands, not grows (L-4)
}

TEST(Desk, G1AGreatDeskChecksTheGroupsThatItsEventsTouched) {
    Desk desk;
    for (std::uint32_t counter = 1; counter <= 20; ++counter) {
        DeskGroup known;
        known.id = group(counter);
        known.identity = {InstrumentId{0}, 60 * counter, PositionSide::long_side};
        desk.by_identity.emplace(known.identity, known.id);
        desk.groups.emplace(known.id, known);
    }
    desk.groups.at(group(20)).entries_total = 100;
    EXPECT_NO_THROW(check_invariants_after(desk, {GroupClosingNoted{group(1)}}));
    EXPECT_THROW(check_invariants_after(desk, {GroupClosingNoted{group(20)}}), InvariantBroken);
    EXPECT_THROW(check_invariants(desk), InvariantBroken);
    desk.by_identity.erase(desk.by_identity.begin());
    EXPECT_THROW(check_invariants_after(desk, {GroupClosingNoted{group(5)}}), InvariantBroken);
}

// ---- outcomes ----

TEST(Desk, R5AnAnsweredEntryIsAccepted) {
    DeskRig rig;
    rig.send(buy_signal());
    const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{1}, ""});
    EXPECT_EQ(events, (DeskEvents{SignalCompleted{AccountId{1}, SignalNumber{1}, SignalOutcome::accepted, ""}}));
    EXPECT_TRUE(rig.desk.pending.empty());
}

TEST(Desk, R5AnEntryThatItsGroupRefusedIsRejectedWithTheGroupsReason) {
    DeskRig rig;
    rig.open(buy_signal());
    rig.next_bar();
    rig.send(buy_signal());
    const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{2}, "BROKEN"});
    EXPECT_EQ(events, (DeskEvents{SignalCompleted{AccountId{1}, SignalNumber{2}, SignalOutcome::rejected, "BROKEN"}}));
}

TEST(Desk, I11APyramidThatMetItsGroupClosingWaitsForTheNextGroup) {
    DeskRig rig;
    rig.open(buy_signal());
    rig.next_bar();
    rig.send(buy_signal());
    rig.close(group(1));
    const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{2}, "GROUP_CLOSING"});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<SignalQueued>(events.front()).reason, "GROUP_CLOSING");
    EXPECT_TRUE(rig.desk.pending.empty());
    EXPECT_EQ(only<SlotTaken>(rig.tell(GroupEnded{group(1)})).at(0).group, group(2));
}

TEST(Desk, APyramidThatMetItsGroupBrokenWaits) {
    DeskRig rig;
    rig.open(buy_signal());
    rig.obey();
    rig.next_bar();
    rig.send(buy_signal());
    Group broken;
    broken.id = group(1);
    broken.quarantine = Quarantine{"it broke", rig.now};
    rig.board.note(broken, true);
    EXPECT_EQ(only<SignalQueued>(rig.tell(GroupAnswered{group(1), SignalNumber{2}, "GROUP_QUARANTINED"})).size(), 1U);
    EXPECT_TRUE(rig.desk.pending.empty());
}

TEST(Desk, R5AnExitThatFoundNothingToDoIsIgnored) {
    for (const auto* reason : {"NO_POSITION", "ALREADY_CLOSING"}) {
        DeskRig rig;
        rig.open(buy_signal());
        rig.send(exit_signal());
        const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{2}, reason});
        EXPECT_EQ(events, (DeskEvents{SignalCompleted{AccountId{1}, SignalNumber{2}, SignalOutcome::ignored, reason}}));
    }
}

TEST(Desk, I11APyramidWhoseGroupIsGoneOpensTheNextOne) {
    DeskRig rig;
    rig.open(buy_signal());
    rig.next_bar();
    rig.send(buy_signal());
    rig.end(group(1));
    const auto events = rig.tell(GroupAnswered{group(1), SignalNumber{2}, "NO_POSITION"});
    EXPECT_EQ(only<SignalQueued>(events).size(), 1U);
    EXPECT_EQ(only<SlotTaken>(events).at(0).group, group(2));
}

/// An exit handed to two groups: what each answers, and the outcome.
SignalCompleted answered(const char* first, const char* second) {
    DeskRig rig;
    rig.config.exit_scope = ExitScope::instrument;
    rig.open(buy_signal());
    rig.open(on(buy_signal(), "BTCUSDT", "60"));
    rig.send(exit_signal());
    const auto noted = rig.tell(GroupAnswered{group(1), SignalNumber{3}, first});
    EXPECT_EQ(noted, (DeskEvents{HandOverAnswered{AccountId{1}, SignalNumber{3}, group(1), first}}));
    EXPECT_EQ(rig.tell(GroupAnswered{group(1), SignalNumber{3}, first}), DeskEvents{});  // said twice, noted once
    const auto events = rig.tell(GroupAnswered{group(2), SignalNumber{3}, second});
    EXPECT_EQ(events.size(), 1U);
    return std::get<SignalCompleted>(events.at(0));
}

TEST(Desk, R5AnExitOfSeveralGroupsIsAcceptedWhenOneObeyed) {
    EXPECT_EQ(answered("", "").outcome, SignalOutcome::accepted);
    EXPECT_EQ(answered("", "NO_POSITION").outcome, SignalOutcome::accepted);
    EXPECT_EQ(answered("NO_POSITION", "").outcome, SignalOutcome::accepted);
    EXPECT_EQ(answered("", "NO_POSITION").code, "");
    EXPECT_EQ(answered("ALREADY_CLOSING", "NO_POSITION").outcome, SignalOutcome::ignored);
}

TEST(Desk, ForgetsAnAnswerItDoesNotWaitFor) {
    DeskRig rig;
    rig.send(buy_signal());
    EXPECT_EQ(rig.tell(GroupAnswered{group(1), SignalNumber{9}, ""}), DeskEvents{});
    EXPECT_EQ(rig.tell(GroupAnswered{group(9), SignalNumber{1}, ""}), DeskEvents{});
    rig.tell(GroupAnswered{group(1), SignalNumber{1}, ""});
    EXPECT_EQ(rig.tell(GroupAnswered{group(1), SignalNumber{1}, ""}), DeskEvents{});
}

// ---- facts ----

TEST(Desk, I11NotesOnceThatAGroupIsClosing) {
    DeskRig rig;
    rig.open(buy_signal());
    EXPECT_EQ(rig.tell(GroupClosing{group(1)}), DeskEvents{GroupClosingNoted{group(1)}});
    EXPECT_EQ(rig.tell(GroupClosing{group(1)}), DeskEvents{});
    EXPECT_EQ(rig.tell(GroupClosing{group(2)}), DeskEvents{});
}

TEST(Desk, G2NotesAFillThatNobodyOwns) {
    DeskRig rig;
    OrderFill fill;
    fill.trade = TradeId{7};
    fill.price = price("64000");
    fill.quantity = quantity("0.1");
    const OrderKey order{group(4), OrderNumber{2}};
    EXPECT_EQ(rig.tell(StrayFill{order, fill}),
              (DeskEvents{StrayFillNoted{AccountId{1}, order, TradeId{7}, price("64000"), quantity("0.1")}}));
}

// ---- trading state (K-18) ----

TEST(Desk, K18PausedTradingTakesNoExposureUntilItIsResumed) {
    DeskRig rig;
    rig.trade(TradingState::reducing);
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");
    const auto events = rig.tell(SetTradingState{TradingState::active, false, false});
    EXPECT_EQ(only<EntryPromoted>(events).size(), 1U);
    EXPECT_EQ(rig.desk.groups.size(), 1U);
}

TEST(Desk, K18AStopRefusesEntriesAndLeavesGroupsAlone) {
    DeskRig rig;
    rig.open(buy_signal());
    const auto events = rig.tell(SetTradingState{TradingState::halted, false, false});
    EXPECT_EQ(events, (DeskEvents{TradingStateChanged{AccountId{1}, TradingState::halted, {}, {}}}));
    rig.next_bar();
    EXPECT_EQ(code(rig.send(buy_signal())), "FORCE_STOPPED");
    EXPECT_EQ(code(rig.send(on(buy_signal(), "ETHUSDT", "15"))), "FORCE_STOPPED");
    EXPECT_TRUE(rig.desk.tasks.empty());
}

TEST(Desk, K18AStopWithCancelOrFlattenTellsEveryGroupThatIsNotClosing) {
    for (const bool is_flatten : {false, true}) {
        DeskRig rig;
        rig.open(buy_signal());
        rig.open(on(buy_signal(), "BTCUSDT", "60"));
        rig.open(on(buy_signal(), "ETHUSDT", "15"));
        rig.close(group(2));
        const auto events = rig.tell(SetTradingState{TradingState::halted, true, is_flatten});
        const auto changed = only<TradingStateChanged>(events).at(0);
        EXPECT_EQ(changed.flatten, (is_flatten ? Groups{group(1), group(3)} : Groups{}));
        EXPECT_EQ(changed.cancel_entries, (is_flatten ? Groups{} : Groups{group(1), group(3)}));
        EXPECT_EQ(rig.tell(GroupTaskDone{group(1)}), DeskEvents{TaskCompleted{group(1)}});
        EXPECT_EQ(rig.tell(GroupTaskDone{group(1)}), DeskEvents{});
        rig.end(group(3));  // an ended group owes nothing
        EXPECT_TRUE(rig.desk.tasks.empty());
    }
}

// F-3, T-1: under slippage_action reject a close that nobody asked for may end with a rest, so a stop goes there too, and only there.
TEST(Desk, T1AStopReachesAGroupWhoseCloseMayBeGivenUp) {
    for (const auto action : {SlippageAction::warn, SlippageAction::reject}) {
        DeskRig rig;
        rig.config.slippage_action = action;
        const GroupId first = rig.open(buy_signal());
        rig.next_bar();
        const GroupId second = rig.open(on(buy_signal(), "BTCUSDT", "60"));
        rig.tell(GroupClosing{first, true, true});
        rig.tell(GroupClosing{second, true, false});
        const auto events = rig.tell(SetTradingState{TradingState::halted, true, true});
        const bool is_heard = action == SlippageAction::reject;
        EXPECT_EQ(std::get<TradingStateChanged>(events.front()).flatten, (is_heard ? Groups{first} : Groups{}));
        rig.tell(GroupClosing{first, true, false});  // somebody insisted before the stop came there
        EXPECT_TRUE(rig.desk.tasks.empty());
    }
}

TEST(Desk, K18WhatIsSoAlreadyIsNoEvent) {
    DeskRig rig;
    EXPECT_EQ(rig.tell(SetTradingState{TradingState::active, false, false}), DeskEvents{});
    rig.trade(TradingState::halted);
    EXPECT_EQ(rig.tell(SetTradingState{TradingState::halted, false, false}), DeskEvents{});
    EXPECT_EQ(rig.tell(SetTradingState{TradingState::halted, true, true}), DeskEvents{});
}

TEST(Desk, R8NamesTradingStatesAndOutcomesAsTheReportDoes) {
    EXPECT_EQ(text(TradingState::active), "ACTIVE");
    EXPECT_EQ(text(TradingState::reducing), "REDUCING");
    EXPECT_EQ(text(TradingState::halted), "HALTED");
    EXPECT_EQ(text(SignalOutcome::accepted), "accepted");
    EXPECT_EQ(text(SignalOutcome::queued), "queued");
    EXPECT_EQ(text(SignalOutcome::duplicate), "duplicate");
    EXPECT_EQ(text(SignalOutcome::ignored), "ignored");
    EXPECT_EQ(text(SignalOutcome::rejected), "rejected");
}

}  // namespace
}  // namespace trellis::tests
