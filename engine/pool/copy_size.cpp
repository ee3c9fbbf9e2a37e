#include "engine/pool/copy_size.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/base/wide.hpp"

namespace trellis {

Quantity multiplied(Quantity quantity, Ratio multiplier, Quantity step) {
    return part_of(quantity, as<Quantity>(multiplier), Quantity::from_integer(1), step);
}

Quantity proportional_size(const ProportionalTerms& terms, Quantity step) {
    // The multiplier joins the equity, whose few decimals leave room for it: the quotient is rounded once.
    const Quantity share = multiplied(as<Quantity>(terms.equity), terms.multiplier, Quantity::from_raw(1));
    return part_of(terms.leader_quantity, share, as<Quantity>(terms.leader_equity), step);
}

Quantity percentage_size(const PercentageTerms& terms, Quantity step) {
    const Money equity = Money::from_raw(
        multiply_divide(terms.equity.raw(), terms.conversion.denominator.raw(), terms.conversion.numerator.raw(), Rounding::floor));
    return affordable(equity, terms.percent, terms.price, step);
}

Quantity clamped(Quantity wanted, const CopyTerms& terms, const CopyHolding& holding, Quantity step) {
    Quantity size = wanted;
    if (terms.min_quantity.has_value()) size = std::max(size, *terms.min_quantity);
    if (terms.max_quantity.has_value()) size = std::min(size, *terms.max_quantity);
    if (terms.max_position_size.has_value()) {
        const Money left = *terms.max_position_size - notional(holding.price, holding.open);
        if (!left.is_positive()) return {};
        size = std::min(size, affordable(left, Ratio::from_integer(100), holding.price, step));
    }
    return round_to_step(size, step, Rounding::floor);
}

}  // namespace trellis
