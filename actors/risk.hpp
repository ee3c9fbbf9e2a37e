// The risk actor is the shell of one account's risk engine: passes looked at in slices, offsets handed to the groups.
#pragma once

#include <deque>
#include <optional>
#include <variant>
#include <vector>

#include "actors/messages.hpp"
#include "actors/ring.hpp"
#include "engine/risk/scan.hpp"

namespace trellis::actors {

struct RiskStart {
    Ring* ring = nullptr;
    JournalActor journal;
    LineActor line;
    std::vector<SymbolActor> symbols;  ///< by InstrumentId
    Risk risk;
    Presence presence;
};

/// A pass that waits for its turn, or is being looked at.
struct WantedPass {
    std::variant<RunRiskPass, ContinueRiskPass> command;
    CommitCause cause{};
    Timestamp at{};
};

struct RiskActorState {
    const char* name = "risk";
    Ring* ring = nullptr;
    JournalActor journal;
    LineActor line;
    std::vector<SymbolActor> symbols;
    Risk risk;
    std::deque<WantedPass> wanted;     ///< equal ones wait once
    std::optional<RiskScan> scan;      ///< of the first of them
    bool is_looking = false;           ///< a LookOn is on its way
    /// What was decided and still has to be told, one order at a time (pool.hpp).
    std::deque<GroupOrder> outbox;
    bool is_waiting = false;
    std::vector<Barrier> barriers;     ///< behind the passes that were wanted before them
    Presence presence;
};

/// Groups that are looked at before whoever else waits for the worker gets his turn.
inline constexpr std::size_t groups_per_look = 256;

/// Owns a Risk: scans, decides, commits, and hands over to the groups one by one.
Behavior<RiskActor> risk(Self<RiskActor, RiskActorState> self, RiskStart start);

}  // namespace trellis::actors
