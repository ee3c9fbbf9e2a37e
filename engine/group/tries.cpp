#include "engine/group/tries.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/market/filters.hpp"

namespace trellis {

Ratio slippage_bound(const Group& group, const Try& one, const GroupContext& context) {
    Ratio bound = context.account_max_slippage_percent;
    const auto tighten = [&](const std::optional<Ratio>& other) {
        if (other.has_value()) bound = std::min(bound, *other);
    };
    tighten(group.strategy->max_slippage_percent);
    tighten(group.max_slippage_percent);
    tighten(one.max_slippage_percent);
    const Ratio most = Ratio::from_integer(50);
    for (std::uint32_t attempt = 1; attempt < one.attempt; ++attempt) {
        if (attempt >= group.strategy->exit_escalations) break;
        bound = std::min(bound + bound, most);
    }
    return bound;
}

Price bounded_limit(Price reference, Ratio percent, OrderSide side, Price tick) {
    const Ratio hundred = Ratio::from_integer(100);
    if (side == OrderSide::sell) return scaled_price(reference, hundred - percent, tick, Rounding::ceil);
    return scaled_price(reference, hundred + percent, tick, Rounding::floor);
}

bool is_market_try(const Group& group, const Try& one) {
    return one.attempt > group.strategy->exit_escalations && group.strategy->exit_final_market;
}

Price worst_price(const Group& group, const Try& one, const Quote& quote, const GroupContext& context) {
    const OrderSide side = closing_side(group.side());
    const Price reference = touch(quote, side);
    if (is_market_try(group, one)) return reference;
    return bounded_limit(reference, slippage_bound(group, one, context), side, context.instrument.tick);
}

OrderPlaced closing_order(const Group& group, const Try& one, OrderRole role, Quantity quantity, const Quote& quote,
                          const GroupContext& context) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = role;
    event.side = closing_side(group.side());
    event.reference = touch(quote, event.side);
    event.time_in_force = TimeInForce::ioc;
    event.type = is_market_try(group, one) ? OrderType::market : OrderType::limit;
    if (event.type == OrderType::limit) event.price = worst_price(group, one, quote, context);
    event.quantity = quantity;
    const auto most = most_for_one_order(context.instrument, event.type == OrderType::market);
    if (most.has_value()) event.quantity = std::min(quantity, *most);
    event.at = context.now;
    return event;
}

std::uint32_t planned_tries(const Group& group) {
    return group.strategy->exit_escalations + (group.strategy->exit_final_market ? 1U : 0U);
}

Duration retry_delay(const Group& group, std::uint32_t attempts_made) {
    const std::uint32_t planned = planned_tries(group);
    if (attempts_made < planned) return std::chrono::milliseconds(group.strategy->exit_retry_ms);
    constexpr std::uint32_t doublings_max = 5;
    const std::uint32_t doublings = std::min(attempts_made - planned, doublings_max);
    return std::min<Duration>(std::chrono::seconds(1U << doublings), std::chrono::seconds(30));
}

Quantity sendable(Quantity quantity, const Instrument& instrument) {
    const Quantity whole = round_to_step(quantity, instrument.step, Rounding::floor);
    const auto most = most_for_one_order(instrument, false);
    return most.has_value() ? std::min(whole, *most) : whole;
}

}  // namespace trellis
