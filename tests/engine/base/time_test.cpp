// Instants and spans as text: exact to the nanosecond, refused by name.
#include "engine/base/time.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace trellis::tests {
namespace {

Timestamp at(std::int64_t seconds, std::int64_t nanoseconds = 0) {
    return Timestamp{Duration{seconds * 1'000'000'000 + nanoseconds}};
}

constexpr std::int64_t january_5 = 1'767'571'200;  // 2026-01-05T00:00:00Z

TEST(Time, WritesAFractionOnlyWhereThereIsOne) {
    EXPECT_EQ(rfc3339(at(january_5 + 8)), "2026-01-05T00:00:08Z");
    EXPECT_EQ(rfc3339(at(january_5 + 8, 500'000'000)), "2026-01-05T00:00:08.5Z");
    EXPECT_EQ(rfc3339(at(january_5 + 8, 1)), "2026-01-05T00:00:08.000000001Z");
    EXPECT_EQ(rfc3339(at(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339(at(-1, 999'999'999)), "1969-12-31T23:59:59.999999999Z");
    EXPECT_EQ(rfc3339(Timestamp::min()), "1677-09-21T00:12:43.145224192Z");
    EXPECT_EQ(rfc3339(Timestamp::max()), "2262-04-11T23:47:16.854775807Z");
}

TEST(Time, ReadsRfc3339) {
    struct Row {
        const char* text;
        Timestamp expected;
    };
    const std::vector<Row> rows{
        {"2026-01-05T00:00:08Z", at(january_5 + 8)},
        {"2026-01-05t00:00:08z", at(january_5 + 8)},
        {"2026-01-05 00:00:08Z", at(january_5 + 8)},
        {"2026-01-05T00:00:08.25Z", at(january_5 + 8, 250'000'000)},
        {"2026-01-05T00:00:08.1234567890000Z", at(january_5 + 8, 123'456'789)},
        {"2026-01-05T01:00:08+01:00", at(january_5 + 8)},
        {"2026-01-04T18:30:08-05:30", at(january_5 + 8)},
        {"2024-02-29T00:00:00Z", at(1'709'164'800)},
    };
    for (const auto& [text, expected] : rows) {
        const auto read = parse_rfc3339(text);
        ASSERT_TRUE(read.ok()) << text << ": " << read.error().detail;
        EXPECT_EQ(rfc3339(*read), rfc3339(expected)) << text;
    }
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "2026", "2026-01-05", "2026-01-05T00:00:08", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-05T24:00:00Z",
          "2026-01-05T00:60:00Z", "2026-01-05T00:00:60Z", "2026-01-05T00:00:08.Z", "2026-01-05T00:00:08.1234567891Z",
          "2026-01-05T00:00:08+0100", "2026-01-05T00:00:08+24:00", "2026-01-05T00:00:08Zx", "2026-1-5T00:00:08Z",
          "9999-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "+1500ms"}) {
        const auto read = parse_rfc3339(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().code, "BAD_TIME") << text;
    }
    EXPECT_EQ(parse_rfc3339("2026-02-29T00:00:00Z").error().detail, "\"2026-02-29T00:00:00Z\" is not a day of the calendar");
}

TEST(Time, ReadsEpochSecondsAndMilliseconds) {
    struct Row {
        const char* text;
        Timestamp expected;
    };
    const std::vector<Row> rows{
        {"1767571208", at(january_5 + 8)},
        {"1767571208000", at(january_5 + 8)},
        {"1767571208250", at(january_5 + 8, 250'000'000)},
        {"1767571208.25", at(january_5 + 8, 250'000'000)},
        {"1767571208250.5", at(january_5 + 8, 250'500'000)},
        {"0", at(0)},
        {"2026-01-05T00:00:08Z", at(january_5 + 8)},
    };
    for (const auto& [text, expected] : rows) {
        const auto read = parse_timestamp(text);
        ASSERT_TRUE(read.ok()) << text << ": " << read.error().detail;
        EXPECT_EQ(rfc3339(*read), rfc3339(expected)) << text;
    }
    for (const char* text :
         {"", "-1", "1767571208.", "1767571208.2x", "99999999999999999999", "9999999999999999", "today", "1e9"}) {
        EXPECT_FALSE(parse_timestamp(text).ok()) << text;
    }
}

TEST(Time, ReadsDurations) {
    EXPECT_EQ(parse_duration("1500ms").value(), std::chrono::milliseconds{1500});
    EXPECT_EQ(parse_duration("0s").value(), Duration::zero());
    EXPECT_EQ(parse_duration("20m").value(), std::chrono::minutes{20});
    EXPECT_EQ(parse_duration("2h").value(), std::chrono::hours{2});
    EXPECT_EQ(parse_duration("1d").value(), std::chrono::hours{24});
    EXPECT_EQ(parse_duration("1w").value(), std::chrono::hours{168});
    EXPECT_EQ(parse_duration("7us").value(), std::chrono::microseconds{7});
    EXPECT_EQ(parse_duration("7ns").value(), Duration{7});
    for (const char* text : {"", "s", "1", "-1s", "+1s", "1.5s", "1 s", "1S", "1mo", "99999999999999999999s", "200000d"}) {
        const auto read = parse_duration(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().code, "BAD_DURATION") << text;
    }
}

RC_GTEST_PROP(Time, ReadsWhatItWrote, ()) {
    const Timestamp time{Duration{*rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::int64_t>())}};
    RC_ASSERT(parse_rfc3339(rfc3339(time)).value() == time);
}

}  // namespace
}  // namespace trellis::tests
