// A version of a preset for a position that is open (B-25): somebody asks for it, stops only get tighter, R0 stays what it was at the
// first fill. What the preset says about entries stays as the group was opened with: size, layers, hedge, hours, weekly target.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

// ---- deciding ----

/// The version of ApplyPreset, as far as it closes positions; nothing when it is in force already. What would close the position at once
/// is refused WOULD_TRIGGER.
GroupEvents apply_preset(const Group& group, const ApplyPreset& command, const GroupContext& context);

// ---- applying ----

void take_effect(Group& group, const PresetApplied& event);

}  // namespace trellis
