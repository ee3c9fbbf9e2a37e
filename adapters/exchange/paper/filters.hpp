// The venue's rules for what may be ordered (PV-8, R-17), checked as a real venue checks them.
#pragma once

#include <optional>
#include <string>

#include "engine/base/decimal.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/order.hpp"

namespace trellis::adapters {

/// What the filters look at; `price` is the limit, or for a market order the touch.
struct OrderTerms {
    OrderType type{};
    Price price;
    Quantity quantity;
    bool reduce_only = false;
};

/// The first filter that the terms violate, in words with the values; nothing when they pass.
std::optional<std::string> filter_violated(const Instrument& instrument, const OrderTerms& terms);

}  // namespace trellis::adapters
