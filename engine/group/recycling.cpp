// A leg arms again when its entry was filled completely, its newest target too, and nothing placeable of it is left; at the price
// and quantity of its plan, as a limit. Whoever cancels entries means it: a pyramid one of whose entries was cancelled arms none
// again, and neither does a group that a stop told to cancel its entries. A group that its targets made flat arms only when it
// keeps waiting (T-9): otherwise flat is its end.
#include "engine/group/recycling.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/close.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/targets.hpp"

namespace trellis {

namespace {

bool was_cancelled(const Group& group, PyramidIndex pyramid) {
    return std::ranges::any_of(group.orders, [&](const Order& order) {
        const bool is_cancelled = order.state == OrderState::cancelled || order.state == OrderState::pending_cancel;
        return order.role == OrderRole::entry && order.pyramid == pyramid && is_cancelled;
    });
}

bool is_sold_out(const Group& group, const Leg& leg, const Instrument& instrument) {
    const Order* entry = group.find(leg.entry);
    const Order* target = group.find(leg.target);
    if (entry == nullptr || entry->state != OrderState::filled) return false;
    if (target == nullptr || target->state != OrderState::filled) return false;
    if (target->number < entry->number) return false;  // of the turn before
    const Quantity left = round_to_step(leg.lot.open, instrument.step, Rounding::floor);
    return !is_placeable(instrument, target->price, left, Purpose::closing);
}

GroupEvents arm(const Group& group, const Pyramid& pyramid, const Leg& leg, const GroupContext& context) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = OrderRole::entry;
    event.pyramid = pyramid.index;
    event.leg = leg.plan.index;
    event.side = opening_side(group.side());
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::gtc;
    event.price = refitted_price(group, event.role, leg.plan.price, context.instrument);
    event.quantity = refitted_quantity(leg.plan.quantity, false, context.instrument);
    event.at = context.now;
    return {LegRearmed{group.id, pyramid.index, leg.plan.index}, event};
}

}  // namespace

GroupEvents settle_recycled(const Group& group, const GroupContext& context) {
    if (!group.strategy->recycle_legs || !has_leg_targets(group.strategy)) return {};
    if (group.cancels_obeyed > 0) return {};
    const bool ends_when_flat = group.strategy->on_flat == OnFlat::close_and_cancel;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (!is_sold_out(group, leg, context.instrument)) continue;
            if (was_cancelled(group, pyramid.index)) break;
            if (ends_when_flat && !is_placeable_at_mark(group, context)) return {};
            return arm(group, pyramid, leg, context);
        }
    }
    return {};
}

}  // namespace trellis
