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
    if (instrument.max_quantity && terms.quantity > *instrument.max_quantity)
        return fault("quantity", terms.quantity, "is above maximum", *instrument.max_quantity);
    const Money value = notional(terms.price, terms.quantity);
    if (!terms.reduce_only && value < instrument.min_notional)
        return fault("notional", value, "is below minimum", instrument.min_notional);
    return std::nullopt;
}

}  // namespace trellis::adapters
