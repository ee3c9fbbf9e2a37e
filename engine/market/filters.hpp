// The venue's filters in the order in which an order meets them (V-5). Whoever asks gets the first that refuses it, with its numbers:
// plans explain skipped legs by it, groups the legs they drop, and R-17 asks no more than whether there is one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/decimal.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/side.hpp"

namespace trellis {

/// In the order of V-5; that of the rules themselves (V-1) stands before them, balance and exposure (S-4, S-5) behind.
enum class Filter : std::uint8_t {
    price_floor,   ///< a price is above zero
    price_band,    ///< not farther from the mark than the venue allows (D-11)
    step,          ///< at least one step
    min_quantity,
    max_quantity,
    min_notional,
};
std::string_view text(Filter filter);  ///< "MIN_NOTIONAL"

/// What an order asks for, as far as filters look at it.
struct OrderSize {
    Price price;                       ///< its limit; of a market order the touch it takes (R-17)
    Quantity quantity;
    Purpose purpose = Purpose::opening;
    bool is_market = false;
};

/// A filter that refuses an order: what it has against what it would need. Both are plain decimals.
struct FilterRefusal {
    Filter filter{};
    Money value;
    Money bound;
    bool operator==(const FilterRefusal&) const = default;
};
/// "notional 4.99 is below min_notional 5"
std::string text(const FilterRefusal& refusal);

/// V-5: the first filter that refuses the order, the band apart; nothing when it may be sent.
std::optional<FilterRefusal> refused_by(const Instrument& instrument, const OrderSize& order);

/// D-11: an entry whose price is farther from the mark than the venue's band. `side` is the position's.
std::optional<FilterRefusal> refused_by_band(const Instrument& instrument, Price price, PositionSide side, Price mark);

/// The nearest mark, away from `price`, at which it is still inside of the band; empty: at any.
std::optional<Price> band_edge(Price price, PositionSide side, const Instrument& instrument);

/// The most that one order may be for, whole steps; empty: any quantity. A market order may have a limit of its own (V-4).
std::optional<Quantity> most_for_one_order(const Instrument& instrument, bool is_market);

}  // namespace trellis
