#include "engine/risk/winner_quantity.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

constexpr Int128 scale = Price::scale;

Quantity steps(Int128 count, const Instrument& instrument) {
    return Quantity::from_raw(multiply(count, instrument.step.raw()));
}

/// ceil_step(amount / price).
Quantity worth_at_least(Money amount, Price price, const Instrument& instrument) {
    return steps(multiply_divide(amount.raw(), scale, price.raw(), instrument.step.raw(), Rounding::ceil), instrument);
}

/// ceil_step(R / u) with u = U / Q, as one division of exact products; all of it where all of it does not pay for R.
Quantity paying(Money required, const WinnerTerms& winner, const Instrument& instrument) {
    if (required >= winner.unrealised) return winner.closable;
    return steps(multiply_divide(required.raw(), winner.open.raw(), winner.unrealised.raw(), instrument.step.raw(),
                                 Rounding::ceil),
                 instrument);
}

bool may_close(Quantity quantity, const WinnerTerms& winner, const Instrument& instrument) {
    return is_placeable(instrument, winner.limit, quantity, Purpose::closing);
}

}  // namespace

Quantity least_closable(Price price, const Instrument& instrument) {
    Quantity least = round_to_step(instrument.min_quantity, instrument.step, Rounding::ceil);
    if (instrument.market != Market::linear) least = std::max(least, worth_at_least(instrument.min_notional, price, instrument));
    return std::max(least, instrument.step);
}

std::optional<Quantity> winner_quantity(Money required, const WinnerTerms& winner, const WinnerRules& rules,
                                        const Instrument& instrument) {
    const Quantity most = winner.closable;
    const Quantity least = least_closable(winner.limit, instrument);
    Quantity quantity = most;
    if (rules.partial_close_enabled) {
        quantity = std::min(paying(required, winner, instrument), most);
        if (notional(winner.mark, quantity) < rules.min_close_notional) {
            quantity = std::min(worth_at_least(rules.min_close_notional, winner.mark, instrument), most);
        }
        if (!may_close(quantity, winner, instrument)) quantity = std::min(least, most);
    }
    if (rules.keep_open) {
        const Quantity stays = least_closable(std::min(winner.limit, winner.mark), instrument);
        if (most - quantity < stays) quantity = most - stays;
        if (!may_close(quantity, winner, instrument)) return std::nullopt;
        return quantity;
    }
    const Quantity rest = most - quantity;
    const bool leaves_dust = rest.is_positive() && !may_close(rest, winner, instrument);
    return leaves_dust ? most : quantity;
}

Money profit_of(Quantity quantity, const WinnerTerms& winner) {
    if (quantity == winner.open) return winner.unrealised;
    return Money::from_raw(
        multiply_divide(winner.unrealised.raw(), quantity.raw(), winner.open.raw(), Rounding::half_even));
}

}  // namespace trellis
