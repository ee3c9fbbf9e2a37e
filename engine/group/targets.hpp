// Leg take-profits: what each leg's target should be, and the orders that make it so (T-2, T-3, D-2, D-3, R-36).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// D-2: to which side prices of closing orders are rounded.
Rounding target_rounding(const Group& group);

/// floor or passive tick of VWAP x (1 + s t/100), at least one tick of profit (D-3). The leg has fills.
Price leg_target_price(const Group& group, const Leg& leg, const Instrument& instrument);

/// True in the modes in which each leg has a target of its own: per_leg and hybrid.
bool has_leg_targets(const GridStrategy& strategy);

/// True when the command may have moved prices of targets: a report of an entry, new percentages.
bool moves_targets(const Group& group, const GroupCommand& command);

/// The orders to place, amend or cancel so that every leg's target equals what the leg holds. `command` is what just happened.
GroupEvents settle_targets(const Group& group, const GroupCommand& command, const GroupContext& context);

}  // namespace trellis
