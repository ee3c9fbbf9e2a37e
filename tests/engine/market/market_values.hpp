// Quotes and watch levels for tests, small whole numbers so that ties are common.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <rapidcheck.h>

#include "engine/market/quote.hpp"
#include "engine/market/watch.hpp"

namespace trellis::tests {

inline Timestamp second(std::int64_t seconds) { return Timestamp(std::chrono::seconds(seconds)); }

inline Quote quote(std::int64_t bid, std::int64_t ask, std::int64_t at = 0) {
    return {Price::from_integer(bid), Price::from_integer(ask), {}, {}, second(at), 0};
}

inline WatchLevel level(std::int64_t price, std::int64_t not_before = 0) {
    return {Price::from_integer(price), second(not_before)};
}

inline Quote any_quote() {
    const auto bid = *rc::gen::inRange<std::int64_t>(1, 40);
    return quote(bid, bid + *rc::gen::inRange<std::int64_t>(0, 4), *rc::gen::inRange<std::int64_t>(0, 10));
}

inline std::optional<WatchLevel> any_level() {
    if (*rc::gen::inRange(0, 3) == 0) return std::nullopt;
    return level(*rc::gen::inRange<std::int64_t>(1, 40), *rc::gen::inRange<std::int64_t>(0, 10));
}

inline WatchLevels any_levels() { return {any_level(), any_level(), any_level(), any_level()}; }

/// What the four directions mean, written out.
inline bool is_reached(const WatchLevels& levels, const Quote& quote) {
    const auto due = [&](const std::optional<WatchLevel>& level) { return level && level->not_before <= quote.at; };
    return (due(levels.bid_at_or_above) && quote.bid >= levels.bid_at_or_above->price) ||
           (due(levels.bid_at_or_below) && quote.bid <= levels.bid_at_or_below->price) ||
           (due(levels.ask_at_or_above) && quote.ask >= levels.ask_at_or_above->price) ||
           (due(levels.ask_at_or_below) && quote.ask <= levels.ask_at_or_below->price);
}

}  // namespace trellis::tests
