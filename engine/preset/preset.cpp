#include "engine/preset/preset.hpp"

namespace trellis {

std::string_view text(SizeMode mode) {
    switch (mode) {
        case SizeMode::fixed: return "FIXED";
        case SizeMode::risk_percent: return "RISK_PERCENT";
    }
    return "";
}

std::string_view text(EquityMode mode) {
    switch (mode) {
        case EquityMode::none: return "NONE";
        case EquityMode::linear: return "LINEAR";
        case EquityMode::step: return "STEP";
    }
    return "";
}

std::string_view text(StopMode mode) {
    switch (mode) {
        case StopMode::pips: return "PIPS";
        case StopMode::r_multiple: return "R_MULTIPLE";
        case StopMode::structure: return "STRUCTURE";
    }
    return "";
}

std::string_view text(TargetMode mode) {
    switch (mode) {
        case TargetMode::disabled: return "DISABLED";
        case TargetMode::single: return "SINGLE";
        case TargetMode::multi: return "MULTI";
    }
    return "";
}

std::string_view text(TrailingMode mode) {
    switch (mode) {
        case TrailingMode::step_pips: return "STEP_PIPS";
        case TrailingMode::step_atr: return "STEP_ATR";
        case TrailingMode::chandelier: return "CHANDELIER";
    }
    return "";
}

std::string_view text(Martingale mode) {
    switch (mode) {
        case Martingale::none: return "NONE";
        case Martingale::multiply: return "MULTIPLY";
        case Martingale::add: return "ADD";
    }
    return "";
}

std::string_view text(SessionProfile profile) {
    switch (profile) {
        case SessionProfile::asia: return "ASIA";
        case SessionProfile::london: return "LONDON";
        case SessionProfile::new_york: return "NY";
        case SessionProfile::custom: return "CUSTOM";
    }
    return "";
}

std::string_view text(PresetVisibility visibility) {
    switch (visibility) {
        case PresetVisibility::private_one: return "PRIVATE";
        case PresetVisibility::marketplace: return "PUBLIC_MARKETPLACE";
    }
    return "";
}

std::uint16_t atr_period_of(const PresetTrail& trail) {
    return trail.atr_period.value_or(trail.mode == TrailingMode::chandelier ? 22 : 14);
}

}  // namespace trellis
