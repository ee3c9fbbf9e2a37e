#include "engine/preset/risk_size.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

constexpr Int128 hundred = 100;

/// Both divided by what they share, so that products keep room.
struct Fraction {
    Int128 numerator;
    Int128 denominator;
};

Fraction reduced(ConversionRate rate) {
    TRELLIS_CHECK(rate.numerator.is_positive() && rate.denominator.is_positive(), "a conversion rate is positive");
    Int128 a = rate.numerator.raw();
    Int128 b = rate.denominator.raw();
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return {rate.numerator.raw() / a, rate.denominator.raw() / a};
}

Ratio times(Ratio value, Ratio factor) {
    return Ratio::from_raw(multiply_divide(value.raw(), factor.raw(), Ratio::scale, Rounding::half_even));
}

Ratio divided(Ratio value, Ratio by) {
    return Ratio::from_raw(multiply_divide(value.raw(), Ratio::scale, by.raw(), Rounding::half_even));
}

/// value x factor^exponent; the exponent may be negative.
Ratio power(Ratio value, Ratio factor, Int128 exponent) {
    constexpr Int128 steps_max = 64;  // beyond it every factor but 1 is out of all proportion
    const Int128 steps = std::clamp<Int128>(exponent, -steps_max, steps_max);
    for (Int128 step = 0; step < steps; ++step) value = times(value, factor);
    for (Int128 step = 0; step > steps; --step) value = divided(value, factor);
    return value;
}

/// What a unit loses at the stop, its fees on both sides included.
Price loss_of_unit(const RiskTerms& terms, Price entry) {
    const Price distance = (entry - terms.stop).abs();
    return distance + as<Price>(fee_of(as<Money>(entry + terms.stop), terms.fee_rate));
}

}  // namespace

Ratio scaled_by_equity(Ratio base, const PresetSize& size, Money equity) {
    if (size.equity_mode == EquityMode::none || !size.equity_base.has_value()) return base;
    const Money start = *size.equity_base;
    if (size.equity_mode == EquityMode::linear) {
        return Ratio::from_raw(multiply_divide(base.raw(), equity.raw(), start.raw(), Rounding::half_even));
    }
    const Int128 exponent = divide((equity - start).raw(), start.raw(), Rounding::floor);
    return power(base, size.equity_step_factor.value(), exponent);
}

Ratio effective_risk(const PresetSize& size, Money equity) {
    Ratio risk = scaled_by_equity(size.risk_per_trade_percent.value(), size, equity);
    if (size.risk_max_percent.has_value()) risk = std::min(risk, *size.risk_max_percent);
    if (size.risk_min_percent.has_value()) risk = std::max(risk, *size.risk_min_percent);
    return risk;
}

Quantity fixed_size(const PresetSize& size, Quantity lot_size, std::optional<Money> equity, Quantity step) {
    Ratio lots = as<Ratio>(size.fixed_lot.value());
    if (equity.has_value()) lots = scaled_by_equity(lots, size, *equity);
    const Quantity units = Quantity::from_raw(multiply_divide(lots.raw(), lot_size.raw(), Ratio::scale, Rounding::floor));
    return round_to_step(units, step, Rounding::floor);
}

Result<Quantity> risk_size(const RiskTerms& terms, Quantity step) {
    if (terms.entry == terms.stop) return Error{"NO_STOP", "the stop " + terms.stop.text() + " is the entry itself: nothing is at risk"};
    const Fraction rate = reduced(terms.conversion);
    const Int128 steps = multiply_divide(terms.equity.raw(), multiply(terms.risk_percent.raw(), rate.denominator),
                                         loss_of_unit(terms, terms.entry).raw(),
                                         multiply(multiply(hundred, step.raw()), rate.numerator), Rounding::floor);
    return Quantity::from_raw(multiply(steps, step.raw()));
}

Result<Money> ladder_capital(const RiskTerms& terms, std::span<const RiskLeg> legs, bool is_long) {
    // C = E r / sum of w_i x loss_i / p_i: what a unit of capital loses in each leg, by weight.
    Ratio lost;
    for (const auto& leg : legs) {
        const bool is_beyond = is_long ? leg.price <= terms.stop : leg.price >= terms.stop;
        if (is_beyond) {
            return Error{"SL_ABOVE_DCA", "the stop " + terms.stop.text() + " is nearer than a leg at " + leg.price.text()};
        }
        const Int128 loss = loss_of_unit(terms, leg.price).raw();
        lost += Ratio::from_raw(multiply_divide(leg.weight.raw(), loss, leg.price.raw(), Rounding::half_even));
    }
    if (!lost.is_positive()) return Error{"NO_STOP", "nothing of the ladder is at risk"};
    const Fraction rate = reduced(terms.conversion);
    // Both sides are in percent: E x r against C x lost.
    return Money::from_raw(multiply_divide(terms.equity.raw(), multiply(terms.risk_percent.raw(), rate.denominator), lost.raw(),
                                           rate.numerator, Rounding::floor));
}

}  // namespace trellis
