// Where a preset and a grid strategy meet (28.1): the ladder is the strategy's, the stop is the preset's, and the ladder is as large as
// the preset may lose with it (28.2) unless the strategy sizes.
#pragma once

#include <optional>

#include "engine/pool/entry_plan.hpp"
#include "engine/pool/preset_entry.hpp"

namespace trellis {

/// The first entry of a group under a preset that is assigned beside its strategy; empty: none is. Errors: as plan_entry and governing,
/// SL_ABOVE_DCA where a leg lies at the stop or beyond it (B-35).
Result<std::optional<PresetPlan>> plan_beside(const EntryRequest& request, const DeskContext& context);

/// One more pyramid of such a group, against the stop in force. Errors as above.
Result<PyramidPlan> plan_pyramid_beside(const EntryRequest& request, const DeskContext& context);

/// B-32: no capital is asked of the strategy or the signal.
bool sizes_by_preset(const Instruction& instruction, const DeskGroup* group, const DeskContext& context);

}  // namespace trellis
