// The targets over several legs: of the whole position in the modes aggregate, hybrid and pyramid_aggregate, of single pyramids
// in scope per_pyramid (T-4..T-8, R-36). Gross or net of fees, rounded to a tick away from entry.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The target over all open lots but those of layers that leave alone; empty in modes without one and with nothing open.
std::optional<Price> aggregate_target(const Group& group, const Instrument& instrument);

/// The target of one pyramid in scope per_pyramid; empty elsewhere and with nothing of it open.
std::optional<Price> pyramid_target(const Group& group, const Pyramid& pyramid, const Instrument& instrument);

/// True when each pyramid is sold at a target of its own (T-7).
bool sells_pyramids_alone(const GridStrategy& strategy);

/// True when the aggregate target rests at the venue as an order instead of being watched (T-4, R-36).
bool rests_at_venue(const GridStrategy& strategy);

/// what a close by the aggregate target is called.
CloseReason aggregate_reason(const GridStrategy& strategy);

/// What is open of one pyramid.
Holding holding_of(const Pyramid& pyramid);

/// True when the book has reached a target, now or on a quote that the group has not seen.
bool is_reached(const Group& group, Price target, const GroupContext& context);

}  // namespace trellis
