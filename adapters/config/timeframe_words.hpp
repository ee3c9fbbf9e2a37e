// Timeframes as presets write them (section 23).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
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

}  // namespace trellis::adapters
