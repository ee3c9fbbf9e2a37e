#include "engine/group/triggers.hpp"

#include <algorithm>
#include <iterator>

#include "engine/group/aggregate.hpp"
#include "engine/group/close.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/governed.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/stop.hpp"
#include "engine/group/tries.hpp"

namespace trellis {

namespace {

GroupEvents close_at_target(const Group& group, CloseReason reason, const GroupContext& context) {
    return start_close(group, reason, OrderRole::aggregate_tp, std::nullopt, std::nullopt, context);
}

GroupEvents evaluate_position_targets(const Group& group, const GroupContext& context) {
    if (group.abandoned == seen(*context.quote)) return {};  // F-3: from the next quote on
    if (group.position_target.has_value() && is_reached(group, *group.position_target, context)) {
        return close_at_target(group, CloseReason::tp_aggregate, context);
    }
    if (rests_at_venue(group.strategy)) return {};
    const auto target = aggregate_target(group, context.instrument);
    if (!target.has_value() || !is_reached(group, *target, context)) return {};
    return close_at_target(group, aggregate_reason(group.strategy), context);
}

// ---- T-7 per_pyramid ----

/// A try that sold nothing is not repeated on the quote that it was sent on: only a fill or another quote changes anything.
bool may_try(const Group& group, const Pyramid& pyramid, const Quote& quote, const Instrument& instrument) {
    const Order* last = group.find(pyramid.closing_order);
    if (last == nullptr) return true;
    if (last->is_live()) return false;
    if (may_be_refitted(*last, instrument)) return true;  // O-5
    return last->filled.is_positive() || pyramid.touched != seen(quote);
}

/// nothing happens while its lots are not placeable at the limit of the order that would sell them.
void sell_pyramid(GroupEvents& events, const Group& group, const Pyramid& pyramid, Price target,
                  const GroupContext& context) {
    const Price limit = worst_price(group, Try{}, *context.quote, context);
    const Quantity quantity = sendable(holding_of(pyramid).open, context.instrument);
    if (!is_placeable(context.instrument, limit, quantity, Purpose::closing)) return;
    events.push_back(PyramidTargetReached{group.id, pyramid.index, target, mark(*context.quote, group.side()),
                                          seen(*context.quote), context.now});
    EntrySelection own;
    own.pyramid = pyramid.index;
    cancel_entries(events, group, own, context.now);
    OrderPlaced order = closing_order(group, Try{}, OrderRole::aggregate_tp, quantity, *context.quote, context);
    order.pyramid = pyramid.index;
    events.push_back(order);
}

GroupEvents evaluate_pyramids(const Group& group, const GroupContext& context) {
    GroupEvents events;
    if (group.reducing.has_value()) return events;  // it sells out of the same lots, and is over soon
    for (const auto& pyramid : group.pyramids) {
        if (!may_try(group, pyramid, *context.quote, context.instrument)) continue;
        const auto target = pyramid_target(group, pyramid, context.instrument);
        if (!target.has_value() || !is_reached(group, *target, context)) continue;
        sell_pyramid(events, group, pyramid, *target, context);
    }
    auto number = static_cast<std::uint32_t>(group.orders.size());
    for (auto& event : events) {
        if (auto* placed = std::get_if<OrderPlaced>(&event)) placed->order = OrderNumber{++number};
    }
    return events;
}

/// the stop is tested after it was moved; `moves` end with where it stands.
std::optional<CloseReason> stopped_by(const GroupEvents& moves, const Group& group, const Quote& quote) {
    if (moves.empty()) return std::nullopt;
    const auto* moved = std::get_if<StopMoved>(&moves.back());
    if (moved == nullptr || !is_hit(moved->price.value(), group, quote)) return std::nullopt;
    return moved->reason;
}

/// R-21 for one position: its stop is moved, then tested. One that leaves already has no stop any more.
void look_at(const PositionView& position, const Group& group, const GroupContext& context, GroupEvents& moves, std::vector<HitPosition>& hit) {
    if (position.guided != nullptr && position.guided->exit.has_value()) return;
    // A stop that the quotes since the last look have touched stood before they could have moved it.
    std::optional<CloseReason> reason;
    if (is_stopped(position.stop, group, context)) {
        reason = position.stop->reason;
    } else {
        GroupEvents own = follow_mark(group, position, context);
        reason = stopped_by(own, group, *context.quote);
        std::ranges::move(own, std::back_inserter(moves));
    }
    if (reason.has_value() && is_placeable_at_mark(group, position.holding.open, context)) hit.push_back({position.layer, *reason});
}

}  // namespace

SeenQuote seen(const Quote& quote) { return {quote.number, quote.at}; }

GroupEvents evaluate_triggers(const Group& group, const GroupContext& context) {
    if (group.has_ended() || group.closing.has_value()) return {};
    if (!context.quote.has_value()) return {};
    GroupEvents moves;
    std::vector<HitPosition> hit;
    each_position(group, [&](const PositionView& position) { look_at(position, group, context, moves, hit); });
    GroupEvents events;
    if (!hit.empty()) {
        events = stop_positions(group, hit, context);
    } else if (events = evaluate_position_targets(group, context); events.empty()) {
        if (sells_pyramids_alone(group.strategy)) events = evaluate_pyramids(group, context);
    }
    const bool acts = !events.empty();
    if (!acts) events = evaluate_hedge(group, context);
    if (acts && !is_placeable_at_mark(group, context)) return moves;
    std::ranges::move(events, std::back_inserter(moves));
    return moves;
}

}  // namespace trellis
