// What follows from a group's events for others: requests to the venue, facts for the desk, the prices it watches.
// All of it is derived, so that a replay derives the same.
#pragma once

#include <vector>

#include "engine/group/commands.hpp"
#include "engine/market/watch.hpp"
#include "engine/pool/commands.hpp"
#include "engine/risk/commands.hpp"

namespace trellis {

/// The venue requests that the events of one commit decided, in their order. `group` is the group after the commit.
std::vector<VenueRequest> requests_of(const Group& group, const GroupEvents& events, const Instrument& instrument);

/// Whether the group closes, as its desk has to know it.
GroupClosing closing_of(const Group& group);

/// What its desk must learn of a group that has ended.
GroupEnded ended(const Group& group);

/// What the desk must learn of one commit, in order: closing, answers, end.
std::vector<DeskFact> facts_of(const Group& group, const GroupEvents& events);

/// What the risk engine must learn of one commit: parts of offsets that are over, with what they really closed.
std::vector<RiskFact> risk_facts_of(const Group& group, const GroupEvents& events);

/// True when something was filled that a risk pass follows (R-20 d); the fills of offsets start none.
bool starts_pass(const Group& group, const GroupEvents& events);

/// True when the commit's events touched an entry order: what the entries still bind may be another (S-4).
bool changes_entries(const Group& group, const GroupEvents& events);

/// The prices that concern the group now.
WatchLevels watch(const Group& group, const Instrument& instrument);

}  // namespace trellis
