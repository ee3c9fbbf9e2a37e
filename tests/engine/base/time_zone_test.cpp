// Days of zones that change their clocks, near midnight and over it.
#include "engine/base/time_zone.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "engine/base/check.hpp"

namespace trellis {
namespace {

constexpr std::int32_t hour = 3600;

Timestamp at(const char* text) { return parse_rfc3339(text).value(); }
std::int64_t second(const char* text) { return at(text).time_since_epoch() / std::chrono::seconds{1}; }

/// Central Europe in 2026.
TimeZone berlin() {
    return {"Europe/Berlin", hour, {{second("2026-03-29T01:00:00Z"), 2 * hour}, {second("2026-10-25T01:00:00Z"), hour}}};
}

TEST(TimeZone, UtcNeedsNoTable) {
    const TimeZone utc;
    EXPECT_EQ(utc.name(), "UTC");
    EXPECT_EQ(utc.next_day(at("2026-02-02T10:00:00Z")), at("2026-02-03T00:00:00Z"));
    EXPECT_EQ(utc.next_day(at("2026-02-03T00:00:00Z")), at("2026-02-04T00:00:00Z"));
    EXPECT_EQ(utc.next_day(at("1969-12-31T23:59:59.999999999Z")), at("1970-01-01T00:00:00Z"));
}

TEST(TimeZone, ADayBeginsAtItsLocalMidnight) {
    EXPECT_EQ(berlin().next_day(at("2026-02-02T22:59:59Z")), at("2026-02-02T23:00:00Z"));
    EXPECT_EQ(berlin().next_day(at("2026-02-02T23:00:00Z")), at("2026-02-03T23:00:00Z"));
    EXPECT_EQ(berlin().next_day(at("2026-07-01T21:59:59Z")), at("2026-07-01T22:00:00Z"));
}

TEST(TimeZone, ADayOfSummersBeginHas23HoursAndOneOfItsEnd25) {
    EXPECT_EQ(berlin().next_day(at("2026-03-28T23:00:00Z")), at("2026-03-29T22:00:00Z"));
    EXPECT_EQ(berlin().next_day(at("2026-10-24T22:00:00Z")), at("2026-10-25T23:00:00Z"));
}

TEST(TimeZone, AMidnightThatIsLeaptOverIsTheLeap) {
    const TimeZone havana{"America/Havana", -5 * hour, {{second("2026-03-08T05:00:00Z"), -4 * hour}}};
    EXPECT_EQ(havana.next_day(at("2026-03-07T20:00:00Z")), at("2026-03-08T05:00:00Z"));
    EXPECT_EQ(havana.next_day(at("2026-03-08T05:00:00Z")), at("2026-03-09T04:00:00Z"));
}

TEST(TimeZone, AMidnightThatIsNeverShownIsTheOneAfterTheClockWasSetBack) {
    const TimeZone cairo{"Africa/Cairo", 3 * hour, {{second("2026-10-29T21:00:00Z"), 2 * hour}}};
    EXPECT_EQ(cairo.next_day(at("2026-10-29T20:59:59Z")), at("2026-10-29T22:00:00Z"));
    EXPECT_EQ(cairo.next_day(at("2026-10-29T21:30:00Z")), at("2026-10-29T22:00:00Z"));
}

TEST(TimeZone, AClockSetBackOverMidnightBringsNoDayBack) {
    const TimeZone odd{"Odd", hour, {{second("2026-05-01T23:30:00Z"), 0}}};  // at 00:30 of the 2nd back to 23:30 of the 1st
    EXPECT_EQ(odd.day_of(at("2026-05-01T23:10:00Z")), odd.day_of(at("2026-05-01T23:40:00Z")));
    EXPECT_EQ(odd.next_day(at("2026-05-01T23:40:00Z")), at("2026-05-03T00:00:00Z"));
}

TEST(TimeZone, ADayThatAZoneNeverHadTakesNoTime) {
    const TimeZone apia{"Pacific/Apia", -10 * hour, {{second("2011-12-30T10:00:00Z"), 14 * hour}}};
    EXPECT_EQ(apia.next_day(at("2011-12-30T09:00:00Z")), at("2011-12-30T10:00:00Z"));
    EXPECT_EQ(apia.next_day(at("2011-12-30T10:00:00Z")), at("2011-12-31T10:00:00Z"));
}

TEST(TimeZone, TheEndsOfTimeHaveDaysToo) {
    const Timestamp last{Duration::max()};
    EXPECT_LE(berlin().start_of(berlin().day_of(last)), last);
    EXPECT_LE(berlin().next_day(last), last);
    const Timestamp first{Duration::min()};
    EXPECT_GT(berlin().next_day(first), first);
}

TEST(TimeZone, ChangesThatDoNotAscendBreakAnInvariant) {
    EXPECT_THROW((TimeZone{"X", 0, {{5, 1}, {5, 2}}}), InvariantBroken);
}

RC_GTEST_PROP(TimeZone, DaysFollowEachOtherWithoutHoleWhateverTheZoneDoes, ()) {
    std::vector<TimeZone::Change> changes;
    std::int64_t when = second("2026-01-01T00:00:00Z");
    for (int i = 0; i < 6; ++i) {
        when += *rc::gen::inRange<std::int64_t>(3600, 200'000);
        changes.push_back({when, *rc::gen::inRange<std::int32_t>(-14 * hour, 15 * hour)});
    }
    const TimeZone zone{"Any", *rc::gen::inRange<std::int32_t>(-14 * hour, 15 * hour), changes};
    const Timestamp now = at("2025-12-30T00:00:00Z") + std::chrono::seconds{*rc::gen::inRange<std::int64_t>(0, 2'000'000)};
    const LocalDay day = zone.day_of(now);
    RC_ASSERT(zone.start_of(day) <= now);
    RC_ASSERT(zone.next_day(now) > now);
    RC_ASSERT(zone.day_of(zone.next_day(now)).value > day.value);
    RC_ASSERT(zone.day_of(zone.start_of(day)) == day);
}

}  // namespace
}  // namespace trellis
