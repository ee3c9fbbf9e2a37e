// At which prices somebody wants to be woken (architecture, property 5). Derived from state, never journaled.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/base/time.hpp"

namespace trellis {

struct WatchLevel {
    Price price;
    Timestamp not_before{};  ///< quotes older than this do not wake
    bool operator==(const WatchLevel&) const = default;
};

/// The last `period` closed bars of `seconds` each.
struct BarWish {
    std::uint32_t seconds = 0;
    std::uint16_t period = 0;
    auto operator<=>(const BarWish&) const = default;
};

/// The nearest level in each of the four directions, and the bars that a stop trails behind.
struct WatchLevels {
    std::optional<WatchLevel> bid_at_or_above{};
    std::optional<WatchLevel> bid_at_or_below{};
    std::optional<WatchLevel> ask_at_or_above{};
    std::optional<WatchLevel> ask_at_or_below{};
    std::optional<BarWish> bars{};  ///< the first quote behind the close of one wakes
    bool operator==(const WatchLevels&) const = default;
};

}  // namespace trellis
