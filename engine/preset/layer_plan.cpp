#include "engine/preset/layer_plan.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/preset/pip.hpp"

namespace trellis {

namespace {

const Ratio one = Ratio::from_integer(1);
// Beyond it no account could pay, and products lose their room.
const Ratio factor_max = Ratio::from_integer(1'000'000);

/// q_k / q0 (B-14); empty beyond factor_max.
std::optional<Ratio> factor_of(const PresetLayers& layers, std::uint16_t index) {
    const Ratio step = layers.factor.value_or(one);
    Ratio factor = one;
    switch (layers.martingale) {
        case Martingale::none: break;
        case Martingale::add: factor += Ratio::from_raw(multiply(step.raw(), index)); break;
        case Martingale::multiply:
            for (std::uint16_t k = 0; k < index && factor <= factor_max; ++k) {
                factor = Ratio::from_raw(multiply_divide(factor.raw(), step.raw(), Ratio::scale, Rounding::half_even));
            }
    }
    return factor <= factor_max ? std::optional(factor) : std::nullopt;
}

Price away_from_profit(Price price, Price distance, PositionSide side) { return towards_profit(price, distance, opposite(side)); }

bool is_losing_side(Price stop, Price entry, PositionSide side) {
    return side == PositionSide::long_side ? stop < entry : stop > entry;
}

Money in_account_currency(Money loss, const ConversionRate& rate) {
    if (rate.numerator == rate.denominator) return loss;
    return Money::from_raw(multiply_divide(loss.raw(), rate.numerator.raw(), rate.denominator.raw(), Rounding::ceil));
}

std::optional<Error> beyond_count(const LayerTerms& terms, std::uint16_t index) {
    const std::uint16_t most = terms.preset.layers.max_per_symbol;
    if (terms.others + index + 1U <= most) return std::nullopt;
    const std::string others = terms.others == 0 ? "" : ", " + std::to_string(terms.others) + " of them other groups'";
    return Error{"LAYER_COUNT", std::to_string(most) + " layers of " + terms.instrument.symbol + " are the most, the first position included" +
                                    others + " (B-14)"};
}

std::optional<Error> beyond_cap(const LayerTerms& terms, const std::vector<PlannedLayer>& series, Money loss) {
    const auto& cap = terms.preset.layers.max_total_risk_percent;
    if (!cap.has_value()) return std::nullopt;
    if (!terms.equity.has_value()) return Error{"NO_EQUITY", "the account's equity is not known, and the layers' risk is capped by it (B-15)"};
    const Money total = in_account_currency(loss_of(terms, series) + loss, terms.conversion);
    const Int128 hundred = Int128{100} * Ratio::scale;
    if (compare_products(total.raw(), hundred, terms.equity->raw(), cap->raw()) <= 0) return std::nullopt;
    return Error{"LAYER_RISK_CAP", "with it all would lose " + total.text() + " at their stops, more than " + cap->text() + " % of an equity of " +
                                       terms.equity->text() + " (B-15)"};
}

Error no_stop(Price price, Price stop) {
    return {"NO_STOP", "a layer at " + price.text() + " could not lose at the stop " + stop.text() + " (R-56)"};
}

}  // namespace

std::optional<Quantity> layer_quantity(const PresetLayers& layers, Quantity first, std::uint16_t index, Quantity step) {
    const auto factor = factor_of(layers, index);
    if (!factor.has_value()) return std::nullopt;
    return round_to_step(Quantity::from_raw(multiply_divide(first.raw(), factor->raw(), Ratio::scale, Rounding::floor)), step, Rounding::floor);
}

Price layer_stop(const PresetStop& stop, Price risk, const OpeningTerms& terms) {
    const bool by_pips = stop.mode == StopMode::pips && stop.pips.has_value();
    const Price distance = by_pips ? distance_of(*stop.pips, terms.pip) : risk;
    return stop_tick(away_from_profit(terms.entry, distance, terms.side), terms.side, terms.tick);
}

Result<PlannedLayer> next_layer(const LayerTerms& terms, const std::vector<PlannedLayer>& series) {
    const auto index = static_cast<std::uint16_t>(series.size() + 1);
    const PresetLayers& layers = terms.preset.layers;
    if (auto beyond = beyond_count(terms, index)) return std::move(*beyond);
    const auto quantity = layer_quantity(layers, terms.quantity, index, terms.instrument.step);
    if (!quantity.has_value()) return Error{"LAYER_RISK_CAP", "layer " + std::to_string(index) + " would be a million times the first position (B-15)"};
    const OpeningTerms& first = terms.first;
    const Price distance = Price::from_raw(multiply(distance_of(layers.distance.value(), first.pip).raw(), index));
    PlannedLayer layer;
    layer.index = LegIndex{index};
    layer.price = round_to_tick(away_from_profit(first.entry, distance, first.side), first.tick, terms.rounding);
    layer.quantity = *quantity;
    layer.stop = terms.basket_stop.value_or(layer_stop(terms.preset.stop, terms.risk, {first.side, layer.price, first.pip, first.tick}));
    if (!layer.stop.is_positive() || !is_losing_side(layer.stop, layer.price, first.side)) return no_stop(layer.price, layer.stop);
    layer.loss = notional((layer.price - layer.stop).abs(), layer.quantity);
    if (auto beyond = beyond_cap(terms, series, layer.loss)) return std::move(*beyond);
    return layer;
}

Money loss_of(const LayerTerms& terms, const std::vector<PlannedLayer>& series) {
    Money total = terms.first_loss;
    for (const auto& layer : series) total += layer.loss;
    return total;
}

std::optional<Ratio> worst_layered_percent(const Preset& preset) {
    const PresetLayers& layers = preset.layers;
    const auto& cap = layers.max_total_risk_percent;
    const auto& risk = preset.size.risk_per_trade_percent;
    if (preset.size.mode != SizeMode::risk_percent || !risk.has_value()) return cap;
    Ratio factors;
    for (std::uint16_t index = 0; index < layers.max_per_symbol; ++index) {
        const auto factor = factor_of(layers, index);
        if (!factor.has_value()) return cap;
        factors += *factor;
    }
    const Ratio total = Ratio::from_raw(multiply_divide(risk->raw(), factors.raw(), Ratio::scale, Rounding::half_even));
    return cap.has_value() ? std::min(*cap, total) : total;
}

}  // namespace trellis
