// N-2: numbers of a webhook lose the noise of binary floating point, and nothing else.
#include "engine/base/noise_guard.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

#include "tests/engine/base/wide_integer.hpp"

namespace trellis::tests {
namespace {

struct Reading {
    std::string text;
    std::string plain;
};

TEST(NoiseGuard, RoundsMoreThanTwelveDigitsHalfEven) {
    const std::vector<Reading> rows{
        {"0.30000000000000004", "0.3"},
        {"0.29999999999999998", "0.3"},
        {"2.9999999999999998e-1", "0.3"},
        {"30000000000000004e-17", "0.3"},
        {"64231.37", "64231.37"},
        {"123456789012", "123456789012"},
        {"0.300000000000000000000000", "0.3"},
        {"1234567890125", "1234567890120"},  // a tie goes to the even digit
        {"1234567890135", "1234567890140"},
        {"12345678901250000000001e-10", "1234567890130"},  // just above the tie
        {"1234567890124999999999e-9", "1234567890120"},
        {"999999999999.5", "1000000000000"},
        {"-999999999999.4", "-999999999999"},
        {"-0.29999999999999998", "-0.3"},
        {"0.00001234567890123456", "0.0000123456789012"},
        {"1e-7", "0.0000001"},
        {"1E3", "1000"},
        {"0", "0"},
        {"0.0000000000000000000000", "0"},
        {"0.99999999999999999999", "1"},
    };
    for (const auto& [text, plain] : rows) {
        const auto number = parse_webhook_number<Price>(text);
        ASSERT_TRUE(number.ok()) << text << ": " << number.error().detail;
        EXPECT_EQ(number->text(), plain) << text;
    }
}

TEST(NoiseGuard, SavesTheStepThatFlooringWouldLose) {
    const auto step = decimal<Quantity>("0.01");
    EXPECT_EQ(parse_webhook_number<Quantity>("0.29999999999999998")->raw() / step.raw() == 30, true);
}

TEST(NoiseGuard, StillRefusesWhatIsNoDecimalAfterwards) {
    EXPECT_EQ(parse_webhook_number<Price>("1e23").error().code, "OUT_OF_RANGE");
    EXPECT_EQ(parse_webhook_number<Price>("1.5e-16").error().code, "TOO_PRECISE");
    EXPECT_EQ(parse_webhook_number<Price>("0.0000001234567890123").error().code, "TOO_PRECISE");
    for (const char* text : {"NaN", "na", "null", "", "12,5", "1e"}) {
        EXPECT_EQ(parse_webhook_number<Price>(text).error().code, "NOT_A_NUMBER") << text;
    }
}

TEST(NoiseGuard, KnowsTheWordsForAMissingNumber) {
    for (const char* text : {"NaN", "na", "null", ""}) EXPECT_TRUE(is_missing_number(text)) << text;
    for (const char* text : {"0", "nullx", " ", "NAN1"}) EXPECT_FALSE(is_missing_number(text)) << text;
}

RC_GTEST_PROP(NoiseGuard, AgreesWithRoundingTheValue, ()) {
    const auto number = Price::from_raw((*any_operand()).value);
    const cpp_int raw = to_wide(number);
    const auto size = cpp_int(abs(raw)).str().size();
    cpp_int unit = 1;
    for (std::size_t i = 12; i < size; ++i) unit *= 10;
    const cpp_int expected = divide_wide(raw, unit, Rounding::half_even) * unit;
    if (!fits_128_bits(expected)) return;
    RC_ASSERT(to_wide(twelve_significant(number)) == expected);
    RC_ASSERT(to_wide(parse_webhook_number<Price>(number.text()).value()) == expected);
}

}  // namespace
}  // namespace trellis::tests
