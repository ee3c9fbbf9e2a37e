// Why a group closes.
#pragma once

#include <cstdint>
#include <string_view>

namespace trellis {

/// Numbers are on disk: never reuse.
enum class CloseReason : std::uint8_t {
    exit_signal = 0, reverse = 1, manual = 2, candle = 3, stop = 4, break_even = 5, trailing = 6, tp_leg = 7,
    tp_aggregate = 8, tp_pyramid = 9, risk_loser = 10, risk_winner = 11, external = 12,
    leader = 13,
};
std::string_view text(CloseReason reason);  ///< "EXIT_SIGNAL"

}  // namespace trellis
