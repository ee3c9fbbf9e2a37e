#include "engine/preset/built.hpp"

namespace trellis {

std::optional<Unbuilt> unbuilt_in(const Preset& preset) {
    if (preset.layers.enabled) return Unbuilt{"layering_enabled", "B-14"};
    if (preset.hedge.enabled) return Unbuilt{"hedging_enabled", "B-16"};
    const PresetSchedule none;
    if (preset.schedule.begins.has_value()) return Unbuilt{"trading_hours_start", "B-18"};
    if (preset.schedule.days != none.days) return Unbuilt{"trading_days_mask", "B-18"};
    if (preset.schedule.only_in_session) return Unbuilt{"only_trade_in_session", "B-18"};
    if (preset.week.enabled) return Unbuilt{"weekly_target_enabled", "B-19"};
    return std::nullopt;
}

}  // namespace trellis
