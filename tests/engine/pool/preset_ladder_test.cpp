// A preset beside a grid strategy (28.1): whose ladder, whose size, whose stop. The worked number of 28.2.
#include <gtest/gtest.h>

#include <stdexcept>

#include "engine/base/rounding.hpp"
#include "engine/pool/preset_ladder.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {money("100000"), {}}}}, equity, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("100000"); }
    bool is_connected(AccountId) const override { return true; }
    std::optional<Money> equity = money("5000");
};

/// One percent of 5 000 at risk, 500 pips of a basis point: of 100 the stop is 95.
Preset careful() {
    Preset preset;
    preset.name = "careful";
    preset.size.risk_per_trade_percent = ratio("1");
    preset.stop.pips = 500;
    preset.targets.targets[0].rr = ratio("2");
    return preset;
}

/// 28.2: legs at 0, -1 and -2 % with 40, 30 and 30 %, no fees.
struct PresetLadder : testing::Test {
    void TestBody() override {}
    explicit PresetLadder(Market market = Market::spot) : rig(market) {
        GridStrategy& grid = rig.config.grid_strategy;
        grid.enabled = true;
        grid.levels = {{ratio("0"), ratio("40"), ratio("1")}, {ratio("-1"), ratio("30"), ratio("1")}, {ratio("-2"), ratio("30"), ratio("1")}};
        for (const auto& instrument : rig.instruments.all()) {
            InstrumentRules rules = rules_of(instrument);
            rules.taker_fee = {};
            rig.instruments.renew(instrument.id, rules);
        }
        use(careful());
        rig.account().preset = "careful";
        rig.wallets = &purse;
    }
    void use(const Preset& preset) { rig.config.presets.insert_or_assign("careful", preset); }
    DeskEvents sent() {
        rig.pass(std::chrono::seconds(1));
        Signal signal = buy_signal();
        signal.entry_price = price("100");
        return rig.send(signal);
    }
    SignalAdmitted admitted() {
        const auto events = sent();
        const auto found = only<SignalAdmitted>(events);
        if (found.size() != 1) throw std::runtime_error("not admitted: " + code(events));
        return found.front();
    }

    DeskRig rig;
    Purse purse;
};

// B-34: beside a ladder of several levels there are no layers, unless the configuration lets them.
TEST_F(PresetLadder, B34ALadderGoesBeforeLayers) {
    Preset layered = careful();
    layered.layers.enabled = true;
    layered.layers.distance = 20;
    use(layered);
    EXPECT_FALSE(admitted().preset->has_layers);
    PresetLadder other;
    other.use(layered);
    other.rig.config.preset_settings.allow_layering_with_dca = true;
    other.rig.config.preset_settings.layer_exit = LayerExit::basket;
    const auto allowed = other.admitted();
    EXPECT_TRUE(allowed.preset->has_layers);
    EXPECT_EQ(allowed.preset->layer_exit, LayerExit::basket);
    PresetLadder single;
    single.use(layered);
    single.rig.config.grid_strategy.levels = {{ratio("0"), ratio("100"), ratio("1")}};
    EXPECT_TRUE(single.admitted().preset->has_layers) << "a ladder of one level is none";
}

// B-16: a hedge needs both sides, and an equity to measure its trigger by.
TEST_F(PresetLadder, B16AHedgeNeedsHedgeMode) {
    Preset hedged = careful();
    hedged.hedge = {true, ratio("2"), 20, ratio("1")};
    use(hedged);
    const auto event = admitted();
    EXPECT_FALSE(event.preset->has_hedge) << "traded without it";
    EXPECT_EQ(event.preset->equity, std::nullopt);
}

TEST_F(PresetLadder, B36TheLadderLosesWhatThePresetRisks) {
    const auto event = admitted();
    EXPECT_EQ(event.plan->capital.text().substr(0, 7), "1210.51");
    ASSERT_EQ(event.plan->legs.size(), 3U);
    EXPECT_EQ(event.plan->legs[2].price, price("98"));
    ASSERT_TRUE(event.preset.has_value());
    EXPECT_EQ(event.preset->stop, price("95"));
    EXPECT_TRUE(event.preset->has_grid);
    EXPECT_TRUE(event.preset->sizes);
    EXPECT_FALSE(event.preset->takes_profit);
    Money lost;
    for (const auto& leg : event.plan->legs) lost += notional(leg.price - event.preset->stop, leg.quantity);
    EXPECT_LE(lost, money("50"));
    EXPECT_GT(lost, money("49.99"));
}

TEST_F(PresetLadder, B32AFixedSizeIsSharedByTheLegs) {
    Preset preset = careful();
    preset.size.mode = SizeMode::fixed;
    preset.size.fixed_lot = quantity("10");
    use(preset);
    purse.equity.reset();
    Quantity all;
    const auto event = admitted();
    for (const auto& leg : event.plan->legs) all += leg.quantity;
    EXPECT_LE(all, quantity("10"));
    EXPECT_GT(all, quantity("9.999"));
}

TEST_F(PresetLadder, B32TheStrategySizesWhereItIsAskedTo) {
    rig.config.preset_settings.size = PresetSource::config;
    const auto event = admitted();
    EXPECT_EQ(event.plan->capital, money("1000"));
    EXPECT_FALSE(event.preset->sizes);
}

TEST_F(PresetLadder, B33TheTargetsAreTheStrategysUnlessThePresetIsAsked) {
    EXPECT_EQ((*admitted().strategy)->take_profit_mode, rig.config.grid_strategy.take_profit_mode);
    Preset preset = careful();
    preset.size.max_positions = preset.size.max_positions_per_symbol = 5;
    use(preset);
    rig.config.preset_settings.take_profit = PresetSource::preset;
    rig.desk = DeskRig().desk;
    const auto event = admitted();
    EXPECT_TRUE(event.preset->takes_profit);
    EXPECT_EQ((*event.strategy)->take_profit_mode, TakeProfitMode::aggregate);
    EXPECT_EQ((*event.strategy)->take_profit_aggregate_percent, std::nullopt);
}

TEST_F(PresetLadder, B35ALegBeyondTheStopRefusesTheLadder) {
    Preset preset = careful();
    preset.stop.pips = 150;
    use(preset);
    EXPECT_EQ(code(sent()), "SL_ABOVE_DCA");
    rig.config.preset_settings.size = PresetSource::config;
    EXPECT_EQ(code(sent()), "SL_ABOVE_DCA");
}

// B-35: of 100, 99 and 98 the last one lies beyond a stop at 98.5; 50 are lost by the two others.
TEST_F(PresetLadder, B35WithSlAboveDcaOkTheLadderGoesWithoutThatLeg) {
    Preset preset = careful();
    preset.stop.pips = 150;
    use(preset);
    rig.config.preset_settings.drops_legs_beyond_stop = true;
    const auto event = admitted();
    ASSERT_EQ(event.plan->legs.size(), 3U);
    EXPECT_FALSE(event.plan->legs[0].skipped);
    EXPECT_FALSE(event.plan->legs[1].skipped);
    EXPECT_TRUE(event.plan->legs[2].skipped);
    Money lost;
    for (const auto& leg : event.plan->legs) {
        if (!leg.skipped) lost += notional(leg.price - event.preset->stop, leg.quantity);
    }
    EXPECT_LE(lost, money("50"));
    EXPECT_GT(lost, money("49.99"));
}

// B-36: 50 for five pyramids are 10 for each.
TEST_F(PresetLadder, B36AGroupsRiskIsSharedByItsPyramids) {
    rig.config.grid_strategy.max_pyramids = 5;
    rig.config.grid_strategy.sizing.risk_scope = RiskScope::group;
    const auto event = admitted();
    Money lost;
    for (const auto& leg : event.plan->legs) lost += notional(leg.price - event.preset->stop, leg.quantity);
    EXPECT_LE(lost, money("10"));
    EXPECT_GT(lost, money("9.99"));
    EXPECT_EQ(event.plan->capital.text().substr(0, 6), "242.10");
}

// B-33: on a perpetual both rest; on spot, where coins can be locked once, the strategy's do.
TEST_F(PresetLadder, B33BothHaveTargetsOnAPerpetual) {
    rig.config.preset_settings.take_profit = PresetSource::both;
    const auto event = admitted();
    EXPECT_FALSE(event.preset->takes_profit) << "spot";
    EXPECT_EQ((*event.strategy)->take_profit_mode, rig.config.grid_strategy.take_profit_mode);
    PresetLadder perpetual(Market::linear);
    perpetual.rig.config.preset_settings.take_profit = PresetSource::both;
    const auto both = perpetual.admitted();
    EXPECT_TRUE(both.preset->takes_profit);
    EXPECT_EQ((*both.strategy)->take_profit_mode, TakeProfitMode::per_leg);
}

TEST_F(PresetLadder, R52DefaultsDoNotGovernAGrid) {
    rig.account().preset.clear();
    rig.config.preset_settings.user_default = "careful";
    const auto event = admitted();
    EXPECT_FALSE(event.preset.has_value());
    EXPECT_EQ(event.plan->capital, money("1000"));
}

TEST_F(PresetLadder, R52EachPyramidIsSizedAnewAgainstTheStop) {
    rig.open([] {
        Signal signal = buy_signal();
        signal.entry_price = price("100");
        return signal;
    }());
    rig.obey();
    rig.next_bar();
    Signal more = buy_signal();
    more.entry_price = price("99");
    const auto events = rig.send(more);
    const auto found = only<SignalAdmitted>(events);
    ASSERT_EQ(found.size(), 1U) << code(events);
    Money lost;
    for (const auto& leg : found.front().plan->legs) lost += notional(leg.price - price("95"), leg.quantity);
    EXPECT_LE(lost, money("50"));
    EXPECT_GT(lost, money("49.99"));
}

}  // namespace
}  // namespace trellis::tests
