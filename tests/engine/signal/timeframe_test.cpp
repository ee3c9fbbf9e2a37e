// How long a timeframe is, and which bar a time belongs to.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "engine/signal/instruction.hpp"
#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using tests::at;

constexpr std::uint32_t day = 86'400;
constexpr std::uint32_t week = 7 * day;
constexpr std::uint32_t month = 2'592'000;

TEST(Timeframe, R30IsWrittenInMinutesSecondsDaysWeeksOrMonths) {
    const std::map<std::string_view, std::uint32_t> spellings{
        {"1", 60},     {"15", 900},    {"45", 2'700}, {"60", 3'600},  {"90", 5'400},     {"240", 14'400},
        {"30S", 30},   {"1S", 1},      {"D", day},    {"1D", day},    {"3D", 3 * day},   {"1440", day},
        {"W", week},   {"1W", week},   {"2W", 2 * week}, {"M", month}, {"1M", month},    {"3M", 3 * month}};
    for (const auto& [text, seconds] : spellings) EXPECT_EQ(parse_timeframe(text), seconds) << text;
}

TEST(Timeframe, R30AnythingElseIsNone) {
    for (const auto* text : {"", "S", "0", "0D", "-15", "1.5", "15 ", " 15", "1H", "15m", "D1", "1DD", "99999999999", "999M"}) {
        EXPECT_EQ(parse_timeframe(text), std::nullopt) << text;
    }
}

TEST(Timeframe, I4TheSameLengthIsTheSameTimeframe) {
    EXPECT_EQ(parse_timeframe("D"), parse_timeframe("1440"));
    EXPECT_EQ(parse_timeframe("1D"), parse_timeframe("1440"));
    EXPECT_EQ(parse_timeframe("W"), parse_timeframe("7D"));
    EXPECT_EQ(parse_timeframe("1"), parse_timeframe("60S"));
}

TEST(Candle, W11GivesTheWorkedIndices) {
    EXPECT_EQ(candle_index(at("2025-01-29T10:44:59Z"), 900), 1'931'274);
    EXPECT_EQ(candle_index(at("2025-01-29T10:45:00Z"), 900), 1'931'275);
    EXPECT_EQ(candle_index(at("2025-01-29T10:59:59Z"), 900), 1'931'275);
}

TEST(Candle, B17BeginsAtTheBoundaryOfItsIndex) {
    for (const std::uint32_t timeframe : {60U, 300U, 2'700U, 86'400U, 604'800U, 2'592'000U, 7'776'000U}) {
        for (const Timestamp time : {at("2025-01-29T10:44:59Z"), at("2024-02-29T00:00:00Z"), at("1969-12-31T23:59:59Z")}) {
            const std::int64_t index = candle_index(time, timeframe);
            const Timestamp begins = candle_start(index, timeframe).value();
            EXPECT_LE(begins, time) << timeframe;
            EXPECT_EQ(candle_index(begins, timeframe), index) << timeframe;
            EXPECT_EQ(candle_index(begins - std::chrono::nanoseconds(1), timeframe), index - 1) << timeframe;
        }
    }
    EXPECT_EQ(candle_start(candle_index(at("2026-01-05T00:00:00Z"), 2'592'000) + 10'000, 2'592'000), std::nullopt) << "in 833 years";
}

TEST(Candle, W11TheInstantOfABoundaryBelongsToTheNewBar) {
    EXPECT_EQ(candle_index(at("2025-01-29T10:44:59.999999999Z"), 900), 1'931'274);
    EXPECT_EQ(candle_index(at("2025-01-29T10:45:00.5Z"), 900), 1'931'275);
}

TEST(Candle, W11TimeframesThatDoNotDivideAnHourKeepTheirLength) {
    const std::int64_t first = candle_index(at("2025-01-29T09:45:00Z"), 2'700);
    EXPECT_EQ(first * 2'700, 1'738'143'900);  // 2025-01-29T09:45:00Z is 643 757 times 45 minutes
    EXPECT_EQ(candle_index(at("2025-01-29T10:29:59Z"), 2'700), first);
    EXPECT_EQ(candle_index(at("2025-01-29T10:30:00Z"), 2'700), first + 1);
}

TEST(Candle, W11DaysBeginAtMidnightUtc) {
    EXPECT_EQ(candle_index(at("2025-01-29T00:00:00Z"), day), 20'117);
    EXPECT_EQ(candle_index(at("2025-01-29T23:59:59Z"), day), 20'117);
    EXPECT_EQ(candle_index(at("2025-01-30T00:00:00Z"), day), 20'118);
}

TEST(Candle, W11WeeksBeginOnMonday) {
    EXPECT_EQ(candle_index(at("2025-01-26T23:59:59Z"), week), 2'872);
    EXPECT_EQ(candle_index(at("2025-01-27T00:00:00Z"), week), 2'873);
    EXPECT_EQ(candle_index(at("2025-02-02T23:59:59Z"), week), 2'873);
    EXPECT_EQ(candle_index(at("1970-01-05T00:00:00Z"), week), 0);
    EXPECT_EQ(candle_index(at("1970-01-04T23:59:59Z"), week), -1);
}

TEST(Candle, W11MonthsAreThoseOfTheCalendar) {
    EXPECT_EQ(candle_index(at("2025-01-31T23:59:59Z"), month), 660);
    EXPECT_EQ(candle_index(at("2025-02-01T00:00:00Z"), month), 661);
    EXPECT_EQ(candle_index(at("2025-02-28T23:59:59Z"), month), 661);
    EXPECT_EQ(candle_index(at("2025-03-01T00:00:00Z"), month), 662);
    EXPECT_EQ(candle_index(at("2025-03-01T00:00:00Z"), 3 * month), 220);
}

RC_GTEST_PROP(Candle, W11EveryTimeLiesInsideItsBar, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 4'000'000'000);
    const auto timeframe = *rc::gen::inRange<std::uint32_t>(1, 2 * day);
    const std::int64_t index = candle_index(Timestamp(std::chrono::seconds(seconds)), timeframe);
    RC_ASSERT(index * timeframe <= seconds);
    RC_ASSERT(seconds < (index + 1) * timeframe);
}

}  // namespace
}  // namespace trellis
