#include "engine/pool/queue.hpp"

#include <algorithm>

#include "engine/pool/precision.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

SignalQueued queued(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    const QueueEntry entry = entry_of(desk, order, context.now);
    Error reason = wait_reason(desk, entry, context);
    SignalQueued event;
    event.account = desk.account;
    event.signal = order.signal;
    event.at = context.now;
    event.instruction = order.instruction;
    event.reason = std::move(reason.code);
    event.detail = std::move(reason.detail);
    if (const QueueEntry* waiting = desk.waiting(order.instruction.identity)) event.replaces = waiting->signal;
    event.body = order.body;
    return event;
}

Error queue_full(const Desk& desk, const DeskContext& context) {
    return {"QUEUE_FULL", std::to_string(desk.queue.size()) + " of " + std::to_string(context.config.queue.limit) +
                              " places in the queue are taken (Q-4)"};
}

/// Q-4 drop_lowest: the last ranked goes, the new one included.
Result<DeskEvents> enqueue_over_limit(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    const RankingInHand ranking(desk, context);
    const auto& places = ranking->order();
    const QueueEntry entry = entry_of(desk, order, context.now);
    if (places.empty() || places.rbegin()->key < rank_key(desk, entry, context)) return queue_full(desk, context);
    const QueueEntry& lowest = desk.queue.at(places.rbegin()->identity);
    QueueEntryLeft left = entry_left(desk, lowest, QueueExit::dropped, context);
    left.detail = "ranked last when " + text(order.signal) + " came to a full queue (Q-4)";
    return DeskEvents{std::move(left), queued(desk, order, context)};
}

Timestamp expiry_of(const QueueEntry& entry, const QueueSettings& settings) {
    Timestamp expiry = entry.last_refreshed_at + std::chrono::hours(settings.ttl_hours);
    if (settings.ttl_candles == 0) return expiry;
    const Duration candle = std::chrono::seconds(entry.identity().timeframe_seconds);
    return std::min(expiry, entry.last_refreshed_at + candle * settings.ttl_candles);
}

}  // namespace

std::string_view text(QueueExit exit) {
    switch (exit) {
        case QueueExit::rejected: return "REJECTED";
        case QueueExit::cancelled_by_exit: return "CANCELLED_BY_EXIT";
        case QueueExit::expired: return "EXPIRED";
        case QueueExit::removed: return "REMOVED";
        case QueueExit::dropped: return "DROPPED";
    }
    return "";
}

QueueEntry entry_of(const Desk& desk, const EntryOrder& order, Timestamp now) {
    const QueueEntry* waiting = desk.waiting(order.instruction.identity);
    return waiting != nullptr ? replaced(*waiting, order.signal, order.instruction, now)
                              : first_entry(order.signal, order.instruction, now);
}

Result<DeskEvents> enqueue(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    const QueueSettings& settings = context.config.queue;
    if (const QueueEntry* waiting = desk.waiting(order.instruction.identity)) {
        if (settings.replace_same_symbol) return DeskEvents{queued(desk, order, context)};
        return Error{"ALREADY_QUEUED", text(waiting->signal) + " waits already for the same group (Q-1)"};
    }
    if (desk.queue.size() < settings.limit) return DeskEvents{queued(desk, order, context)};
    if (settings.limit_policy == QueueLimitPolicy::reject_new) return queue_full(desk, context);
    return enqueue_over_limit(desk, order, context);
}

QueueEntryLeft entry_left(const Desk& desk, const QueueEntry& entry, QueueExit exit, const DeskContext& context) {
    QueueEntryLeft event;
    event.account = desk.account;
    event.signal = entry.signal;
    event.identity = entry.identity();
    event.exit = exit;
    event.at = context.now;
    event.figures = rank_figures(desk, entry, context);
    return event;
}

DeskEvents cancel_waiting(const Desk& desk, std::span<const Identity> identities, SignalNumber exit,
                          const DeskContext& context) {
    DeskEvents events;
    if (!context.config.queue.drop_on_exit) return events;
    for (const auto& identity : identities) {
        const QueueEntry* waiting = desk.waiting(identity);
        if (waiting == nullptr) continue;
        QueueEntryLeft left = entry_left(desk, *waiting, QueueExit::cancelled_by_exit, context);
        left.detail = text(exit) + " is the exit of the same group (I-12)";
        events.emplace_back(std::move(left));
    }
    return events;
}

DeskEvents expire(const Desk& desk, const DeskContext& context) {
    DeskEvents events;
    for (const auto& [identity, entry] : desk.queue) {
        if (auto held = rules_timed_out(identity.instrument, entry.last_refreshed_at, context)) {
            QueueEntryLeft left = entry_left(desk, entry, QueueExit::rejected, context);
            left.code = std::move(held->code);
            left.detail = std::move(held->detail);
            events.emplace_back(std::move(left));
            continue;
        }
        if (context.now < expiry_of(entry, context.config.queue)) continue;
        QueueEntryLeft left = entry_left(desk, entry, QueueExit::expired, context);
        left.detail = "waits since " + rfc3339(entry.last_refreshed_at) + " (Q-4)";
        events.emplace_back(std::move(left));
    }
    return events;
}

std::vector<QueueRow> queue_rows(const Desk& desk, const DeskContext& context) {
    std::vector<QueueRow> rows;
    rows.reserve(desk.queue.size());
    const RankingInHand ranking(desk, context);
    for (const auto& place : ranking->order()) {
        const QueueEntry& entry = desk.queue.at(place.identity);
        rows.push_back({static_cast<std::uint32_t>(rows.size() + 1), &entry, rank_figures(desk, entry, context),
                        wait_reason(desk, entry, context)});
    }
    return rows;
}

}  // namespace trellis
