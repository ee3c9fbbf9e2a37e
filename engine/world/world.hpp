// All aggregates together, as state: what a snapshot holds, what a replay rebuilds, what the actors are started from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/directory/directory.hpp"
#include "engine/event/event.hpp"
#include "engine/group/board.hpp"
#include "engine/group/group.hpp"
#include "engine/market/symbol_book.hpp"
#include "engine/pool/desk.hpp"
#include "engine/risk/risk.hpp"
#include "engine/world/item.hpp"
#include "engine/world/shell.hpp"

namespace trellis {

struct World {
    Incarnation incarnation;  ///< of the present start; part of no hash
    std::map<AccountId, Desk> desks;
    std::map<GroupId, Group> groups;  ///< until their desk released them
    std::map<AccountId, Risk> risks;
    Directory directory;
    bool operator==(const World&) const = default;

    /// An empty desk and risk engine per configured account.
    static World empty(const Config& config);
    /// Replay: routes a journaled event to its aggregate. Operational events only move the incarnation.
    void apply(const Event& event);
};

/// What the board shows when an engine starts from a world.
Board board_of(const World& world, const std::map<InstrumentId, SymbolBook>& books);

/// Every hand-over that is not answered: commands that desks still have to give to groups, facts that groups still have to tell
/// their desks (architecture, property 3). Empty at rest.
struct FollowUp {
    std::vector<HandOverCommand> commands;
    std::vector<FactItem> facts;
    std::vector<RiskFactItem> risk_facts;  ///< given before the other facts: a group that is released has nothing to tell any more
    std::vector<AccountId> passes;         ///< risk passes that acted and have to look again (K-11)
    bool is_empty() const { return commands.empty() && facts.empty() && risk_facts.empty() && passes.empty(); }
};
/// `config` says who copies whom (B-30), and which bots were stopped for good (B-31).
FollowUp follow_up(const World& world, const Config& config);
/// What the desks of `accounts` look at when the configuration is another: who may be promoted, and whose bots were stopped for
/// good (B-31).
std::vector<FactItem> facts_of(const Config& config, const std::vector<AccountId>& accounts);
/// The tests of timers that a pass of the account may have ordered before it was cut off (K-1): who was tested changes nothing.
std::vector<HandOverCommand> timer_tests(const World& world, AccountId account);

/// The highest signal number that the state still names. What was refused and forgotten is in the history only.
SignalNumber last_signal(const World& world);

/// Throws InvariantBroken: desks, groups, and that they agree.
void check_invariants(const World& world);

}  // namespace trellis
