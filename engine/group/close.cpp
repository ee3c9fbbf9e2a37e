#include "engine/group/close.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/aggregate.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/held.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/targets.hpp"
#include "engine/group/tries.hpp"
#include "engine/group/triggers.hpp"

namespace trellis {

namespace {

constexpr auto stuck_after = std::chrono::seconds(30);

/// A closing order that ends by itself and is none of the close under way: of one pyramid, of a reduction.
bool is_partial_close(const Order& order) {
    return order.time_in_force == TimeInForce::ioc && !opens(order.role);
}

/// On spot a resting target locks the coins: with latency the close waits until its cancel is answered.
bool waits_for_cancels(const Group& group, const GroupContext& context) {
    if (context.instrument.market != Market::spot) return false;
    if (context.cancels_at_once) return false;
    return std::ranges::any_of(group.orders, [](const Order& order) {
        return order.is_live() && !opens(order.role);
    });
}

Try try_of(const Closing& closing) { return {closing.attempt, closing.max_slippage_percent}; }

/// The newest closing order ended and left something: schedule the next try, and say so when it takes long.
GroupEvents schedule_retry(const Group& group, const Closing& closing, const GroupContext& context) {
    GroupEvents events;
    events.push_back(
        CloseRetryScheduled{group.id, closing.attempt + 1, context.now + retry_delay(group, closing.attempt)});
    if (context.now - closing.last_alarm >= stuck_after) events.push_back(CloseStuck{group.id, context.now});
    return events;
}

bool may_abandon(const Closing& closing, const GroupContext& context) {
    return context.config.slippage_action == SlippageAction::reject && is_discretionary(closing);
}

GroupEvent abandon(const Group& group, const Closing& closing, const GroupContext& context) {
    return CloseAbandoned{group.id, closing.reason, seen(*context.quote), context.now, closing.offset};
}

GroupEvents finish_if_quiet(const Group& group, const GroupContext& context) {
    if (has_open_hedge(group)) return close_hedge(group, context);  // right behind the basket
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

bool is_placeable_at_mark(const Group& group, const GroupContext& context) {
    return is_placeable_at_mark(group, group.open_quantity, context);
}

GroupEvents start_close(const Group& group, CloseReason reason, OrderRole role, std::optional<SignalNumber> signal,
                        std::optional<Ratio> max_slippage_percent, const GroupContext& context) {
    GroupEvents events;
    events.reserve(group.live_orders + 2);  // and the closing order
    events.push_back(CloseStarted{group.id, reason, role, signal, max_slippage_percent, context.now, {}});
    for (const auto& order : group.orders) {
        if (!order.is_live()) continue;
        if (order.state == OrderState::pending_cancel) continue;
        if (is_partial_close(order) || is_of_hedge(order.role)) continue;  // it is over before a cancel could arrive
        events.push_back(OrderCancelRequested{group.id, order.number, context.now});
    }
    return events;
}

GroupEvents settle_close(const Group& group, const GroupContext& context) {
    TRELLIS_CHECK(group.closing.has_value(), "a close under way");
    const Closing& closing = *group.closing;
    const bool has_working_try = closing.order.value != 0 && group.order(closing.order).is_live();
    if (has_working_try) return {};
    // What a partial close on its way sells is not ours to sell again: it ends by itself, and soon.
    const auto is_selling = [](const Order& order) { return order.is_live() && is_partial_close(order); };
    if (std::ranges::any_of(group.orders, is_selling)) return {};
    if (!group.dust_to_sweep.is_empty() && group.open_quantity.is_positive()) return {DustSwept{group.id, group.dust_to_sweep}};
    const Quantity quantity = sendable(group.open_quantity, context.instrument);
    if (!quantity.is_positive()) return finish_if_quiet(group, context);
    if (!context.quote.has_value()) return {};  // the first quote wakes it (watch levels)
    const Try one = try_of(closing);
    const Price limit = worst_price(group, one, *context.quote, context);
    if (!is_placeable(context.instrument, limit, quantity, Purpose::closing)) return finish_if_quiet(group, context);
    const bool was_tried = is_try_over(group, closing);
    // O-5: a try that older rules made is made again at once, and does not count.
    if (was_tried && !may_be_refitted(group.order(closing.order), context.instrument)) {
        if (may_abandon(closing, context)) return {abandon(group, closing, context)};
        return schedule_retry(group, closing, context);
    }
    if (closing.next_try.has_value() && *closing.next_try > context.now) return {};
    if (waits_for_cancels(group, context)) return {};
    OrderPlaced order = closing_order(group, one, closing.role, quantity, *context.quote, context);
    if (closing.role == OrderRole::stop) order.leg = last_layer(group);
    return {std::move(order)};
}

namespace {

bool has_live_close(const Group& group) {
    return std::ranges::any_of(group.orders, [](const Order& order) {
        return order.is_live() && !opens(order.role);
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

/// what a group is said to be closed by that nothing but its targets made flat, `filled` last (null: not known).
CloseReason flat_reason(const Group& group, const Order* filled) {
    const auto left = filled != nullptr ? exit_reason(group, *filled) : std::nullopt;
    if (left.has_value()) return *left;
    if (filled != nullptr && filled->role == OrderRole::aggregate_tp) return aggregate_reason(group.strategy);
    const bool is_governed = group.governed.has_value();
    return is_governed || has_leg_targets(group.strategy) ? CloseReason::tp_leg : aggregate_reason(group.strategy);
}

GroupEvents close_by_targets(const Group& group, const Order* filled, const GroupContext& context) {
    CloseReason reason = flat_reason(group, filled);
    if (group.reducing.has_value()) {  // a reduction that left nothing to sell became a close (I-7)
        reason = close_reason_of(group.reducing->role, group.reducing->signal.has_value());
    }
    return start_close(group, reason, OrderRole::exit, std::nullopt, std::nullopt, context);
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
    if (group.strategy->take_profit_mode != TakeProfitMode::per_leg) return false;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.target_retry_at.has_value() && leg.lot.open.is_positive()) return false;
        }
    }
    const PositionView first = first_position(group);  // layers have a stop, and may have no target
    const bool is_leaving = first.guided != nullptr && first.guided->exit.has_value();
    return !is_leaving && is_placeable_at_mark(group, first.holding.open, context);
}

}  // namespace

GroupEvents settle_flat(const Group& group, const Order* filled, const GroupContext& context) {
    const bool works = has_entries_to_come(group);
    if (group.is_flat) return works ? GroupEvents{} : close_by_targets(group, nullptr, context);
    if (filled == nullptr) return {};
    if (is_placeable_at_mark(group, context) && closable_positions(group, context) > 0) return {};
    // only leg targets leave it waiting, every other close ends it.
    const bool may_wait = group.strategy->on_flat == OnFlat::keep_waiting && filled->role == OrderRole::leg_tp;
    return may_wait && works ? go_flat(group, context) : close_by_targets(group, filled, context);
}

GroupEvents settle_leftover(const Group& group, const GroupContext& context) {
    if (group.pyramids.empty()) return {};
    if (!group.bought.is_positive()) {
        return group.live_orders > 0 || group.held_legs > 0 ? GroupEvents{} : GroupEvents{GroupFailed{group.id, context.now}};
    }
    if (group.is_flat) return {};
    if (has_entries_to_come(group) || has_working_layers(group)) return {};
    if (has_live_close(group)) return {};
    if (is_dust(group, context)) return close_by_targets(group, nullptr, context);
    return is_fragment(group, context) ? close_by_targets(group, nullptr, context) : GroupEvents{};
}

}  // namespace trellis
