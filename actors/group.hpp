// The group actor is the shell of one position group.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

/// A group that is being loaded again.
struct BrokenGroup {
    std::string reason;
    std::deque<GroupTask> waiting;  ///< from the one that broke it on
};

struct GroupActorState {
    const char* name = "group";
    Ring* ring = nullptr;
    SymbolActor symbol;
    JournalActor journal;
    GroupAddress address;
    Group group;
    std::unique_ptr<BrokenGroup> broken;  ///< it is being loaded again
    Presence presence;
};

struct GroupStart {
    Ring* ring = nullptr;
    SymbolActor symbol;
    JournalActor journal;
    GroupAddress address;
    Group group;  ///< as recovered; of a new one nothing is known yet
    Presence presence;
};

/// Owns a Group: decides, commits, and tells its symbol what became of the task.
Behavior<GroupActor> group(Self<GroupActor, GroupActorState> self, GroupStart start);

}  // namespace trellis::actors
