// How the legs of a ladder get to the venue: at once, when the first one is priced, when the touch is there, when the venue has
// room, at another price when the market runs away; and when they no longer should (P-2, D-1, D-6, D-7, D-9, D-11, O-5).
// docs/entries.md tells the rules.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// Where a ladder is placed: the group, which may not exist yet, and how many orders it has.
struct LadderPlace {
    GroupId group;
    PositionSide side{};
    std::size_t orders = 0;
    std::uint32_t live_orders = 0;
};
/// The entry orders of a new pyramid, leg 0 first (D-10); what the venue has no room for is deferred (D-11).
void place_ladder(GroupEvents& events, const LadderPlace& place, const PyramidPlan& plan, const GroupContext& context);

/// Which entries are to go.
struct EntrySelection {
    std::optional<PyramidIndex> pyramid{};  ///< empty: of every pyramid
    bool spares_first_legs = false;         ///< leg 0 of each stays (D-9)
    bool spares_layers = false;             ///< those against the first position stay (R-56)
    bool spares_filled = false;             ///< legs with a fill stay (P-7)
    std::string code = "CANCELLED";         ///< why planned legs are dropped
};
/// Cancels working entries and drops planned ones.
void cancel_entries(GroupEvents& events, const Group& group, const EntrySelection& chosen, Timestamp now);

/// What the rules demand of planned legs as the group now is; one new order at most.
GroupEvents settle_entries(const Group& group, const GroupContext& context);

// ---- entry_triggers.cpp: what quotes and time do to entries ----

/// D-9, else legs whose price is there and first legs that are chased.
GroupEvents evaluate_entries(const Group& group, const GroupContext& context);

/// D-7 leg0_timeout_sec: when the pyramid's first leg is given up; empty: never, or it is over.
std::optional<Timestamp> first_leg_timeout(const Group& group, const Pyramid& pyramid);
/// The first legs whose time is up.
GroupEvents decide_first_leg_timeouts(const Group& group, Timestamp now);

/// D-9: the nearest mark at which working legs are cancelled; empty: none.
std::optional<Price> abandon_price(const Group& group, const Instrument& instrument);
/// D-7: the touch at which the pyramid's first leg follows it; empty: it is not chased, or as far as it may.
std::optional<Price> chase_price(const Group& group, const Pyramid& pyramid, const Instrument& instrument);

}  // namespace trellis
