#include "engine/preset/built.hpp"

namespace trellis {

std::optional<Unbuilt> unbuilt_in(const Preset& preset) {
    if (preset.layers.enabled) return Unbuilt{"layering_enabled", "B-14"};
    if (preset.hedge.enabled) return Unbuilt{"hedging_enabled", "B-16"};
    return std::nullopt;
}

}  // namespace trellis
