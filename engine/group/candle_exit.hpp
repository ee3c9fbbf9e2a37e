// Closing at the end of a bar (B-17, R-58): how long a position may live that a preset gives a number of candles.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The start of the N-th candle behind that of the first fill; empty: there is no fill yet, or nobody asked for it.
std::optional<Timestamp> candle_exit_at(const Group& group);
/// The same by another rule.
std::optional<Timestamp> candle_exit_at(const Group& group, const PresetCandleExit& exit);

/// Closes what is due by now. Empty: nothing is, or it closes already.
GroupEvents close_at_candle_end(const Group& group, const GroupContext& context);

}  // namespace trellis
