#include "engine/group/entries.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/held.hpp"
#include "engine/group/layers.hpp"
#include "engine/group/refit.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

OrderPlaced entry_order(const LadderPlace& place, PyramidIndex pyramid, const PlannedLeg& leg, Timestamp now) {
    OrderPlaced event;
    event.group = place.group;
    event.order = OrderNumber{static_cast<std::uint32_t>(place.orders + 1)};
    event.role = OrderRole::entry;
    event.pyramid = pyramid;
    event.leg = leg.index;
    event.side = opening_side(place.side);
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::gtc;
    event.price = leg.price;
    event.quantity = leg.quantity;
    event.at = now;
    return event;
}

/// S-3: the quantity was computed from the touch; nobody names a price.
void make_market(OrderPlaced& event, const GroupContext& context) {
    event.type = OrderType::market;
    event.time_in_force = TimeInForce::ioc;
    event.price = Price{};
    if (context.quote.has_value()) event.reference = touch(*context.quote, event.side);
}

/// D-11: one of the venue's orders is kept for a target or a close.
std::uint32_t most_orders(std::uint32_t allowed) { return allowed > 1 ? allowed - 1 : 1; }

/// What keeps a leg from being sent now, if anything, and in words.
struct Deferral {
    LegHold hold = LegHold::none;
    std::string detail;
};

Deferral deferral(const LadderPlace& place, Price price, const GroupContext& context) {
    const Instrument& instrument = context.instrument;
    if (context.quote.has_value()) {
        const Price now = mark(*context.quote, place.side);
        const auto refused = refused_by_band(instrument, price, place.side, now);
        if (refused.has_value()) return {LegHold::band, text(*refused) + ", it is at " + now.text()};
    }
    if (!instrument.max_orders.has_value() || place.live_orders < most_orders(*instrument.max_orders)) return {};
    return {LegHold::order_limit, std::to_string(place.live_orders) + " orders of the group work, the venue takes " +
                                      std::to_string(*instrument.max_orders) + " and one is kept for its close"};
}

LadderPlace place_of(const Group& group) { return {group.id, group.side(), group.orders.size(), group.live_orders}; }

GroupEvent drop(const Group& group, const Pyramid& pyramid, const Leg& leg, std::string code, Timestamp now) {
    return LegDropped{group.id, pyramid.index, leg.plan.index, std::move(code), now};
}

/// D-5, V-5: too small for the venue; says which of its filters refuses it.
GroupEvent drop_refused(const Group& group, const Pyramid& pyramid, const Leg& leg, const OrderPlaced& order,
                        const GroupContext& context) {
    const bool is_market = order.type == OrderType::market;
    const Price price = is_market ? order.reference.value_or(order.price) : order.price;
    const auto refusal = refused_by(context.instrument, {price, order.quantity, Purpose::opening, is_market});
    return LegDropped{group.id,    pyramid.index, leg.plan.index,
                      "BELOW_MINIMUM", context.now,   refusal.has_value() ? text(*refusal) : std::string()};
}

// ---- P-2 ----

std::vector<PlannedLeg> waiting_for_anchor(const Pyramid& pyramid) {
    std::vector<PlannedLeg> legs;
    for (const auto& leg : pyramid.legs) {
        if (leg.hold == LegHold::anchor) legs.push_back(leg.plan);
    }
    return legs;
}

/// when the first leg is terminal the others follow, from its average; without a fill none is sent.
GroupEvents settle_anchor(const Group& group, const Pyramid& pyramid, const GroupContext& context) {
    auto waiting = waiting_for_anchor(pyramid);
    if (waiting.empty()) return {};
    const Leg& first = pyramid.legs.front();
    if (first.hold != LegHold::none) return {};
    const Order* order = group.find(first.entry);
    if (order != nullptr && order->is_live()) return {};
    GroupEvents events;
    if (first.lot.filled.is_positive()) {
        auto legs = anchored_legs(std::move(waiting), pyramid.capital, {first.lot.filled_cost, first.lot.filled},
                                  group.side(), group.strategy->rounding, context.instrument);
        const bool drops = group.governed.has_value() && group.stop.has_value() && context.config.preset_settings.drops_legs_beyond_stop;
        if (drops) drop_beyond(legs, group.stop->price, group.side());
        events.push_back(LegsAnchored{group.id, pyramid.index, first.lot.filled_cost, first.lot.filled, std::move(legs),
                                      context.now});
        return events;
    }
    for (const auto& leg : pyramid.legs) {
        if (leg.hold == LegHold::anchor) events.push_back(drop(group, pyramid, leg, "NO_ANCHOR", context.now));
    }
    return events;
}

// ---- single legs ----

GroupEvents send_resting(const Group& group, const Pyramid& pyramid, const Leg& leg, const GroupContext& context) {
    OrderPlaced order = entry_order(place_of(group), pyramid.index, leg.plan, context.now);
    order.price = refitted_price(group, order.role, order.price, context.instrument);
    order.quantity = refitted_quantity(still_wanted(group, leg), false, context.instrument);
    if (!is_placeable(context.instrument, order.price, order.quantity, Purpose::opening)) {
        return {drop_refused(group, pyramid, leg, order, context)};
    }
    auto [reason, detail] = deferral(place_of(group), order.price, context);
    if (reason == LegHold::none) return {std::move(order)};
    if (reason == leg.hold) return {};
    return {LegHeld{group.id, pyramid.index, leg.plan.index, reason, context.now, std::move(detail)}};
}

/// O-5: one tick behind the touch, and at least one behind the price that crossed; three times.
GroupEvents reprice(const Group& group, const Pyramid& pyramid, const Leg& leg, const GroupContext& context) {
    constexpr std::uint8_t tries_max = 3;
    if (leg.crossings > tries_max) return {drop(group, pyramid, leg, "POST_ONLY", context.now)};
    const Order& crossed = group.order(leg.entry);
    const bool buys = crossed.side == OrderSide::buy;
    const Price tick = context.instrument.tick;
    OrderPlaced order = entry_order(place_of(group), pyramid.index, leg.plan, context.now);
    order.price = buys ? crossed.price - tick : crossed.price + tick;
    order.quantity = crossed.quantity;
    if (context.quote.has_value()) {
        const Price behind = buys ? context.quote->ask - tick : context.quote->bid + tick;
        order.price = buys ? std::min(order.price, behind) : std::max(order.price, behind);
    }
    order.price = round_to_tick(order.price, tick, buys ? Rounding::floor : Rounding::ceil);
    order.quantity = refitted_quantity(order.quantity, false, context.instrument);
    if (is_placeable(context.instrument, order.price, order.quantity, Purpose::opening)) return {std::move(order)};
    return {drop_refused(group, pyramid, leg, order, context)};
}

/// V-5: a market order is measured at the touch it takes.
bool may_be_sent(const OrderPlaced& order, const Instrument& instrument) {
    const bool is_market = order.type == OrderType::market;
    if (is_market && !order.reference.has_value()) return order.quantity.is_positive();
    return !refused_by(instrument, {is_market ? *order.reference : order.price, order.quantity, Purpose::opening, is_market}).has_value();
}

/// O-5: what a filter refused, rounded by the rules as they are now.
GroupEvents send_refitted(const Group& group, const Pyramid& pyramid, const Leg& leg, const GroupContext& context) {
    const Order& refused = group.order(leg.entry);
    OrderPlaced order = entry_order(place_of(group), pyramid.index, leg.plan, context.now);
    order.type = refused.type;
    order.time_in_force = refused.time_in_force;
    const bool is_market = refused.type == OrderType::market;
    order.price = is_market ? Price{} : refitted_price(group, order.role, refused.price, context.instrument);
    order.quantity = refitted_quantity(refused.quantity, is_market, context.instrument);
    if (order.time_in_force == TimeInForce::ioc && context.quote.has_value()) order.reference = touch(*context.quote, order.side);
    if (!may_be_sent(order, context.instrument)) return {drop_refused(group, pyramid, leg, order, context)};
    if (order.time_in_force == TimeInForce::ioc) return {std::move(order)};
    auto [reason, detail] = deferral(place_of(group), order.price, context);
    if (reason == LegHold::none) return {std::move(order)};
    return {LegHeld{group.id, pyramid.index, leg.plan.index, reason, context.now, std::move(detail)}};
}

GroupEvents settle_leg(const Group& group, const Pyramid& pyramid, const Leg& leg, const GroupContext& context) {
    switch (leg.hold) {
        case LegHold::none:
        case LegHold::anchor:
        case LegHold::touch:
        case LegHold::breakout: return {};
        case LegHold::band:
        case LegHold::order_limit:
        case LegHold::ready: return send_resting(group, pyramid, leg, context);
        case LegHold::crossed: return reprice(group, pyramid, leg, context);
        case LegHold::refit: return send_refitted(group, pyramid, leg, context);
    }
    return {};
}

bool is_chosen(const EntrySelection& chosen, const Pyramid& pyramid, const Leg& leg) {
    if (chosen.pyramid.has_value() && *chosen.pyramid != pyramid.index) return false;
    if (chosen.spares_first_legs && leg.plan.index.value == 0) return false;
    return !chosen.spares_filled || leg.lot.filled.is_zero();
}

}  // namespace

void place_ladder(GroupEvents& events, const LadderPlace& place, const PyramidPlan& plan, const GroupContext& context) {
    LadderPlace next = place;
    for (const auto& leg : plan.legs) {
        if (leg.skipped || first_hold(plan, leg) != LegHold::none) continue;
        OrderPlaced order = entry_order(next, plan.pyramid, leg, context.now);
        if (leg.entry == LegEntry::market) {
            make_market(order, context);
        } else if (auto [reason, detail] = deferral(next, leg.price, context); reason != LegHold::none) {
            events.push_back(LegHeld{place.group, plan.pyramid, leg.index, reason, context.now, std::move(detail)});
            continue;
        }
        events.push_back(std::move(order));
        next.orders += 1;
        next.live_orders += 1;
    }
}

void cancel_entries(GroupEvents& events, const Group& group, const EntrySelection& chosen, Timestamp now) {
    for (const auto& order : group.orders) {
        if (order.role != OrderRole::entry || !order.is_live()) continue;
        if (order.state == OrderState::pending_cancel) continue;
        const Pyramid& pyramid = group.pyramids.at(order.pyramid->value);
        const auto leg = std::ranges::find(pyramid.legs, *order.leg, [](const Leg& one) { return one.plan.index; });
        if (is_chosen(chosen, pyramid, *leg)) events.push_back(OrderCancelRequested{group.id, order.number, now});
    }
    const bool is_of_ladder = chosen.pyramid.has_value() || chosen.spares_first_legs;
    if (!is_of_ladder && !chosen.spares_layers) cancel_layers(events, group, now);
    if (group.held_legs == 0) return;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.hold == LegHold::none || !is_chosen(chosen, pyramid, leg)) continue;
            events.push_back(drop(group, pyramid, leg, chosen.code, now));
        }
    }
}

GroupEvents settle_entries(const Group& group, const GroupContext& context) {
    if (group.held_legs == 0) return {};
    for (const auto& pyramid : group.pyramids) {
        if (auto events = settle_anchor(group, pyramid, context); !events.empty()) return events;
        for (const auto& leg : pyramid.legs) {
            if (auto events = settle_leg(group, pyramid, leg, context); !events.empty()) return events;
        }
    }
    return {};
}

}  // namespace trellis
