// An entry that acts now, wherever it comes from: a signal, the queue or a reversal. What it needs to be, and the events it makes.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

struct EntryOrder {
    SignalNumber signal;
    Instruction instruction;
    Price base_price;        ///< P-2; of a promoted one by Q-9
    std::string body;        ///< empty when an earlier event has it
    bool is_forced = false;  ///< Q-11: whatever the pool says
    bool ignores_exposure = false;  ///< Q-11, the second flag of a force-add
};

/// The strategy that governs the next pyramid of a group: its snapshot, or today's (D-12).
const GridStrategy& strategy_of(const DeskGroup& group, const DeskContext& context);

/// R-32 as far as no waiting helps: MAX_PYRAMIDS and the gates of P-5.
std::optional<Error> check_pyramid(const DeskGroup& group, const EntryOrder& order, const DeskContext& context);

/// K-15, the caps of L-6 and those of the preset for a new group.
std::optional<Error> check_caps(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// SignalAdmitted and SlotTaken of a new group, or why there can be none.
Result<DeskEvents> open_group(const Desk& desk, const EntryOrder& order, const DeskContext& context);

/// SignalAdmitted of one more pyramid, or why there can be none.
Result<DeskEvents> add_pyramid(const Desk& desk, const DeskGroup& group, const EntryOrder& order, const DeskContext& context);

}  // namespace trellis
