// Capital by sizing mode (S-1) and the profit a ladder may bring (7.2).
#include "engine/pool/sizing.hpp"

#include <gtest/gtest.h>

#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using tests::money;
using tests::price;
using tests::quantity;
using tests::ratio;

Instruction sized(const char* size, SizeType type) {
    Instruction instruction;
    instruction.entry_price = price("64231.37");
    if (*size != '\0') instruction.order_size = quantity(size);
    instruction.size_type = type;
    return instruction;
}

Result<Money> from_signal(const char* size, SizeType type) { return signal_capital(sized(size, type), price("64231.37")); }

/// "code" or the capital of pyramid k.
std::string capital(const Sizing& sizing, std::uint16_t pyramid = 0, std::optional<Money> equity = std::nullopt) {
    const Instruction instruction = sized("1000", SizeType::quote);
    const auto found = capital_of({sizing, instruction, PyramidIndex{pyramid}, 5, price("64231.37"), equity});
    return found.ok() ? found->text() : found.error().code;
}

Sizing mode(SizingMode mode) {
    Sizing result;
    result.mode = mode;
    return result;
}

TEST(SignalCapital, S1QuoteIsTheCapitalItself) { EXPECT_EQ(from_signal("1000", SizeType::quote).value(), money("1000")); }

TEST(SignalCapital, S1BaseAndContractsAreWorthTheBasePrice) {
    EXPECT_EQ(from_signal("0.5", SizeType::base).value(), money("32115.685"));
    EXPECT_EQ(from_signal("2", SizeType::contracts).value(), money("128462.74"));
    EXPECT_EQ(signal_capital(sized("0.5", SizeType::base), price("60000")).value(), money("30000"));
}

TEST(SignalCapital, R30WithoutASizeThereIsNone) {
    for (const auto type : {SizeType::quote, SizeType::base, SizeType::contracts}) {
        EXPECT_EQ(from_signal("", type).error().code, "SCHEMA");
    }
}

TEST(Sizing, S1SignalIsTheDefaultAndPerPyramid) {
    EXPECT_EQ(capital(Sizing{}), "1000");
    EXPECT_EQ(capital(Sizing{}, 4), "1000");
}

TEST(Sizing, S1FixedQuoteTakesThePyramidsOwnCapitalFirst) {
    Sizing sizing = mode(SizingMode::fixed_quote);
    EXPECT_EQ(capital(sizing), "200");
    sizing.custom_capital = money("350");
    sizing.pyramid_custom_capitals[1] = money("75.5");
    EXPECT_EQ(capital(sizing, 0), "350");
    EXPECT_EQ(capital(sizing, 1), "75.5");
}

TEST(Sizing, S1EquityPercentNeedsAKnownEquity) {
    Sizing sizing = mode(SizingMode::equity_percent);
    EXPECT_EQ(capital(sizing), "NO_EQUITY");
    EXPECT_EQ(capital(sizing, 0, money("12345.67")), "1234.567");
    sizing.equity_percent = ratio("2.5");
    EXPECT_EQ(capital(sizing, 3, money("10000")), "250");
    EXPECT_EQ(capital(sizing, 0, money("-5")), "NO_EQUITY");
}

TEST(Sizing, S1AGroupBudgetIsSharedByWeightAndNeverExceeded) {
    Sizing sizing = mode(SizingMode::group_budget);
    EXPECT_EQ(capital(sizing), "NO_CONFIG");
    sizing.group_budget = money("1000");
    EXPECT_EQ(capital(sizing, 0), "200");  // equal over max_pyramids
    sizing.pyramid_weights = {ratio("1"), ratio("2"), ratio("2")};
    EXPECT_EQ(capital(sizing, 0), "200");
    EXPECT_EQ(capital(sizing, 2), "400");
    EXPECT_EQ(capital(sizing, 3), "BELOW_MINIMUM");
}

TEST(Sizing, S1RiskPercentWithoutAStopIsRefused) { EXPECT_EQ(capital(mode(SizingMode::risk_percent)), "NO_STOP"); }

// ---- 7.2 ----

GridStrategy grid(TakeProfitMode mode) {
    GridStrategy result;
    result.levels = default_levels();
    result.take_profit_mode = mode;
    result.take_profit_aggregate_percent = ratio("2.5");
    return result;
}

TEST(ExpectedProfit, AddsUpTheLegsAsInTheWorkedExample) {
    EXPECT_EQ(expected_profit(grid(TakeProfitMode::per_leg), PyramidIndex{0}, money("1000")), money("12"));
}

TEST(ExpectedProfit, TakesTheLevelsOfThePyramid) {
    auto own = grid(TakeProfitMode::per_leg);
    own.pyramid_levels[1] = {{ratio("0"), ratio("100"), ratio("4")}};
    EXPECT_EQ(expected_profit(own, PyramidIndex{1}, money("500")), money("20"));
}

TEST(ExpectedProfit, IsTheAggregatePercentageInTheAggregateModes) {
    for (const auto mode : {TakeProfitMode::aggregate, TakeProfitMode::hybrid, TakeProfitMode::pyramid_aggregate}) {
        EXPECT_EQ(expected_profit(grid(mode), PyramidIndex{0}, money("1000")), money("25"));
    }
    auto own = grid(TakeProfitMode::pyramid_aggregate);
    own.pyramid_take_profit_percents[2] = ratio("3");
    EXPECT_EQ(expected_profit(own, PyramidIndex{2}, money("1000")), money("30"));
}

}  // namespace
}  // namespace trellis
