// The line actor takes to the line what comes back to the ring later; one mailbox, so that all of it keeps one order.
#pragma once

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

struct LineState {
    const char* name = "line";
};

/// Owns the way back.
Behavior<LineActor> line(Self<LineActor, LineState> self, Ring* ring, LinePort* port);

}  // namespace trellis::actors
