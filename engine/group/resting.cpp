#include "engine/group/resting.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/aggregate.hpp"
#include "engine/group/positions.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/reports.hpp"
#include "engine/group/targets.hpp"

namespace trellis {

namespace {

/// What layers with targets of their own hold (B-15).
Quantity held_by_layers(const Group& group) { return group.open_quantity - first_position(group).holding.open; }

/// What the order may still sell: all that is open but for those, as far as one order of this instrument may be that large.
Quantity wanted_quantity(const Group& group, const Order* live, const Instrument& instrument) {
    const Quantity whole = round_to_step(std::max(held_after_reduction(group) - held_by_layers(group), Quantity{}), instrument.step, Rounding::floor);
    if (!instrument.max_quantity.has_value()) return whole;
    const Quantity most = round_to_step(*instrument.max_quantity, instrument.step, Rounding::floor);
    return std::min(whole, live == nullptr ? most : most - live->filled);
}

OrderPlaced new_order(const Group& group, Price price, Quantity quantity, Timestamp now) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = OrderRole::aggregate_tp;
    event.side = closing_side(group.side());
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::gtc;
    event.price = price;
    event.quantity = quantity;
    event.at = now;
    return event;
}

}  // namespace

GroupEvents settle_resting_target(const Group& group, const GroupCommand& command, const GroupContext& context) {
    if (!rests_at_venue(group.strategy)) return {};
    const Order* known = group.find(group.resting.order);
    const Order* live = known != nullptr && known->is_live() ? known : nullptr;
    if (live == nullptr && !group.open_quantity.is_positive()) return {};
    if (live != nullptr && live->state == OrderState::pending_cancel) return {};
    const Quantity wanted = wanted_quantity(group, live, context.instrument);
    // One that had to wait may have slept through a new price.
    const bool may_move = moves_targets(group, command) || (live != nullptr && live->delays > 0);
    if (live != nullptr && live->remaining() == wanted && !may_move) return {};
    const auto target = live != nullptr && !may_move ? std::optional(live->price)
                                                     : aggregate_target(group, context.instrument);
    if (!target.has_value() || !is_placeable(context.instrument, *target, wanted, Purpose::closing)) {
        if (live == nullptr) return {};
        return {OrderCancelRequested{group.id, live->number, context.now}};
    }
    if (live != nullptr) {
        if (live->remaining() == wanted && live->price == *target) return {};
        if (live->remaining() <= wanted && waits_to_be_amended(*live, context.now)) return {};
        if (!may_amend_to(live->filled + wanted, context.instrument)) return {OrderCancelRequested{group.id, live->number, context.now}};
        return {OrderAmendRequested{group.id, live->number, *target, live->filled + wanted, context.now}};
    }
    if (group.resting.retry_at.has_value() && *group.resting.retry_at > context.now) return {};
    return {new_order(group, *target, wanted, context.now)};
}

void note_aggregate_order(Group& group, const OrderPlaced& event) {
    if (event.pyramid.has_value()) {
        group.pyramids.at(event.pyramid->value).closing_order = event.order;
    } else {
        group.resting.order = event.order;
        group.resting.retry_at.reset();
    }
}

}  // namespace trellis
