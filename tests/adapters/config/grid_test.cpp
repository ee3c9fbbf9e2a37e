// `grid_strategy`: ladders, what keys must be to each other, and inheritance by `strategies[]` (D-1, D-8, D-12, T-8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/config/reading.hpp"

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using tests::complaints;
using tests::config_of;
using tests::faults;
using tests::one;

std::string grid(const std::string& keys) { return R"({"accounts": [{"id": "main", "venue": "binance", "market": "spot"}], "grid_strategy": {)" + keys + "}}"; }

std::string levels(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        const std::string weight = i == 0 ? std::to_string(100 - (count - 1)) : "1";
        out += std::string(i == 0 ? "[" : ", ") + R"({"gap": ")" + (i == 0 ? "0" : "-" + std::to_string(i)) + R"(", "weight": )" + weight + R"(, "tp": 1})";
    }
    return out + "]";
}

TEST(Grid, ReadsLevelsOfAllPyramidsAndOfSingleOnes) {
    const auto strategy = config_of(grid(R"("levels": [{"gap": "0", "weight": "50", "tp": "1"}, {"gap": -1, "weight": 30, "tp": 1.5}, {"gap": "-2.3", "weight": "20.01", "tp": "3"}],
        "pyramid_specific_levels": {"1": [{"gap": "0", "weight": "100", "tp": "4"}], "0": [{"gap": "-0.5", "weight": "99.99", "tp": "2"}]})")).config.grid_strategy;
    ASSERT_EQ(strategy.levels.size(), 3U);
    EXPECT_EQ(strategy.levels[2], (GridLevel{decimal<Ratio>("-2.3"), decimal<Ratio>("20.01"), decimal<Ratio>("3")}));
    ASSERT_EQ(strategy.pyramid_levels.size(), 2U);
    EXPECT_EQ(strategy.pyramid_levels.at(0)[0].gap, decimal<Ratio>("-0.5"));
    EXPECT_EQ(strategy.pyramid_levels.at(1)[0].take_profit, decimal<Ratio>("4"));
}

TEST(Grid, ReadsEveryKeyThatIsBuilt) {
    const auto strategy = config_of(grid(R"("enabled": false, "max_pyramids_per_group": 100, "max_dca_per_pyramid": 20, "tp_mode": "aggregate", "tp_aggregate_percent": "2.5",
        "on_flat": "keep_waiting", "rounding": "passive", "anchor": "signal", "max_slippage_percent": 50, "exit_escalations": 20, "exit_retry_ms": 60000,
        "exit_final_market": false, "sizing": {"mode": "signal"}, "all_or_nothing": true, "replace_unfilled_prev": true, "follow_config_changes": true)")).config.grid_strategy;
    GridStrategy expected;
    expected.enabled = false;
    expected.levels = default_levels();
    expected.max_pyramids = 100;
    expected.take_profit_mode = TakeProfitMode::aggregate;
    expected.take_profit_aggregate_percent = decimal<Ratio>("2.5");
    expected.on_flat = OnFlat::keep_waiting;
    expected.rounding = GridRounding::passive;
    expected.anchor = LadderAnchor::signal;
    expected.max_slippage_percent = decimal<Ratio>("50");
    expected.exit_escalations = 20;
    expected.exit_retry_ms = 60000;
    expected.exit_final_market = false;
    expected.all_or_nothing = true;
    expected.replace_unfilled_previous = true;
    expected.follow_config_changes = true;
    EXPECT_EQ(strategy, expected);
}

TEST(Grid, KnowsTheAliases) {
    EXPECT_EQ(config_of(grid(R"("tp_mode": "leg")")).config.grid_strategy.take_profit_mode, TakeProfitMode::per_leg);
    EXPECT_EQ(config_of(grid(R"("max_pyramids_per_group": 3)")).config.grid_strategy.max_pyramids, 3);
    EXPECT_EQ(faults(grid(R"("max_pyramids": 3, "max_pyramids_per_group": 3)")), one("DUPLICATE_KEY /grid_strategy/max_pyramids_per_group P-1"));
}

TEST(Grid, WantsWeightsOfAHundredTogether) {
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": 0, "weight": "99.98", "tp": 1}])")), one("INVALID_VALUE /grid_strategy/levels S-2"));
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": 0, "weight": "100.02", "tp": 1}])")), one("INVALID_VALUE /grid_strategy/levels S-2"));
    EXPECT_EQ(faults(grid(R"("pyramid_specific_levels": {"1": [{"gap": 0, "weight": 50, "tp": 1}]})")),
              one("INVALID_VALUE /grid_strategy/pyramid_specific_levels/1 S-2"));
    EXPECT_THAT(complaints(grid(R"("levels": [{"gap": 0, "weight": "99.98", "tp": 1}])")), HasSubstr("sum to 99.98"));
}

TEST(Grid, WantsGapsThatDecrease) {
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": 0, "weight": 50, "tp": 1}, {"gap": 0, "weight": 50, "tp": 1}])")), one("INVALID_VALUE /grid_strategy/levels/1/gap C-2"));
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": -2, "weight": 50, "tp": 1}, {"gap": -1, "weight": 50, "tp": 1}])")), one("INVALID_VALUE /grid_strategy/levels/1/gap C-2"));
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": "0.5", "weight": 100, "tp": 1}])")), one("OUT_OF_RANGE /grid_strategy/levels/0/gap D-1"));
}

TEST(Grid, WantsPositiveWeightsAndTargets) {
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": 0, "weight": 0, "tp": 0}])")),
              (std::vector<std::string>{"OUT_OF_RANGE /grid_strategy/levels/0/weight D-1", "OUT_OF_RANGE /grid_strategy/levels/0/tp D-1"}));
    EXPECT_EQ(faults(grid(R"("levels": [{"gap": 0, "weigth": 100, "tp": 1}])")),
              (std::vector<std::string>{"UNKNOWN_KEY /grid_strategy/levels/0/weigth D-8", "MISSING_KEY /grid_strategy/levels/0/weight D-1"}));
    EXPECT_THAT(complaints(grid(R"("levels": [{"gap": 0, "weigth": 100, "tp": 1}])")), HasSubstr("did you mean \"weight\"?"));
}

TEST(Grid, BoundsTheNumberOfLevels) {
    EXPECT_EQ(faults(grid(R"("levels": [])")), one("OUT_OF_RANGE /grid_strategy/levels D-8"));
    EXPECT_EQ(faults(grid(R"("levels": )" + levels(8))), one("OUT_OF_RANGE /grid_strategy/levels D-8"));
    EXPECT_EQ(config_of(grid(R"("max_dca_per_pyramid": 8, "levels": )" + levels(8))).config.grid_strategy.levels.size(), 8U);
    EXPECT_EQ(faults(grid(R"("max_dca_per_pyramid": 20, "levels": )" + levels(21))), one("OUT_OF_RANGE /grid_strategy/levels D-8"));
    EXPECT_EQ(faults(grid(R"("max_dca_per_pyramid": 4)")), one("OUT_OF_RANGE /grid_strategy/max_dca_per_pyramid D-8"));
    EXPECT_EQ(faults(grid(R"("pyramid_specific_levels": {"1": )" + levels(8) + "}")), one("OUT_OF_RANGE /grid_strategy/pyramid_specific_levels D-8"));
}

TEST(Grid, WantsPyramidNumbersBelowTheirMaximum) {
    const std::string ladder = R"([{"gap": 0, "weight": 100, "tp": 1}])";
    EXPECT_EQ(faults(grid(R"("pyramid_specific_levels": {"5": )" + ladder + "}")), one("OUT_OF_RANGE /grid_strategy/pyramid_specific_levels/5 D-8"));
    EXPECT_EQ(faults(grid(R"("max_pyramids": 6, "pyramid_specific_levels": {"5": )" + ladder + "}")), std::vector<std::string>{});
    for (const std::string name : {"-1", "01", "x", "", "100", "1.5"}) {
        EXPECT_EQ(faults(grid(R"("pyramid_specific_levels": {")" + name + "\": " + ladder + "}")),
                  one("UNKNOWN_KEY /grid_strategy/pyramid_specific_levels/" + name + " D-8")) << name;
    }
}

TEST(Grid, WantsTheAggregatePercentInAggregateModes) {
    EXPECT_EQ(faults(grid(R"("tp_mode": "aggregate")")), one("MISSING_KEY /grid_strategy/tp_aggregate_percent T-8"));
    EXPECT_EQ(faults(grid(R"("tp_mode": "aggregate", "tp_aggregate_percent": null)")), one("MISSING_KEY /grid_strategy/tp_aggregate_percent T-8"));
    EXPECT_EQ(faults(grid(R"("tp_mode": "aggregate", "tp_aggregate_percent": 0)")), one("OUT_OF_RANGE /grid_strategy/tp_aggregate_percent T-8"));
    EXPECT_EQ(faults(grid(R"("tp_mode": "per_leg", "tp_aggregate_percent": 2)")), std::vector<std::string>{});
    for (const std::string mode : {"aggregate", "hybrid", "pyramid_aggregate"}) {
        EXPECT_EQ(faults(grid("\"tp_mode\": \"" + mode + "\"")), one("MISSING_KEY /grid_strategy/tp_aggregate_percent T-8")) << mode;
        EXPECT_EQ(faults(grid("\"tp_mode\": \"" + mode + R"(", "tp_aggregate_percent": 1)")), std::vector<std::string>{}) << mode;
    }
}

TEST(Grid, ChecksSizingInsideTheStrategy) {
    EXPECT_EQ(faults(grid(R"("sizing": {"include_fees": false})")), std::vector<std::string>{});
    EXPECT_EQ(faults(grid(R"("sizing": {"modes": 1})")), one("UNKNOWN_KEY /grid_strategy/sizing/modes R-70"));
    EXPECT_EQ(faults(grid(R"("strategies": [{"sizing": {"equity_percent": 200}}])")), one("OUT_OF_RANGE /grid_strategy/strategies/0/sizing/equity_percent S-1"));
}

TEST(Grid, InheritsWhatAStrategyLeavesOut) {
    const auto config = config_of(grid(R"("enabled": false, "max_pyramids": 3, "rounding": "passive", "strategies": [
        {"instrument": "Binance:spot:btc-usdt", "timeframe": 900, "max_pyramids": 2},
        {"account": "main", "venue": "OKEX", "enabled": false, "levels": [{"gap": 0, "weight": 100, "tp": 5}]}])")).config;
    EXPECT_FALSE(config.grid_strategy.enabled);
    ASSERT_EQ(config.strategies.size(), 2U);
    const auto& first = config.strategies[0];
    EXPECT_EQ(first.instrument, "binance:spot:BTC-USDT");
    EXPECT_EQ(first.timeframe_seconds, 900U);
    EXPECT_EQ(first.account, std::nullopt);
    EXPECT_TRUE(first.strategy.enabled);
    EXPECT_EQ(first.strategy.max_pyramids, 2);
    EXPECT_EQ(first.strategy.rounding, GridRounding::passive);
    EXPECT_EQ(first.strategy.levels, default_levels());
    const auto& second = config.strategies[1];
    EXPECT_EQ(second.account, "main");
    EXPECT_EQ(second.venue, "okx");
    EXPECT_FALSE(second.strategy.enabled);
    EXPECT_EQ(second.strategy.max_pyramids, 3);
    EXPECT_EQ(second.strategy.levels.size(), 1U);
}

TEST(Grid, ChecksAStrategyWithWhatItInherits) {
    EXPECT_EQ(faults(grid(R"("strategies": [{"max_dca_per_pyramid": 4}])")), one("OUT_OF_RANGE /grid_strategy/strategies/0/max_dca_per_pyramid D-8"));
    EXPECT_EQ(faults(grid(R"("pyramid_specific_levels": {"2": [{"gap": 0, "weight": 100, "tp": 1}]}, "strategies": [{"max_pyramids": 2}])")),
              one("OUT_OF_RANGE /grid_strategy/strategies/0/max_pyramids D-8"));
    EXPECT_EQ(faults(grid(R"("tp_aggregate_percent": 2, "strategies": [{"tp_mode": "aggregate"}])")), std::vector<std::string>{});
}

TEST(Grid, RefusesStrategiesForNobody) {
    EXPECT_EQ(faults(grid(R"("strategies": [{"account": "mian"}])")), one("UNKNOWN_ACCOUNT /grid_strategy/strategies/0/account D-12"));
    EXPECT_THAT(complaints(grid(R"("strategies": [{"account": "mian"}])")), HasSubstr("did you mean \"main\"?"));
    EXPECT_EQ(faults(grid(R"("strategies": [{"instrument": "BTCUSDT"}])")), one("INVALID_VALUE /grid_strategy/strategies/0/instrument I-1"));
    EXPECT_EQ(faults(grid(R"("strategies": [{"venue": "nasdaq"}])")), one("INVALID_VALUE /grid_strategy/strategies/0/venue D-12"));
    EXPECT_EQ(faults(grid(R"("strategies": [{"timeframe": 0}])")), one("OUT_OF_RANGE /grid_strategy/strategies/0/timeframe D-12"));
    EXPECT_EQ(faults(grid(R"("strategies": [{"strategies": []}])")), one("UNKNOWN_KEY /grid_strategy/strategies/0/strategies R-70"));
    EXPECT_EQ(faults(grid(R"("strategies": [5])")), one("WRONG_TYPE /grid_strategy/strategies/0 R-70"));
    EXPECT_EQ(faults(grid(R"("strategies": {})")), one("WRONG_TYPE /grid_strategy/strategies D-12"));
}

}  // namespace
}  // namespace trellis::adapters
