#include "engine/preset/schedule.hpp"

#include <algorithm>

namespace trellis {

namespace {

constexpr std::int64_t minutes_of_day = 24 * 60;

struct LocalMinute {
    int weekday = 0;           ///< 0 = Monday
    std::int64_t minute = 0;   ///< of the day
};

LocalMinute local_minute(Timestamp at, std::chrono::seconds offset) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch() + offset).count();
    std::int64_t day = minutes / minutes_of_day;
    std::int64_t minute = minutes % minutes_of_day;
    if (minute < 0) {
        minute += minutes_of_day;
        --day;
    }
    constexpr std::int64_t thursday = 3;  // 1970-01-01
    const auto weekday = static_cast<int>(((day + thursday) % 7 + 7) % 7);
    return {weekday, minute};
}

bool has_day(std::uint8_t days, int weekday) { return (days >> static_cast<unsigned>(weekday) & 1U) != 0; }

/// Hours and days together: a window over midnight asks for the day on which it began.
bool is_in_hours(const PresetSchedule& schedule, LocalMinute now) {
    const bool is_today = has_day(schedule.days, now.weekday);
    if (!schedule.begins.has_value() || !schedule.ends.has_value()) return is_today;
    const std::int64_t begins = schedule.begins->value;
    const std::int64_t ends = schedule.ends->value;
    if (begins < ends) return is_today && now.minute >= begins && now.minute < ends;
    if (now.minute >= begins) return is_today;
    return now.minute < ends && has_day(schedule.days, (now.weekday + 6) % 7);
}

}  // namespace

bool is_in_session(SessionProfile profile, Timestamp at) {
    const auto minute = local_minute(at, {}).minute;
    switch (profile) {
        case SessionProfile::asia: return minute < 9 * 60;
        case SessionProfile::london: return minute >= 8 * 60 && minute < 17 * 60;
        case SessionProfile::new_york: return minute >= 13 * 60 && minute < 22 * 60;
        case SessionProfile::custom: return true;  // the hours are what it means, and they are asked anyway
    }
    return false;
}

bool is_open(const PresetSchedule& schedule, const TimeZone& zone, Timestamp at) {
    if (!is_in_hours(schedule, local_minute(at, zone.offset_at(at)))) return false;
    if (!schedule.only_in_session) return true;
    return std::ranges::any_of(schedule.sessions, [at](SessionProfile profile) { return is_in_session(profile, at); });
}

}  // namespace trellis
