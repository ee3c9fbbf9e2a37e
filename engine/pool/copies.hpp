// What an account repeats of another's positions (B-30). The desk remembers how far it has answered each of the leader's positions, so that
// everything is done once, whatever a crash cut off; what its own group has to do stands in line there. The leader never waits for it.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// Something of what the leader did is not answered yet.
bool is_news(const Desk& desk, const LeaderMoved& fact, const Subscription& subscription);

/// What the account does about it: CopyOpened, CopyOrdered or CopyRefused; nothing when it was answered before.
DeskEvents follow_leader(const Desk& desk, const LeaderMoved& fact, const DeskContext& context);

/// A step of its group is done.
DeskEvents note_followed(const Desk& desk, const GroupFollowed& fact);

// ---- applying ----

void open_copy(Desk& desk, const CopyOpened& event);
void order_copy(Desk& desk, const CopyOrdered& event);
void refuse_copy(Desk& desk, const CopyRefused& event);
void answer_copy(Desk& desk, const CopyAnswered& event);
void end_leader(Desk& desk, const CopyLeaderEnded& event);
/// Its own group is gone.
void end_copy(Desk& desk, GroupId group);

}  // namespace trellis
