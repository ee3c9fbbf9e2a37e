// The feed actor takes quotes out of the queue that market connections fill, and passes each to its symbol.
#pragma once

#include <vector>

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

struct FeedState {
    const char* name = "feed";
    TickPort* ticks = nullptr;
    std::vector<SymbolActor> symbols;  ///< by InstrumentId
};

/// Owns nothing: the queue is behind the port. `ticks` outlives it.
Behavior<FeedActor> feed(Self<FeedActor, FeedState> self, Ring* ring, TickPort* ticks, std::vector<SymbolActor> symbols);

}  // namespace trellis::actors
