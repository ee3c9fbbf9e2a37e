// Instants and spans in nanoseconds UTC, and their text. The clock cannot be asked: time reaches the engine in commands only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace trellis {

/// Unix time without leap seconds, from 1677 to 2262; it has no now() on purpose.
struct EngineClock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<EngineClock, duration>;
    static constexpr bool is_steady = false;
};

using Duration = std::chrono::nanoseconds;
using Timestamp = std::chrono::time_point<EngineClock, Duration>;

/// "2026-01-05T00:00:08Z", with a fraction only where there is one.
std::string rfc3339(Timestamp at);

/// RFC 3339 with Z or an offset, at most nine decimals; BAD_TIME names the text.
Result<Timestamp> parse_rfc3339(std::string_view text);

/// RFC 3339, or digits since the epoch: seconds below 1e11, milliseconds from there on, either with a fraction (1.2, `timestamp`).
Result<Timestamp> parse_timestamp(std::string_view text);

/// Digits and a unit, "1500ms", "0s", "20m", "2h", "1d"; BAD_DURATION names the text.
Result<Duration> parse_duration(std::string_view text);

}  // namespace trellis
