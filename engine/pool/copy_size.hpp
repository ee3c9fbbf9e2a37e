// How large a copy is (B-29): its wanted size by the subscription's mode, then what the clamps leave of it.
#pragma once

#include "engine/config/subscriptions.hpp"
#include "engine/preset/risk_size.hpp"

namespace trellis {

/// q x (E_f / E_t) x multiplier, rounded down to the step on the exact value. The leader's equity is positive.
struct ProportionalTerms {
    Quantity leader_quantity;
    Money equity;
    Money leader_equity;
    Ratio multiplier;
};
Quantity proportional_size(const ProportionalTerms& terms, Quantity step);

/// E_f x percent / 100 / price, the equity turned into quote, rounded down to the step.
struct PercentageTerms {
    Money equity;
    Ratio percent;
    Price price;
    ConversionRate conversion;
};
Quantity percentage_size(const PercentageTerms& terms, Quantity step);

/// Rounded down to the step.
Quantity multiplied(Quantity quantity, Ratio multiplier, Quantity step);

/// What a copy holds already, and what a unit of it costs now.
struct CopyHolding {
    Quantity open;
    Price price;
};
/// [min_quantity, max_quantity], then max_position_size over the whole copy; rounded down to the step.
Quantity clamped(Quantity wanted, const CopyTerms& terms, const CopyHolding& holding, Quantity step);

}  // namespace trellis
