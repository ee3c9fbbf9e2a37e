// What must hold of a desk after one commit: all of it while its groups are few, else what the commit touched, so that a desk of
// thousands does not look at each of them for every signal. The rest held before and nothing happened to it.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// `desk` is as the events left it. Throws InvariantBroken.
void check_invariants_after(const Desk& desk, const DeskEvents& events);

}  // namespace trellis
