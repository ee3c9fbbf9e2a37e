#include "engine/pool/layer_preview.hpp"

#include "engine/base/rounding.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

Money fees_of(Price entry, Price stop, Quantity quantity, const Instrument& instrument) {
    return fee_of(notional(entry + stop, quantity), instrument.taker_fee);
}

Result<PlannedLayer> one_more(const LayerTerms& terms, const std::vector<PlannedLayer>& layers) {
    auto layer = next_layer(terms, layers);
    if (!layer.ok()) return layer;
    const auto refusal = refused_by(terms.instrument, {layer->price, layer->quantity});
    return refusal.has_value() ? Result<PlannedLayer>(Error{"BELOW_MINIMUM", text(*refusal)}) : layer;
}

}  // namespace

LayerPreview preview_layers(const PresetPlan& plan, PositionSide side, std::optional<Money> equity, InstrumentId id, const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(id);
    const PlannedLeg& leg = plan.plan.legs.front();
    const PresetUse& use = plan.use;
    const Price risk = (leg.price - use.stop).abs();
    LayerPreview preview{{}, std::nullopt, notional(risk, leg.quantity), fees_of(leg.price, use.stop, leg.quantity, instrument)};
    if (!use.has_layers) return preview;
    LayerTerms terms{use.preset, instrument, {side, leg.price, use.pip, instrument.tick}, risk, leg.quantity, preview.loss, std::nullopt,
                     entry_rounding(context.config.grid_strategy.rounding, side), 0, equity, {}};
    if (use.layer_exit == LayerExit::basket) terms.basket_stop = use.stop;
    const auto rate = conversion_of(instrument, context);
    if (rate.ok()) {
        terms.conversion = *rate;
    } else {
        terms.equity.reset();  // a cap that cannot be measured lets nothing in
    }
    while (!preview.ended_by.has_value()) {
        const auto layer = one_more(terms, preview.layers);
        if (!layer.ok()) {
            preview.ended_by = layer.error();
            break;
        }
        preview.layers.push_back(*layer);
        preview.fees += fees_of(layer->price, layer->stop, layer->quantity, instrument);
    }
    preview.loss = loss_of(terms, preview.layers);
    return preview;
}

}  // namespace trellis
