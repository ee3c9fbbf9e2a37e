// Orders that the venue refuses by a filter because its rules are newer than those they were rounded by: the rules are asked for, price
// and quantity rounded again, and the order sent once more under a new id (O-5, V-3). docs/entries.md tells it.
#pragma once

#include <optional>

#include "engine/group/commands.hpp"

namespace trellis {

/// The venue's word for an order that violates one of its filters.
inline constexpr const char* filter_code = "FILTER";

/// True when these rules would have made another order: it is off the grid of tick and step, too large, or an entry too small.
bool is_misfit(const Order& order, const Instrument& instrument);

/// A try that the venue refused, and that newer rules would make another way: it is made again at once (V-2).
bool may_be_refitted(const Order& order, const Instrument& instrument);

/// The price on the grid, to the side on which the order's role rounds (D-2, R-36).
Price refitted_price(const Group& group, OrderRole role, Price price, const Instrument& instrument);
/// Whole steps, and no more than one order may be for.
Quantity refitted_quantity(Quantity quantity, bool is_market, const Instrument& instrument);

/// False when the total, filled part included, is on no step of the rules or too large: then the order is replaced, not amended.
bool may_amend_to(Quantity total, const Instrument& instrument);

/// What follows when a filter refuses a new order: its end, the newer rules if there are any, and a leg that is to be rounded again.
GroupEvents end_by_filter(const Group& group, const Order& order, const GroupContext& context);
/// The same of an amendment: the order rests as it was, and is asked about.
GroupEvents refuse_amendment_by_filter(const Group& group, const Order& order, const GroupContext& context);

/// The instrument by the rules that the events brought; empty: they brought none.
std::optional<Instrument> renewed(const GroupEvents& events, const Instrument& instrument);
/// The same world, by other rules of the instrument.
GroupContext with_instrument(const GroupContext& context, const Instrument& instrument);

}  // namespace trellis
