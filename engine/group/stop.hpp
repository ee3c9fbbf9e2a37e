// The stop of a group: where it comes from, when it fires (T-13, W-5, R-21). It is watched by the engine: the paper exchange has no
// native stops.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// W-5: stop and target of the signal that opens the group; a field on the wrong side of entry is ignored and says so.
GroupEvents levels_of_signal(const OpenGroup& command, const GroupContext& context);

/// True when the mark is at the stop or beyond it, now or on a quote that the group has not seen.
bool is_stopped(const std::optional<Stop>& at, const Group& group, const GroupContext& context);
/// The newest quote touches that price, or is beyond it.
bool is_hit(Price stop, const Group& group, const Quote& quote);

/// T-13: a stop by hand.
GroupEvents move_stop(const Group& group, const MoveStop& command, const GroupContext& context);

}  // namespace trellis
