// What a desk has seen before: duplicates within their window, alerts that are too old, the bar that brought its entry.
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// ---- duplicates ----

TEST(Repetition, W8TheSameSignalAgainIsADuplicateOfTheFirst) {  // 32.2
    DeskRig rig;
    rig.receive(buy_signal());
    rig.pass(seconds(20));
    const auto events = rig.receive(buy_signal());
    ASSERT_EQ(events.size(), 1U);
    const auto& refused = std::get<SignalRefused>(events[0]);
    EXPECT_EQ(refused.outcome, SignalOutcome::duplicate);
    EXPECT_EQ(refused.code, "");
    EXPECT_EQ(refused.original, SignalNumber{1});
    EXPECT_EQ(rig.desk.groups.size(), 1U);
    EXPECT_EQ(rig.desk.groups.begin()->second.entries_total, 1);
}

TEST(Repetition, W8ARefusedSignalIsRememberedToo) {
    DeskRig rig(Market::spot);
    EXPECT_EQ(code(rig.receive(short_signal())), "SHORT_NOT_SUPPORTED");
    EXPECT_EQ(outcome(rig.receive(short_signal())), SignalOutcome::duplicate);
    EXPECT_EQ(code(rig.receive(exit_signal())), "NO_POSITION");
    EXPECT_EQ(outcome(rig.receive(exit_signal())), SignalOutcome::duplicate);
}

TEST(Repetition, R30WhatFailedBeforeItsIntentIsNotRemembered) {
    DeskRig rig;
    Signal unknown = buy_signal();
    unknown.symbol = "NOSUCH";
    unknown.idempotency_key = "one";
    EXPECT_EQ(code(rig.receive(unknown)), "UNKNOWN_INSTRUMENT");
    unknown.symbol = "BTCUSDT";
    EXPECT_EQ(outcome(rig.receive(unknown)), SignalOutcome::accepted);
}

TEST(Repetition, R30ADuplicateIsNotRefusedForItsAge) {
    DeskRig rig;
    rig.receive(buy_signal());
    rig.pass(minutes(5));
    EXPECT_EQ(outcome(rig.receive(buy_signal())), SignalOutcome::duplicate);
}

TEST(Repetition, W8TheWindowEndsAfterItsHours) {
    DeskRig rig;
    Signal keyed = exit_signal();
    keyed.idempotency_key = "one";
    rig.send(keyed);
    rig.pass(hours(24) - nanoseconds(1));
    EXPECT_EQ(outcome(rig.send(keyed)), SignalOutcome::duplicate);
    rig.pass(nanoseconds(1));
    EXPECT_EQ(outcome(rig.send(keyed)), SignalOutcome::ignored);
    EXPECT_EQ(outcome(rig.send(keyed)), SignalOutcome::duplicate);
    EXPECT_EQ(rig.desk.remembered.size(), 1U);
}

TEST(Repetition, W8TheWindowIsThatOfTheConfiguration) {
    DeskRig rig;
    rig.config.limits.dedupe_window_hours = 1;
    rig.desk.dedupe_window_hours = 1;
    Signal keyed = exit_signal();
    keyed.idempotency_key = "one";
    rig.send(keyed);
    rig.pass(hours(1));
    EXPECT_EQ(outcome(rig.send(keyed)), SignalOutcome::ignored);
}

// ---- age and bars ----

TEST(Repetition, W10AnOldEntryIsStale) {  // 32.6
    const auto sent = [](Duration age) {
        DeskRig rig;
        Signal signal = buy_signal();
        signal.timestamp = start - age;
        return code(rig.receive(signal));
    };
    EXPECT_EQ(sent(seconds(60)), "");
    EXPECT_EQ(sent(seconds(60) + nanoseconds(1)), "STALE");
    EXPECT_EQ(sent(hours(2)), "STALE");
    EXPECT_EQ(sent(-seconds(5)), "");
    EXPECT_EQ(sent(-hours(2)), "");
}

TEST(Repetition, W10AnExitIsNeverTooOldAndAnInferredOneNeither) {
    DeskRig rig;
    rig.open(buy_signal());
    Signal late = exit_signal();
    late.timestamp = start - hours(2);
    EXPECT_EQ(outcome(rig.receive(late)), SignalOutcome::accepted);
    Signal inferred = acting(buy_signal(), SignalAction::sell);
    inferred.timestamp = start - hours(2);
    inferred.previous_position = MarketPosition::long_position;
    inferred.position = MarketPosition::flat;
    EXPECT_NE(code(rig.receive(inferred)), "STALE");
    EXPECT_NE(code(rig.receive(typed(late, SignalType::reduce))), "STALE");
    EXPECT_EQ(code(rig.receive(typed(late, SignalType::reverse))), "STALE");
}

TEST(Repetition, W11ABarBringsOneEntryToAnIdentity) {
    DeskRig rig;
    rig.open(buy_signal());
    rig.pass(minutes(13));  // still before 10:15
    EXPECT_EQ(code(rig.send(buy_signal())), "DUPLICATE_CANDLE");
    rig.pass(minutes(1));
    EXPECT_EQ(outcome(rig.send(buy_signal())), SignalOutcome::accepted);
}

TEST(Repetition, W11CountsPerIdentityAndOutlivesTheGroup) {
    DeskRig rig;
    rig.end(rig.open(buy_signal()));
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(buy_signal())), "DUPLICATE_CANDLE");
    rig.open(on(buy_signal(), "BTCUSDT", "60"));
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
}

TEST(Repetition, W11ARefusedEntryDoesNotUseUpItsBar) {
    DeskRig rig;
    Signal small = buy_signal();
    small.order_size = quantity("10");
    EXPECT_EQ(code(rig.send(small)), "BELOW_MINIMUM");
    rig.open(buy_signal());
}

TEST(Repetition, W11AnExitDoesNotUseUpItsBar) {
    DeskRig rig;
    const GroupId first = rig.open(buy_signal());
    rig.next_bar();
    rig.send(exit_signal());
    rig.obey();
    rig.end(first);
    rig.pass(seconds(1));
    rig.open(buy_signal());
}

TEST(Repetition, W11CanBeTurnedOff) {
    DeskRig rig;
    rig.config.limits.one_entry_per_candle = false;
    rig.open(buy_signal());
    rig.pass(seconds(1));
    EXPECT_EQ(outcome(rig.send(buy_signal())), SignalOutcome::accepted);
    EXPECT_EQ(rig.desk.groups.begin()->second.entries_total, 2);
}

TEST(Repetition, W9EverySignalIsHandledInItsTurnHoweverMany) {  // 32.3
    DeskRig rig;
    for (const auto* timeframe : {"1", "3", "5", "15", "30"}) {
        EXPECT_EQ(outcome(rig.send(on(buy_signal(), "BTCUSDT", timeframe))), SignalOutcome::accepted) << timeframe;
    }
    EXPECT_EQ(rig.desk.pending.size(), 5U);
    EXPECT_EQ(rig.desk.group_counter, 5U);
}

}  // namespace
}  // namespace trellis::tests
