// Into the queue and out of it without being promoted: limits, replacement, exits, time to live.
#pragma once

#include <span>

#include "engine/pool/entry.hpp"
#include "engine/pool/ranking.hpp"

namespace trellis {

/// The entry that an order would become, or what the one that waits becomes by it.
QueueEntry entry_of(const Desk& desk, const EntryOrder& order, Timestamp now);

/// SignalQueued, or why not: ALREADY_QUEUED, QUEUE_FULL. With `drop_lowest` the last ranked leaves for it.
Result<DeskEvents> enqueue(const Desk& desk, const EntryOrder& order, const DeskContext& context);

/// I-12, Q-3: the entries that an exit of these identities cancels.
DeskEvents cancel_waiting(const Desk& desk, std::span<const Identity> identities, SignalNumber exit,
                          const DeskContext& context);

QueueEntryLeft entry_left(const Desk& desk, const QueueEntry& entry, QueueExit exit, const DeskContext& context);

/// entries whose time to live is over.
DeskEvents expire(const Desk& desk, const DeskContext& context);

/// One waiting entry as it is shown: where it stands, by what, and why it waits.
struct QueueRow {
    std::uint32_t rank = 0;  ///< from 1
    const QueueEntry* entry = nullptr;
    RankFigures figures;
    Error wait;              ///< code and numbers of R-40
};
/// Every entry in its order. The rows point into the desk.
std::vector<QueueRow> queue_rows(const Desk& desk, const DeskContext& context);

}  // namespace trellis
