// The presets that come with the program (section 25, B-21).
#pragma once

#include <vector>

#include "engine/preset/preset.hpp"

namespace trellis {

/// Conservative Scalper, Swing Trader, Aggressive Day Trader, Safe Long-Term, Grid Trading, Breakout Trader. The first is the system's
/// default.
const std::vector<Preset>& preset_templates();

}  // namespace trellis
