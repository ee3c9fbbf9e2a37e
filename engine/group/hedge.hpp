// The other side against a losing basket (B-16, R-57): armed by what the basket lost, sent where the mark goes on against it, closed
// when both are even or the basket is gone. One per group; what it earns and costs is the group's.
#pragma once

#include "engine/group/positions.hpp"

namespace trellis {

/// R-21, its last part: arms, sends, or finds that basket and hedge are even.
GroupEvents evaluate_hedge(const Group& group, const GroupContext& context);

/// The next step of its close; empty while it waits, or is not to be closed.
GroupEvents settle_hedge(const Group& group, const GroupContext& context);
/// The basket is gone: the hedge goes too. Empty: there is none, or it is on its way.
GroupEvents close_hedge(const Group& group, const GroupContext& context);

/// Something of it is held at the venue.
bool has_open_hedge(const Group& group);
/// True while every quote may end it.
bool watches_every_quote(const Group& group);
/// The mark that arms or sends it; empty: none does.
std::optional<Price> hedge_level(const Group& group, const Instrument& instrument);
/// When the next try of its close is due; empty: none waits.
std::optional<Timestamp> hedge_retry_at(const Group& group);

// ---- applying ----

void take_effect(Group& group, const HedgeArmed& event);
void take_effect(Group& group, const HedgeDropped& event);
void take_effect(Group& group, const HedgeCloseStarted& event);
void take_effect(Group& group, const HedgeRetryScheduled& event);
void take_effect(Group& group, const HedgeEnded& event);
void note_hedge_order(Group& group, const OrderPlaced& event);

}  // namespace trellis
