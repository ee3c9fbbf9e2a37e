// What the accounts that copy a position must learn of it (B-30). All of it follows from the group's state, so that what a crash cut off is
// told again; the leader waits for none of them.
#pragma once

#include "engine/group/commands.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// How far the position is.
LeaderMoved leader_moved(const Group& group, SubscriptionId subscription, const Config& config);

/// True when the commit's events can have changed that.
bool moves_copies(const Group& group, const GroupEvents& events);

/// True for a subscription that copies the group: of its account, unless it is a copy itself.
bool is_followed_by(const Group& group, const Subscription& subscription);

}  // namespace trellis
