// Decimals: what text is a number, what is refused and why, and that no digit is ever lost.
#include "engine/base/decimal.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <type_traits>

#include "tests/engine/base/wide_integer.hpp"

namespace trellis::tests {
namespace {

struct Reading {
    std::string text;
    std::string plain;
};

TEST(Decimal, ReadsPlainAndScientificText) {
    const std::vector<Reading> rows{
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"0e999999999999999999999", "0"},
        {"64231.37", "64231.37"},
        {"+1.50", "1.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-0.5", "-0.5"},
        {"00012.3400", "12.34"},
        {"1e-7", "0.0000001"},
        {"1.5E+3", "1500"},
        {"-2.5e-3", "-0.0025"},
        {"0.0000000000000001", "0.0000000000000001"},
        {"1e-16", "0.0000000000000001"},
        {"10e-17", "0.0000000000000001"},
        {"0.00000000000000010000", "0.0000000000000001"},
        {"1e22", "10000000000000000000000"},
        {"12345678901234567890.5", "12345678901234567890.5"},
        {"9999999999999999999", "9999999999999999999"},
        {"99999999999999999999", "99999999999999999999"},
        {"10000000000000000001.0000000000000001", "10000000000000000001.0000000000000001"},
        {"1" + std::string(100, '0') + "e-100", "1"},
        {"0." + std::string(100, '0') + "1e101", "1"},
        {"0." + std::string(1000, '0'), "0"},
        {"17014118346046923173168.7303715884105727", "17014118346046923173168.7303715884105727"},
        {"-17014118346046923173168.7303715884105728", "-17014118346046923173168.7303715884105728"},
        {"170141183460469231731687303715884105727e-16", "17014118346046923173168.7303715884105727"},
    };
    for (const auto& [text, plain] : rows) {
        const auto number = Price::parse(text);
        ASSERT_TRUE(number.ok()) << text << ": " << number.error().detail;
        EXPECT_EQ(number->text(), plain) << text;
    }
}

struct Refusal {
    std::string text;
    std::string code;
};

TEST(Decimal, RefusesTextByName) {
    std::vector<Refusal> rows;
    for (const char* text : {"",
                             "-",
                             "+",
                             ".",
                             "-.",
                             "e5",
                             "1e",
                             "1e+",
                             "1e-",
                             "1.2.3",
                             "1,5",
                             " 1",
                             "1 ",
                             "--1",
                             "+-1",
                             "0x10",
                             "NaN",
                             "nan",
                             "inf",
                             "-Infinity",
                             "null",
                             "1e5.0",
                             "1_000",
                             "12a",
                             "1e5e5",
                             "\xc2\xa0"
                             "1"}) {
        rows.push_back({text, "NOT_A_NUMBER"});
    }
    for (const char* text : {"1e-17", "0.00000000000000001", "1.00000000000000001", "12345.67890123456789012",
                             "-3e-999999999999999999999", "0.0007856509959147719"}) {
        rows.push_back({text, "TOO_PRECISE"});
    }
    for (const char* text : {"1e23", "-1e23", "1e999999999999999999999", "17014118346046923173168.7303715884105728",
                             "-17014118346046923173168.7303715884105729", "99999999999999999999999", "17014118346046923173169",
                             "34028236692093846346337.4607431768211456", "99999999999999999999999.9999999999999999",
                             "170141183460469231731687303715884105728e-16"}) {
        rows.push_back({text, "OUT_OF_RANGE"});
    }
    rows.push_back({std::string(500, '9'), "OUT_OF_RANGE"});
    rows.push_back({"0." + std::string(500, '3'), "TOO_PRECISE"});
    rows.push_back({std::string("1\0002", 3), "NOT_A_NUMBER"});
    for (const auto& [text, code] : rows) {
        const auto number = Price::parse(text);
        ASSERT_FALSE(number.ok()) << text;
        EXPECT_EQ(number.error().code, code) << text;
    }
}

TEST(Decimal, NamesTheTextInItsError) {
    EXPECT_EQ(Price::parse("1e-17").error().detail, "\"1e-17\" has more than 16 decimals");
    EXPECT_EQ(Price::parse("abc").error().detail, "\"abc\" is not a decimal number");
    EXPECT_LT(Price::parse(std::string(1'000'000, '9')).error().detail.size(), 200U);
}

TEST(Decimal, ReadsNothingBeyondItsText) {
    const std::string longer = "12.5678";
    EXPECT_EQ(Price::parse(std::string_view(longer).substr(0, 4))->text(), "12.5");
    EXPECT_FALSE(Price::parse(std::string_view(longer).substr(0, 0)).ok());
    EXPECT_FALSE(Price::parse(std::string_view{}).ok());
}

TEST(Decimal, WritesAtMost41Characters) {
    for (const Int128 raw : {int128_min, int128_max, Int128{0}, Int128{1}, Int128{-1}, Price::scale, -Price::scale}) {
        char buffer[Price::text_size_max];
        const auto number = Price::from_raw(raw);
        const std::string written(buffer, number.write(buffer));
        EXPECT_LE(written.size(), 41U);
        EXPECT_EQ(written, number.text());
        EXPECT_EQ(Price::parse(written)->raw() == raw, true) << written;
    }
}

TEST(Decimal, RefusesSumsThatDoNotFit) {
    const auto largest = Money::from_raw(int128_max);
    const auto smallest = Money::from_raw(int128_min);
    const auto one = Money::from_raw(1);
    EXPECT_THROW(largest + one, InvariantBroken);
    EXPECT_THROW(smallest - one, InvariantBroken);
    EXPECT_THROW(-smallest, InvariantBroken);
    EXPECT_THROW(smallest.abs(), InvariantBroken);
    EXPECT_EQ(-largest - one, smallest);
    Money kept = largest;
    EXPECT_THROW(kept += one, InvariantBroken);
    EXPECT_EQ(kept, largest);
}

TEST(Decimal, KnowsItsSign) {
    EXPECT_TRUE(Price{}.is_zero());
    EXPECT_TRUE(decimal<Price>("0.1").is_positive());
    EXPECT_TRUE(decimal<Price>("-0.1").is_negative());
    EXPECT_EQ(decimal<Price>("-0.1").abs(), decimal<Price>("0.1"));
    EXPECT_LT(decimal<Price>("-2"), decimal<Price>("-1.9"));
    EXPECT_EQ(as<Money>(decimal<Price>("7")), Money::from_integer(7));
    EXPECT_THROW(decimal<Price>("seven"), InvariantBroken);
}

TEST(Decimal, ComputesInConstantExpressions) {
    constexpr auto three = Price::from_integer(1) + Price::from_integer(2);
    static_assert(three.raw() == 3 * Price::scale);
    static_assert((-three).abs() == three);
    static_assert(std::is_trivially_copyable_v<Price> && sizeof(Price) == 16);
    EXPECT_EQ(three.text(), "3");
}

/// A second way to the text of a count of 1e-16.
std::string text_of(const cpp_int& raw) {
    std::string digits = cpp_int(abs(raw)).str();
    if (digits.size() < 17) digits.insert(0, 17 - digits.size(), '0');
    digits.insert(digits.size() - 16, ".");
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
    return raw < 0 ? "-" + digits : digits;
}

RC_GTEST_PROP(Decimal, WritesLikeIntegersOfAnySize, ()) {
    const auto number = Quantity::from_raw((*any_operand()).value);
    RC_ASSERT(number.text() == text_of(to_wide(number)));
    RC_ASSERT(Quantity::parse(number.text()).value() == number);
}

RC_GTEST_PROP(Decimal, ReadsTheSameNumberInAnyNotation, ()) {
    const auto number = Quantity::from_raw((*any_operand()).value);
    const std::string sign = number.is_negative() ? "-" : *rc::gen::element(std::string(), std::string("+"));
    std::string digits = cpp_int(abs(to_wide(number))).str();
    const auto point = *rc::gen::inRange<std::size_t>(0, digits.size() + 1);
    const auto exponent = static_cast<int>(digits.size() - point) - 16;
    digits.insert(point, ".");
    const std::string zeros(*rc::gen::inRange<std::size_t>(0, 40), '0');
    const std::string text = sign + zeros + digits + zeros + *rc::gen::element('e', 'E') + std::to_string(exponent);
    RC_ASSERT(Quantity::parse(text).value() == number);
}

RC_GTEST_PROP(Decimal, AddsAndSubtractsExactlyOrRefuses, ()) {
    const auto a = Money::from_raw((*any_operand()).value);
    const auto b = Money::from_raw((*any_operand()).value);
    const cpp_int sum = to_wide(a) + to_wide(b);
    const cpp_int difference = to_wide(a) - to_wide(b);
    if (fits_128_bits(sum)) {
        RC_ASSERT(to_wide(a + b) == sum);
        RC_ASSERT(a + b == b + a);
    } else {
        RC_ASSERT_THROWS_AS(a + b, InvariantBroken);
    }
    if (fits_128_bits(difference)) {
        RC_ASSERT(to_wide(a - b) == difference);
    } else {
        RC_ASSERT_THROWS_AS(a - b, InvariantBroken);
    }
    RC_ASSERT((a < b) == (to_wide(a) < to_wide(b)));
    RC_ASSERT((a == b) == (to_wide(a) == to_wide(b)));
}

}  // namespace
}  // namespace trellis::tests
