// How large an entry is that may lose a part of the equity (B-1 to B-4, 28.2).
#pragma once

#include <optional>
#include <span>

#include "engine/base/result.hpp"
#include "engine/market/instrument.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// What one unit of the quote asset is worth in the account's currency, as a fraction: 1/150 for JPY in USD at 150.
struct ConversionRate {
    Price numerator = Price::from_integer(1);
    Price denominator = Price::from_integer(1);
    bool operator==(const ConversionRate&) const = default;
};

/// B-4: `base` scaled by the equity: NONE itself, LINEAR x E / B, STEP x f^floor((E - B) / B). Half-even to 16 decimals.
Ratio scaled_by_equity(Ratio base, const PresetSize& size, Money equity);

/// The percentage a trade may lose (B-4): scaled, then clamped to [risk_min, risk_max].
Ratio effective_risk(const PresetSize& size, Money equity);

/// B-1: floor_step(lots x lot size); the lots are scaled by B-4 and not clamped.
Quantity fixed_size(const PresetSize& size, Quantity lot_size, std::optional<Money> equity, Quantity step);

/// What a risk size is computed from. `fee_rate` is 0 when fees are left out.
struct RiskTerms {
    Money equity;
    Ratio risk_percent;
    Price entry;
    Price stop;
    Ratio fee_rate;
    ConversionRate conversion;
};

/// B-2: floor_step(E x r / 100 / ((|entry - stop| + f (entry + stop)) x fx)). Error NO_STOP: no distance to the stop.
Result<Quantity> risk_size(const RiskTerms& terms, Quantity step);

/// A leg of a ladder: its price and its part of the capital in percent.
struct RiskLeg {
    Price price;
    Ratio weight;
};

/// 28.2: the capital with which a ladder loses E x r / 100 when all of it fills and the stop is hit; rounded down to 16 decimals.
/// Errors: NO_STOP, SL_ABOVE_DCA (a leg lies beyond the stop: it could not lose).
Result<Money> ladder_capital(const RiskTerms& terms, std::span<const RiskLeg> legs, bool is_long);

}  // namespace trellis
