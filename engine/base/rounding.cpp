// Each use of rounding as one exact division of counts of 1e-16. The comments give the powers of ten that cancel.
#include "engine/base/rounding.hpp"

#include <vector>

namespace trellis {
namespace {

constexpr Int128 scale = Price::scale;
constexpr Int128 hundred = 100;

// A report's figure has 12 decimals: it is counted in 1e-12 and then expressed in 1e-16.
constexpr Int128 report_unit = 10'000;
constexpr Int128 report_scale = scale / report_unit;

Int128 greatest_common_divisor(Int128 a, Int128 b) {
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

void need_positive(Int128 raw, const char* must_hold) { TRELLIS_CHECK(raw > 0, must_hold); }

}  // namespace

Price round_to_tick(Price value, Price tick, Rounding rounding) {
    return Price::from_raw(multiply(count(value, tick, rounding), tick.raw()));
}

Quantity round_to_step(Quantity value, Quantity step, Rounding rounding) {
    return Quantity::from_raw(multiply(count(value, step, rounding), step.raw()));
}

// ticks = base * percent / 100 / tick; one 1e16 of the two factors is left over.
Price scaled_price(Price base, Ratio percent_plus_100, Price tick, Rounding rounding) {
    need_positive(tick.raw(), "a tick must be positive");
    const Int128 ticks = multiply_divide(base.raw(), percent_plus_100.raw(), hundred * scale, tick.raw(), rounding);
    return Price::from_raw(multiply(ticks, tick.raw()));
}

// ticks = cost / quantity * percent / 100 / tick; all powers of 1e16 cancel.
Price average_times(Money cost, Quantity quantity, Ratio percent_plus_100, Price tick, Rounding rounding) {
    need_positive(quantity.raw(), "an average needs a positive quantity");
    need_positive(tick.raw(), "a tick must be positive");
    const Int128 ticks =
        multiply_divide(cost.raw(), percent_plus_100.raw(), quantity.raw(), multiply(hundred, tick.raw()), rounding);
    return Price::from_raw(multiply(ticks, tick.raw()));
}

// ticks = sum(cost * percent) / 100 / quantity / kept / tick; one 1e16 of the three divisors is left over. `kept` is reduced first,
// so that it costs no room.
Price weighted_average(std::span<const WeightedCost> parts, Quantity quantity, Ratio kept, Price tick, Rounding rounding) {
    need_positive(quantity.raw(), "an average needs a positive quantity");
    need_positive(kept.raw(), "what a fee leaves must be positive");
    need_positive(tick.raw(), "a tick must be positive");
    Int128 numerator = scale;
    Int128 denominator = kept.raw();
    while (numerator % 10 == 0 && denominator % 10 == 0) {
        numerator /= 10;
        denominator /= 10;
    }
    std::vector<Product> products;
    products.reserve(parts.size());
    for (const auto& part : parts) {
        products.push_back({part.cost.raw(), multiply(part.percent_plus_100.raw(), numerator)});
    }
    const Int128 divisor = multiply(multiply(hundred, tick.raw()), denominator);
    const Int128 ticks = sum_divide(products, quantity.raw(), divisor, rounding);
    return Price::from_raw(multiply(ticks, tick.raw()));
}

// steps = capital * weight / 100 / price / step; all powers of 1e16 cancel.
Quantity affordable(Money capital, Ratio weight_percent, Price price, Quantity step) {
    need_positive(price.raw(), "a quantity is bought at a positive price");
    need_positive(step.raw(), "a step must be positive");
    const Int128 steps = multiply_divide(capital.raw(), weight_percent.raw(), price.raw(), multiply(hundred, step.raw()),
                                         Rounding::floor);
    return Quantity::from_raw(multiply(steps, step.raw()));
}

// steps = capital * weight / (price * percent) / step, 1e16 short of cancelling: the step gives what it has of it.
Quantity affordable_beyond(Money capital, Ratio weight_percent, Price price, Ratio percent_plus_100, Quantity step) {
    need_positive(price.raw(), "a quantity is bought at a positive price");
    need_positive(percent_plus_100.raw(), "a quantity is bought at a positive price");
    need_positive(step.raw(), "a step must be positive");
    const Int128 common = greatest_common_divisor(step.raw(), scale);
    const Int128 steps = multiply_divide(capital.raw(), multiply(weight_percent.raw(), scale / common), price.raw(),
                                         multiply(percent_plus_100.raw(), step.raw() / common), Rounding::floor);
    return Quantity::from_raw(multiply(steps, step.raw()));
}

Money notional(Price price, Quantity quantity) {
    return Money::from_raw(multiply_divide(price.raw(), quantity.raw(), scale, Rounding::half_even));
}

Money fee_of(Money notional, Ratio rate) {
    return Money::from_raw(multiply_divide(notional.raw(), rate.raw(), scale, Rounding::half_even));
}

Quantity base_fee_of(Quantity quantity, Ratio rate) {
    return Quantity::from_raw(multiply_divide(quantity.raw(), rate.raw(), scale, Rounding::half_even));
}

Quantity share(Quantity total, Quantity part, Quantity whole) {
    return Quantity::from_raw(multiply_divide(total.raw(), part.raw(), whole.raw(), Rounding::half_even));
}

Money share(Money total, Quantity part, Quantity whole) {
    return Money::from_raw(multiply_divide(total.raw(), part.raw(), whole.raw(), Rounding::half_even));
}

// steps = total * part / whole / step; all powers of 1e16 cancel.
Quantity part_of(Quantity total, Quantity part, Quantity whole, Quantity step) {
    need_positive(whole.raw(), "a part is one of something");
    need_positive(step.raw(), "a step must be positive");
    const Int128 steps = multiply_divide(total.raw(), part.raw(), whole.raw(), step.raw(), Rounding::floor);
    return Quantity::from_raw(multiply(steps, step.raw()));
}

Price average(Money cost, Quantity quantity) {
    need_positive(quantity.raw(), "an average needs a positive quantity");
    const Int128 units = multiply_divide(cost.raw(), report_scale, quantity.raw(), Rounding::half_even);
    return Price::from_raw(multiply(units, report_unit));
}

Ratio percent_of(Money part, Money whole) {
    const Int128 units = multiply_divide(part.raw(), hundred * report_scale, whole.raw(), Rounding::half_even);
    return Ratio::from_raw(multiply(units, report_unit));
}

}  // namespace trellis
