// When a preset lets entries in (B-18).
#include "engine/preset/schedule.hpp"

#include <gtest/gtest.h>

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Timestamp at(const char* text) { return parse_rfc3339(text).value(); }
MinuteOfDay clock(int hour, int minute = 0) { return {static_cast<std::uint16_t>(hour * 60 + minute)}; }

PresetSchedule within(MinuteOfDay begins, MinuteOfDay ends) {
    PresetSchedule schedule;
    schedule.begins = begins;
    schedule.ends = ends;
    return schedule;
}

TEST(Schedule, B18StartsInclusiveAndEndsExclusive) {
    const auto day = within(clock(8), clock(18));
    EXPECT_FALSE(is_open(day, {}, at("2026-01-05T07:59:59.999Z")));
    EXPECT_TRUE(is_open(day, {}, at("2026-01-05T08:00:00Z")));
    EXPECT_TRUE(is_open(day, {}, at("2026-01-05T17:59:59Z")));
    EXPECT_FALSE(is_open(day, {}, at("2026-01-05T18:00:00Z")));
}

TEST(Schedule, B18AWindowOverMidnightBelongsToTheDayItStarts) {
    auto night = within(clock(22), clock(6));
    night.days = 1U << 4U;  // Friday
    EXPECT_TRUE(is_open(night, {}, at("2026-01-09T22:00:00Z")));
    EXPECT_TRUE(is_open(night, {}, at("2026-01-10T03:00:00Z"))) << "Saturday, three in the morning";
    EXPECT_FALSE(is_open(night, {}, at("2026-01-10T06:00:00Z")));
    EXPECT_FALSE(is_open(night, {}, at("2026-01-10T23:00:00Z")));
    EXPECT_FALSE(is_open(night, {}, at("2026-01-09T03:00:00Z"))) << "that night began on Thursday";
}

TEST(Schedule, B18HoursAndDaysCountWithoutTheSessionsFlag) {
    PresetSchedule schedule;
    schedule.days = 31;
    schedule.sessions = {SessionProfile::asia};
    EXPECT_TRUE(is_open(schedule, {}, at("2026-01-05T20:00:00Z")));
    EXPECT_FALSE(is_open(schedule, {}, at("2026-01-10T20:00:00Z"))) << "a Saturday";
    schedule.only_in_session = true;
    EXPECT_FALSE(is_open(schedule, {}, at("2026-01-05T20:00:00Z")));
    EXPECT_TRUE(is_open(schedule, {}, at("2026-01-05T03:00:00Z")));
}

TEST(Schedule, B18SessionsAreInUtcWhateverTheZone) {
    EXPECT_TRUE(is_in_session(SessionProfile::london, at("2026-07-06T08:00:00Z")));
    EXPECT_FALSE(is_in_session(SessionProfile::london, at("2026-07-06T17:00:00Z")));
    EXPECT_TRUE(is_in_session(SessionProfile::new_york, at("2026-07-06T13:00:00Z")));
    EXPECT_FALSE(is_in_session(SessionProfile::new_york, at("2026-07-06T22:00:00Z")));
}

TEST(Schedule, B18IsToldInWords) {
    auto night = within(clock(22, 5), clock(6));
    night.days = 1U << 4U | 1U << 6U;
    EXPECT_EQ(schedule_words(night, {}), "Fri Sun 22:05-06:00 in UTC");
    EXPECT_EQ(local_time_words(at("2026-01-10T03:00:59Z"), TimeZone("far", -4 * 3600, {})), "Fri 23:00");
}

TEST(Schedule, B19AWeekBeginsAtMidnightOfItsDay) {
    EXPECT_EQ(week_around(1, {}, at("2026-01-05T00:00:00Z")), (WeekSpan{at("2026-01-05T00:00:00Z"), at("2026-01-12T00:00:00Z")}));
    EXPECT_EQ(week_around(1, {}, at("2026-01-04T23:59:59Z")), (WeekSpan{at("2025-12-29T00:00:00Z"), at("2026-01-05T00:00:00Z")}));
    EXPECT_EQ(week_around(7, {}, at("2026-01-05T00:00:00Z")), (WeekSpan{at("2026-01-04T00:00:00Z"), at("2026-01-11T00:00:00Z")}));
}

/// New York around the changes of 2026: clocks go forward at 07:00 UTC on 8 March, back at 06:00 UTC on 1 November.
TimeZone new_york() {
    return {"America/New_York", -5 * 3600,
            {{at("2026-03-08T07:00:00Z").time_since_epoch() / std::chrono::seconds(1), -4 * 3600},
             {at("2026-11-01T06:00:00Z").time_since_epoch() / std::chrono::seconds(1), -5 * 3600}}};
}

TEST(Schedule, B18AnHourThatIsSkippedDoesNotCome) {
    const auto night = within(clock(2), clock(3));
    for (auto minute = at("2026-03-08T05:00:00Z"); minute < at("2026-03-09T04:00:00Z"); minute += minutes(1)) {
        EXPECT_FALSE(is_open(night, new_york(), minute)) << rfc3339(minute);
    }
}

TEST(Schedule, B19AWeekWithAChangeOfClocksIsAnHourShorterOrLonger) {
    const auto spring = week_around(1, new_york(), at("2026-03-04T00:00:00Z"));
    EXPECT_EQ(spring, (WeekSpan{at("2026-03-02T05:00:00Z"), at("2026-03-09T04:00:00Z")}));
    EXPECT_EQ(spring.ends - spring.starts, hours(167));
}

TEST(Schedule, B18AnHourThatIsRepeatedCountsTwice) {
    const auto night = within(clock(1), clock(2));
    int open = 0;
    for (auto minute = at("2026-11-01T04:00:00Z"); minute < at("2026-11-02T05:00:00Z"); minute += minutes(1)) {
        open += is_open(night, new_york(), minute) ? 1 : 0;
    }
    EXPECT_EQ(open, 120);
}

}  // namespace
}  // namespace trellis::tests
