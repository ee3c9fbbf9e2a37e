// What quotes and time do to entries: a watched leg whose price is there, a first leg that follows the touch or is given up, and a
// grid that the market has left behind (D-1, D-6, D-7, D-9).
#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/tries.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);
constexpr Duration chase_pace = std::chrono::seconds(1);

// ---- legs that are watched (D-1, D-6) ----

/// The touch came down (long) to the leg's price, now or since the group was last woken; or up to it, for a breakout.
bool is_reached(const Group& group, const Leg& leg, const GroupContext& context) {
    const bool falls = group.is_long() == (leg.hold == LegHold::touch);
    const Price touched = touch(*context.quote, opening_side(group.side()));
    if (falls ? touched <= leg.plan.price : touched >= leg.plan.price) return true;
    if (!context.missed.has_value()) return false;
    const QuoteExtremes& missed = *context.missed;
    const Price lowest = group.is_long() ? missed.ask_low : missed.bid_low;
    const Price highest = group.is_long() ? missed.ask_high : missed.bid_high;
    return falls ? lowest <= leg.plan.price : highest >= leg.plan.price;
}

/// A protected marketable order, sized as a market leg is (S-3); what it leaves rests at the leg's price.
GroupEvent trigger(const Group& group, const Pyramid& pyramid, const Leg& leg, std::uint32_t number,
                   const GroupContext& context) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{number};
    event.role = OrderRole::entry;
    event.pyramid = pyramid.index;
    event.leg = leg.plan.index;
    event.side = opening_side(group.side());
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::ioc;
    event.reference = touch(*context.quote, event.side);
    const Ratio bound = slippage_bound(group, Try{}, context);
    event.price = bounded_limit(*event.reference, bound, event.side, context.instrument.tick);
    event.quantity = market_quantity(pyramid.capital, leg.plan, *event.reference, bound, context.instrument);
    event.at = context.now;
    if (is_placeable(context.instrument, event.price, event.quantity, Purpose::opening)) return event;
    const auto refusal = refused_by(context.instrument, {event.price, event.quantity});
    return LegDropped{group.id,    pyramid.index, leg.plan.index,
                      "BELOW_MINIMUM", context.now,   refusal.has_value() ? text(*refusal) : std::string()};
}

void trigger_legs(GroupEvents& events, const Group& group, const GroupContext& context) {
    auto number = static_cast<std::uint32_t>(group.orders.size());
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.hold != LegHold::touch && leg.hold != LegHold::breakout) continue;
            if (!is_reached(group, leg, context)) continue;
            events.push_back(trigger(group, pyramid, leg, number + 1, context));
            if (std::holds_alternative<OrderPlaced>(events.back())) ++number;
        }
    }
}

// ---- the first leg (D-7) ----

/// Leg 0 as it rests untouched; null: there is none.
const Order* resting_first_leg(const Group& group, const Pyramid& pyramid) {
    if (pyramid.legs.empty() || pyramid.legs.front().plan.index.value != 0) return nullptr;
    const Order* order = group.find(pyramid.legs.front().entry);
    if (order == nullptr || order->time_in_force == TimeInForce::ioc) return nullptr;
    return order->state == OrderState::working && order->filled.is_zero() ? order : nullptr;
}

/// X % beyond the base price: as far as the limit may go.
Price farthest(const Group& group, const Pyramid& pyramid, Price tick) {
    const Ratio percent = group.strategy->leg0_chase_percent;
    return group.is_long() ? scaled_price(pyramid.base_price, hundred + percent, tick, Rounding::floor)
                           : scaled_price(pyramid.base_price, hundred - percent, tick, Rounding::ceil);
}

/// Where the limit follows the touch to; post-only it keeps a tick's distance.
Price followed(const Group& group, const Pyramid& pyramid, const GroupContext& context) {
    const Price tick = context.instrument.tick;
    const Price distance = group.strategy->post_only ? tick : Price{};
    const Price most = farthest(group, pyramid, tick);
    if (group.is_long()) return std::min(round_to_tick(context.quote->ask - distance, tick, Rounding::floor), most);
    return std::max(round_to_tick(context.quote->bid + distance, tick, Rounding::ceil), most);
}

void chase(GroupEvents& events, const Group& group, const Pyramid& pyramid, const GroupContext& context) {
    if (!chase_price(group, pyramid, context.instrument).has_value()) return;
    if (pyramid.chased_at.has_value() && context.now < *pyramid.chased_at + chase_pace) return;
    const Order& order = *resting_first_leg(group, pyramid);
    const Price price = followed(group, pyramid, context);
    if (group.is_long() ? price <= order.price : price >= order.price) return;
    if (!price.is_positive()) return;
    // The capital stays what it was: a dearer leg is a smaller one.
    const Quantity affords =
        affordable(pyramid.capital, pyramid.legs.front().plan.weight, price, context.instrument.step);
    const Quantity quantity = refitted_quantity(std::min(affords, order.quantity), false, context.instrument);
    if (!is_placeable(context.instrument, price, quantity, Purpose::opening)) return;
    events.push_back(OrderAmendRequested{group.id, order.number, price, quantity, context.now});
}

// ---- the whole grid (D-9) ----

bool has_dca(const Group& group) {
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.plan.index.value == 0) continue;
            if (leg.hold != LegHold::none) return true;
            const Order* order = group.find(leg.entry);
            if (order != nullptr && order->is_live() && order->state != OrderState::pending_cancel) return true;
        }
    }
    return false;
}

std::optional<Price> deepest_leg(const Group& group) {
    std::optional<Price> deepest;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.plan.skipped) continue;
            const bool is_deeper = !deepest.has_value() ||
                                   (group.is_long() ? leg.plan.price < *deepest : leg.plan.price > *deepest);
            if (is_deeper) deepest = leg.plan.price;
        }
    }
    return deepest;
}

GroupEvents abandon_grid(const Group& group, const GroupContext& context) {
    const auto beyond = abandon_price(group, context.instrument);
    if (!beyond.has_value()) return {};
    const Price now = mark(*context.quote, group.side());
    if (group.is_long() ? now > *beyond : now < *beyond) return {};
    GroupEvents events{GridAbandoned{group.id, now, *beyond, context.now}};
    EntrySelection dca;
    dca.spares_first_legs = true;
    dca.code = "BEYOND_GRID";
    cancel_entries(events, group, dca, context.now);
    return events;
}

}  // namespace

GroupEvents evaluate_entries(const Group& group, const GroupContext& context) {
    if (group.has_ended() || group.closing.has_value() || !context.quote.has_value()) return {};
    if (auto events = abandon_grid(group, context); !events.empty()) return events;
    GroupEvents events;
    if (group.held_legs > 0) trigger_legs(events, group, context);
    for (const auto& pyramid : group.pyramids) chase(events, group, pyramid, context);
    return events;
}

std::optional<Timestamp> first_leg_timeout(const Group& group, const Pyramid& pyramid) {
    if (group.strategy->leg0_timeout_seconds == 0) return std::nullopt;
    if (pyramid.legs.empty() || pyramid.legs.front().plan.index.value != 0) return std::nullopt;
    const Leg& first = pyramid.legs.front();
    const Order* order = group.find(first.entry);
    const bool rests = order != nullptr && order->is_live() && order->state != OrderState::pending_cancel &&
                       order->time_in_force != TimeInForce::ioc;
    if (!rests && first.hold == LegHold::none) return std::nullopt;
    return pyramid.added_at + std::chrono::seconds(group.strategy->leg0_timeout_seconds);
}

GroupEvents decide_first_leg_timeouts(const Group& group, Timestamp now) {
    GroupEvents events;
    if (group.has_ended() || group.closing.has_value()) return events;
    for (const auto& pyramid : group.pyramids) {
        const auto due = first_leg_timeout(group, pyramid);
        if (!due.has_value() || *due > now) continue;
        const Leg& first = pyramid.legs.front();
        if (first.hold != LegHold::none) {
            events.push_back(LegDropped{group.id, pyramid.index, first.plan.index, "LEG0_TIMEOUT", now});
        } else {
            events.push_back(OrderCancelRequested{group.id, first.entry, now});
        }
    }
    return events;
}

std::optional<Price> abandon_price(const Group& group, const Instrument& instrument) {
    const Ratio percent = group.strategy->cancel_dca_beyond_percent;
    if (!percent.is_positive() || group.grid_abandoned || !has_dca(group)) return std::nullopt;
    const auto deepest = deepest_leg(group);
    if (!deepest.has_value()) return std::nullopt;
    if (!group.is_long()) {
        return scaled_price(*deepest, hundred + percent, instrument.tick, Rounding::floor) + instrument.tick;
    }
    const Price nearest = scaled_price(*deepest, hundred - percent, instrument.tick, Rounding::ceil) - instrument.tick;
    return nearest.is_positive() ? std::optional(nearest) : std::nullopt;
}

std::optional<Price> chase_price(const Group& group, const Pyramid& pyramid, const Instrument& instrument) {
    if (!group.strategy->leg0_chase_percent.is_positive()) return std::nullopt;
    const Order* order = resting_first_leg(group, pyramid);
    if (order == nullptr) return std::nullopt;
    const Price most = farthest(group, pyramid, instrument.tick);
    if (group.is_long() ? order->price >= most : order->price <= most) return std::nullopt;
    const Price step = group.strategy->post_only ? instrument.tick + instrument.tick : instrument.tick;
    return group.is_long() ? order->price + step : order->price - step;
}

}  // namespace trellis
