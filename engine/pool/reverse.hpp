// REVERSE (I-8, R-33): close the group on the other side, and open on this one when it is gone, with its slot.
#pragma once

#include "engine/pool/queue.hpp"

namespace trellis {

/// Closes `other` and plans the entry behind it. An account without that side only closes (I-8).
DeskEvents reverse_group(const Desk& desk, const DeskGroup& other, const EntryOrder& order, const DeskContext& context);

/// A planned entry falls away when its side is left again before it opened: by an exit, or by a turn back.
DeskEvents cancel_reversals(const Desk& desk, std::span<const Identity> left, SignalNumber by, const DeskContext& context);

/// The first planned entry whose group is gone: opened, queued, or given up. Empty: none.
DeskEvents settle_reversals(const Desk& desk, const DeskContext& context);

/// I-8: the size of a reversal is the position that the sender wants, else its order.
Instruction sized_for_reversal(Instruction instruction);

}  // namespace trellis
