// Layers against the first position of a group (B-14, B-15, R-56): when they are placed, and when what is not filled goes.
#pragma once

#include "engine/group/positions.hpp"

namespace trellis {

/// Once the first position's order is filled: the series, each layer as a resting limit. Later: what no longer may be filled is cancelled.
GroupEvents settle_layers(const Group& group, const GroupContext& context);

/// Cancels every layer that works.
void cancel_layers(GroupEvents& events, const Group& group, Timestamp now);

/// B-14: how many layers of its instrument the group has, the first position included; those to come of an entry count as one.
std::uint16_t layers_in_use(const Group& group);

// ---- applying ----

void take_effect(Group& group, const LayersPlanned& event);
void take_effect(Group& group, const FirstPositionEnded& event);

}  // namespace trellis
