#include "engine/preset/schedule.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace trellis {

namespace {

constexpr std::int64_t minutes_of_day = 24 * 60;
constexpr std::array<std::string_view, 7> day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::string two_digits(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }
std::string clock_words(std::int64_t minute) { return two_digits(minute / 60) + ":" + two_digits(minute % 60); }

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

std::string schedule_words(const PresetSchedule& schedule, const TimeZone& zone) {
    std::string says;
    for (std::size_t day = 0; day < day_names.size(); ++day) {
        if (has_day(schedule.days, static_cast<int>(day))) says += (says.empty() ? "" : " ") + std::string(day_names.at(day));
    }
    if (schedule.begins.has_value() && schedule.ends.has_value()) {
        says += " " + clock_words(schedule.begins->value) + "-" + clock_words(schedule.ends->value);
    }
    says += " in " + zone.name();
    if (!schedule.only_in_session) return says;
    std::string sessions;
    for (const auto profile : schedule.sessions) sessions += (sessions.empty() ? "" : " or ") + std::string(text(profile));
    return says + ", and " + sessions + " in UTC";
}

WeekSpan week_around(std::uint8_t reset_day, const TimeZone& zone, Timestamp at) {
    constexpr std::int64_t thursday = 3;  // 1970-01-01
    const LocalDay today = zone.day_of(at);
    const std::int64_t weekday = ((today.value + thursday) % 7 + 7) % 7;
    const std::int64_t passed = (weekday - (reset_day - 1) + 7) % 7;
    return {zone.start_of({today.value - passed}), zone.start_of({today.value - passed + 7})};
}

std::string local_time_words(Timestamp at, const TimeZone& zone) {
    const LocalMinute now = local_minute(at, zone.offset_at(at));
    return std::string(day_names.at(static_cast<std::size_t>(now.weekday))) + " " + clock_words(now.minute);
}

}  // namespace trellis
