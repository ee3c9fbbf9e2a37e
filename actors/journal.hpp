// The journal actor puts commits through the port in the order of its mailbox; nobody else holds the port.
#pragma once

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

struct JournalState {
    const char* name = "journal";
};

/// Owns the way out: a commit is taken before anything that it caused can be.
Behavior<JournalActor> journal(Self<JournalActor, JournalState> self, Ring* ring, CommitPort* port);

}  // namespace trellis::actors
