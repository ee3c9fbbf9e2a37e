// The hours of a preset (B-18) by the machine's zones, minute by minute over two years, against what the C library says the clock
// on the wall shows.
#include "engine/preset/schedule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <ctime>

#include "adapters/time_zone/zone_file.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::minutes;

/// Local time of the process for as long as it lives.
class WallClock {
public:
    explicit WallClock(const std::string& zone) {
        setenv("TZ", zone.c_str(), 1);
        tzset();
    }
    ~WallClock() {
        unsetenv("TZ");
        tzset();
    }
    WallClock(const WallClock&) = delete;
    WallClock& operator=(const WallClock&) = delete;

    /// Days before this one, Monday first, and minutes of the day.
    static std::pair<int, int> shows(std::time_t second) {
        std::tm local{};
        localtime_r(&second, &local);
        return {(local.tm_wday + 6) % 7, local.tm_hour * 60 + local.tm_min};
    }
};

struct Hours {
    int begins;
    int ends;
    unsigned days;
};

/// The rule written out: today's window, or the one that began yesterday and goes over midnight.
bool is_open_by_rule(const Hours& hours, int weekday, int minute) {
    const bool has_today = (hours.days >> weekday & 1) != 0;
    const bool has_yesterday = (hours.days >> (weekday + 6) % 7 & 1) != 0;
    if (hours.begins < hours.ends) return has_today && hours.begins <= minute && minute < hours.ends;
    if (minute >= hours.begins) return has_today;
    return minute < hours.ends && has_yesterday;
}

PresetSchedule schedule_of(const Hours& hours) {
    PresetSchedule schedule;
    schedule.begins = MinuteOfDay{static_cast<std::uint16_t>(hours.begins)};
    schedule.ends = MinuteOfDay{static_cast<std::uint16_t>(hours.ends)};
    schedule.days = static_cast<std::uint8_t>(hours.days);
    return schedule;
}

class ScheduleOracle : public testing::TestWithParam<const char*> {};

TEST_P(ScheduleOracle, B18AgreesWithEveryMinuteOfTwoYears) {
    const auto zone = load_zone(GetParam());
    ASSERT_TRUE(zone.ok());
    const WallClock wall(GetParam());
    constexpr std::array windows{Hours{8 * 60, 18 * 60, 31}, Hours{22 * 60 + 5, 6 * 60, 1 << 4}, Hours{2 * 60, 3 * 60, 127}};
    const Timestamp end = parse_rfc3339("2027-01-01T00:00:00Z").value();
    int wrong = 0;
    for (Timestamp at = parse_rfc3339("2025-01-01T00:00:00Z").value(); at < end; at += minutes(1)) {
        const auto [weekday, minute] = WallClock::shows(at.time_since_epoch() / std::chrono::seconds(1));
        for (const auto& hours : windows) {
            if (is_open(schedule_of(hours), *zone, at) == is_open_by_rule(hours, weekday, minute)) continue;
            wrong += 1;
            ADD_FAILURE() << rfc3339(at);
            if (wrong == 3) return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Zones, ScheduleOracle,
                         testing::Values("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"));

}  // namespace
}  // namespace trellis::adapters
