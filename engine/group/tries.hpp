// One marketable order after another until a quantity is out: what a close and a reduction have in common (F-2, F-4, X-2, R-24, R-26).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// A try: its number from 1, and the bound of the signal that asked for it.
struct Try {
    std::uint32_t attempt = 1;
    std::optional<Ratio> max_slippage_percent;
};

/// R-26 for that try: m x 2^(n-1), at most 50.
Ratio slippage_bound(const Group& group, const Try& one, const GroupContext& context);

/// F-2: the limit of a marketable order, `percent` worse than the reference; sells round up, buys down.
Price bounded_limit(Price reference, Ratio percent, OrderSide side, Price tick);

/// A try beyond the escalations is a market order, if that is allowed.
bool is_market_try(const Group& group, const Try& one);

/// What the try can cost at worst: its limit, or the touch that a market order takes.
Price worst_price(const Group& group, const Try& one, const Quote& quote, const GroupContext& context);

/// The order of that try, immediate or cancelled.
OrderPlaced closing_order(const Group& group, const Try& one, OrderRole role, Quantity quantity, const Quote& quote,
                          const GroupContext& context);

/// Tries before it is the market's turn for good: the escalations and, if allowed, one market order.
std::uint32_t planned_tries(const Group& group);

/// tries are exit_retry_ms apart; behind the last planned one the market is tried after 1, 2, 4 ... 30 s (G-5).
Duration retry_delay(const Group& group, std::uint32_t attempts_made);

/// As much of it as one order may carry, in whole steps.
Quantity sendable(Quantity quantity, const Instrument& instrument);

}  // namespace trellis
