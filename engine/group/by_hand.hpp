// What an operator changes about the targets of a group (T-4, T-7, T-2).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// New percentages, all or none; orders follow when the group settles.
GroupEvents change_targets(const Group& group, const ChangeTargets& command, const GroupContext& context);

// ---- applying ----

void change_targets(Group& group, const TargetsChanged& event);

}  // namespace trellis
