// Entries that no grid strategy governs, but a preset does: which one (B-20), how much (B-1, B-2, R-59), and its own caps.
#pragma once

#include <optional>

#include "engine/pool/commands.hpp"
#include "engine/preset/use.hpp"

namespace trellis {

/// What the preset makes of an entry.
struct PresetPlan {
    PyramidPlan plan;
    PresetUse use;
};

/// Why no preset lets the entry in, though no grid strategy does: NO_CONFIG, NOT_BUILT, SCHEMA (the signal names one that is not there).
/// With a grid strategy: NOT_BUILT where a preset is assigned besides (B-32). Empty: go on.
std::optional<Error> refuse_by_preset(const Instruction& instruction, const GridStrategy* strategy, const DeskContext& context);

/// the preset's own max_positions, PRESET_MAX_POSITIONS.
std::optional<Error> check_preset_caps(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// The strategy of a group that only its preset governs: one leg at the base price, no targets of a grid.
SharedStrategy strategy_alone(const Config& config);

/// A new group's first entry. Errors: as refuse_by_preset, NO_STOP, NO_EQUITY, NO_PRICE, BELOW_MINIMUM.
Result<PresetPlan> plan_by_preset(const Instruction& instruction, Price base_price, const DeskContext& context);

/// One more pyramid, sized anew against the stop in force. Errors as above.
Result<PyramidPlan> plan_pyramid_by_preset(const DeskGroup& group, const Instruction& instruction, Price base_price,
                                           const DeskContext& context);

}  // namespace trellis
