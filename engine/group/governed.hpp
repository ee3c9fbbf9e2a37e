// A position that a preset governs: its stop and targets from the first fill on, break-even, trailing. The rules of
// prices are engine/preset's; here they meet a group.
#pragma once

#include "engine/group/positions.hpp"
#include "engine/market/watch.hpp"

namespace trellis {

// ---- deciding ----

/// The stop as it was planned, at the opening.
GroupEvents planned_levels(const OpenGroup& command, const GroupContext& context);

/// behind the first fill stop, R0 and targets; behind later ones the stop where it follows the average (B-35); then the target
/// orders. Empty: nothing to do, or no preset governs.
GroupEvents settle_governed(const Group& group, const GroupCommand& command, const GroupContext& context);

/// break-even, then trailing, of one position. The stop that stands behind them is the last StopMoved's.
GroupEvents follow_mark(const Group& group, const PositionView& position, const GroupContext& context);

/// Where the mark has to come for follow_mark to do something; empty: nowhere.
std::optional<Price> next_trail_level(const Group& group, const PositionView& position, const Instrument& instrument);
/// From when on a quote, any quote, may move the stop: it waits for ts_update_interval_sec.
std::optional<Timestamp> pending_move_at(const Group& group);
/// The bars that its stops trail behind; empty: it does not, or holds nothing.
std::optional<BarWish> followed_bars(const Group& group);

// ---- applying ----

/// Before its first fill.
Governed governed_by(const PresetUse& use);
void govern(Group& group, const PositionGoverned& event);
void note_trail(Group& group, const TrailNoted& event);
/// Whose stop stands where; a trailing move is counted from (ts_update_interval_sec).
void move_stop(Group& group, const StopMoved& event);

}  // namespace trellis
