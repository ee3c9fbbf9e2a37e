#include "adapters/exchange/paper/filters.hpp"

#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

template <class Value, class Bound>
std::string fault(std::string_view what, Value value, std::string_view rule, Bound bound) {
    return std::string(what) + " " + value.text() + " " + std::string(rule) + " " + bound.text();
}

}  // namespace

std::optional<std::string> filter_violated(const Instrument& instrument, const OrderTerms& terms) {
    if (!terms.price.is_positive()) return "price " + terms.price.text() + " is not positive";
    if (!terms.quantity.is_positive()) return "quantity " + terms.quantity.text() + " is not positive";
    if (terms.type == OrderType::limit && !is_multiple(terms.price, instrument.tick))
        return fault("price", terms.price, "is no multiple of tick", instrument.tick);
    if (!is_multiple(terms.quantity, instrument.step))
        return fault("quantity", terms.quantity, "is no multiple of step", instrument.step);
    if (terms.quantity < instrument.min_quantity)
        return fault("quantity", terms.quantity, "is below minimum", instrument.min_quantity);
    const bool is_market = terms.type == OrderType::market;
    if (instrument.max_quantity && terms.quantity > *instrument.max_quantity)
        return fault("quantity", terms.quantity, "is above maximum", *instrument.max_quantity);
    if (is_market && instrument.max_market_quantity && terms.quantity > *instrument.max_market_quantity)
        return fault("quantity", terms.quantity, "is above maximum of market orders", *instrument.max_market_quantity);
    const Money value = notional(terms.price, terms.quantity);
    const bool asks_for_notional = !terms.reduce_only && (!is_market || instrument.min_notional_on_market);
    if (asks_for_notional && value < instrument.min_notional)
        return fault("notional", value, "is below minimum", instrument.min_notional);
    return std::nullopt;
}

}  // namespace trellis::adapters
