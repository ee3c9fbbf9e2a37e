// Layers before anything is placed: prices, sizes, and what all of them lose together (B-14, B-15, R-56).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/preset/layer_plan.hpp"
#include "engine/preset/templates.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }
Quantity quantity(const char* text) { return decimal<Quantity>(text); }

/// EURUSD with a pip of 0.0001; a lot is 100 000, and its smallest step is 0.01 of one.
Instrument euro() {
    Instrument instrument = parse_instrument_name("oanda:linear:EUR-USD-USD").value();
    instrument.tick = price("0.00001");
    instrument.step = quantity("1000");
    instrument.lot_size = quantity("100000");
    return instrument;
}

Preset preset_named(std::string_view name) {
    for (const auto& one : preset_templates()) {
        if (one.name == name) return one;
    }
    return {};
}

/// Grid Trading on 0.01 lot: a pip of a lot is 10 $.
struct Planning {
    Instrument instrument = euro();
    Preset preset = preset_named("Grid Trading");
    LayerTerms terms{preset, instrument, {PositionSide::long_side, price("1.1"), price("0.0001"), instrument.tick}, price("0.005"),
                     quantity("1000"), Money::from_integer(5), std::nullopt, Rounding::floor, 0, std::nullopt, {}};

    /// The series, and behind it why it ends.
    std::string series() const {
        std::vector<PlannedLayer> layers;
        std::string all;
        while (true) {
            const auto layer = next_layer(terms, layers);
            if (!layer.ok()) return all + layer.error().code;
            all += layer->quantity.text() + " @ " + layer->price.text() + ", ";
            layers.push_back(*layer);
        }
    }
    Money loss() const {
        std::vector<PlannedLayer> layers;
        while (true) {
            const auto layer = next_layer(terms, layers);
            if (!layer.ok()) return loss_of(terms, layers);
            layers.push_back(*layer);
        }
    }
};

std::string sizes(Martingale mode, const char* factor) {
    PresetLayers layers;
    layers.martingale = mode;
    layers.factor = decimal<Ratio>(factor);
    std::string all;
    for (std::uint16_t index = 0; index < 5; ++index) {
        all += (index == 0 ? "" : " ") + layer_quantity(layers, quantity("0.01"), index, quantity("0.01"))->text();
    }
    return all;
}

// B-14: the worked series.
TEST(LayerPlan, B14SizesLayersByTheMartingale) {
    EXPECT_EQ(sizes(Martingale::multiply, "2"), "0.01 0.02 0.04 0.08 0.16");
    EXPECT_EQ(sizes(Martingale::add, "1"), "0.01 0.02 0.03 0.04 0.05");
    EXPECT_EQ(sizes(Martingale::none, "7"), "0.01 0.01 0.01 0.01 0.01");
    EXPECT_EQ(sizes(Martingale::multiply, "1.5"), "0.01 0.01 0.02 0.03 0.05") << "0.015, 0.0225, 0.03375 and 0.050625, each floored";
}

// B-14: against the position, 15 pips apart, five of them with the first one.
TEST(LayerPlan, B14PutsLayersAgainstThePosition) {
    Planning planning;
    planning.terms.equity = Money::from_integer(3'100);
    EXPECT_EQ(planning.series(), "2000 @ 1.0985, 4000 @ 1.097, 8000 @ 1.0955, 16000 @ 1.094, LAYER_COUNT");
    planning.terms.first.side = PositionSide::short_side;
    EXPECT_EQ(planning.series(), "2000 @ 1.1015, 4000 @ 1.103, 8000 @ 1.1045, 16000 @ 1.106, LAYER_COUNT");
}

// B-15: 155 $ of 3 100 $ are 5 % and all five; 2 000 $ carry four, 75 $; 1 000 $ carry three, 35 $.
TEST(LayerPlan, B15EndsTheSeriesAtTheRiskCap) {
    Planning planning;
    planning.terms.equity = Money::from_integer(3'100);
    EXPECT_EQ(planning.loss(), Money::from_integer(155));
    planning.terms.equity = Money::from_integer(2'000);
    EXPECT_EQ(planning.series(), "2000 @ 1.0985, 4000 @ 1.097, 8000 @ 1.0955, LAYER_RISK_CAP");
    EXPECT_EQ(planning.loss(), Money::from_integer(75));
    planning.terms.equity = Money::from_integer(1'000);
    EXPECT_EQ(planning.series(), "2000 @ 1.0985, 4000 @ 1.097, LAYER_RISK_CAP");
    EXPECT_EQ(planning.loss(), Money::from_integer(35));
    planning.terms.equity = decimal<Money>("3099.99");
    EXPECT_EQ(planning.loss(), Money::from_integer(75));
}

TEST(LayerPlan, B15MeasuresTheCapInTheAccountsCurrency) {
    Planning planning;
    planning.terms.equity = Money::from_integer(3'100);
    planning.terms.conversion = {price("2"), price("1")};
    EXPECT_EQ(planning.loss(), Money::from_integer(75)) << "150 of 155";
}

TEST(LayerPlan, B15WithoutAnEquityNothingIsInvented) {
    Planning planning;
    EXPECT_EQ(planning.series(), "NO_EQUITY");
    planning.preset.layers.max_total_risk_percent.reset();
    planning.preset.layers.martingale = Martingale::none;
    EXPECT_EQ(planning.series(), "1000 @ 1.0985, 1000 @ 1.097, 1000 @ 1.0955, 1000 @ 1.094, LAYER_COUNT");
}

// B-14: what other groups of the instrument have counts too.
TEST(LayerPlan, B14CountsTheLayersOfOtherGroups) {
    Planning planning;
    planning.terms.equity = Money::from_integer(100'000);
    planning.terms.others = 2;
    EXPECT_EQ(planning.series(), "2000 @ 1.0985, 4000 @ 1.097, LAYER_COUNT");
    planning.terms.others = 9;
    EXPECT_EQ(planning.series(), "LAYER_COUNT");
}

// sl_pips away from its own entry; in other modes as far as the first position's R0.
TEST(LayerPlan, R56StopsEachLayerFromItsOwnEntry) {
    Planning planning;
    const OpeningTerms terms{PositionSide::long_side, price("1.0985"), price("0.0001"), planning.instrument.tick};
    EXPECT_EQ(layer_stop(planning.preset.stop, price("0.003"), terms), price("1.0935"));
    planning.preset.stop.mode = StopMode::structure;
    EXPECT_EQ(layer_stop(planning.preset.stop, price("0.003"), terms), price("1.0955"));
}

// B-15 basket: one stop for all, so a layer at or beyond it could not lose.
TEST(LayerPlan, B15NoLayerOfABasketLiesBeyondItsStop) {
    Planning planning;
    planning.terms.equity = Money::from_integer(100'000);
    planning.terms.basket_stop = price("1.0955");
    EXPECT_EQ(planning.series(), "2000 @ 1.0985, 4000 @ 1.097, NO_STOP");
    EXPECT_EQ(planning.loss(), Money::from_integer(5 + 6 + 6));
}

// A martingale of 20 layers by ten ends before numbers lose their room.
TEST(LayerPlan, B15ALayerOutOfAllProportionIsNotPlanned) {
    Planning planning;
    planning.preset.layers.factor = Ratio::from_integer(10);
    planning.preset.layers.max_per_symbol = 20;
    planning.preset.layers.max_total_risk_percent = Ratio::from_integer(100);
    planning.terms.equity = Money::from_integer(1'000'000'000'000);
    planning.terms.quantity = quantity("1000");
    EXPECT_NE(planning.series().find("LAYER_RISK_CAP"), std::string::npos);
    EXPECT_EQ(layer_quantity(planning.preset.layers, quantity("1000"), 19, quantity("1000")), std::nullopt);
}

// B-15: whatever the martingale, all stops together lose at most the cap; and layers only ever go deeper.
RC_GTEST_PROP(LayerPlan, B15NoPlanExceedsItsRiskCap, ()) {
    const auto number = [](std::int64_t least, std::int64_t most) { return *rc::gen::inRange<std::int64_t>(least, most); };
    Planning planning;
    PresetLayers& layers = planning.preset.layers;
    layers.martingale = static_cast<Martingale>(number(0, 3));
    layers.factor = Ratio::from_raw(number(1, 101) * (Ratio::scale / 10));
    layers.max_per_symbol = static_cast<std::uint16_t>(number(1, 21));
    layers.distance = static_cast<Pips>(number(1, 400));
    layers.max_total_risk_percent = Ratio::from_raw(number(1, 10'001) * (Ratio::scale / 100));
    planning.preset.stop.pips = static_cast<Pips>(number(1, 500));
    planning.terms.first.side = number(0, 2) == 0 ? PositionSide::long_side : PositionSide::short_side;
    planning.terms.quantity = Quantity::from_integer(1'000 * number(1, 100));
    planning.terms.first_loss = Money::from_integer(number(0, 1'000));
    planning.terms.equity = Money::from_integer(number(1, 1'000'000));
    planning.terms.conversion = {Price::from_integer(number(1, 200)), Price::from_integer(number(1, 200))};
    if (number(0, 3) == 0) planning.terms.basket_stop = planning.terms.first.side == PositionSide::long_side ? price("1.08") : price("1.12");
    std::vector<PlannedLayer> series;
    while (true) {
        const auto layer = next_layer(planning.terms, series);
        if (!layer.ok()) break;
        // Not inside of the assertion, which looks at both sides of an `or`.
        const bool is_long = planning.terms.first.side == PositionSide::long_side;
        const bool is_deeper = series.empty() || (is_long ? layer->price < series.back().price : layer->price > series.back().price);
        RC_ASSERT(is_deeper);
        series.push_back(*layer);
        const auto& rate = planning.terms.conversion;
        const Money lost = loss_of(planning.terms, series);
        // loss x rate <= cap / 100 x equity, multiplied out
        const Int128 left = lost.raw() / Money::scale * (rate.numerator.raw() / Price::scale) * 10'000;
        const Int128 right = planning.terms.equity->raw() / Money::scale * (layers.max_total_risk_percent->raw() / (Ratio::scale / 100)) *
                             (rate.denominator.raw() / Price::scale);
        RC_ASSERT(left <= right);
    }
    RC_ASSERT(series.size() < layers.max_per_symbol);
}

// Section 23: 2 % in 1, 1.5 and 2.25 parts are 9.5 %; the cap bounds it.
TEST(LayerPlan, B15KnowsTheWorstPartOfEquity) {
    EXPECT_EQ(worst_layered_percent(preset_named("Aggressive Day Trader")), decimal<Ratio>("9.5"));
    EXPECT_EQ(worst_layered_percent(preset_named("Grid Trading")), decimal<Ratio>("5"));
    Preset wild = preset_named("Aggressive Day Trader");
    wild.layers.max_total_risk_percent = decimal<Ratio>("8");
    EXPECT_EQ(worst_layered_percent(wild), decimal<Ratio>("8"));
}

}  // namespace
}  // namespace trellis::tests
