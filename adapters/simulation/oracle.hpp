// Knows the venue's true state at the end of a run and says what of it the engine's books do not show (goals.md, S1-S7).
#pragma once

#include <vector>

#include "adapters/simulation/runner.hpp"

namespace trellis::adapters {

std::vector<RunViolation> examine(const World& world, const Config& config, const Chronicle& chronicle, const PaperExchange& venue);

}  // namespace trellis::adapters
