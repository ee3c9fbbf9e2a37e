// Legs that wait again (T-10 recycle_legs): what a leg bought its target sold, and its entry rests anew.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The next leg to arm again, with its entry; empty when there is none.
GroupEvents settle_recycled(const Group& group, const GroupContext& context);

}  // namespace trellis
