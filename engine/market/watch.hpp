// At which prices somebody wants to be woken (architecture, property 5). Derived from state, never journaled.
#pragma once

#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/base/time.hpp"

namespace trellis {

struct WatchLevel {
    Price price;
    Timestamp not_before{};  ///< quotes older than this do not wake
    bool operator==(const WatchLevel&) const = default;
};

/// The nearest level in each of the four directions.
struct WatchLevels {
    std::optional<WatchLevel> bid_at_or_above{};
    std::optional<WatchLevel> bid_at_or_below{};
    std::optional<WatchLevel> ask_at_or_above{};
    std::optional<WatchLevel> ask_at_or_below{};
    bool operator==(const WatchLevels&) const = default;
};

}  // namespace trellis
