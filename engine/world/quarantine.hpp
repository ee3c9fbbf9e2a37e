// What the owner of a group does with a command, and with one that breaks its group: actors and direct execution both call this, so
// they cannot differ. A group that broke may be half changed: it is given back as the journal has it.
#pragma once

#include <optional>
#include <string>

#include "engine/world/shell.hpp"

namespace trellis {

/// A command on its way into a group.
struct GroupWork {
    GroupId group;
    const GroupCommand& command;
    const GroupContext& context;
    Incarnation incarnation;
    Board& board;  ///< is told what became of it
};

/// Decides, applies and derives; nothing of it has left yet. What it throws left `group` half changed.
GroupStep run(Group& group, const GroupWork& work);

/// The same for a command that threw `reason`. `journaled`: the group as its commits made it; nothing when it has none. The group is
/// quarantined and its entries are cancelled; what it then still does with the command is in the same commit. A group that
/// broke before it had a commit opens, and has failed. Throws InvariantBroken when nothing of this is possible.
GroupStep quarantine(Group& group, const std::optional<Group>& journaled, const GroupWork& work, const std::string& reason);

}  // namespace trellis
