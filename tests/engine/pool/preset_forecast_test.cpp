// What a preset would make of an entry (R-53, B-2, B-8, B-15), by the worked numbers of 24.1.
#include <gtest/gtest.h>

#include "engine/pool/preset_forecast.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

struct Forecast : testing::Test {
    Forecast() {
        entry.account = rig.account().id;
        entry.identity = {rig.instruments.find("binance:linear:BTC-USDT-USDT")->id, 900, PositionSide::long_side};
        entry.price = price("64231.37");
        entry.preset.name = "careful";
        entry.preset.size.risk_per_trade_percent = ratio("0.5");
        entry.preset.stop.pips = 20;
        entry.preset.targets.targets[0].rr = ratio("1");
        entry.equity = money("10000");
    }
    Result<PresetForecast> forecast() const { return forecast_preset(entry, {rig.now, rig.config, rig.instruments, rig.board}); }

    DeskRig rig;
    SupposedEntry entry;
};

// 20 pips of 6.423137 are a risk of 128.47; with fees of both sides 0.1947 lose no more than 50.
TEST_F(Forecast, B2SaysSizeStopTargetAndWorstLoss) {
    const auto known = forecast();
    ASSERT_TRUE(known.ok()) << known.error().detail;
    EXPECT_EQ(known->leg.quantity, quantity("0.1947"));
    EXPECT_EQ(known->use.stop, price("64102.9"));
    EXPECT_EQ(known->risk, price("128.47"));
    ASSERT_EQ(known->targets.size(), 1U);
    EXPECT_EQ(known->targets[0].plan.price, price("64359.84"));
    EXPECT_EQ(known->targets[0].quantity, quantity("0.1947"));
    EXPECT_EQ(known->layers.loss, money("25.013109")) << "0.1947 x 128.47";
    EXPECT_EQ(known->worst_loss(), known->layers.loss + known->layers.fees);
    EXPECT_LE(known->worst_loss(), money("50"));
}

// B-9: each target has its part in whole steps, and the last one what that leaves.
TEST_F(Forecast, B9TheLastTargetTakesTheRest) {
    entry.preset.targets.mode = TargetMode::multi;
    entry.preset.targets.targets = {PresetTarget{true, ratio("1"), ratio("30")}, PresetTarget{true, ratio("2"), ratio("30")},
                                    PresetTarget{true, ratio("3"), ratio("40")}};
    const auto known = forecast();
    ASSERT_TRUE(known.ok()) << known.error().detail;
    ASSERT_EQ(known->targets.size(), 3U);
    EXPECT_EQ(known->targets[0].quantity, quantity("0.05841"));
    EXPECT_EQ(known->targets[1].quantity, quantity("0.05841"));
    EXPECT_EQ(known->targets[2].quantity, quantity("0.07788"));
}

// B-20: whatever would govern there, and whatever the preset is meant for, it is this one that is looked at.
TEST_F(Forecast, B20NothingElseGoverns) {
    rig.config.grid_strategy.enabled = true;
    entry.preset.enabled = false;
    entry.preset.symbol = "ETHUSDT";
    const auto known = forecast();
    ASSERT_TRUE(known.ok()) << known.error().detail;
    EXPECT_EQ(known->use.preset->name, "careful");
    EXPECT_EQ(known->leg.quantity, quantity("0.1947"));
}

TEST_F(Forecast, B3SaysWhatAdmissionWouldSay) {
    entry.equity.reset();
    EXPECT_EQ(forecast().error().code, "NO_EQUITY");
    entry.equity = money("1");
    EXPECT_EQ(forecast().error().code, "BELOW_MINIMUM");
    entry.equity = money("10000");
    entry.preset.stop = {StopMode::structure, std::nullopt, std::nullopt};
    EXPECT_EQ(forecast().error().code, "NO_STOP");
    entry.levels.structure = price("64000");
    EXPECT_EQ(forecast()->use.stop, price("64000"));
}

}  // namespace
}  // namespace trellis::tests
