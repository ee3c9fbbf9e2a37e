// Legs that are planned and not sent: what they wait for, and how events change that (apply's part for entry_events.hpp).
#pragma once

#include "engine/group/group.hpp"

namespace trellis {

/// What a leg of a new pyramid waits for.
LegHold first_hold(const PyramidPlan& plan, const PlannedLeg& leg);

/// Entries that work or may still be sent (5.2: "working or undecided").
inline bool has_entries_to_come(const Group& group) { return group.live_entries > 0 || group.held_legs > 0; }

/// The rest of an order that took what the touch gave, else the whole leg (D-6).
Quantity still_wanted(const Group& group, const Leg& leg);

/// Changes what a leg waits for and keeps the group's count.
void hold(Group& group, Leg& leg, LegHold reason);
/// A close takes everything planned with it.
void release_all(Group& group);
/// An entry order ended: what of its leg may go on (D-6, O-5).
void note_entry_end(Group& group, Leg& leg, const Order& order, const std::string& code);
void anchor_legs(Group& group, const LegsAnchored& event);

/// The venue's word for a post-only order that would have taken (O-5).
inline constexpr const char* post_only_crossed = "POST_ONLY_WOULD_CROSS";

}  // namespace trellis
