// The symbol actor is the market of one instrument: it wakes, feeds, finds and ends the groups on it.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "actors/messages.hpp"
#include "actors/ring.hpp"
#include "engine/market/symbol_book.hpp"

namespace trellis::actors {

struct SymbolStart {
    Ring* ring = nullptr;
    JournalActor journal;
    LineActor line;
    InstrumentId instrument;
    SymbolBook book;
    std::map<GroupId, Group> groups;  ///< as recovered
    Presence presence;
};

struct SymbolState {
    const char* name = "symbol";
    Ring* ring = nullptr;
    JournalActor journal;  ///< for its groups; it decides nothing itself
    LineActor line;
    InstrumentId instrument;
    SymbolBook book;
    std::map<GroupId, GroupActor> groups;
    std::set<GroupId> waking;  ///< an evaluation of theirs is on its way back over the line
    Presence presence;
    std::shared_ptr<const std::vector<BarWish>> bars{};  ///< that the book keeps
};

/// Owns a SymbolBook and the group actors.
Behavior<SymbolActor> symbol(Self<SymbolActor, SymbolState> self, SymbolStart start);

}  // namespace trellis::actors
