// Layers against the first position (B-14, B-15, R-56): their prices, sizes, stops, and what all of them may lose together. Pure, for
// groups that place them and for whoever asks beforehand.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/result.hpp"
#include "engine/market/instrument.hpp"
#include "engine/preset/planned_stop.hpp"
#include "engine/preset/risk_size.hpp"

namespace trellis {

/// A layer as it will rest, with what it loses at its stop in quote, fees aside.
struct PlannedLayer {
    LegIndex index;                       ///< from 1; the first position is 0
    Price price;
    Quantity quantity;
    Price stop;
    Money loss;
    bool operator==(const PlannedLayer&) const = default;
    static void fields(auto& self, auto&& each) { each(self.index, self.price, self.quantity, self.stop, self.loss); }
};

/// What layers are planned from.
struct LayerTerms {
    const Preset& preset;
    const Instrument& instrument;
    OpeningTerms first;                   ///< of the first position
    Price risk;                           ///< its R0
    Quantity quantity;                    ///< q0
    Money first_loss;                     ///< at its stop, in quote
    std::optional<Price> basket_stop;     ///< of all positions together; empty: each has its own (B-15)
    Rounding rounding{};                  ///< of entry prices (D-2)
    std::uint32_t others = 0;             ///< layers of the instrument that other groups of the account have
    std::optional<Money> equity;          ///< E, in the account's currency
    ConversionRate conversion;            ///< of the quote into it
};

/// B-14: the size of layer `index`, floored to the step; empty: out of all proportion.
std::optional<Quantity> layer_quantity(const PresetLayers& layers, Quantity first, std::uint16_t index, Quantity step);

/// where a layer that is entered at `terms.entry` is given up: sl_pips away, in other modes as far as the first position's R0.
Price layer_stop(const PresetStop& stop, Price risk, const OpeningTerms& terms);

/// The next layer behind those of the series. Errors: LAYER_COUNT (B-14), LAYER_RISK_CAP (B-15), NO_EQUITY (nothing to measure the cap
/// by), NO_STOP (at or beyond the stop of the basket, or without room for its own).
Result<PlannedLayer> next_layer(const LayerTerms& terms, const std::vector<PlannedLayer>& series);

/// What the first position and the series lose at their stops, in quote.
Money loss_of(const LayerTerms& terms, const std::vector<PlannedLayer>& series);

/// The part of equity in percent that a series loses at worst, fees aside (section 23); empty: it depends on the equity.
std::optional<Ratio> worst_layered_percent(const Preset& preset);

}  // namespace trellis
