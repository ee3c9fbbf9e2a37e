// Timeframes as presets write them (section 23), and the other spellings that are taken for the same (B-17): charts and scripts say 5m, 60
// or 1D where this program says M5, H1, D1. Kept and shown is one word.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/base/check.hpp"

namespace trellis::adapters {

inline constexpr std::array<std::pair<std::string_view, std::uint32_t>, 9> timeframe_words{
    {{"M1", 60}, {"M5", 300}, {"M15", 900}, {"M30", 1'800}, {"H1", 3'600}, {"H4", 14'400}, {"D1", 86'400}, {"W1", 604'800}, {"MN", 2'592'000}}};

/// "H1"; the seconds are those of a preset.
inline std::string_view timeframe_word(std::uint32_t seconds) {
    const auto* found = std::ranges::find(timeframe_words, seconds, [](const auto& one) { return one.second; });
    TRELLIS_CHECK(found != timeframe_words.end(), "a preset's timeframe has a word");
    return found->first;
}

/// Of one unit: m minute (and no letter at all), h H hour, d D day, w W week, M month; 0: no unit. A small m is never a month.
constexpr std::uint32_t timeframe_unit(char letter) {
    switch (letter) {
        case 'm': return 60;
        case 'h':
        case 'H': return 3'600;
        case 'd':
        case 'D': return 86'400;
        case 'w':
        case 'W': return 604'800;
        case 'M': return 2'592'000;
        default: return 0;
    }
}

/// The word for `M5`, `5m`, `5`, `H1`, `1h`, `60`, `D1`, `1D`, `D` ...; nothing for what is no timeframe of a preset, however it is written.
inline std::optional<std::string_view> read_timeframe(std::string_view spelling) {
    const auto* word = std::ranges::find(timeframe_words, spelling, [](const auto& one) { return one.first; });
    if (word != timeframe_words.end()) return word->first;
    constexpr std::size_t digits_max = 5;
    if (spelling.empty() || spelling.size() > digits_max + 1) return std::nullopt;
    const bool is_bare = spelling.back() >= '0' && spelling.back() <= '9';
    const std::string_view digits = is_bare ? spelling : spelling.substr(0, spelling.size() - 1);
    const std::uint32_t unit = is_bare ? 60 : timeframe_unit(spelling.back());
    std::uint32_t count = 1;
    if (!digits.empty()) {
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || digits.front() == '0') return std::nullopt;
    } else if (unit < 86'400) {
        return std::nullopt;  // of one letter only D, W and M are said
    }
    const std::uint64_t seconds = std::uint64_t{count} * unit;
    const auto* found = std::ranges::find(timeframe_words, seconds, [](const auto& one) { return std::uint64_t{one.second}; });
    return found == timeframe_words.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace trellis::adapters
