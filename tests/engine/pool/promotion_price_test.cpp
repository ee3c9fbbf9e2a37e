// At which price a promoted entry comes in, and what an operator may do to the queue by hand.
#include <gtest/gtest.h>

#include "engine/pool/promotion.hpp"
#include "engine/pool/slots.hpp"
#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

// ---- prices (Q-9) ----

Price promoted_at(PromotionPrice rule, const char* bid, const char* ask, const Signal& signal) {
    DeskRig rig;
    rig.config.queue.promotion_price = rule;
    rig.config.max_open_groups = 0;
    rig.send(signal);
    rig.quote(btc_linear, bid, ask);
    rig.config.max_open_groups = 1;
    return single<SignalAdmitted>(rig.sweep()).plan->base_price;
}

TEST(Promotion, Q9TakesTheBetterOfSignalAndPresentPrice) {
    Signal buy = buy_signal();
    buy.entry_price = price("100");
    EXPECT_EQ(promoted_at(PromotionPrice::better_of, "96.9", "97", buy), price("97"));
    EXPECT_EQ(promoted_at(PromotionPrice::better_of, "101.9", "102", buy), price("100"));
    EXPECT_EQ(promoted_at(PromotionPrice::signal, "96.9", "97", buy), price("100"));
    EXPECT_EQ(promoted_at(PromotionPrice::current, "101.9", "102", buy), price("102"));
    Signal sell = short_signal();
    sell.entry_price = price("100");
    EXPECT_EQ(promoted_at(PromotionPrice::better_of, "103", "103.1", sell), price("103"));
    EXPECT_EQ(promoted_at(PromotionPrice::better_of, "97", "97.1", sell), price("100"));
}

TEST(Promotion, Q9TooFarADriftRemovesTheEntry) {
    for (const bool is_beyond : {false, true}) {
        DeskRig rig = waiting_pool();
        rig.config.queue.selection_priority = {RankingRule::fifo};
        rig.config.queue.max_promotion_drift_percent = ratio("1");
        rig.desk.queue.at(btc15).instruction.entry_price = price("100");
        rig.quote(btc_linear, "100", is_beyond ? "101.01" : "101");
        const auto events = rig.tell(GroupEnded{group(1)});
        EXPECT_EQ(only<QueueEntryLeft>(events).size(), is_beyond ? 1U : 0U);
        for (const auto& left : only<QueueEntryLeft>(events)) EXPECT_EQ(left.code, "PROMOTION_DRIFT");
        EXPECT_EQ(single<EntryPromoted>(events).identity.timeframe_seconds, is_beyond ? 3600U : 900U);
    }
}

TEST(Promotion, Q9WhatNeedsAPriceWaitsForOne) {
    DeskRig rig = waiting_pool();
    rig.config.queue.promotion_price = PromotionPrice::current;
    EXPECT_EQ(only<PromotionFailed>(rig.tell(GroupEnded{group(1)})).at(0).code, "NO_PRICE");
    rig.pass(seconds(5));
    rig.quote(btc_linear, "64000", "64000");
    EXPECT_EQ(only<EntryPromoted>(rig.sweep()).size(), 1U);
}

TEST(Promotion, R42AsksNeitherForAgeNorForTheCandle) {
    DeskRig rig = waiting_pool();
    rig.pass(std::chrono::hours(5));
    EXPECT_EQ(single<EntryPromoted>(rig.tell(GroupEnded{group(1)})).signal, SignalNumber{2});
}

// ---- the operator (Q-11) ----

TEST(Promotion, Row43PromoteReallyExecutes) {
    DeskRig rig = waiting_pool();
    const PromoteEntry command{btc15, false, false};
    EXPECT_EQ(refuse(rig.desk, command, rig.context())->code, "POOL_FULL");
    EXPECT_TRUE(rig.tell(QueueCommand{command}).empty());
    rig.config.max_open_groups = 2;
    const auto events = rig.tell(QueueCommand{PromoteEntry{SignalNumber{3}, false, false}});
    EXPECT_EQ(single<SlotTaken>(events).identity.timeframe_seconds, 3600U);  // past the better ranked one
}

TEST(Promotion, Q11ForceStandsBesideTheLimit) {
    DeskRig rig = waiting_pool();
    const auto events = rig.tell(QueueCommand{PromoteEntry{btc15, true, false}});
    EXPECT_TRUE(single<SlotTaken>(events).is_forced);
    EXPECT_TRUE(rig.desk.find(btc15)->is_forced);
    EXPECT_EQ(used_slots(rig.desk, rig.context()), 2U);  // 2 of 1
    rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(rig.desk.groups.size(), 1U);  // it counts toward use
}

TEST(Promotion, Q11ForcePassesPoolAndBackOffOnly) {
    DeskRig rig = waiting_pool();
    rig.desk.queue.at(btc15).failure = "EXPOSURE_LIMIT";
    rig.desk.queue.at(btc15).retry_at = rig.now + seconds(5);
    EXPECT_EQ(refuse(rig.desk, {btc15, false, false}, rig.context())->code, "EXPOSURE_LIMIT");
    EXPECT_FALSE(refuse(rig.desk, {btc15, true, false}, rig.context()).has_value());
    rig.trade(TradingState::halted);
    EXPECT_EQ(refuse(rig.desk, {btc15, true, false}, rig.context())->code, "FORCE_STOPPED");
    EXPECT_TRUE(rig.tell(QueueCommand{PromoteEntry{btc15, true, false}}).empty());
}

TEST(Promotion, Q11TheSecondFlagPassesTheExposure) {
    DeskRig rig = waiting_pool();
    rig.config.trade_limits.max_total_exposure = money("100");
    EXPECT_EQ(single<PromotionFailed>(rig.tell(QueueCommand{PromoteEntry{btc15, true, false}})).code, "EXPOSURE_LIMIT");
    EXPECT_EQ(only<SlotTaken>(rig.tell(QueueCommand{PromoteEntry{btc15, true, true}})).size(), 1U);
}

TEST(Promotion, Q11ASecondPromotionFindsNothing) {
    DeskRig rig = waiting_pool();
    rig.tell(QueueCommand{PromoteEntry{btc15, true, false}});
    EXPECT_EQ(refuse(rig.desk, {btc15, true, false}, rig.context())->code, "NOT_FOUND");
    EXPECT_TRUE(rig.tell(QueueCommand{PromoteEntry{btc15, true, false}}).empty());
}

TEST(Promotion, Q11RemoveTakesAnEntryOutWithItsHistory) {
    DeskRig rig = waiting_pool();
    const auto left = single<QueueEntryLeft>(rig.tell(QueueCommand{RemoveEntry{btc15}}));
    EXPECT_EQ(left.exit, QueueExit::removed);
    EXPECT_EQ(left.figures.first_queued_at, rig.now - seconds(2));
    EXPECT_TRUE(rig.tell(QueueCommand{RemoveEntry{btc15}}).empty());
}

TEST(Promotion, Q12HistoryKeepsWhatItWasRankedBy) {
    DeskRig rig = waiting_pool();
    rig.quote(btc_linear, "64000", "62304.4289");
    const auto figures = single<EntryPromoted>(rig.tell(GroupEnded{group(1)})).figures;
    EXPECT_EQ(figures.loss_percent, ratio("3"));
    EXPECT_EQ(figures.price, price("62304.4289"));
    EXPECT_EQ(figures.expected_profit, money("12"));
    EXPECT_FALSE(figures.continues_group);
}

}  // namespace
}  // namespace trellis::tests
