// The 256-bit arithmetic against an independent one: millions of shapes by chance, the corners by name.
#include "engine/base/wide.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <cstdlib>
#include <functional>
#include <random>

#include "tests/engine/base/wide_integer.hpp"

namespace trellis::tests {
namespace {

/// `actual` must be the expected value, or fail where that does not fit.
bool agrees(const cpp_int& expected, const std::function<Int128()>& actual) {
    try {
        const Int128 value = actual();
        return fits_128_bits(expected) && to_wide(value) == expected;
    } catch (const InvariantBroken&) {
        return !fits_128_bits(expected);
    }
}

bool three_agree(Int128 a, Int128 b, Int128 c, Rounding rounding) {
    if (c == 0) return true;
    return agrees(divide_wide(to_wide(a) * to_wide(b), to_wide(c), rounding), [=] { return multiply_divide(a, b, c, rounding); });
}

bool four_agree(Int128 a, Int128 b, Int128 c, Int128 d, Rounding rounding) {
    if (c == 0 || d == 0) return true;
    return agrees(divide_wide(to_wide(a) * to_wide(b), to_wide(c) * to_wide(d), rounding),
                  [=] { return multiply_divide(a, b, c, d, rounding); });
}

RC_GTEST_PROP(Wide, MultipliesAndDividesLikeIntegersOfAnySize, ()) {
    const Int128 a = (*any_operand()).value;
    const Int128 b = (*any_operand()).value;
    const Int128 c = (*any_operand()).value;
    for (const Rounding rounding : every_rounding) RC_ASSERT(three_agree(a, b, c, rounding));
}

RC_GTEST_PROP(Wide, DividesByAProductLikeIntegersOfAnySize, ()) {
    const Int128 a = (*any_operand()).value;
    const Int128 b = (*any_operand()).value;
    const Int128 c = (*any_operand()).value;
    const Int128 d = (*any_operand()).value;
    for (const Rounding rounding : every_rounding) RC_ASSERT(four_agree(a, b, c, d, rounding));
}

RC_GTEST_PROP(Wide, ComparesProductsExactly, ()) {
    const Int128 a = (*any_operand()).value;
    const Int128 b = (*any_operand()).value;
    const Int128 c = (*any_operand()).value;
    const Int128 d = (*any_operand()).value;
    const cpp_int left = to_wide(a) * to_wide(b);
    const cpp_int right = to_wide(c) * to_wide(d);
    RC_ASSERT((compare_products(a, b, c, d) < 0) == (left < right));
    RC_ASSERT((compare_products(a, b, c, d) == 0) == (left == right));
    RC_ASSERT((compare_products(a, b, b, a) == 0));
}

RC_GTEST_PROP(Wide, MultipliesOrRefuses, ()) {
    const Int128 a = (*any_operand()).value;
    const Int128 b = (*any_operand()).value;
    RC_ASSERT(agrees(to_wide(a) * to_wide(b), [=] { return multiply(a, b); }));
}

std::uint64_t seed_of_this_run() {
    const char* named = std::getenv("TRELLIS_SEED");
    return named != nullptr ? std::strtoull(named, nullptr, 10) : std::random_device{}();
}

TEST(Wide, AgreesOnManyShapesOfOperands) {
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE("TRELLIS_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto next = [&random] {
        const auto low = random();
        const auto high = random();
        return operand_of(low, high, random()).value;
    };
    for (int i = 0; i < 60'000; ++i) {
        const Int128 a = next();
        const Int128 b = next();
        const Int128 c = next();
        const Int128 d = next();
        const Rounding rounding = every_rounding[static_cast<std::size_t>(i) % every_rounding.size()];
        ASSERT_TRUE(three_agree(a, b, c, rounding)) << to_wide(a) << " * " << to_wide(b) << " / " << to_wide(c);
        ASSERT_TRUE(four_agree(a, b, c, d, rounding))
            << to_wide(a) << " * " << to_wide(b) << " / " << to_wide(c) << " / " << to_wide(d);
    }
}

/// The upper `bits` bits of a random operand, the highest of them set.
cpp_int of_bits(std::mt19937_64& random, int bits) {
    const UInt128 word = (UInt128{random()} << 64) | random() | (UInt128{1} << 127);
    return to_wide(static_cast<Int128>(word >> 1)) >> (127 - bits);
}

Int128 to_narrow(const cpp_int& value) {
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const auto low = static_cast<std::uint64_t>(value & cpp_int(~std::uint64_t{0}));
    return static_cast<Int128>((UInt128{high} << 64) | low);
}

// Just below a whole multiple of a divisor of three limbs, the first two limbs promise one more than there is: the only place
// where schoolbook division has to add the divisor back.
TEST(Wide, TakesBackAnEstimateThatIsTooLarge) {
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE("TRELLIS_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int i = 0; i < 5'000; ++i) {
        const cpp_int c = of_bits(random, 96 + i % 5);
        const cpp_int d = of_bits(random, 90);
        const cpp_int b = of_bits(random, 124);
        const cpp_int a = of_bits(random, 60) * c * d / b;
        ASSERT_TRUE(
            four_agree(to_narrow(a), to_narrow(b), to_narrow(c), to_narrow(d), every_rounding[static_cast<std::size_t>(i % 5)]))
            << a << " * " << b << " / " << c << " / " << d;
    }
}

TEST(Wide, AgreesAtTheEdgesOfLimbs) {
    const Int128 limb = static_cast<Int128>(UInt128{1} << 64);
    const std::array<Int128, 12> corners{
        1,          2,          limb - 1,          limb,           limb + 1,           limb * 2 - 1,
        limb << 30, int128_max, int128_max - limb, int128_max / 2, int128_max / 2 + 1, -int128_max};
    for (const Int128 a : corners) {
        for (const Int128 b : corners) {
            for (const Int128 c : corners) {
                for (const Int128 d : corners) {
                    ASSERT_TRUE(four_agree(a, b, c, d, Rounding::half_even))
                        << to_wide(a) << " * " << to_wide(b) << " / " << to_wide(c) << " / " << to_wide(d);
                }
                ASSERT_TRUE(three_agree(a, b, c, Rounding::half_even)) << to_wide(a) << " * " << to_wide(b) << " / " << to_wide(c);
            }
        }
    }
}

TEST(Wide, RoundsEachWayByName) {
    struct Row {
        Int128 numerator;
        std::array<Int128, 5> expected;  // toward_zero, floor, ceil, half_even, half_up
    };
    const std::array<Row, 8> rows{{{25, {2, 2, 3, 2, 3}},
                                   {35, {3, 3, 4, 4, 4}},
                                   {24, {2, 2, 3, 2, 2}},
                                   {26, {2, 2, 3, 3, 3}},
                                   {-25, {-2, -3, -2, -2, -3}},
                                   {-35, {-3, -4, -3, -4, -4}},
                                   {-26, {-2, -3, -2, -3, -3}},
                                   {30, {3, 3, 3, 3, 3}}}};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < every_rounding.size(); ++i) {
            EXPECT_TRUE(divide(row.numerator, 10, every_rounding[i]) == row.expected[i]) << to_wide(row.numerator) << " way " << i;
        }
    }
}

TEST(Wide, KeepsTheWholeProductBeforeDividing) {
    EXPECT_TRUE(multiply_divide(int128_max, int128_max, int128_max, Rounding::floor) == int128_max);
    EXPECT_TRUE(multiply_divide(int128_min, int128_max, int128_max, Rounding::floor) == int128_min);
    EXPECT_TRUE(multiply_divide(int128_min, int128_min, int128_min, int128_min, Rounding::floor) == 1);
}

TEST(Wide, RefusesWhatDoesNotFit) {
    EXPECT_THROW(multiply_divide(int128_max, 2, 1, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(int128_min, -1, 1, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(int128_max, int128_max, int128_max / 3, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(int128_max, int128_max, 3, 5, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply(int128_max, 2), InvariantBroken);
    // -2^127 fits, and rounding up to 2^127 does not.
    EXPECT_TRUE(multiply(int128_min, 1) == int128_min);
    EXPECT_TRUE(multiply_divide(int128_max, 2, 2, Rounding::ceil) == int128_max);
    EXPECT_THROW(multiply_divide(int128_min + 1, -2, 1, Rounding::ceil), InvariantBroken);
}

TEST(Wide, RefusesToDivideByZero) {
    EXPECT_THROW(divide(1, 0, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(1, 1, 0, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(1, 1, 0, 1, Rounding::floor), InvariantBroken);
    EXPECT_THROW(multiply_divide(1, 1, 1, 0, Rounding::floor), InvariantBroken);
}

}  // namespace
}  // namespace trellis::tests
