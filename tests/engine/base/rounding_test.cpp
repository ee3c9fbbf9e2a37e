// The worked numbers of the spec to the last digit, and every rounding rule against fractions of any size.
#include "engine/base/rounding.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <array>

#include "engine/base/noise_guard.hpp"
#include "tests/engine/base/wide_integer.hpp"

namespace trellis::tests {
namespace {

const auto signal_price = decimal<Price>("64231.37");
const auto tick = decimal<Price>("0.01");
const auto step = decimal<Quantity>("0.00001");
const auto capital = decimal<Money>("1000");
const auto weight = decimal<Ratio>("20");
const auto one_hundred = decimal<Ratio>("100");

struct LadderLeg {
    const char* gap;
    const char* price;
    const char* quantity;
    const char* target_percent;
    const char* target;
};

constexpr std::array<LadderLeg, 5> long_ladder{{{"0", "64231.37", "0.00311", "1", "64873.68"},
                                                {"-0.5", "63910.21", "0.00312", "0.5", "64229.76"},
                                                {"-1", "63589.05", "0.00314", "2", "64860.83"},
                                                {"-1.5", "63267.89", "0.00316", "1.5", "64216.9"},
                                                {"-2", "62946.74", "0.00317", "1", "63576.2"}}};

constexpr std::array<LadderLeg, 5> short_ladder{{{"0", "64231.37", "0.00311", "1", "63589.05"},
                                                 {"-0.5", "64552.52", "0.00309", "0.5", "64229.75"},
                                                 {"-1", "64873.68", "0.00308", "2", "63576.2"},
                                                 {"-1.5", "65194.84", "0.00306", "1.5", "64216.91"},
                                                 {"-2", "65515.99", "0.00305", "1", "64860.83"}}};

TEST(Rounding, PricesTheLongLadderOfTheSpec) {
    for (const auto& leg : long_ladder) {
        const auto price = scaled_price(signal_price, one_hundred + decimal<Ratio>(leg.gap), tick, Rounding::floor);
        EXPECT_EQ(price.text(), leg.price);
        EXPECT_EQ(affordable(capital, weight, price, step).text(), leg.quantity);
        EXPECT_EQ(scaled_price(price, one_hundred + decimal<Ratio>(leg.target_percent), tick, Rounding::floor).text(), leg.target);
    }
}

TEST(Rounding, PricesTheShortLadderOfTheSpec) {
    for (const auto& leg : short_ladder) {
        const auto price = scaled_price(signal_price, one_hundred - decimal<Ratio>(leg.gap), tick, Rounding::floor);
        EXPECT_EQ(price.text(), leg.price);
        EXPECT_EQ(affordable(capital, weight, price, step).text(), leg.quantity);
        EXPECT_EQ(scaled_price(price, one_hundred - decimal<Ratio>(leg.target_percent), tick, Rounding::floor).text(), leg.target);
    }
}

// D-2, rounding=passive: a short's entries are ceiled.
TEST(Rounding, PricesAPassiveShortOneTickBetter) {
    constexpr std::array<const char*, 4> expected{"64552.53", "64873.69", "65194.85", "65516"};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto percent = one_hundred - decimal<Ratio>(short_ladder[i + 1].gap);
        EXPECT_EQ(scaled_price(signal_price, percent, tick, Rounding::ceil).text(), expected[i]);
    }
}

TEST(Rounding, AddsUpTheLongLadderOfTheSpec) {
    constexpr std::array<const char*, 5> notionals{"199.7595607", "199.3998552", "199.669617", "199.9265324", "199.5411658"};
    Money cost;
    Quantity total;
    for (std::size_t i = 0; i < long_ladder.size(); ++i) {
        const auto quantity = decimal<Quantity>(long_ladder[i].quantity);
        const auto paid = notional(decimal<Price>(long_ladder[i].price), quantity);
        EXPECT_EQ(paid.text(), notionals[i]);
        cost += paid;
        total += quantity;
    }
    EXPECT_EQ(total.text(), "0.0157");
    EXPECT_EQ(cost.text(), "998.2967311");
    EXPECT_EQ(round_to_tick(average(cost, total), decimal<Price>("0.0001"), Rounding::half_even).text(), "63585.7791");
    EXPECT_EQ(average(cost, total).text(), "63585.779050955414");
}

// T-2: the target follows the average of the leg's own fills.
TEST(Rounding, MovesTheTargetWithTheAverageOfTheLegsFills) {
    const auto percent = decimal<Ratio>("101");
    Quantity filled = decimal<Quantity>("0.001");
    Money cost = notional(decimal<Price>("64231.37"), filled);
    EXPECT_EQ(average_times(cost, filled, percent, tick, Rounding::floor).text(), "64873.68");

    cost += notional(decimal<Price>("64230.5"), decimal<Quantity>("0.00211"));
    filled += decimal<Quantity>("0.00211");
    EXPECT_EQ(round_to_tick(average(cost, filled), decimal<Price>("0.0001"), Rounding::half_even).text(), "64230.7797");
    EXPECT_EQ(average_times(cost, filled, percent, tick, Rounding::floor).text(), "64873.08");
}

TEST(Rounding, FloorsTheTargetsQuantityAfterAFeeInTheBaseAsset) {
    const auto rate = decimal<Ratio>("0.001");
    const auto first = decimal<Quantity>("0.001");
    EXPECT_EQ((first - base_fee_of(first, rate)).text(), "0.000999");
    EXPECT_EQ(round_to_step(first - base_fee_of(first, rate), step, Rounding::floor).text(), "0.00099");
    const auto both = decimal<Quantity>("0.00311");
    EXPECT_EQ((both - base_fee_of(both, rate)).text(), "0.00310689");
    EXPECT_EQ(round_to_step(both - base_fee_of(both, rate), step, Rounding::floor).text(), "0.0031");
}

// T-4: the trigger is rounded up, so that the target is truly reached.
TEST(Rounding, RoundsAnAggregateTargetUp) {
    const auto first = decimal<Quantity>("0.00311");
    const auto second = decimal<Quantity>("0.00312");
    const auto cost = notional(decimal<Price>("64231.37"), first) + notional(decimal<Price>("63910.21"), second);
    EXPECT_EQ(round_to_tick(average(cost, first + second), decimal<Price>("0.0001"), Rounding::half_even).text(), "64070.5322");
    EXPECT_EQ(average_times(cost, first + second, decimal<Ratio>("101"), tick, Rounding::ceil).text(), "64711.24");
    EXPECT_EQ(average_times(cost, first + second, decimal<Ratio>("101"), tick, Rounding::floor).text(), "64711.23");
}

// T-5: net of fees, and T-7: over pyramids at percentages of their own, each rounded once on the exact value.
TEST(Rounding, WeighsAnAverageExactly) {
    const auto fee = decimal<Ratio>("0.999");
    const WeightedCost whole{decimal<Money>("399.5585753159"), decimal<Ratio>("101")};
    EXPECT_EQ(weighted_average({&whole, 1}, decimal<Quantity>("0.00623"), fee, tick, Rounding::ceil).text(), "64840.79");
    const std::array<WeightedCost, 3> pyramids{{{decimal<Money>("1000"), decimal<Ratio>("102")},
                                                {decimal<Money>("1140"), decimal<Ratio>("101.5")},
                                                {decimal<Money>("460"), decimal<Ratio>("103")}}};
    const auto all = decimal<Quantity>("27");
    const auto plain = decimal<Ratio>("1");
    EXPECT_EQ(weighted_average(pyramids, all, plain, decimal<Price>("0.0001"), Rounding::ceil).text(), "98.1815");
    EXPECT_EQ(weighted_average(pyramids, all, plain, decimal<Price>("0.0001"), Rounding::floor).text(), "98.1814");
    EXPECT_THROW(weighted_average(pyramids, all, Ratio{}, tick, Rounding::ceil), InvariantBroken);
}

// With one part and nothing kept back it is average_times, whatever the numbers.
RC_GTEST_PROP(Rounding, AgreesOnAnAverageOfOnePart, ()) {
    const auto cost = Money::from_raw(*rc::gen::inRange<std::int64_t>(1, INT64_MAX));
    const auto quantity = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1'000'000, INT64_MAX));
    const auto percent = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(1, INT64_MAX));
    const auto rounding = *rc::gen::element(Rounding::floor, Rounding::ceil);
    const WeightedCost whole{cost, percent};
    const auto one = Ratio::from_integer(1);
    RC_ASSERT(weighted_average({&whole, 1}, quantity, one, tick, rounding) == average_times(cost, quantity, percent, tick, rounding));
}

// D-3: flooring can eat the whole profit; the guard of R-36 is one tick above the ceiled average.
TEST(Rounding, FloorsATargetToItsEntryWhereTheTickIsCoarse) {
    const auto coarse = decimal<Price>("0.00001");
    const auto filled = decimal<Quantity>("3");
    const auto cost = notional(decimal<Price>("0.01171"), filled);
    EXPECT_EQ(average_times(cost, filled, decimal<Ratio>("100.05"), coarse, Rounding::floor).text(), "0.01171");
    EXPECT_EQ((average_times(cost, filled, one_hundred, coarse, Rounding::ceil) + coarse).text(), "0.01172");
}

// The exact value decides: 1/3 of 0.03 is a whole tick, its rounded quotient would be less.
TEST(Rounding, NeverFloorsARoundedQuotient) {
    const auto cost = decimal<Money>("0.1");
    const auto quantity = decimal<Quantity>("3");
    EXPECT_EQ(average_times(cost, quantity, decimal<Ratio>("300"), tick, Rounding::floor).text(), "0.1");
    EXPECT_EQ(average_times(cost, quantity, decimal<Ratio>("300"), tick, Rounding::ceil).text(), "0.1");
    EXPECT_EQ(affordable(decimal<Money>("1"), one_hundred, decimal<Price>("3"), decimal<Quantity>("0.1")).text(), "0.3");
    EXPECT_EQ(affordable(decimal<Money>("0.9"), one_hundred, decimal<Price>("0.3"), decimal<Quantity>("1")).text(), "3");
}

TEST(Rounding, BooksProductsHalfEvenBeyondSixteenDecimals) {
    const auto tiny = decimal<Quantity>("0.00000001");
    EXPECT_EQ(notional(decimal<Price>("0.00000001"), tiny).text(), "0.0000000000000001");
    EXPECT_EQ(notional(decimal<Price>("0.000000005"), tiny).text(), "0");
    EXPECT_EQ(notional(decimal<Price>("0.000000015"), tiny).text(), "0.0000000000000002");
    EXPECT_EQ(notional(decimal<Price>("-0.000000015"), tiny).text(), "-0.0000000000000002");
    EXPECT_EQ(fee_of(decimal<Money>("199.7595607"), decimal<Ratio>("0.001")).text(), "0.1997595607");
}

TEST(Rounding, SharesProRata) {
    EXPECT_EQ(share(decimal<Quantity>("1"), decimal<Quantity>("1"), decimal<Quantity>("3")).text(), "0.3333333333333333");
    EXPECT_EQ(share(decimal<Money>("2"), decimal<Quantity>("1"), decimal<Quantity>("3")).text(), "0.6666666666666667");
    EXPECT_EQ(share(decimal<Money>("-2"), decimal<Quantity>("1"), decimal<Quantity>("3")).text(), "-0.6666666666666667");
    const auto whole = decimal<Quantity>("0.0157");
    EXPECT_EQ(share(decimal<Money>("998.2967311"), whole, whole).text(), "998.2967311");
}

// One and three halves of the last place: a tie goes to the even neighbour, 0 and 2.
TEST(Rounding, TakesTiesToTheEvenNeighbour) {
    const auto half = decimal<Ratio>("0.5");
    const auto two = decimal<Quantity>("2");
    const std::array<const char*, 2> odd{"0.0000000000000001", "0.0000000000000003"};
    const std::array<const char*, 2> even{"0", "0.0000000000000002"};
    for (std::size_t i = 0; i < odd.size(); ++i) {
        EXPECT_EQ(fee_of(decimal<Money>(odd[i]), half).text(), even[i]);
        EXPECT_EQ(base_fee_of(decimal<Quantity>(odd[i]), half).text(), even[i]);
        EXPECT_EQ(share(decimal<Money>(odd[i]), decimal<Quantity>("1"), two).text(), even[i]);
        EXPECT_EQ(share(decimal<Quantity>(odd[i]), decimal<Quantity>("1"), two).text(), even[i]);
    }
    EXPECT_EQ(average(decimal<Money>("0.000000000001"), two).text(), "0");
    EXPECT_EQ(average(decimal<Money>("0.000000000003"), two).text(), "0.000000000002");
    EXPECT_EQ(percent_of(decimal<Money>("0.000000000001"), decimal<Money>("200")).text(), "0");
    EXPECT_EQ(percent_of(decimal<Money>("0.000000000003"), decimal<Money>("200")).text(), "0.000000000002");
    EXPECT_EQ(twelve_significant(decimal<Ratio>("1.234567890125")).text(), "1.23456789012");
}

TEST(Rounding, ReportsQuotientsWithTwelveDecimals) {
    EXPECT_EQ(average(decimal<Money>("2"), decimal<Quantity>("3")).text(), "0.666666666667");
    EXPECT_EQ(percent_of(decimal<Money>("-1"), decimal<Money>("3")).text(), "-33.333333333333");
    EXPECT_EQ(percent_of(decimal<Money>("5"), decimal<Money>("4")).text(), "125");
}

TEST(Rounding, SaysWhetherAValueIsAWholeNumberOfUnits) {
    EXPECT_TRUE(is_multiple(decimal<Price>("64231.37"), tick));
    EXPECT_FALSE(is_multiple(decimal<Price>("64231.375"), tick));
    EXPECT_TRUE(is_multiple(Price{}, tick));
    EXPECT_TRUE(count(decimal<Price>("-64231.37"), tick, Rounding::floor) == -6423137);
}

TEST(Rounding, RefusesUnitsAndDivisorsThatAreNotPositive) {
    const auto none = Price{};
    const auto quantity = decimal<Quantity>("1");
    EXPECT_THROW(round_to_tick(signal_price, none, Rounding::floor), InvariantBroken);
    EXPECT_THROW(round_to_tick(signal_price, -tick, Rounding::floor), InvariantBroken);
    EXPECT_THROW(round_to_step(quantity, Quantity{}, Rounding::floor), InvariantBroken);
    EXPECT_THROW(scaled_price(signal_price, one_hundred, none, Rounding::floor), InvariantBroken);
    EXPECT_THROW(affordable(capital, weight, none, step), InvariantBroken);
    EXPECT_THROW(affordable(capital, weight, signal_price, Quantity{}), InvariantBroken);
    EXPECT_THROW(average(capital, Quantity{}), InvariantBroken);
    EXPECT_THROW(average_times(capital, Quantity{}, one_hundred, tick, Rounding::floor), InvariantBroken);
    EXPECT_THROW(share(quantity, quantity, Quantity{}), InvariantBroken);
    EXPECT_THROW(percent_of(capital, Money{}), InvariantBroken);
}

TEST(Rounding, RefusesProductsThatDoNotFit) {
    EXPECT_THROW(notional(decimal<Price>("1e12"), decimal<Quantity>("1e12")), InvariantBroken);
    EXPECT_THROW(affordable(decimal<Money>("1e22"), one_hundred, decimal<Price>("1e-8"), step), InvariantBroken);
}

/// One unit of a decimal.
const cpp_int ten_to_16 = cpp_int("10000000000000000");

Rounding any_rounding() { return *rc::gen::elementOf(every_rounding); }

template <class D>
D any_positive(int bits) {
    return below_bits<D>(*any_operand(), bits).abs() + D::from_raw(1);
}

RC_GTEST_PROP(Rounding, ScalesAPriceOnTheExactValue, ()) {
    const auto base = any_positive<Price>(90);
    const auto percent = any_positive<Ratio>(64);
    const auto unit = any_positive<Price>(70);
    const auto rounding = any_rounding();
    const cpp_int ticks = divide_wide(to_wide(base) * to_wide(percent), 100 * ten_to_16 * to_wide(unit), rounding);
    if (!fits_128_bits(ticks * to_wide(unit))) return;
    RC_ASSERT(to_wide(scaled_price(base, percent, unit, rounding)) == ticks * to_wide(unit));
}

RC_GTEST_PROP(Rounding, ScalesAnAverageOnTheExactValue, ()) {
    const auto cost = below_bits<Money>(*any_operand(), 100);
    const auto quantity = any_positive<Quantity>(90);
    const auto percent = any_positive<Ratio>(64);
    const auto unit = any_positive<Price>(64);
    const auto rounding = any_rounding();
    const cpp_int ticks = divide_wide(to_wide(cost) * to_wide(percent), 100 * to_wide(quantity) * to_wide(unit), rounding);
    if (!fits_128_bits(ticks * to_wide(unit))) return;
    RC_ASSERT(to_wide(average_times(cost, quantity, percent, unit, rounding)) == ticks * to_wide(unit));
}

RC_GTEST_PROP(Rounding, NeverSpendsMoreThanTheCapital, ()) {
    const auto money = any_positive<Money>(90);
    const auto percent = any_positive<Ratio>(60);
    const auto price = any_positive<Price>(90);
    const auto unit = any_positive<Quantity>(64);
    const cpp_int steps = divide_wide(to_wide(money) * to_wide(percent), 100 * to_wide(price) * to_wide(unit), Rounding::floor);
    if (!fits_128_bits(steps * to_wide(unit))) return;
    const auto quantity = affordable(money, percent, price, unit);
    RC_ASSERT(to_wide(quantity) == steps * to_wide(unit));
    RC_ASSERT(to_wide(quantity) * to_wide(price) * 100 <= to_wide(money) * to_wide(percent));
    RC_ASSERT((to_wide(quantity) + to_wide(unit)) * to_wide(price) * 100 > to_wide(money) * to_wide(percent));
}

RC_GTEST_PROP(Rounding, BooksProductsAndSharesHalfEven, ()) {
    const auto price = below_bits<Price>(*any_operand(), 85);
    const auto quantity = below_bits<Quantity>(*any_operand(), 85);
    const auto whole = any_positive<Quantity>(85);
    const cpp_int product = divide_wide(to_wide(price) * to_wide(quantity), ten_to_16, Rounding::half_even);
    if (fits_128_bits(product)) {
        RC_ASSERT(to_wide(notional(price, quantity)) == product);
        RC_ASSERT(to_wide(fee_of(as<Money>(price), as<Ratio>(quantity))) == product);
        RC_ASSERT(to_wide(base_fee_of(quantity, as<Ratio>(price))) == product);
    }
    const cpp_int part = divide_wide(to_wide(price) * to_wide(quantity), to_wide(whole), Rounding::half_even);
    if (!fits_128_bits(part)) return;
    RC_ASSERT(to_wide(share(as<Money>(price), quantity, whole)) == part);
    RC_ASSERT(to_wide(share(as<Quantity>(price), quantity, whole)) == part);
}

RC_GTEST_PROP(Rounding, ReportsAveragesAndPercentagesHalfEven, ()) {
    const auto cost = below_bits<Money>(*any_operand(), 85);
    const auto whole = any_positive<Quantity>(85);
    const cpp_int unit = 10'000;
    const cpp_int mean = divide_wide(to_wide(cost) * ten_to_16, to_wide(whole) * unit, Rounding::half_even) * unit;
    const cpp_int percent = divide_wide(to_wide(cost) * ten_to_16 * 100, to_wide(whole) * unit, Rounding::half_even) * unit;
    if (fits_128_bits(mean)) RC_ASSERT(to_wide(average(cost, whole)) == mean);
    if (fits_128_bits(percent)) RC_ASSERT(to_wide(percent_of(cost, as<Money>(whole))) == percent);
}

}  // namespace
}  // namespace trellis::tests
