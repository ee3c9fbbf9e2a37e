// How each event changes a desk: one short function per event. Nothing here decides anything.
#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/pool/copies.hpp"
#include "engine/pool/desk.hpp"
#include "engine/pool/late_fees.hpp"
#include "engine/pool/week.hpp"

namespace trellis {

namespace {

/// W-8: remembers a key and forgets what is older than the window.
void remember(Desk& desk, const std::string& key, SignalNumber signal, Timestamp at) {
    const Duration window = std::chrono::hours(desk.dedupe_window_hours);
    while (!desk.remembered_order.empty()) {
        const auto oldest = desk.remembered_order.begin();
        const auto known = desk.remembered.find(oldest->second);
        if (known != desk.remembered.end() && known->second.at + window > at) break;
        if (known != desk.remembered.end()) desk.remembered.erase(known);
        desk.remembered_order.erase(oldest);
    }
    if (key.empty()) return;
    if (desk.remembered.try_emplace(key, RememberedSignal{signal, at}).second) {
        desk.remembered_order.emplace(signal, key);
    }
}

void note_base_price(DeskGroup& group, const SignalAdmitted& event) {
    if (event.plan.has_value()) group.last_base_price = event.plan->base_price;
}

void note_bot(Desk& desk, const SignalAdmitted& event) {
    desk.bots.note_entry(*event.bot);
    if (event.hand_over == HandOver::open_group) desk.bots.opened.emplace(event.groups.front(), event.bot->bot);
}

void on(Desk& desk, const SignalAdmitted& event) {
    remember(desk, event.instruction.duplicate_key, event.signal, event.at);
    PendingSignal pending;
    pending.signal = event.signal;
    pending.hand_over = event.hand_over;
    pending.identity = event.instruction.identity;
    pending.waiting_for = event.groups;
    pending.max_slippage_percent = event.instruction.max_slippage_percent;
    pending.plan = event.plan;
    pending.stop_loss = event.instruction.stop_loss;
    pending.take_profit = event.instruction.take_profit;
    if (event.hand_over == HandOver::reduce_group) {
        pending.reduction = event.instruction;
        pending.reduction->duplicate_key.clear();
    }
    const bool enters = event.hand_over == HandOver::open_group || event.hand_over == HandOver::add_pyramid;
    // A promoted entry's bar was noted when it was queued.
    const QueueEntry* waiting = desk.waiting(event.instruction.identity);
    const bool is_promoted = waiting != nullptr && waiting->signal == event.signal;
    if (enters && !is_promoted) desk.last_candle[event.instruction.identity] = event.instruction.candle;
    if (event.hand_over == HandOver::open_group) {
        TRELLIS_CHECK(event.strategy.has_value(), "a new group comes with its strategy");
        const GroupId id = event.groups.front();
        DeskGroup group;
        group.id = id;
        group.identity = event.instruction.identity;
        group.strategy = *event.strategy;
        group.entries_total = 1;
        group.preset = event.preset;
        note_base_price(group, event);
        desk.groups.emplace(id, std::move(group));
        desk.by_identity[event.instruction.identity] = id;
        desk.group_counter = id.counter;
    } else if (event.hand_over == HandOver::add_pyramid) {
        DeskGroup& group = desk.groups.at(event.groups.front());
        group.entries_total += 1;
        note_base_price(group, event);
        pending.entry = first_entry(event.signal, event.instruction, event.at);
    }
    if (event.bot.has_value()) note_bot(desk, event);
    pending.place = ++desk.admissions;
    desk.pending.emplace(event.signal, std::move(pending));
}

void on(Desk& desk, const SignalRefused& event) { remember(desk, event.duplicate_key, event.signal, event.at); }

void on(Desk& desk, const HandOverAnswered& event) {
    auto& pending = desk.pending.at(event.signal);
    std::erase(pending.waiting_for, event.group);
    if (event.code.empty()) {
        pending.was_obeyed = true;
    } else {
        pending.refusal = event.code;
    }
}

void on(Desk& desk, const SignalCompleted& event) { desk.pending.erase(event.signal); }

void on(Desk& desk, const SlotTaken& event) {
    TRELLIS_CHECK(desk.groups.contains(event.group), "a slot is taken by a group the desk admitted");
    desk.groups.at(event.group).is_forced = event.is_forced;
}

void on(Desk& desk, const SlotReleased& event) {
    const auto found = desk.groups.find(event.group);
    TRELLIS_CHECK(found != desk.groups.end(), "a slot is released once");
    const auto identity = desk.by_identity.find(found->second.identity);
    if (identity != desk.by_identity.end() && identity->second == event.group) desk.by_identity.erase(identity);
    desk.groups.erase(found);
    desk.tasks.erase(event.group);
    desk.bots.opened.erase(event.group);
    end_copy(desk, event.group);
}

void on(Desk& desk, const GroupClosingNoted& event) {
    DeskGroup& group = desk.groups.at(event.group);
    // Somebody else insisted on the close before a stop's task reached the group: it refused the task, and does what it asks.
    const bool is_insisted = group.is_closing && group.may_be_given_up && event.is_closing && !event.may_be_given_up;
    if (is_insisted) desk.tasks.erase(event.group);
    group.is_closing = event.is_closing;
    group.may_be_given_up = event.may_be_given_up;
}

void on(Desk& desk, const ReplacementCounted& event) { desk.groups.at(event.group).replacement_count += 1; }

void on(Desk& desk, const TradingStateChanged& event) {
    desk.trading_state = event.state;
    for (const GroupId group : event.cancel_entries) {
        desk.tasks[group].cancel_entries = true;
        desk.groups.at(group).cancels_ordered += 1;
    }
    for (const GroupId group : event.flatten) desk.tasks[group].flatten = true;
}

void on(Desk& desk, const BotFlattened& event) {
    for (const GroupId group : event.groups) desk.tasks[group].flatten = true;
}

void on(Desk& desk, const TaskCompleted& event) { desk.tasks.erase(event.group); }

void on(Desk&, const StrayFillNoted&) {}

/// A pyramid that its group refused comes back as it was; nothing newer of its identity waits then.
QueueEntry queued_entry(Desk& desk, const SignalQueued& event) {
    const auto pending = desk.pending.find(event.signal);
    if (pending != desk.pending.end() && pending->second.entry.has_value()) {
        QueueEntry entry = *pending->second.entry;
        entry.attempts += 1;
        desk.pending.erase(pending);
        return entry;
    }
    const QueueEntry* waiting = desk.waiting(event.instruction.identity);
    return waiting != nullptr ? replaced(*waiting, event.signal, event.instruction, event.at)
                              : first_entry(event.signal, event.instruction, event.at);
}

void on(Desk& desk, const SignalQueued& event) {
    remember(desk, event.instruction.duplicate_key, event.signal, event.at);
    desk.last_candle[event.instruction.identity] = event.instruction.candle;
    QueueEntry entry = queued_entry(desk, event);
    desk.queue.insert_or_assign(event.instruction.identity, std::move(entry));
}

void on(Desk& desk, const QueueEntryLeft& event) { desk.queue.erase(event.identity); }

void on(Desk& desk, const EntryPromoted& event) {
    const auto found = desk.queue.find(event.identity);
    TRELLIS_CHECK(found != desk.queue.end(), "what is promoted waits in the queue");
    auto& pending = desk.pending.at(event.signal);
    if (pending.hand_over == HandOver::add_pyramid) pending.entry = std::move(found->second);
    desk.queue.erase(found);
}

void on(Desk& desk, const PromotionFailed& event) {
    QueueEntry& entry = desk.queue.at(event.identity);
    entry.attempts += 1;
    entry.failure = event.code;
    entry.retry_at = event.retry_at;
}

void on(Desk& desk, const ReversalPlanned& event) {
    desk.reversals.insert_or_assign(event.closes, first_entry(event.signal, event.instruction, event.at));
    const auto pending = desk.pending.find(event.signal);
    if (pending != desk.pending.end()) pending->second.opens_later = true;
}

void on(Desk& desk, const ReversalEnded& event) { desk.reversals.erase(event.closes); }

void on(Desk& desk, const PromotionRoundCut&) { desk.is_round_cut = true; }

void on(Desk& desk, const PromotionRoundEnded&) { desk.is_round_cut = false; }

void on(Desk& desk, const RealisedBooked& event) {
    desk.groups.at(event.group).realised = event.realised;
    desk.standing.apply(event);
    count_in_weeks(desk, event.amount, event.at);
    desk.bots.note_realised(event.group, event.amount, event.day);
}

void on(Desk& desk, const EntriesHalted& event) { desk.standing.apply(event); }

void on(Desk& desk, const EntriesReleased& event) { desk.standing.apply(event); }

void on(Desk& desk, const EquityPeakRaised& event) { desk.standing.apply(event); }

void on(Desk& desk, const LimitsReset& event) { desk.standing.apply(event); }

void on(Desk&, const RulesRenewed&) {}

void on(Desk& desk, const ExternalShortage& event) {
    for (const auto& cut : event.cuts) desk.groups.at(cut.group).taken_outside = cut.total;
}

void on(Desk& desk, const DustKept& event) { desk.dust[event.instrument] += event.dust; }

void on(Desk& desk, const DustAllotted& event) {
    desk.dust.erase(event.instrument);
    desk.groups.at(event.group).dust = event.dust;
}

void on(Desk& desk, const FeesLeftOpen& event) { note_left_fees(desk, event); }

void on(Desk& desk, const LeftFeeSettled& event) { note_settled(desk, event); }

void on(Desk& desk, const OrphanFound& event) {
    auto& orphan = desk.orphans[event.order];
    if (event.times == 1) orphan.found_at = event.at;
    orphan.instrument = event.instrument;
    orphan.side = event.side;
    orphan.price = event.price;
    orphan.quantity = event.quantity;
    orphan.filled = event.filled;
    orphan.is_cancelled = event.is_cancelled;
    orphan.times = event.times;
}

void on(Desk& desk, const WeekBegan& event) { begin_week(desk, event); }

void on(Desk& desk, const WeeklyTargetReached& event) { reach_weekly_target(desk, event); }

void on(Desk& desk, const CopyOpened& event) { open_copy(desk, event); }

void on(Desk& desk, const CopyOrdered& event) { order_copy(desk, event); }

void on(Desk& desk, const CopyRefused& event) { refuse_copy(desk, event); }

void on(Desk& desk, const CopyAnswered& event) { answer_copy(desk, event); }

void on(Desk& desk, const CopyLeaderEnded& event) { end_leader(desk, event); }

void on(Desk& desk, const OrphanEnded& event) { desk.orphans.erase(event.order); }

}  // namespace

void Desk::apply(const DeskEvent& event) {
    std::visit([&](const auto& happened) { on(*this, happened); }, event);
}

}  // namespace trellis
