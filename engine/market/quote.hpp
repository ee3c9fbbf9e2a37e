// The best bid and ask of an instrument, and which of the two counts for whom.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/base/time.hpp"
#include "engine/market/side.hpp"

namespace trellis {

/// A quote. Sizes are absent when the source gives none (then unlimited on paper, PV-1).
struct Quote {
    Price bid;
    Price ask;
    std::optional<Quantity> bid_size;
    std::optional<Quantity> ask_size;
    Timestamp at{};
    std::uint64_t number{};  ///< of its instrument, from 1; 0 = no quote yet
    bool operator==(const Quote&) const = default;
};

/// Best and worst of both sides over a span of quotes.
struct QuoteExtremes {
    Price bid_low;
    Price bid_high;
    Price ask_low;
    Price ask_high;
    bool operator==(const QuoteExtremes&) const = default;
};

/// The price at which a position could be left now: bid for a long, ask for a short (semantics 0).
constexpr Price mark(const Quote& quote, PositionSide side) {
    return side == PositionSide::long_side ? quote.bid : quote.ask;
}
/// The price an order of that side meets: the ask for a buy, the bid for a sell (F-1).
constexpr Price touch(const Quote& quote, OrderSide side) { return side == OrderSide::buy ? quote.ask : quote.bid; }

}  // namespace trellis
