#include "engine/market/filters.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

/// closing orders on linear are reduce-only; some venues ask nothing of market orders (V-4).
bool asks_for_notional(const Instrument& instrument, const OrderSize& order) {
    if (order.purpose == Purpose::closing && instrument.market == Market::linear) return false;
    return !order.is_market || instrument.min_notional_on_market;
}

std::optional<Quantity> max_quantity(const Instrument& instrument, bool is_market) {
    if (!is_market || !instrument.max_market_quantity.has_value()) return instrument.max_quantity;
    if (!instrument.max_quantity.has_value()) return instrument.max_market_quantity;
    return std::min(*instrument.max_quantity, *instrument.max_market_quantity);
}

}  // namespace

std::string_view text(Filter filter) {
    switch (filter) {
        case Filter::price_floor: return "PRICE_FLOOR";
        case Filter::price_band: return "PRICE_BAND";
        case Filter::step: return "STEP";
        case Filter::min_quantity: return "MIN_QTY";
        case Filter::max_quantity: return "MAX_QTY";
        case Filter::min_notional: return "MIN_NOTIONAL";
    }
    return "";
}

std::string text(const FilterRefusal& refusal) {
    const std::string value = refusal.value.text();
    const std::string bound = refusal.bound.text();
    switch (refusal.filter) {
        case Filter::price_floor: return "price " + value + " is not above " + bound;
        case Filter::price_band: return "price " + value + " is outside the band until the mark is at " + bound;
        case Filter::step: return "quantity " + value + " is less than one step of " + bound;
        case Filter::min_quantity: return "quantity " + value + " is below min_qty " + bound;
        case Filter::max_quantity: return "quantity " + value + " is above max_qty " + bound;
        case Filter::min_notional: return "notional " + value + " is below min_notional " + bound;
    }
    return "";
}

std::optional<FilterRefusal> refused_by(const Instrument& instrument, const OrderSize& order) {
    if (!order.price.is_positive()) return FilterRefusal{Filter::price_floor, as<Money>(order.price), {}};
    const Money quantity = as<Money>(order.quantity);
    if (!order.quantity.is_positive()) return FilterRefusal{Filter::step, quantity, as<Money>(instrument.step)};
    if (order.quantity < instrument.min_quantity) {
        return FilterRefusal{Filter::min_quantity, quantity, as<Money>(instrument.min_quantity)};
    }
    if (const auto most = max_quantity(instrument, order.is_market); most.has_value() && order.quantity > *most) {
        return FilterRefusal{Filter::max_quantity, quantity, as<Money>(*most)};
    }
    if (!asks_for_notional(instrument, order)) return std::nullopt;
    const Money value = notional(order.price, order.quantity);
    if (value >= instrument.min_notional) return std::nullopt;
    return FilterRefusal{Filter::min_notional, value, instrument.min_notional};
}

std::optional<FilterRefusal> refused_by_band(const Instrument& instrument, Price price, PositionSide side, Price mark) {
    const auto edge = band_edge(price, side, instrument);
    if (!edge.has_value()) return std::nullopt;
    const bool is_inside = side == PositionSide::long_side ? mark <= *edge : mark >= *edge;
    if (is_inside) return std::nullopt;
    return FilterRefusal{Filter::price_band, as<Money>(price), as<Money>(*edge)};
}

std::optional<Price> band_edge(Price price, PositionSide side, const Instrument& instrument) {
    if (!instrument.price_band_percent.has_value()) return std::nullopt;
    const bool is_long = side == PositionSide::long_side;
    const Ratio band = *instrument.price_band_percent;
    if (is_long && band >= hundred) return std::nullopt;
    // price * 100 / (100 -+ band), rounded towards the marks that are inside.
    return average_times(as<Money>(price), as<Quantity>(is_long ? hundred - band : hundred + band),
                         Ratio::from_integer(10'000), instrument.tick, is_long ? Rounding::floor : Rounding::ceil);
}

std::optional<Quantity> most_for_one_order(const Instrument& instrument, bool is_market) {
    const auto most = max_quantity(instrument, is_market);
    if (!most.has_value()) return std::nullopt;
    return round_to_step(*most, instrument.step, Rounding::floor);
}

}  // namespace trellis
