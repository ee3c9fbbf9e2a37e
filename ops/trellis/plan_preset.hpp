// What a preset of the document or a template makes of an entry, worked out by the engine's own functions: size, stop, targets, layers, and
// what all of it can lose. Nobody is asked.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "engine/preset/planned_stop.hpp"
#include "ops/trellis/plan_ladder.hpp"

namespace trellis::program {

struct PresetForecastRequest {
    std::string preset;
    SignalLevels levels;           ///< of the signal
    std::optional<Money> equity;   ///< empty: not known
};

/// Prints it; as JSON where that is wanted. Errors as admission's: NO_STOP, NO_EQUITY, BELOW_MINIMUM; UNKNOWN_PRESET.
Result<void> print_preset_plan(const adapters::ConfigDocument& document, const PlannedEntry& entry, const PresetForecastRequest& request, bool json,
                               std::ostream& out);

}  // namespace trellis::program
