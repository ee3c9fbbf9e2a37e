// From the bytes of a webhook to a Signal, or to everything that is wrong with them (1.2): whoever sent them is not trusted, so
// each field is bounded, and the secret is in nothing that leaves here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/signal/signal.hpp"

namespace trellis::adapters {

inline constexpr std::size_t webhook_bytes_max = 64U << 10U;
inline constexpr std::size_t webhook_depth_max = 16;
inline constexpr std::size_t webhook_errors_max = 50;

struct ReceivedAs {
    AccountId account;
    SignalNumber number;
    Timestamp at{};
};

struct ParsedSignal {
    ReceivedSignal signal;
    std::uint32_t unknown_fields = 0;  ///< ignored, but counted
};
ParsedSignal parse_webhook(std::string_view body, const ReceivedAs& as);

/// The signal alone.
ReceivedSignal parse_signal(std::string_view body, AccountId account, SignalNumber number, Timestamp received_at);

}  // namespace trellis::adapters
