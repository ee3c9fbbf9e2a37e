// When a preset lets entries in (B-18): days, hours and sessions. Exits and stops never ask.
#pragma once

#include <string>

#include "engine/base/time_zone.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// Days and hours by the clock on the wall of `zone`: an hour that a change of clocks skips does not come, one that it repeats counts
/// twice. Start inclusive, end exclusive; a window over midnight belongs to the day it starts. Sessions are in UTC.
bool is_open(const PresetSchedule& schedule, const TimeZone& zone, Timestamp at);

/// A session's hours in UTC: ASIA 00-09, LONDON 08-17, NY 13-22; CUSTOM has none of its own.
bool is_in_session(SessionProfile profile, Timestamp at);

/// "Mon Tue Wed Thu Fri 08:00-18:00 in Europe/Berlin, and LONDON or NY in UTC".
std::string schedule_words(const PresetSchedule& schedule, const TimeZone& zone);

/// From one reset to the next (B-19).
struct WeekSpan {
    Timestamp starts{};
    Timestamp ends{};
    bool operator==(const WeekSpan&) const = default;
};

/// The week of `at`: it begins at 00:00 of that day in `zone`, 1 = Monday ... 7 = Sunday.
WeekSpan week_around(std::uint8_t reset_day, const TimeZone& zone, Timestamp at);

/// What the clock on that wall shows: "Sat 03:00".
std::string local_time_words(Timestamp at, const TimeZone& zone);

}  // namespace trellis
