// A quarantined group: what it still does, and what it answers to everything else (architecture.md, "When something breaks";
// docs/quarantine.md tells what a trader sees of it).
#pragma once

#include <optional>

#include "engine/group/commands.hpp"

namespace trellis {

/// The answer of a quarantined group to a command that it does not obey now; empty: it obeys, as it books fills and cancels.
std::optional<GroupDecision> held_in_quarantine(const Group& group, const GroupCommand& command, const GroupContext& context);

/// An operator releases it. Refused, as an event: NOT_QUARANTINED.
GroupEvents release_quarantine(const Group& group, const GroupContext& context);

}  // namespace trellis
