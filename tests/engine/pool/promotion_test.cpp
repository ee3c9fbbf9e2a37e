// Slots that are free and entries that wait for them: who comes in, at which price, and what a failed try leaves (sections 13, 14).
#include <gtest/gtest.h>

#include "engine/pool/promotion.hpp"
#include "engine/pool/slots.hpp"
#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

// ---- slots (13) ----

TEST(Promotion, L2ASlotIsReleasedAndTakenInOneDecision) {
    DeskRig rig = waiting_pool();
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(single<SlotReleased>(events).group, group(1));
    EXPECT_EQ(single<SlotTaken>(events).identity, btc15);
    EXPECT_EQ(single<EntryPromoted>(events).signal, SignalNumber{2});
    EXPECT_EQ(rig.desk.queue.size(), 1U);
}

TEST(Promotion, L1CapacityIsPerAccount) {  // 32.42
    DeskRig first = waiting_pool();
    DeskRig second;
    second.desk.account = AccountId{1};
    second.config.max_open_groups = 1;
    EXPECT_TRUE(pool_full(first.desk, first.context()).has_value());
    EXPECT_FALSE(pool_full(second.desk, second.context()).has_value());
}

TEST(Promotion, L3PyramidsAndEntryOrdersCountWhereTheyAreToldTo) {
    DeskRig rig;
    rig.config.max_open_groups = 10;
    rig.open(buy_signal());
    rig.next_bar();
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    rig.send(buy_signal());
    EXPECT_EQ(used_slots(rig.desk, rig.context()), 2U);
    rig.config.count_pyramids_toward_pool = true;
    EXPECT_EQ(used_slots(rig.desk, rig.context()), 3U);
    rig.config.count_pyramids_toward_pool = false;
    rig.config.count_dca_toward_pool = true;
    EXPECT_EQ(used_slots(rig.desk, rig.context()), 2U + 5U);  // the pyramid's five orders are on their way
    Group answered;
    answered.id = group(1);
    answered.live_entries = 7;
    answered.pyramids.resize(2);
    rig.board.note(answered, false);
    EXPECT_EQ(used_slots(rig.desk, rig.context()), 2U + 7U);
}

TEST(Promotion, L4ALimitBelowTheUseClosesNothingAndPromotesNobody) {
    DeskRig rig = waiting_pool();
    rig.config.max_open_groups = 2;
    rig.sweep();
    EXPECT_EQ(rig.desk.groups.size(), 2U);
    rig.config.max_open_groups = 1;
    EXPECT_TRUE(rig.sweep().empty());
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_TRUE(only<EntryPromoted>(events).empty());
    EXPECT_EQ(rig.desk.groups.size(), 1U);
}

TEST(Promotion, L6TheCapPerSymbolRefusesOnArrivalAndWaitsOnPromotion) {
    DeskRig rig = waiting_pool();
    rig.config.trade_limits.max_open_positions_per_symbol = 1;
    rig.tell(GroupEnded{group(1)});  // BTCUSDT on 15 minutes comes in
    rig.config.max_open_groups = 3;
    const auto events = rig.sweep();
    EXPECT_EQ(single<PromotionFailed>(events).code, "MAX_POSITIONS_PER_SYMBOL");
    EXPECT_EQ(code(rig.send(on_timeframe("5"))), "MAX_POSITIONS_PER_SYMBOL");
    EXPECT_EQ(outcome(rig.send(on_timeframe("3"))), SignalOutcome::rejected);
}

// ---- when (Q-7, R-42) ----

TEST(Promotion, Q7RunsUntilSlotsOrEntriesRunOut) {
    DeskRig rig = waiting_pool();
    rig.config.max_open_groups = 5;
    EXPECT_EQ(only<EntryPromoted>(rig.tell(DeskFact{PoolMessage{}})).size(), 2U);
    EXPECT_TRUE(rig.desk.queue.empty());
}

TEST(Promotion, Row45SeveralComeInAtOnceAndNotOneInTenSeconds) {
    DeskRig rig;
    rig.trade(TradingState::reducing);
    for (const auto* timeframe : {"1", "3", "5", "15", "30", "60"}) rig.send(on_timeframe(timeframe));
    EXPECT_EQ(only<SlotTaken>(rig.tell(SetTradingState{TradingState::active, false, false})).size(), 6U);
}

TEST(Promotion, Q7AFreshSignalDoesNotOvertake) {
    DeskRig rig = waiting_pool();
    rig.config.max_open_groups = 2;  // a slot is free and nobody has looked yet
    const auto events = rig.send(on_timeframe("5"));
    EXPECT_EQ(outcome(events), SignalOutcome::queued);
    EXPECT_EQ(single<EntryPromoted>(events).identity, btc15);
    EXPECT_EQ(rig.desk.queue.size(), 2U);
}

TEST(Promotion, Q7WhatCannotBePromotedHoldsNobodyUp) {
    DeskRig rig;
    rig.config.max_open_groups = 3;
    rig.open(buy_signal());
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(short_signal())), "OPPOSITE_SIDE");
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(on(buy_signal(), "ETHUSDT", "15"))), "");
}

TEST(Promotion, Q2APyramidThatWaitedComesInWithoutASlot) {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(buy_signal());
    rig.next_bar();
    rig.trade(TradingState::reducing);
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");  // P-6
    const auto events = rig.tell(SetTradingState{TradingState::active, false, false});
    EXPECT_EQ(single<SignalAdmitted>(events).hand_over, HandOver::add_pyramid);
    EXPECT_EQ(rig.desk.find(btc15)->entries_total, 2);
}

TEST(Promotion, Row48AnEntryBeyondTheLastPyramidNeverOpensASecondGroup) {
    DeskRig rig;
    rig.config.grid_strategy.max_pyramids = 1;
    rig.trade(TradingState::reducing);
    rig.send(buy_signal());
    rig.trade(TradingState::active);
    rig.obey();
    rig.next_bar();
    rig.desk.groups.begin()->second.strategy.change([](GridStrategy& own) { own.max_pyramids = 2; });
    rig.trade(TradingState::reducing);
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");
    rig.desk.groups.begin()->second.strategy.change([](GridStrategy& own) { own.max_pyramids = 1; });
    const auto events = rig.tell(SetTradingState{TradingState::active, false, false});
    EXPECT_EQ(single<QueueEntryLeft>(events).code, "MAX_PYRAMIDS");
    EXPECT_EQ(only<ReplacementCounted>(events).size(), 1U);
    EXPECT_EQ(rig.desk.groups.size(), 1U);
}

TEST(Promotion, R42RoundsAreCutSoThatNobodyWaitsForThem) {
    DeskRig rig;
    rig.config.max_open_groups = 100;
    rig.trade(TradingState::reducing);
    for (int minutes = 1; minutes <= promotions_max + 5; ++minutes) rig.send(on_timeframe(std::to_string(minutes).c_str()));
    auto events = rig.tell(SetTradingState{TradingState::active, false, false});
    EXPECT_EQ(only<EntryPromoted>(events).size(), static_cast<std::size_t>(promotions_max));
    EXPECT_TRUE(rig.desk.is_round_cut);
    EXPECT_EQ(facts_of(events), std::vector<DeskFact>{PoolMessage{}});
    events = rig.tell(DeskFact{PoolMessage{}});
    EXPECT_EQ(only<EntryPromoted>(events).size(), 5U);
    EXPECT_FALSE(rig.desk.is_round_cut);
    EXPECT_TRUE(facts_of(events).empty());
}

// ---- what a try leaves (Q-8, Q-10, R-42) ----

TEST(Promotion, Q8APassingFailureStaysAndTheNextIsTried) {
    DeskRig rig = waiting_pool();
    rig.config.trade_limits.max_total_exposure = money("1500");
    rig.desk.queue.at(btc15).instruction.order_size = quantity("2000");
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(single<PromotionFailed>(events).code, "EXPOSURE_LIMIT");
    EXPECT_EQ(single<EntryPromoted>(events).identity.timeframe_seconds, 3600U);
    const QueueEntry& entry = *rig.desk.waiting(btc15);
    EXPECT_EQ(entry.attempts, 1U);
    EXPECT_EQ(entry.retry_at, rig.now + seconds(5));
    EXPECT_EQ(queue_rows(rig.desk, rig.context()).at(0).wait.code, "EXPOSURE_LIMIT");
}

TEST(Promotion, Q8IsTriedAgainAfterFiveSeconds) {
    DeskRig rig = waiting_pool();
    rig.config.trade_limits.max_total_exposure = money("500");
    rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(rig.desk.queue.size(), 2U);
    rig.config.trade_limits.max_total_exposure = money("1000");
    rig.pass(seconds(4));
    EXPECT_TRUE(rig.sweep().empty());
    rig.pass(seconds(1));
    EXPECT_EQ(only<EntryPromoted>(rig.sweep()).size(), 1U);
}

TEST(Promotion, Row10ABrokenHeadNeverBlocks) {
    DeskRig rig = waiting_pool();
    rig.desk.queue.at(btc15).instruction.order_size = quantity("1");  // can never be placed
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(single<QueueEntryLeft>(events).exit, QueueExit::rejected);
    EXPECT_EQ(single<QueueEntryLeft>(events).code, "BELOW_MINIMUM");
    EXPECT_EQ(single<EntryPromoted>(events).identity.timeframe_seconds, 3600U);
}

TEST(Promotion, Row10WithoutAStrategyAnEntryLeaves) {
    DeskRig rig = waiting_pool();
    rig.config.grid_strategy.enabled = false;
    const auto events = rig.tell(GroupEnded{group(1)});
    ASSERT_EQ(only<QueueEntryLeft>(events).size(), 2U);
    EXPECT_EQ(only<QueueEntryLeft>(events)[0].code, "NO_CONFIG");
}

TEST(Promotion, Row44APromotionIsReservedAndComesBackWhenItsGroupRefuses) {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(buy_signal());
    rig.next_bar();
    rig.trade(TradingState::reducing);
    rig.send(buy_signal());
    const Timestamp queued = rig.now;
    rig.pass(seconds(1));
    rig.trade(TradingState::active);  // the pyramid is on its way
    EXPECT_TRUE(rig.desk.queue.empty());
    rig.close(group(1));
    rig.tell(GroupAnswered{group(1), SignalNumber{2}, "GROUP_CLOSING"});
    const QueueEntry* entry = rig.desk.waiting(btc15);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->first_queued_at, queued);
    EXPECT_EQ(entry->attempts, 1U);
    EXPECT_EQ(single<SlotTaken>(rig.tell(GroupEnded{group(1)})).group, group(2));
}

}  // namespace
}  // namespace trellis::tests
