// Timeframes of a signal: their spellings, their length, and the bar a time belongs to (W-11).
#include <chrono>
#include <cstdlib>

#include "engine/signal/instruction.hpp"

namespace trellis {

namespace {

constexpr std::uint32_t day_seconds = 86'400;
constexpr std::uint32_t week_seconds = 7 * day_seconds;
constexpr std::uint32_t month_seconds = 30 * day_seconds;  // M = 2592000
constexpr std::int64_t first_monday = 4 * day_seconds;     // 1970-01-05
constexpr std::uint32_t timeframe_max = 12 * month_seconds;

std::int64_t floor_div(std::int64_t value, std::int64_t unit) {
    const std::int64_t quotient = value / unit;
    return value % unit < 0 ? quotient - 1 : quotient;
}

std::int64_t month_index(Timestamp at) {
    const auto days = std::chrono::floor<std::chrono::days>(at.time_since_epoch());
    const std::chrono::year_month_day date{std::chrono::sys_days{days}};
    return (static_cast<int>(date.year()) - 1970) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

/// Seconds since the epoch at which a month begins.
std::int64_t month_start(std::int64_t index) {
    const std::chrono::year_month first{std::chrono::year{1970}, std::chrono::January};
    const auto month = first + std::chrono::months(index);
    return std::chrono::sys_seconds(std::chrono::sys_days{month / 1}).time_since_epoch().count();
}

}  // namespace

std::optional<std::uint32_t> parse_timeframe(std::string_view text) {
    std::uint64_t count = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
        if (digits == 9) return std::nullopt;
        count = count * 10 + static_cast<std::uint64_t>(text[digits] - '0');
        ++digits;
    }
    const std::string_view unit = text.substr(digits);
    std::uint64_t unit_seconds = 0;
    if (unit.empty()) {
        if (digits == 0) return std::nullopt;
        unit_seconds = 60;
    } else if (unit == "S" || unit == "s") {
        if (digits == 0) return std::nullopt;
        unit_seconds = 1;
    } else if (unit == "D" || unit == "d") {
        unit_seconds = day_seconds;
    } else if (unit == "W" || unit == "w") {
        unit_seconds = week_seconds;
    } else if (unit == "M") {
        unit_seconds = month_seconds;
    } else {
        return std::nullopt;
    }
    if (digits == 0) count = 1;
    const std::uint64_t seconds = count * unit_seconds;
    if (seconds == 0) return std::nullopt;
    if (seconds > timeframe_max) return std::nullopt;
    return static_cast<std::uint32_t>(seconds);
}

std::int64_t candle_index(Timestamp at, std::uint32_t timeframe_seconds) {
    const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
    if (timeframe_seconds % month_seconds == 0) return floor_div(month_index(at), timeframe_seconds / month_seconds);
    if (timeframe_seconds % week_seconds == 0) return floor_div(seconds - first_monday, timeframe_seconds);
    return floor_div(seconds, timeframe_seconds);
}

std::optional<Timestamp> candle_start(std::int64_t index, std::uint32_t timeframe_seconds) {
    constexpr std::int64_t last_second = Timestamp::max().time_since_epoch() / std::chrono::seconds(1);
    if (index > last_second / timeframe_seconds) return std::nullopt;
    std::int64_t second = index * timeframe_seconds;
    if (timeframe_seconds % month_seconds == 0) {
        second = month_start(index * (timeframe_seconds / month_seconds));
    } else if (timeframe_seconds % week_seconds == 0) {
        second += first_monday;
    }
    if (second > last_second) return std::nullopt;
    return Timestamp(std::chrono::seconds(second));
}

}  // namespace trellis
