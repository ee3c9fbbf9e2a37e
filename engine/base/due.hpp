// When somebody wants to be woken by time, and what for.
#pragma once

#include <cstdint>

#include "engine/base/time.hpp"

namespace trellis {

/// What a timer is for; of those due at one time the first kind fires first.
enum class TimerKind : std::uint8_t {
    order_timeout = 0,  ///< order time-outs and retries
    boundary = 1,       ///< a day or week begins
    close_retry = 2,    ///< R-24
    candle_exit = 3,    ///< B-17
    queue_sweep = 4,    ///< R-42
    risk_pass = 5,      ///< R-50
    orphan_sweep = 6,   ///< O-8
    rules_refresh = 7,  ///< V-3
};

/// The earliest, and of equal ones the first kind.
struct Due {
    Timestamp at{};
    TimerKind kind{};
    constexpr auto operator<=>(const Due&) const = default;
};

}  // namespace trellis
