// From a decision to what the journal takes: its events encoded, and whether it may wait for a later sync.
#pragma once

#include <span>

#include "adapters/journal/group_commit.hpp"
#include "engine/ports.hpp"

namespace trellis::adapters {

/// Tickets from here on belong to commits that no owner of state made: the engine's own count from 1.
inline constexpr std::uint64_t operational_tickets = 1ULL << 63U;

/// What must not wait: requests to a venue, the outcome of a signal, and what an operator asked for.
bool asks_sync(const Commit& commit);

/// Everything but on_durable.
PendingCommit record_of(const Commit& commit);
/// The same for an event that belongs to the process; `number` tells it from the others of this start.
PendingCommit record_of(const Event& event, Timestamp at, std::uint64_t number);
/// The same for what the directory decided; `item` is the request's number.
PendingCommit record_of(std::span<const DirectoryEvent> events, Timestamp at, std::uint64_t number, std::uint64_t item);

}  // namespace trellis::adapters
