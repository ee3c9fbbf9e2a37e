// Why a signal waits, and what stands in the way of an entry whatever the pool has room for.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// I-10: the group on the other side that an entry has to wait for: in one-way mode of any timeframe, in hedge mode of its own; none
/// where policy and account allow both sides. The one of the entry's own timeframe comes first.
const DeskGroup* opposite_group(const Desk& desk, const Identity& identity, const DeskContext& context);

/// True for a group that broke: it takes nothing until it is released.
bool is_quarantined(const DeskGroup& group, const DeskContext& context);

/// What keeps an entry waiting apart from the pool: the first that holds.
std::optional<Error> blocked(const Desk& desk, const QueueEntry& entry, const DeskContext& context);

/// POOL_FULL when nothing else holds it.
Error wait_reason(const Desk& desk, const QueueEntry& entry, const DeskContext& context);

/// True for a group that takes pyramids: it is open and not closing.
bool continues_group(const Desk& desk, const Identity& identity);

/// a pyramid under same_pair_timeframe needs no slot (P-4).
bool needs_slot(const Desk& desk, const Identity& identity, const Config& config);

/// a failed try with this code may succeed later.
bool is_transient(std::string_view code);

}  // namespace trellis
