// The pool actor is the shell of one account's desk: admission, slots, trading state.
#pragma once

#include <deque>
#include <variant>
#include <vector>

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

struct PoolStart {
    Ring* ring = nullptr;
    JournalActor journal;
    LineActor line;
    std::vector<SymbolActor> symbols;  ///< by InstrumentId
    Desk desk;
    Presence presence;
};

struct PoolState {
    const char* name = "pool";
    Ring* ring = nullptr;
    JournalActor journal;
    LineActor line;
    std::vector<SymbolActor> symbols;
    Desk desk;
    std::optional<std::optional<Due>> told_due;  ///< as the line was told; none: not known
    /// What was decided and still has to be told, in order; one order is under way at a time, so that groups on several symbols
    /// commit in the order in which they were told.
    std::deque<std::variant<GroupOrder, Release, Barrier>> outbox;
    bool is_waiting = false;
    Presence presence;
};

/// Owns a Desk: decides, commits, and hands over to the groups one by one.
Behavior<PoolActor> pool(Self<PoolActor, PoolState> self, PoolStart start);

}  // namespace trellis::actors
