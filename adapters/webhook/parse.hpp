// From the bytes of a webhook to a Signal, or to everything that is wrong with them (1.2): whoever sent them is not trusted, so
// each field is bounded, and the secret is in nothing that leaves here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/secrets/secret.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

inline constexpr std::size_t webhook_bytes_max = 64U << 10U;
inline constexpr std::size_t webhook_depth_max = 16;
inline constexpr std::size_t webhook_errors_max = 50;

struct ReceivedAs {
    AccountId account;
    SignalNumber number;
    Timestamp at{};
    std::string_view timeframe = {};  ///< instead of tv.timeframe, when not empty
};

struct ParsedSignal {
    ReceivedSignal signal = {};
    std::uint32_t unknown_fields = 0;  ///< ignored, but counted
    bool has_fields = false;           ///< the body is a JSON object, whatever is wrong in it
    Secret secret = {};                ///< what stood in `secret`; empty when that was no text
};
ParsedSignal parse_webhook(std::string_view body, const ReceivedAs& as);
/// The same by the reader that takes any body and names every error; the other one is faster with those that are right.
ParsedSignal parse_with_care(std::string_view body, const ReceivedAs& as);

/// The signal alone.
ReceivedSignal parse_signal(std::string_view body, AccountId account, SignalNumber number, Timestamp received_at);

}  // namespace trellis::adapters
