// How one of several positions of a group is sold while the others live on: its targets are cancelled, then one
// bounded order after another sells it, as in a close.
#pragma once

#include "engine/group/positions.hpp"

namespace trellis {

/// A position whose stop was hit, and what its end is called.
struct HitPosition {
    std::optional<LegIndex> layer;
    CloseReason reason{};
};

/// What hit stops start: the close of the group where nothing else is open, else each position's own exit, in order.
GroupEvents stop_positions(const Group& group, const std::vector<HitPosition>& hit, const GroupContext& context);

/// The next step of each; empty while they wait. A reduction under way makes room.
GroupEvents settle_exits(const Group& group, const GroupContext& context);

/// True while one of them has an order, or the next try to come.
bool is_leaving(const Group& group);
/// True when one of them waits for a quote, any quote.
bool waits_to_leave(const Group& group, const Instrument& instrument);
/// When the next try of one is due, after `passed`; empty: none.
std::optional<Timestamp> exit_retry_at(const Group& group, Timestamp passed);

/// The layer that a stop order of the whole group is shown for: the only one that is open; empty: the first position.
std::optional<LegIndex> last_layer(const Group& group);
/// What the close of a group is called that an exit left flat: as its own; empty: the order is of no exit.
std::optional<CloseReason> exit_reason(const Group& group, const Order& filled);

// ---- applying ----

void take_effect(Group& group, const PositionExitStarted& event);
void take_effect(Group& group, const PositionExitRetryScheduled& event);
/// An order was placed for it.
void note_exit_order(Group& group, const OrderPlaced& event);

}  // namespace trellis
