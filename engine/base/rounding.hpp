// The one place where values are rounded, each function named by its use. All of them round once, on the exact value: ticks and
// steps never see a quotient that was rounded before.
#pragma once

#include <span>

#include "engine/base/decimal.hpp"

namespace trellis {

/// How many whole units the value has; the unit (a tick or a step) must be positive.
template <class Tag>
Int128 count(Decimal<Tag> value, Decimal<Tag> unit, Rounding rounding) {
    TRELLIS_CHECK(unit.is_positive(), "a tick or step must be positive");
    return divide(value.raw(), unit.raw(), rounding);
}

/// True if the value is a whole number of units.
template <class Tag>
bool is_multiple(Decimal<Tag> value, Decimal<Tag> unit) {
    return Decimal<Tag>::from_raw(multiply(count(value, unit, Rounding::toward_zero), unit.raw())) == value;
}

/// The multiple of the tick that the rounding names.
Price round_to_tick(Price value, Price tick, Rounding rounding);

/// The multiple of the step that the rounding names.
Quantity round_to_step(Quantity value, Quantity step, Rounding rounding);

/// base * percent_plus_100 / 100 as a multiple of the tick (7.1, D-2, F-2): a ladder price at gap -0.5 has 99.5.
Price scaled_price(Price base, Ratio percent_plus_100, Price tick, Rounding rounding);

/// cost / quantity * percent_plus_100 / 100 as a multiple of the tick: targets of a leg or of a position (T-4).
Price average_times(Money cost, Quantity quantity, Ratio percent_plus_100, Price tick, Rounding rounding);

/// A part of a position and the percentage it shall reach: 101 for 1 % on top.
struct WeightedCost {
    Money cost;
    Ratio percent_plus_100;
};
/// Sum of (cost * percent_plus_100 / 100) / quantity / kept as a multiple of the tick: targets over several pyramids (T-7), and
/// with `kept` = 1 - f of what a sale leaves after its fee (T-5). Costs are not negative, percentages and `kept` are positive.
Price weighted_average(std::span<const WeightedCost> parts, Quantity quantity, Ratio kept, Price tick, Rounding rounding);

/// floor_step(capital * weight_percent / 100 / price), the quantity of a leg (7.1, S-2).
Quantity affordable(Money capital, Ratio weight_percent, Price price, Quantity step);

/// floor_step(capital * weight / 100 / (price * percent_plus_100 / 100)), the quantity of a market order (S-3).
Quantity affordable_beyond(Money capital, Ratio weight_percent, Price price, Ratio percent_plus_100, Quantity step);

/// price * quantity, half-even once where it has more than 16 decimals.
Money notional(Price price, Quantity quantity);

/// notional * rate, half-even; the rate is a plain factor, 0.001 for 0.1 %.
Money fee_of(Money notional, Ratio rate);

/// quantity * rate, half-even: a fee taken in the base asset.
Quantity base_fee_of(Quantity quantity, Ratio rate);

/// total * part / whole, pro rata, half-even.
Quantity share(Quantity total, Quantity part, Quantity whole);
Money share(Money total, Quantity part, Quantity whole);

/// floor_step(total * part / whole), on the exact value.
Quantity part_of(Quantity total, Quantity part, Quantity whole, Quantity step);

/// cost / quantity half-even to 12 decimals: a figure of the report, never an input of a rule.
Price average(Money cost, Quantity quantity);

/// part / whole * 100 half-even to 12 decimals: a figure of the report.
Ratio percent_of(Money part, Money whole);

}  // namespace trellis
