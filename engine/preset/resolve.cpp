#include "engine/preset/resolve.hpp"

#include <algorithm>

namespace trellis {

namespace {

std::optional<SkipReason> refusal(const PresetCandidate& candidate, const PresetSubject& subject) {
    if (candidate.preset == nullptr) return SkipReason::unassigned;
    if (candidate.is_deleted) return SkipReason::deleted;
    if (!candidate.is_visible) return SkipReason::not_visible;
    const Preset& preset = *candidate.preset;
    if (!preset.enabled) return SkipReason::disabled;
    if (preset.symbol.has_value() && *preset.symbol != subject.symbol) return SkipReason::other_symbol;
    if (preset.timeframe_seconds.has_value() && *preset.timeframe_seconds != subject.timeframe_seconds) return SkipReason::other_timeframe;
    return std::nullopt;
}

}  // namespace

std::string_view text(PresetLevel level) {
    switch (level) {
        case PresetLevel::signal: return "signal";
        case PresetLevel::bot: return "bot";
        case PresetLevel::subscription: return "subscription";
        case PresetLevel::connection: return "connection";
        case PresetLevel::user_default: return "user_default";
        case PresetLevel::system_default: return "system_default";
    }
    return "";
}

std::string_view text(SkipReason reason) {
    switch (reason) {
        case SkipReason::unassigned: return "UNASSIGNED";
        case SkipReason::deleted: return "DELETED";
        case SkipReason::not_visible: return "NOT_VISIBLE";
        case SkipReason::disabled: return "DISABLED";
        case SkipReason::other_symbol: return "OTHER_SYMBOL";
        case SkipReason::other_timeframe: return "OTHER_TIMEFRAME";
    }
    return "";
}

bool Resolution::is_overridden() const {
    return std::ranges::any_of(skipped, [](const SkippedLevel& one) { return one.reason != SkipReason::unassigned; });
}

Resolution resolve(const std::vector<PresetCandidate>& candidates, const PresetSubject& subject) {
    Resolution resolution;
    for (const auto& candidate : candidates) {
        if (const auto reason = refusal(candidate, subject)) {
            resolution.skipped.push_back({candidate.level, *reason});
            continue;
        }
        resolution.level = candidate.level;
        resolution.preset = candidate.preset;
        break;
    }
    return resolution;
}

}  // namespace trellis
