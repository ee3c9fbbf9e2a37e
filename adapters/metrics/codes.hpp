// The codes that are labels of their own, sorted. A code of the engine or of a venue that is not here counts as `other`; a test holds
// the tables against the engine and the paper venue.
#pragma once

#include <array>
#include <string_view>

namespace trellis::adapters {

/// Why a signal was rejected, ignored or has to wait.
inline constexpr std::array<std::string_view, 47> signal_codes{
    "ACCOUNT_DISABLED", "ALREADY_CLOSING", "ALREADY_QUEUED", "BELOW_MINIMUM", "BOT_DAILY_CAP", "BOT_PAUSED", "BOT_SCHEDULE",
    "BOT_STOPPED", "CANCELLED_BY_EXIT", "COPIED_POSITION", "DROPPED",
    "DUPLICATE_CANDLE", "EXPIRED", "EXPOSURE_LIMIT", "GROUP_CLOSING", "GROUP_QUARANTINED", "HEDGE_UNSUPPORTED",
    "INSUFFICIENT_BALANCE", "INTERNAL",
    "MAX_POSITIONS_PER_SYMBOL", "MAX_PYRAMIDS", "NOT_FOUND", "NO_CONFIG", "NO_EQUITY", "NO_POSITION",
    "NO_PRICE", "NO_STOP", "OPPOSITE_SIDE", "OUT_OF_SCHEDULE", "POOL_FULL", "PRECISION", "PRESET_MAX_POSITIONS",
    "PROMOTION_DRIFT", "PYRAMID_PREV_UNFILLED", "PYRAMID_PRICE_RULE", "QUEUE_FULL", "REJECTED", "REMOVED", "SCHEMA",
    "SHORT_NOT_SUPPORTED", "SIDE_CONFLICT", "SL_ABOVE_DCA", "STALE", "UNKNOWN_INSTRUMENT", "UNKNOWN_VENUE",
    "UNSUPPORTED_TIMEFRAME", "WEEKLY_TARGET"};

/// Why a preset, or its assignment, was not taken: the first of its faults.
inline constexpr std::array<std::string_view, 16> preset_codes{
    "DUPLICATE_KEY", "INCOMPATIBLE", "INVALID_PRESET", "INVALID_VALUE", "IN_USE", "MISSING_KEY", "NAME_TAKEN", "NOT_CLONABLE", "NOT_OWNER",
    "OUT_OF_RANGE", "TEMPLATE_READ_ONLY", "TOO_MANY_PRESETS", "TOO_MANY_VERSIONS", "TOO_PRECISE", "UNKNOWN_KEY", "WRONG_TYPE"};

/// Why a venue refused an order, an amendment or a cancel.
inline constexpr std::array<std::string_view, 9> order_codes{
    "BELOW_FILLED", "FILTER", "INSUFFICIENT_BALANCE", "NO_PRICE", "ORDER_NOT_FOUND", "POST_ONLY_WOULD_CROSS",
    "REDUCE_ONLY", "REJECTED", "UNKNOWN_INSTRUMENT"};

}  // namespace trellis::adapters
