#include "engine/group/targets.hpp"

#include "engine/base/rounding.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/reports.hpp"
#include "engine/group/tries.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

OrderPlaced new_target(const Group& group, const Pyramid& pyramid, const Leg& leg, Price price, Quantity quantity,
                       Timestamp now) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = OrderRole::leg_tp;
    event.pyramid = pyramid.index;
    event.leg = leg.plan.index;
    event.side = closing_side(group.side());
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::gtc;
    event.price = price;
    event.quantity = quantity;
    event.at = now;
    return event;
}

/// Whose prices may have moved since the group was last at rest.
struct Moved {
    OrderNumber entry;         ///< the entry that was reported on: its leg may have a new average; 0: none
    bool are_percents = false; ///< an operator changed them
};

Moved moved_by(const Group& group, const GroupCommand& command) {
    if (std::holds_alternative<ChangeTargets>(command)) return {{}, true};
    const auto* report = std::get_if<HandleReport>(&command);
    if (report == nullptr) return {};
    const Order* order = group.find(report->order);
    if (order == nullptr || order->role != OrderRole::entry) return {};
    return {order->number, false};
}

/// What to do about one leg; at most one event.
std::optional<GroupEvent> settle_target(const Group& group, const Pyramid& pyramid, const Leg& leg,
                                        Moved moved, const GroupContext& context) {
    if (!leg.lot.filled.is_positive()) return std::nullopt;
    const Order* target = group.find(leg.target);
    const bool is_live = target != nullptr && target->is_live();
    if (!is_live && !leg.lot.open.is_positive()) return std::nullopt;
    if (is_live && target->state == OrderState::pending_cancel) return std::nullopt;

    const Quantity held = held_after_reduction(group, pyramid.index, leg.lot);  // T-11, R-27
    const Quantity wanted = sendable(held, context.instrument);
    // One that had to wait may have slept through a new price.
    const bool may_be_late = moved.are_percents || (is_live && target->delays > 0);
    if (is_live && target->remaining() == wanted && !wanted.is_zero() && !may_be_late) {
        // Its own fills do not move the price: the leg's VWAP is made of entry fills, which raise the quantity too.
        if (target->filled.is_positive()) return std::nullopt;
        // Without an entry fill the price is what it was; working it out for every leg is most of a decision's time.
        if (leg.entry != moved.entry) return std::nullopt;
    }
    const Price price = leg_target_price(group, leg, context.instrument);
    if (!is_placeable(context.instrument, price, wanted, Purpose::closing)) {
        if (!is_live) return std::nullopt;
        return OrderCancelRequested{group.id, target->number, context.now};
    }
    if (is_live) {
        if (target->remaining() == wanted && target->price == price) return std::nullopt;
        if (target->remaining() <= wanted && waits_to_be_amended(*target, context.now)) return std::nullopt;
        if (!may_amend_to(target->filled + wanted, context.instrument)) return OrderCancelRequested{group.id, target->number, context.now};
        return OrderAmendRequested{group.id, target->number, price, target->filled + wanted, context.now};
    }
    if (leg.target_retry_at.has_value() && *leg.target_retry_at > context.now) return std::nullopt;
    return new_target(group, pyramid, leg, price, wanted, context.now);
}

}  // namespace

Rounding target_rounding(const Group& group) {
    if (group.strategy->rounding == GridRounding::sow) return Rounding::floor;
    return closing_side(group.side()) == OrderSide::buy ? Rounding::floor : Rounding::ceil;
}

Price leg_target_price(const Group& group, const Leg& leg, const Instrument& instrument) {
    const bool is_long = group.side() == PositionSide::long_side;
    const Lot& lot = leg.lot;
    const Ratio percent = is_long ? hundred + leg.plan.take_profit : hundred - leg.plan.take_profit;
    const Price target =
        average_times(lot.filled_cost, lot.filled, percent, instrument.tick, target_rounding(group));
    if (is_long) {
        const Price least =
            average_times(lot.filled_cost, lot.filled, hundred, instrument.tick, Rounding::ceil) + instrument.tick;
        return std::max(target, least);
    }
    const Price most =
        average_times(lot.filled_cost, lot.filled, hundred, instrument.tick, Rounding::floor) - instrument.tick;
    return std::min(target, most);
}

bool has_leg_targets(const GridStrategy& strategy) {
    return strategy.take_profit_mode == TakeProfitMode::per_leg || strategy.take_profit_mode == TakeProfitMode::hybrid;
}

bool moves_targets(const Group& group, const GroupCommand& command) {
    const Moved moved = moved_by(group, command);
    return moved.are_percents || moved.entry.value != 0;
}

GroupEvents settle_targets(const Group& group, const GroupCommand& command, const GroupContext& context) {
    GroupEvents events;
    if (!has_leg_targets(group.strategy)) return events;
    if (group.is_flat) return events;
    const Moved moved = moved_by(group, command);
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            auto event = settle_target(group, pyramid, leg, moved, context);
            if (!event.has_value()) continue;
            events.push_back(std::move(*event));
            // A new order takes the next number: one at a time, the next turn sees it applied.
            if (std::holds_alternative<OrderPlaced>(events.back())) return events;
        }
    }
    return events;
}

}  // namespace trellis
