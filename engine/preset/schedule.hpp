// When a preset lets entries in (B-18): days, hours and sessions. Exits and stops never ask.
#pragma once

#include "engine/base/time_zone.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// Days and hours by the clock on the wall of `zone`: an hour that a change of clocks skips does not come, one that it repeats counts
/// twice. Start inclusive, end exclusive; a window over midnight belongs to the day it starts. Sessions are in UTC.
bool is_open(const PresetSchedule& schedule, const TimeZone& zone, Timestamp at);

/// A session's hours in UTC: ASIA 00-09, LONDON 08-17, NY 13-22; CUSTOM has none of its own.
bool is_in_session(SessionProfile profile, Timestamp at);

}  // namespace trellis
