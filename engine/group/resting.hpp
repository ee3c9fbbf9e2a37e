// The aggregate target as one resting order for everything that is open (T-4 resting_limit, R-36).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// Places, amends or cancels it so that it sells what is open at the target. Only entry fills and new percentages move its price.
GroupEvents settle_resting_target(const Group& group, const GroupCommand& command, const GroupContext& context);

/// Part of apply: an order at an aggregate target outside of a close, one pyramid's or the one that rests.
void note_aggregate_order(Group& group, const OrderPlaced& event);

}  // namespace trellis
