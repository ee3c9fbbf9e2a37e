// 15.4 to the digit, and what holds of it for any numbers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/rounding.hpp"
#include "engine/risk/winner_quantity.hpp"

namespace trellis::tests {
namespace {

Instrument instrument(const char* step, const char* min_notional = "5") {
    Instrument made = parse_instrument_name("binance:spot:SOL-USDT").value();
    made.tick = decimal<Price>("0.01");
    made.step = decimal<Quantity>(step);
    made.min_quantity = made.step;
    made.min_notional = decimal<Money>(min_notional);
    return made;
}

WinnerTerms terms(const char* open, const char* unrealised, const char* mark) {
    WinnerTerms made;
    made.open = decimal<Quantity>(open);
    made.closable = made.open;
    made.unrealised = decimal<Money>(unrealised);
    made.mark = decimal<Price>(mark);
    made.limit = made.mark;
    return made;
}

WinnerRules rules(const char* min_close_notional = "20") { return {true, decimal<Money>(min_close_notional), false}; }

std::string quantity_of(const char* required, const WinnerTerms& winner, const WinnerRules& with, const Instrument& of) {
    const auto quantity = winner_quantity(decimal<Money>(required), winner, with, of);
    return quantity.has_value() ? quantity->text() : "none";
}

TEST(WinnerQuantity, K8TheWorkedExampleTakesSoMuchSolAndItsProfit) {
    const WinnerTerms sol = terms("30", "96.495", "143.5");
    const auto quantity = winner_quantity(decimal<Money>("68.334"), sol, rules(), instrument("0.01"));
    EXPECT_EQ(quantity.value().text(), "21.25");
    EXPECT_EQ(notional(sol.mark, *quantity).text(), "3049.375");
    EXPECT_EQ(profit_of(*quantity, sol).text(), "68.350625");
}

TEST(WinnerQuantity, K8TwoWinnersOf80And50PayFor120As40And80Units) {
    const WinnerTerms first = terms("40", "80", "12");
    const WinnerTerms second = terms("100", "50", "10.5");
    EXPECT_EQ(quantity_of("120", first, rules(), instrument("1")), "40");
    EXPECT_EQ(profit_of(decimal<Quantity>("40"), first).text(), "80");
    EXPECT_EQ(quantity_of("40", second, rules(), instrument("1")), "80");
    EXPECT_EQ(profit_of(decimal<Quantity>("80"), second).text(), "40");
}

TEST(WinnerQuantity, K8TheWorkedShortWinnerTakesSoManyUnits) {
    EXPECT_EQ(quantity_of("20", terms("20", "58.06", "47"), rules(), instrument("0.1")), "6.9");
}

// Row 50: notional would take 0.47 SOL where profit takes 21.25. Row 59: rounding to the nearest would cover 68.32 of 68.334.
TEST(WinnerQuantity, Row50And59ProfitIsWhatCountsAndItIsRoundedUp) {
    const WinnerTerms sol = terms("30", "96.495", "143.5");
    const auto quantity = winner_quantity(decimal<Money>("68.334"), sol, rules(), instrument("0.01")).value();
    EXPECT_GE(profit_of(quantity, sol), decimal<Money>("68.334"));
    EXPECT_LT(profit_of(quantity - decimal<Quantity>("0.01"), sol), decimal<Money>("68.334"));
    EXPECT_GT(notional(sol.mark, quantity), decimal<Money>("3000"));
}

TEST(WinnerQuantity, K8TooSmallACloseIsRaisedAndNeverBlocked) {
    EXPECT_EQ(quantity_of("0.1", terms("30", "96.495", "143.5"), rules("500"), instrument("0.01")), "3.49");
    EXPECT_EQ(quantity_of("0.1", terms("1", "3.2165", "143.5"), rules("500"), instrument("0.01")), "1")
        << "all of it where all of it is not enough";
}

TEST(WinnerQuantity, K8AtLeastWhatTheVenueTakes) {
    EXPECT_EQ(quantity_of("0.01", terms("30", "96.495", "143.5"), rules("0"), instrument("0.01")), "0.04")
        << "5 / 143.5 = 0.0348";
}

TEST(WinnerQuantity, K8ARestThatCouldNotBeSoldIsSoldAsWell) {
    EXPECT_EQ(quantity_of("96.4", terms("30", "96.495", "143.5"), rules(), instrument("0.01")), "30");
}

TEST(WinnerQuantity, K8WithoutPartialClosesAWinnerGoesWhole) {
    const WinnerRules whole{false, decimal<Money>("20"), false};
    EXPECT_EQ(quantity_of("1", terms("30", "96.495", "143.5"), whole, instrument("0.01")), "30");
}

TEST(WinnerQuantity, K8AKeptWinnerKeepsWhatTheVenueTakes) {
    const WinnerRules kept{true, decimal<Money>("20"), true};
    EXPECT_EQ(quantity_of("96.495", terms("30", "96.495", "143.5"), kept, instrument("0.01")), "29.96");
    EXPECT_EQ(quantity_of("1", terms("0.05", "0.16", "143.5"), kept, instrument("0.01")), "none")
        << "0.05 is not enough for two orders of 0.04";
}

RC_GTEST_PROP(WinnerQuantity, K8CoversOrTakesAllAndNeverMoreThanThereIs, ()) {
    const auto money = [](std::int64_t cents) { return Money::from_raw(Money::scale / 100 * cents); };
    const auto of = instrument("0.01");
    WinnerTerms winner = terms("1", "1", "1");
    winner.open = Quantity::from_raw(Quantity::scale / 100 * *rc::gen::inRange<std::int64_t>(600, 1'000'000));
    winner.closable = winner.open;
    winner.unrealised = money(*rc::gen::inRange<std::int64_t>(1, 1'000'000));
    const Money required = money(*rc::gen::inRange<std::int64_t>(1, 1'500'000));
    const auto quantity = winner_quantity(required, winner, rules(), of);
    RC_ASSERT(quantity.has_value());
    RC_ASSERT(*quantity <= winner.open);
    RC_ASSERT(is_multiple(*quantity, of.step));
    RC_ASSERT(is_placeable(of, winner.limit, *quantity, Purpose::closing));
    const Quantity rest = winner.open - *quantity;
    RC_ASSERT(rest.is_zero() || is_placeable(of, winner.limit, rest, Purpose::closing));
    RC_ASSERT(profit_of(*quantity, winner) >= required || *quantity == winner.open);
}

}  // namespace
}  // namespace trellis::tests
