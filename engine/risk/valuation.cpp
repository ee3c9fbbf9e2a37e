#include "engine/risk/valuation.hpp"

#include "engine/base/rounding.hpp"

namespace trellis {

Valuation value_at(const Position& position, Price mark, Ratio taker_fee) {
    const Money worth = notional(mark, position.open);
    const bool is_long = position.side == PositionSide::long_side;
    const Money gross = is_long ? worth - position.cost : position.cost - worth;
    Valuation value;
    value.mark = mark;
    value.unrealised = gross - position.entry_fees - fee_of(worth, taker_fee);
    value.invested = is_long ? position.cost + position.entry_fees : position.cost;
    return value;
}

Ratio percent_of(const Valuation& value) {
    return value.invested.is_positive() ? percent_of(value.unrealised, value.invested) : Ratio{};
}

bool is_at_or_below(const Valuation& value, Ratio threshold_percent) {
    if (!value.invested.is_positive()) return false;
    return compare_products(value.unrealised.raw(), 100 * Ratio::scale, threshold_percent.raw(), value.invested.raw()) <= 0;
}

}  // namespace trellis
