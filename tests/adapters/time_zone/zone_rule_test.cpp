// The rule behind a zone's table, in each of its notations.
#include "adapters/time_zone/zone_rule.hpp"

#include <gtest/gtest.h>

namespace trellis::adapters {
namespace {

std::string when(const TimeZone::Change& change) { return rfc3339(Timestamp{std::chrono::seconds{change.at}}); }

TEST(ZoneRule, ReadsTheNotationOfPosix) {
    const auto berlin = parse_zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    ASSERT_TRUE(berlin.has_value());
    EXPECT_EQ(berlin->standard_offset, 3600);
    const auto changes = changes_of_year(*berlin, 2026);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(when(changes[0]), "2026-03-29T01:00:00Z");
    EXPECT_EQ(changes[0].offset, 7200);
    EXPECT_EQ(when(changes[1]), "2026-10-25T01:00:00Z");
    EXPECT_EQ(changes[1].offset, 3600);
}

TEST(ZoneRule, ReadsNamesInBracketsAndTimesBeforeMidnight) {
    const auto nuuk = parse_zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    ASSERT_TRUE(nuuk.has_value());
    const auto changes = changes_of_year(*nuuk, 2026);
    EXPECT_EQ(when(changes[0]), "2026-03-29T01:00:00Z");
    EXPECT_EQ(when(changes[1]), "2026-10-25T01:00:00Z");
    const auto india = parse_zone_rule("IST-5:30");
    ASSERT_TRUE(india.has_value());
    EXPECT_EQ(india->standard_offset, 19'800);
    EXPECT_TRUE(changes_of_year(*india, 2026).empty());
}

TEST(ZoneRule, SouthOfTheEquatorTheYearBeginsInSummer) {
    const auto sydney = parse_zone_rule("AEST-10AEDT,M10.1.0,M4.1.0/3");
    ASSERT_TRUE(sydney.has_value());
    const auto changes = changes_of_year(*sydney, 2026);
    EXPECT_EQ(when(changes[0]), "2026-04-04T16:00:00Z");
    EXPECT_EQ(changes[0].offset, 36'000);
    EXPECT_EQ(when(changes[1]), "2026-10-03T16:00:00Z");
}

TEST(ZoneRule, DaysOfTheYearCountWithAndWithoutThe29thOfFebruary) {
    const auto without = parse_zone_rule("A0B,J60/0,J300/0");
    const auto with = parse_zone_rule("A0B,59/0,300/0");
    ASSERT_TRUE(without.has_value() && with.has_value());
    EXPECT_EQ(when(changes_of_year(*without, 2028)[0]), "2028-03-01T00:00:00Z");
    EXPECT_EQ(when(changes_of_year(*without, 2027)[0]), "2027-03-01T00:00:00Z");
    EXPECT_EQ(when(changes_of_year(*with, 2028)[0]), "2028-02-29T00:00:00Z");
}

TEST(ZoneRule, WhatIsNoRuleIsNone) {
    for (const char* text : {"", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
                             "CET-1CEST,M3.5.7,M10.5.0", "CET-1 ", "<CET-1", "CET-200", "CET-1CEST,J0,J5", "CET-1CEST,366,5"}) {
        EXPECT_FALSE(parse_zone_rule(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace trellis::adapters
