// Which preset applies to a signal (B-20): the first of the hierarchy that is enabled, visible to its owner and fits. Pure and total: each
// level that was passed over says why.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/preset/preset.hpp"

namespace trellis {

/// From the nearest to the farthest.
enum class PresetLevel : std::uint8_t { signal = 0, bot = 1, subscription = 2, connection = 3, user_default = 4, system_default = 5 };
std::string_view text(PresetLevel level);

/// What a level names. Null: nothing is assigned there.
struct PresetCandidate {
    PresetLevel level{};
    const Preset* preset = nullptr;
    bool is_deleted = false;
    bool is_visible = true;  ///< to the owner of what it is assigned to
};

enum class SkipReason : std::uint8_t { unassigned = 0, deleted = 1, not_visible = 2, disabled = 3, other_symbol = 4, other_timeframe = 5 };
std::string_view text(SkipReason reason);

struct SkippedLevel {
    PresetLevel level{};
    SkipReason reason{};
    bool operator==(const SkippedLevel&) const = default;
};

struct Resolution {
    std::optional<PresetLevel> level;      ///< empty: no preset applies
    const Preset* preset = nullptr;
    std::vector<SkippedLevel> skipped;     ///< the levels before it
    /// An assigned preset was passed over: worth a warning, with `strict_preset` a refusal.
    bool is_overridden() const;
};

/// What is being opened.
struct PresetSubject {
    std::string_view symbol;
    std::uint32_t timeframe_seconds = 0;
};

/// `candidates` from the nearest level on.
Resolution resolve(const std::vector<PresetCandidate>& candidates, const PresetSubject& subject);

}  // namespace trellis
