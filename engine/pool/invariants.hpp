// What must hold of a desk after one commit: all of it while its groups are few, else what the commit touched, so that a desk of
// thousands does not look at each of them for every signal. The rest held before and nothing happened to it.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// `desk` is as the events left it. Throws InvariantBroken.
void check_invariants_after(const Desk& desk, const DeskEvents& events);

/// L-1: a decision leaves no more groups than slots. A limit below the use closes nothing (L-4), so what was above it before may
/// stay; a forced group stands beside it.
void check_slots(const Desk& desk, std::size_t groups_before, const DeskEvents& events, std::uint32_t max_open_groups);

}  // namespace trellis
