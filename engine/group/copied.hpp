// A position that repeats another account's (B-30): it takes one step after the other as its desk gives them, and says when each is done.
#pragma once

#include "engine/group/commands.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// What it was told to do after its leader, behind a CopyFollowed. A step that it cannot take is answered with why not.
GroupDecision follow_copy(const Group& group, const FollowCopy& command, const GroupContext& context);

/// Nothing of its newest step is on its way any more.
bool is_copy_step_done(const Group& group);

/// True when the commit's events ended the newest step.
bool ends_copy_step(const Group& group, const GroupEvents& events);

/// What its desk is told then.
GroupFollowed followed(const Group& group);

}  // namespace trellis
