// What the venue holds less of than the lots say: the user sold it there. It is taken from the lots, never bought back.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// Takes what the group has not yet been told of out of its lots.
GroupDecision take_outside(const Group& group, const TakeOutside& command, const GroupContext& context);

/// What is left after that may be nothing that could be sold: the group is closed, reason EXTERNAL.
GroupEvents settle_outside(const Group& group, const GroupContext& context);

}  // namespace trellis
