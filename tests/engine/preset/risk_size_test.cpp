// Sizes by risk with the worked numbers of 24.1, 24.2 and 28.2 (B-1 to B-4, B-36).
#include "engine/preset/risk_size.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/rounding.hpp"
#include "tests/engine/preset/support.hpp"

namespace trellis::tests {
namespace {

Money money(const char* text) { return decimal<Money>(text); }
Quantity quantity(const char* text) { return decimal<Quantity>(text); }

RiskTerms terms(const char* equity, const char* risk, const char* entry, const char* stop) {
    return {money(equity), ratio(risk), price(entry), price(stop), {}, {}};
}

TEST(RiskSize, B2EuroInDollars) {
    EXPECT_EQ(*risk_size(terms("10000", "0.5", "1.1", "1.098"), quantity("1000")), quantity("25000"));  // 0.25 lot
}

TEST(RiskSize, B2YenIsConverted) {
    auto yen_terms = terms("10000", "0.5", "150", "149.8");
    yen_terms.conversion = {price("1"), price("150")};
    EXPECT_EQ(*risk_size(yen_terms, quantity("1000")), quantity("37000"));  // 0.375 lot floored
}

TEST(RiskSize, B2BitcoinUsesTheRoundedStop) {
    auto bitcoin_terms = terms("10000", "0.5", "64231.37", "64102.90");
    EXPECT_EQ(*risk_size(bitcoin_terms, quantity("0.00001")), quantity("0.38919"));
    bitcoin_terms.fee_rate = ratio("0.001");
    EXPECT_EQ(*risk_size(bitcoin_terms, quantity("0.00001")), quantity("0.1947"));
}

TEST(RiskSize, B3WithoutADistanceThereIsNone) {
    EXPECT_EQ(risk_size(terms("10000", "1", "100", "100"), quantity("1")).error().code, "NO_STOP");
}

TEST(RiskSize, B1FixedLotsInUnits) {
    PresetSize size;
    size.mode = SizeMode::fixed;
    size.fixed_lot = quantity("0.01");
    EXPECT_EQ(fixed_size(size, quantity("100000"), {}, quantity("1")), quantity("1000"));
    EXPECT_EQ(fixed_size(size, quantity("1"), {}, quantity("0.001")), quantity("0.01"));
}

TEST(RiskSize, B4LinearFollowsTheEquityAndIsClamped) {
    PresetSize size;
    size.risk_per_trade_percent = ratio("1");
    size.equity_mode = EquityMode::linear;
    size.equity_base = money("10000");
    EXPECT_EQ(effective_risk(size, money("13500")), ratio("1.35"));
    EXPECT_EQ(effective_risk(size, money("7000")), ratio("0.7"));
    size.risk_max_percent = ratio("1.2");
    size.risk_min_percent = ratio("0.8");
    EXPECT_EQ(effective_risk(size, money("13500")), ratio("1.2"));
    EXPECT_EQ(effective_risk(size, money("7000")), ratio("0.8"));
}

TEST(RiskSize, B4StepCountsWholeBases) {
    PresetSize size;
    size.risk_per_trade_percent = ratio("1");
    size.equity_mode = EquityMode::step;
    size.equity_base = money("10000");
    size.equity_step_factor = ratio("1.5");
    EXPECT_EQ(effective_risk(size, money("9000")), ratio("0.6666666666666667"));
    EXPECT_EQ(effective_risk(size, money("10000")), ratio("1"));
    EXPECT_EQ(effective_risk(size, money("19999")), ratio("1"));
    EXPECT_EQ(effective_risk(size, money("20000")), ratio("1.5"));
    EXPECT_EQ(effective_risk(size, money("31000")), ratio("2.25"));
}

TEST(RiskSize, B36CapitalOfALadder) {
    const std::vector<RiskLeg> legs{{price("100"), ratio("40")}, {price("99"), ratio("30")}, {price("98"), ratio("30")}};
    const auto capital = ladder_capital(terms("5000", "1", "100", "95"), legs, true);
    ASSERT_TRUE(capital.ok());
    EXPECT_EQ(capital->text().substr(0, 7), "1210.51");  // 1 210.51
    EXPECT_EQ(ladder_capital(terms("5000", "1", "100", "98.5"), legs, true).error().code, "SL_ABOVE_DCA");
}

RC_GTEST_PROP(RiskSize, B2NeverRisksMoreThanAsked, ()) {
    const auto number = [](std::int64_t least, std::int64_t most) { return *rc::gen::inRange<std::int64_t>(least, most); };
    RiskTerms any{Money::from_integer(number(100, 1'000'000)), Ratio::from_raw(Ratio::scale / 100 * number(1, 1'000)),
                  Price::from_raw(Price::scale / 100 * number(10'000, 9'000'000)), {}, {}, {}};
    any.stop = any.entry - Price::from_raw(Price::scale / 100 * number(1, 9'000));
    any.fee_rate = Ratio::from_raw(Ratio::scale / 100'000 * number(0, 200));
    const Quantity step = Quantity::from_raw(Quantity::scale / 100'000);
    const auto size = risk_size(any, step);
    RC_ASSERT(size.ok());
    const Money allowed = Money::from_raw(multiply_divide(any.equity.raw(), any.risk_percent.raw(), 100, Ratio::scale, Rounding::ceil));
    const auto loss = [&](Quantity held) {
        return notional(any.entry - any.stop, held) + fee_of(notional(any.entry + any.stop, held), any.fee_rate);
    };
    const Money slack = Money::from_raw(1'000);  // fees are rounded half-even
    RC_ASSERT(loss(*size) <= allowed + slack);
    RC_ASSERT(loss(*size + step) + slack > allowed);
}

}  // namespace
}  // namespace trellis::tests
