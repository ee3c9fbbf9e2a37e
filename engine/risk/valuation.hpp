// What a group's open position is worth now: the one formula of K-4, for losers and winners, lists and plans alike.
#pragma once

#include "engine/base/decimal.hpp"
#include "engine/base/time.hpp"
#include "engine/market/side.hpp"

namespace trellis {

/// An open position as far as K-4 asks.
struct Position {
    PositionSide side{};
    Quantity open;      ///< Q
    Money cost;         ///< Q x A
    Money entry_fees;   ///< of what is open
};

struct Valuation {
    Price mark;
    Money unrealised;   ///< U, net of the entry fees paid and the exit fee to come
    Money invested;     ///< what U is a percentage of: long Q x A + entry fees, short Q x A
    bool operator==(const Valuation&) const = default;
};

/// K-4: U = s x Q x (mark - A) - entry fees - f x Q x mark.
Valuation value_at(const Position& position, Price mark, Ratio taker_fee);

/// loss% for a report: U / invested x 100, 12 decimals; 0 where nothing is invested.
Ratio percent_of(const Valuation& value);

/// loss% <= threshold, on the exact values (K-3).
bool is_at_or_below(const Valuation& value, Ratio threshold_percent);

/// A mark older than this is not traded on (K-4, R-50).
inline constexpr Duration mark_age_max = std::chrono::seconds(5);

}  // namespace trellis
