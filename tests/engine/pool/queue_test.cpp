// Waiting signals: what a newer one, an exit, a full queue and time do to them, and why they wait (section 14).
#include <gtest/gtest.h>

#include "engine/pool/queue.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Identity btc15{btc_linear, 900, PositionSide::long_side};

/// One slot, taken by ETHUSDT on 15 minutes.
DeskRig full_pool() {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    rig.pass(seconds(1));
    return rig;
}

Signal on_timeframe(const char* timeframe) { return on(buy_signal(), "BTCUSDT", timeframe); }

const QueueEntryLeft& left(const DeskEvents& events) {
    for (const auto& event : events) {
        if (const auto* found = std::get_if<QueueEntryLeft>(&event)) return *found;
    }
    throw std::logic_error("no entry left");
}

// ---- replacement (Q-1, R-41) ----

TEST(Queue, Q1ANewerSignalTakesThePlaceAndKeepsTheSeniority) {  // 32.47
    DeskRig rig = full_pool();
    rig.send(on_timeframe("15"));
    const Timestamp first = rig.now;
    rig.next_bar();
    Signal newer = on_timeframe("15");
    newer.entry_price = price("64000");
    newer.order_size = quantity("500");
    const auto events = rig.send(newer);
    ASSERT_EQ(only<SignalQueued>(events).size(), 1U);
    EXPECT_EQ(only<SignalQueued>(events)[0].replaces, SignalNumber{2});
    const QueueEntry& entry = *rig.desk.waiting(btc15);
    EXPECT_EQ(entry.signal, SignalNumber{3});
    EXPECT_EQ(entry.first_signal, SignalNumber{2});
    EXPECT_EQ(entry.instruction.entry_price, price("64000"));
    EXPECT_EQ(entry.instruction.order_size, quantity("500"));
    EXPECT_EQ(entry.first_queued_at, first);
    EXPECT_EQ(entry.last_refreshed_at, rig.now);
    EXPECT_EQ(entry.replacement_count, 1U);
    EXPECT_EQ(rig.desk.queue.size(), 1U);
}

TEST(Queue, Q1ReplacesAtMostOncePerBar) {
    DeskRig rig = full_pool();
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on_timeframe("15"))), "DUPLICATE_CANDLE");
    EXPECT_EQ(rig.desk.waiting(btc15)->replacement_count, 0U);
}

TEST(Queue, Q1WithoutReplacementTheNewerOneIsRefused) {
    DeskRig rig = full_pool();
    rig.config.queue.replace_same_symbol = false;
    rig.send(on_timeframe("15"));
    rig.next_bar();
    const auto events = rig.send(on_timeframe("15"));
    EXPECT_EQ(code(events), "ALREADY_QUEUED");
    EXPECT_EQ(outcome(events), SignalOutcome::rejected);
    EXPECT_EQ(rig.desk.waiting(btc15)->signal, SignalNumber{2});
}

TEST(Queue, Q1TheIdentityIsTheKeyAndNotTheSymbol) {
    DeskRig rig = full_pool();
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    rig.send(on_timeframe("60"));
    EXPECT_EQ(rig.desk.queue.size(), 2U);
}

// ---- exits (Q-3, I-12) ----

TEST(Queue, I12AnExitCancelsWhatWaitsAndIsAccepted) {
    DeskRig rig = full_pool();
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    const auto events = rig.send(exit_signal());
    EXPECT_EQ(left(events).exit, QueueExit::cancelled_by_exit);
    EXPECT_EQ(only<SignalCompleted>(events).at(0).outcome, SignalOutcome::accepted);
    EXPECT_TRUE(rig.desk.queue.empty());
    EXPECT_TRUE(rig.desk.pending.empty());
}

TEST(Queue, I12AnExitOfAnotherTimeframeCancelsOnlyInScopeInstrument) {
    for (const auto scope : {ExitScope::timeframe, ExitScope::instrument}) {
        DeskRig rig = full_pool();
        rig.config.exit_scope = scope;
        rig.send(on_timeframe("60"));
        rig.pass(seconds(1));
        const auto events = rig.send(exit_signal());
        const bool cancels = scope == ExitScope::instrument;
        EXPECT_EQ(code(events), cancels ? "" : "NO_POSITION");
        EXPECT_EQ(rig.desk.queue.empty(), cancels);
    }
}

TEST(Queue, Q3AnExitMayLeaveWhatWaits) {
    DeskRig rig = full_pool();
    rig.config.queue.drop_on_exit = false;
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(exit_signal())), "NO_POSITION");
    EXPECT_EQ(rig.desk.queue.size(), 1U);
}

// ---- limits (Q-4) ----

TEST(Queue, Q4AFullQueueRefusesTheNewOne) {
    DeskRig rig = full_pool();
    rig.config.queue.limit = 1;
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on_timeframe("60"))), "QUEUE_FULL");
    rig.next_bar();
    EXPECT_EQ(code(rig.send(on_timeframe("15"))), "POOL_FULL");  // a replacement needs no place
}

TEST(Queue, Q4DropLowestLetsTheLastRankedGo) {
    DeskRig rig = full_pool();
    rig.config.queue.limit = 1;
    rig.config.queue.limit_policy = QueueLimitPolicy::drop_lowest;
    rig.quote(btc_linear, "63000", "63000");
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    Signal deeper = on_timeframe("60");
    deeper.entry_price = price("70000");
    const auto events = rig.send(deeper);
    EXPECT_EQ(left(events).exit, QueueExit::dropped);
    EXPECT_EQ(left(events).signal, SignalNumber{2});
    EXPECT_EQ(rig.order(), std::vector<std::string>{"BTCUSDT/3600"});
}

TEST(Queue, Q4DropLowestTakesTheNewOneWhenItRanksLast) {
    DeskRig rig = full_pool();
    rig.config.queue.limit = 1;
    rig.config.queue.limit_policy = QueueLimitPolicy::drop_lowest;
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    const auto events = rig.send(on_timeframe("60"));
    EXPECT_EQ(code(events), "QUEUE_FULL");
    EXPECT_EQ(rig.order(), std::vector<std::string>{"BTCUSDT/900"});
}

TEST(Queue, Q4NothingCanBeDroppedFromAQueueOfNoPlaces) {
    DeskRig rig = full_pool();
    rig.config.queue.limit = 0;
    rig.config.queue.limit_policy = QueueLimitPolicy::drop_lowest;
    EXPECT_EQ(code(rig.send(on_timeframe("15"))), "QUEUE_FULL");
}

TEST(Queue, Q4AnEntryExpiresOnTheFirstSweepAfterItsHours) {
    DeskRig rig = full_pool();
    rig.config.queue.ttl_hours = 2;
    rig.send(on_timeframe("15"));
    rig.pass(hours(2) - seconds(1));
    EXPECT_TRUE(rig.sweep().empty());
    rig.pass(seconds(1));
    const auto events = rig.sweep();
    EXPECT_EQ(left(events).exit, QueueExit::expired);
    EXPECT_TRUE(rig.desk.queue.empty());
}

TEST(Queue, Q4TimeToLiveCountsFromTheLastRefreshAndMayBeCountedInBars) {
    DeskRig rig = full_pool();
    rig.config.queue.ttl_candles = 2;
    rig.send(on_timeframe("15"));
    rig.next_bar();
    rig.send(on_timeframe("15"));
    rig.next_bar();
    EXPECT_TRUE(rig.sweep().empty());
    rig.next_bar();
    EXPECT_EQ(left(rig.sweep()).exit, QueueExit::expired);
}

TEST(Queue, R42SweepsComeAtWholeSecondsOfTheOriginWhileSomethingWaits) {
    DeskRig rig = full_pool();
    rig.config.timer_origin = rig.now - std::chrono::milliseconds(2'300);
    EXPECT_EQ(next_due(rig.desk, rig.config, rig.now).kind, TimerKind::rules_refresh);
    rig.send(on_timeframe("15"));
    const Due due{rig.now + std::chrono::milliseconds(700), TimerKind::queue_sweep};
    EXPECT_EQ(next_due(rig.desk, rig.config, rig.now), due);
    EXPECT_EQ(next_due(rig.desk, rig.config, due.at).at, due.at + seconds(1));
}

// ---- why it waits (R-40) ----

TEST(Queue, R40NamesTheFirstReasonThatHolds) {
    DeskRig rig = full_pool();
    const auto reason = [&] { return queue_rows(rig.desk, rig.context()).at(0).wait.code; };
    rig.send(on_timeframe("15"));
    EXPECT_EQ(reason(), "POOL_FULL");
    rig.desk.queue.begin()->second.failure = "NO_PRICE";
    rig.desk.queue.begin()->second.retry_at = rig.now + seconds(5);
    EXPECT_EQ(reason(), "NO_PRICE");
    rig.config.max_open_groups = 3;
    rig.open(on(short_signal(), "BTCUSDT", "60"));
    EXPECT_EQ(reason(), "OPPOSITE_SIDE");
    Desk closing = rig.desk;
    DeskGroup own;
    own.id = {AccountId{1}, 9};
    own.identity = btc15;
    own.is_closing = true;
    rig.desk.groups.emplace(own.id, own);
    rig.desk.by_identity[btc15] = own.id;
    EXPECT_EQ(reason(), "GROUP_CLOSING");
    rig.desk.trading_state = TradingState::reducing;
    EXPECT_EQ(reason(), "PAUSED");
    rig.desk.trading_state = TradingState::halted;
    EXPECT_EQ(reason(), "FORCE_STOPPED");
}

TEST(Queue, L5WhatWaitsHoldsNoSlot) {
    DeskRig rig;
    rig.config.max_open_groups = 2;
    rig.open(buy_signal());
    EXPECT_EQ(code(rig.send(short_signal())), "OPPOSITE_SIDE");
    rig.pass(seconds(1));
    rig.open(on(buy_signal(), "ETHUSDT", "15"));  // it does not stand behind what cannot be promoted (I-10)
}

// ---- W-11 ----

TEST(Queue, W11AQueuedEntryIsItsBarsEntryWhateverBecomesOfIt) {
    DeskRig rig = full_pool();
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    rig.send(exit_signal());
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on_timeframe("15"))), "DUPLICATE_CANDLE");
}

}  // namespace
}  // namespace trellis::tests
