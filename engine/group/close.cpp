#include "engine/group/close.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

constexpr auto stuck_after = std::chrono::seconds(30);

Quantity closable(const Group& group, const Instrument& instrument) {
    const Quantity whole = round_to_step(group.open_quantity, instrument.step, Rounding::floor);
    if (!instrument.max_quantity.has_value()) return whole;
    return std::min(whole, round_to_step(*instrument.max_quantity, instrument.step, Rounding::floor));
}

/// On spot a resting target locks the coins: with latency the close waits until its cancel is answered.
bool waits_for_cancels(const Group& group, const GroupContext& context) {
    if (context.instrument.market != Market::spot) return false;
    if (context.cancels_at_once) return false;
    return std::ranges::any_of(group.orders, [](const Order& order) {
        return order.is_live() && order.role != OrderRole::entry;
    });
}

/// A try beyond the escalations is a market order, if that is allowed.
bool is_market_try(const Group& group, const Closing& closing) {
    return closing.attempt > group.strategy.exit_escalations && group.strategy.exit_final_market;
}

OrderPlaced closing_order(const Group& group, const Closing& closing, Quantity quantity, const Quote& quote,
                          const GroupContext& context) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = closing.role;
    event.side = closing_side(group.side());
    event.reference = touch(quote, event.side);
    event.time_in_force = TimeInForce::ioc;
    event.type = is_market_try(group, closing) ? OrderType::market : OrderType::limit;
    if (event.type == OrderType::limit) {
        event.price = bounded_limit(*event.reference, slippage_bound(group, closing, context), event.side,
                                    context.instrument.tick);
    }
    event.quantity = quantity;
    event.at = context.now;
    return event;
}

/// tries are exit_retry_ms apart; behind the last escalation the market is tried after 1, 2, 4 ... 30 s (G-5).
Duration retry_delay(const Group& group, std::uint32_t attempts_made) {
    const std::uint32_t planned = group.strategy.exit_escalations + (group.strategy.exit_final_market ? 1U : 0U);
    if (attempts_made < planned) return std::chrono::milliseconds(group.strategy.exit_retry_ms);
    constexpr std::uint32_t doublings_max = 5;
    const std::uint32_t doublings = std::min(attempts_made - planned, doublings_max);
    return std::min<Duration>(std::chrono::seconds(1U << doublings), std::chrono::seconds(30));
}

/// The newest closing order ended and left something: schedule the next try, and say so when it takes long.
GroupEvents schedule_retry(const Group& group, const Closing& closing, const GroupContext& context) {
    GroupEvents events;
    events.push_back(
        CloseRetryScheduled{group.id, closing.attempt + 1, context.now + retry_delay(group, closing.attempt)});
    if (context.now - closing.last_alarm >= stuck_after) events.push_back(CloseStuck{group.id, context.now});
    return events;
}

GroupEvents finish_if_quiet(const Group& group, const GroupContext& context) {
    if (group.live_orders > 0) return {};
    return {GroupClosed{group.id, group.open_quantity, context.now}};
}

/// True when this try's order was sent and is over.
bool is_try_over(const Group& group, const Closing& closing) {
    if (closing.order.value == 0) return false;
    if (closing.next_try.has_value()) return false;
    return !group.order(closing.order).is_live();
}

}  // namespace

Price bounded_limit(Price reference, Ratio percent, OrderSide side, Price tick) {
    const Ratio hundred = Ratio::from_integer(100);
    if (side == OrderSide::sell) return scaled_price(reference, hundred - percent, tick, Rounding::ceil);
    return scaled_price(reference, hundred + percent, tick, Rounding::floor);
}

Ratio slippage_bound(const Group& group, const Closing& closing, const GroupContext& context) {
    Ratio bound = context.account_max_slippage_percent;
    const auto tighten = [&](const std::optional<Ratio>& other) {
        if (other.has_value()) bound = std::min(bound, *other);
    };
    tighten(group.strategy.max_slippage_percent);
    tighten(group.max_slippage_percent);
    tighten(closing.max_slippage_percent);
    const Ratio most = Ratio::from_integer(50);
    for (std::uint32_t attempt = 1; attempt < closing.attempt; ++attempt) {
        if (attempt >= group.strategy.exit_escalations) break;
        bound = std::min(bound + bound, most);
    }
    return bound;
}

bool is_placeable_at_mark(const Group& group, const GroupContext& context) {
    const Quantity quantity = round_to_step(group.open_quantity, context.instrument.step, Rounding::floor);
    if (!context.quote.has_value()) {
        return quantity.is_positive() && quantity >= context.instrument.min_quantity;
    }
    return is_placeable(context.instrument, mark(*context.quote, group.side()), quantity, Purpose::closing);
}

GroupEvents start_close(const Group& group, CloseReason reason, OrderRole role, std::optional<SignalNumber> signal,
                        std::optional<Ratio> max_slippage_percent, const GroupContext& context) {
    GroupEvents events;
    events.reserve(group.live_orders + 2);  // and the closing order
    events.push_back(CloseStarted{group.id, reason, role, signal, max_slippage_percent, context.now});
    for (const auto& order : group.orders) {
        if (!order.is_live()) continue;
        if (order.state == OrderState::pending_cancel) continue;
        events.push_back(OrderCancelRequested{group.id, order.number, context.now});
    }
    return events;
}

GroupEvents settle_close(const Group& group, const GroupContext& context) {
    TRELLIS_CHECK(group.closing.has_value(), "a close under way");
    const Closing& closing = *group.closing;
    const bool has_working_try = closing.order.value != 0 && group.order(closing.order).is_live();
    if (has_working_try) return {};
    const Quantity quantity = closable(group, context.instrument);
    if (!quantity.is_positive()) return finish_if_quiet(group, context);
    if (!context.quote.has_value()) return {};  // the first quote wakes it (watch levels)
    const Price reference = touch(*context.quote, closing_side(group.side()));
    const Price limit = is_market_try(group, closing)
                            ? reference
                            : bounded_limit(reference, slippage_bound(group, closing, context),
                                            closing_side(group.side()), context.instrument.tick);
    if (!is_placeable(context.instrument, limit, quantity, Purpose::closing)) return finish_if_quiet(group, context);
    if (is_try_over(group, closing)) return schedule_retry(group, closing, context);
    if (closing.next_try.has_value() && *closing.next_try > context.now) return {};
    if (waits_for_cancels(group, context)) return {};
    return {closing_order(group, closing, quantity, *context.quote, context)};
}

namespace {

bool has_live_target(const Group& group) {
    return std::ranges::any_of(group.orders, [](const Order& order) {
        return order.is_live() && order.role == OrderRole::leg_tp;
    });
}

/// T-9 keep_waiting: targets that rest on dust are cancelled, the entries go on.
GroupEvents go_flat(const Group& group, const GroupContext& context) {
    GroupEvents events;
    events.push_back(GroupWentFlat{group.id});
    for (const auto& order : group.orders) {
        if (!order.is_live()) continue;
        if (order.role != OrderRole::leg_tp) continue;
        if (order.state == OrderState::pending_cancel) continue;
        events.push_back(OrderCancelRequested{group.id, order.number, context.now});
    }
    return events;
}

GroupEvents close_by_targets(const Group& group, const GroupContext& context) {
    const bool is_aggregate = group.strategy.take_profit_mode == TakeProfitMode::aggregate;
    return start_close(group, is_aggregate ? CloseReason::tp_aggregate : CloseReason::tp_leg, OrderRole::exit,
                       std::nullopt, std::nullopt, context);
}

/// too little at the mark and at its own average, so that a falling price alone makes no dust.
bool is_dust(const Group& group, const GroupContext& context) {
    if (is_placeable_at_mark(group, context)) return false;
    const Quantity quantity = round_to_step(group.open_quantity, context.instrument.step, Rounding::floor);
    if (!quantity.is_positive()) return true;
    return !is_placeable(context.instrument, average(group.open_cost, group.open_quantity), quantity,
                         Purpose::closing);
}

/// a placeable quantity for which nothing works and no leg can have a target is closed at once.
bool is_fragment(const Group& group, const GroupContext& context) {
    if (group.strategy.take_profit_mode != TakeProfitMode::per_leg) return false;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.target_retry_at.has_value() && leg.lot.open.is_positive()) return false;
        }
    }
    return is_placeable_at_mark(group, context);
}

}  // namespace

GroupEvents settle_flat(const Group& group, bool after_closing_fill, const GroupContext& context) {
    const bool works = group.live_entries > 0;
    if (group.is_flat) return works ? GroupEvents{} : close_by_targets(group, context);
    if (!after_closing_fill) return {};
    if (is_placeable_at_mark(group, context)) return {};
    const bool may_wait = works && group.strategy.on_flat == OnFlat::keep_waiting;
    return may_wait ? go_flat(group, context) : close_by_targets(group, context);
}

GroupEvents settle_leftover(const Group& group, const GroupContext& context) {
    if (group.pyramids.empty()) return {};
    if (!group.bought.is_positive()) {
        return group.live_orders > 0 ? GroupEvents{} : GroupEvents{GroupFailed{group.id, context.now}};
    }
    if (group.is_flat) return {};
    if (group.live_entries > 0) return {};
    if (has_live_target(group)) return {};
    if (is_dust(group, context)) return close_by_targets(group, context);
    return is_fragment(group, context) ? close_by_targets(group, context) : GroupEvents{};
}

}  // namespace trellis
