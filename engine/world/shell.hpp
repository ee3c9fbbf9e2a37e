// What an owner of a desk or a group does with a command: decide, apply, and the commit and messages that follow. Actors and
// direct execution both call this, so they cannot differ.
#pragma once

#include <optional>
#include <vector>

#include "engine/group/outlook.hpp"
#include "engine/ports.hpp"
#include "engine/world/item.hpp"

namespace trellis {

/// A command that a desk hands to a group, by way of its symbol.
struct HandOverCommand {
    GroupAddress address;
    GroupCommand command;
};

struct DeskStep {
    std::vector<Event> events;                ///< empty: nothing happened
    std::vector<HandOverCommand> hand_overs;  ///< in order; sent after the commit
    std::vector<GroupAddress> released;       ///< groups that are over and may be forgotten
    std::vector<DeskFact> facts;              ///< what the desk tells itself, over the line
    std::vector<VenueRequest> requests;       ///< its own, of no group (O-8)
};
DeskStep step(Desk& desk, const DeskCommand& command, const DeskContext& context);

struct GroupStep {
    std::vector<Event> events;
    std::vector<VenueRequest> requests;
    std::vector<DeskFact> facts;              ///< in order; sent after the commit
    bool entries_changed = false;             ///< for the board
    std::vector<RiskFact> risk_facts;         ///< before the facts for the desk
    bool starts_pass = false;                 ///< something was filled (R-20 d)
    std::vector<FactItem> copies{};           ///< for the desks of those who copy it, behind all others
    WatchLevels levels{};                     ///< with events: what it watches and waits for now
    std::optional<Due> due{};
};
GroupStep step(Group& group, GroupId id, const GroupCommand& command, const GroupContext& context,
               Incarnation incarnation);

/// What `events`, which the group has applied, lead to.
GroupStep outcome_of(const Group& group, GroupEvents events, const GroupContext& context);
/// What those who copy the group must learn of one commit (B-30), in the order of their subscriptions.
std::vector<FactItem> copies_of(const Group& group, const GroupEvents& events, const Config& config);
/// Adds what those who asked are told of a decision without events.
void answer(GroupStep& step, const Group& group, GroupId id, const GroupCommand& command, const GroupDecision& decision);

/// What the desk is told when a command finds no group: it is over and gone, or never was (a stray fill).
std::vector<DeskFact> answer_gone(GroupId group, const GroupCommand& command);

/// The group's command that a report is.
HandleReport handle_report(const OrderReport& report);

/// What the risk engine is told when the group of its command is gone, or will not obey: nothing was closed.
std::vector<RiskFact> risk_answer_gone(GroupId group, const GroupCommand& command);

/// The command a pending signal waits for, for one of its groups.
HandOverCommand hand_over(const Desk& desk, const PendingSignal& pending, GroupId group);
/// What its desk told the group while it was quarantined, and was not obeyed: given again behind the release.
std::vector<HandOverCommand> owed_after_quarantine(const Desk& desk, GroupId group);
/// The step that a copy's group has to take next; nothing when it owes none.
std::optional<HandOverCommand> copy_command(const Desk& desk, const CopyOrigin& origin, const Copy& copy);
/// What a group has to give up because the venue no longer holds it.
HandOverCommand outside_command(const Desk& desk, GroupId group);
/// The commands a stop's task waits for.
std::vector<HandOverCommand> task_commands(const Desk& desk, GroupId group, const GroupTask& task);

/// V-3: the rules that the events brought are those that decisions go by from now on.
void renew(InstrumentTable& instruments, const std::vector<Event>& events);

GroupContext group_context(const Config& config, const Instrument& instrument, AccountId account,
                           std::optional<Quote> quote, Timestamp now);

}  // namespace trellis
