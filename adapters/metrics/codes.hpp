// The codes that are labels of their own, sorted. A code of the engine or of a venue that is not here counts as `other`; a test holds
// the tables against the engine and the paper venue.
#pragma once

#include <array>
#include <string_view>

namespace trellis::adapters {

/// Why a signal was rejected or ignored.
inline constexpr std::array<std::string_view, 20> signal_codes{
    "ACCOUNT_DISABLED", "ALREADY_CLOSING", "BELOW_MINIMUM",       "DUPLICATE_CANDLE", "FORCE_STOPPED",
    "GROUP_CLOSING",    "MAX_PYRAMIDS",    "NOT_BUILT",           "NO_CONFIG",        "NO_POSITION",
    "OPPOSITE_SIDE",    "PAUSED",          "POOL_FULL",           "SCHEMA",           "SHORT_NOT_SUPPORTED",
    "SIDE_CONFLICT",    "STALE",           "UNKNOWN_INSTRUMENT",  "UNKNOWN_VENUE",    "UNSUPPORTED_TIMEFRAME"};

/// Why a venue refused an order, an amendment or a cancel.
inline constexpr std::array<std::string_view, 8> order_codes{"BELOW_FILLED",    "FILTER",      "INSUFFICIENT_BALANCE", "NO_PRICE",
                                                             "ORDER_NOT_FOUND", "REDUCE_ONLY", "REJECTED",             "UNKNOWN_INSTRUMENT"};

}  // namespace trellis::adapters
