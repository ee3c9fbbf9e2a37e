// Slots that are free and entries that wait for them: who comes in, at which price, and what a failed try leaves (sections 13, 14).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "engine/pool/promotion.hpp"
#include "engine/pool/slots.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

constexpr Identity btc15{btc_linear, 900, PositionSide::long_side};

Signal on_timeframe(const char* timeframe) { return on(buy_signal(), "BTCUSDT", timeframe); }

GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }

/// One slot, taken by ETHUSDT on 15 minutes; BTCUSDT waits on 15 minutes and on 60.
DeskRig waiting_pool() {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    rig.pass(seconds(1));
    rig.send(on_timeframe("15"));
    rig.pass(seconds(1));
    rig.send(on_timeframe("60"));
    rig.pass(seconds(1));
    return rig;
}

template <class E>
E single(const DeskEvents& events) {
    const auto found = only<E>(events);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? E{} : found.front();
}

// ---- slots (13) ----

TEST(Promotion, L2ASlotIsReleasedAndTakenInOneDecision) {
    DeskRig rig = waiting_pool();
    const auto events = rig.tell(GroupEnded{group(1)});
    EXPECT_EQ(single<SlotReleased>(events).group, group(1));
    EXPECT_EQ(single<SlotTaken>(events).identity, btc15);
    EXPECT_EQ(single<EntryPromoted>(events).signal, SignalNumber{2});
    EXPECT_EQ(rig.desk.queue.size(), 1U);
}

TEST(Promotion, L1CapacityIsPerAccount) {
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
    rig.desk.groups.begin()->second.strategy.max_pyramids = 2;
    rig.trade(TradingState::reducing);
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");
    rig.desk.groups.begin()->second.strategy.max_pyramids = 1;
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

// ---- at any time ----

void any_step(DeskRig& rig) {
    const auto any_group = [&] { return group(*rc::gen::inRange<std::uint32_t>(1, rig.desk.group_counter + 2)); };
    switch (*rc::gen::inRange(0, 12)) {
        case 0: rig.tell(GroupClosing{any_group()}); break;
        case 1:
        case 2: rig.tell(GroupEnded{any_group()}); break;
        case 3: rig.trade(*rc::gen::element(TradingState::active, TradingState::active, TradingState::reducing)); break;
        case 4: rig.sweep(); break;
        case 5: rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(0, 5); break;
        case 6: {
            if (rig.desk.queue.empty()) break;
            const Identity identity = rig.desk.queue.begin()->first;
            rig.tell(QueueCommand{PromoteEntry{identity, *rc::gen::arbitrary<bool>(), false}});
            break;
        }
        default: {
            Signal signal = on(buy_signal(), *rc::gen::element("BTCUSDT", "ETHUSDT"), *rc::gen::element("1", "15", "60"));
            signal.action = *rc::gen::element(SignalAction::buy, SignalAction::sell);
            signal.type = *rc::gen::element(SignalType::signal, SignalType::signal, SignalType::exit, SignalType::reverse);
            rig.send(signal);
        }
    }
    rig.pass(seconds(*rc::gen::inRange(1, 90)));
    rig.obey();
}

DeskRig any_history() {
    DeskRig rig;
    rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(0, 4);
    rig.config.same_pair_timeframe = *rc::gen::arbitrary<bool>();
    rig.config.opposite_side_policy = *rc::gen::element(OppositeSidePolicy::queue, OppositeSidePolicy::reverse);
    for (int steps = *rc::gen::inRange(1, 100); steps > 0; --steps) any_step(rig);
    return rig;
}

RC_GTEST_PROP(PromotionProperty, Row41SlotsHeldAreGroupsThatWereOpenedAndHaveNotEnded, ()) {
    const DeskRig rig = any_history();
    std::set<GroupId> held;
    for (const auto& taken : only<SlotTaken>(rig.journal)) RC_ASSERT(held.insert(taken.group).second);
    for (const auto& released : only<SlotReleased>(rig.journal)) RC_ASSERT(held.erase(released.group) == 1U);
    RC_ASSERT(held.size() == rig.desk.groups.size());
}

RC_GTEST_PROP(PromotionProperty, Row43NoSignalIsLost, ()) {
    const DeskRig rig = any_history();
    std::set<SignalNumber> waiting;
    for (const auto& event : rig.journal) {
        if (const auto* queued = std::get_if<SignalQueued>(&event)) {
            if (queued->replaces.has_value()) waiting.erase(*queued->replaces);
            RC_ASSERT(waiting.insert(queued->signal).second);
        } else if (const auto* left = std::get_if<QueueEntryLeft>(&event)) {
            RC_ASSERT(waiting.erase(left->signal) == 1U);
        } else if (const auto* promoted = std::get_if<EntryPromoted>(&event)) {
            RC_ASSERT(waiting.erase(promoted->signal) == 1U);
        }
    }
    std::set<SignalNumber> kept;
    for (const auto& [identity, entry] : rig.desk.queue) {
        RC_ASSERT(entry.identity() == identity);  // one entry per identity
        kept.insert(entry.signal);
    }
    RC_ASSERT(kept == waiting);
}

RC_GTEST_PROP(PromotionProperty, Q7NothingPromotableIsLeftWhenADecisionIsDone, ()) {
    DeskRig rig = any_history();
    rig.sweep();
    RC_ASSERT(first_promotable(rig.desk, rig.context()) == nullptr);
}

RC_GTEST_PROP(PromotionProperty, IsWhatItsEventsSay, ()) {
    const DeskRig rig = any_history();
    Desk replayed;
    replayed.account = AccountId{1};
    for (const auto& event : rig.journal) replayed.apply(event);
    RC_ASSERT(replayed == rig.desk);
}

}  // namespace
}  // namespace trellis::tests
