// Questions a group answers about itself, and what must always hold of it.
#include "engine/group/group.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/held.hpp"
#include "engine/group/positions.hpp"

namespace trellis {

std::string_view text(GroupState state) {
    switch (state) {
        case GroupState::opening:
        case GroupState::live: return "LIVE";
        case GroupState::partially_filled: return "PARTIALLY_FILLED";
        case GroupState::active: return "ACTIVE";
        case GroupState::closing: return "CLOSING";
        case GroupState::closed: return "CLOSED";
        case GroupState::failed: return "FAILED";
    }
    return "";
}

std::string_view text(CloseReason reason) {
    switch (reason) {
        case CloseReason::exit_signal: return "EXIT_SIGNAL";
        case CloseReason::reverse: return "REVERSE";
        case CloseReason::manual: return "MANUAL";
        case CloseReason::candle: return "CANDLE";
        case CloseReason::stop: return "STOP";
        case CloseReason::break_even: return "BREAK_EVEN";
        case CloseReason::trailing: return "TRAILING";
        case CloseReason::tp_leg: return "TP_LEG";
        case CloseReason::tp_aggregate: return "TP_AGGREGATE";
        case CloseReason::tp_pyramid: return "TP_PYRAMID";
        case CloseReason::risk_loser: return "RISK_LOSER";
        case CloseReason::risk_winner: return "RISK_WINNER";
        case CloseReason::external: return "EXTERNAL";
        case CloseReason::leader: return "LEADER";
    }
    return "";
}

bool is_discretionary(const Closing& closing) {
    if (closing.must_finish) return false;
    return closing.role == OrderRole::aggregate_tp || closing.role == OrderRole::risk_winner ||
           closing.role == OrderRole::risk_loser;
}

const Order& Group::order(OrderNumber number) const {
    const Order* found = find(number);
    TRELLIS_CHECK(found != nullptr, "an order number names an order of its group");
    return *found;
}

const Order* Group::find(OrderNumber number) const {
    if (number.value == 0) return nullptr;
    if (number.value > orders.size()) return nullptr;
    return &orders[number.value - 1];
}

PositionSide position_side(const Group& group, const Order& order) {
    return is_of_hedge(order.role) ? opposite(group.side()) : group.side();
}

bool is_reduce_only(const Order& order, const Instrument& instrument) {
    return instrument.market == Market::linear && !opens(order.role);
}

std::string answer_to(const Group& group, SignalNumber signal) {
    return signal == group.last_signal ? group.refused : std::string();
}

bool has_pyramid_of(const Group& group, SignalNumber signal) {
    if (signal.value == 0) return false;  // of a copy: no signal brought it
    return std::ranges::any_of(group.pyramids, [&](const Pyramid& pyramid) { return pyramid.signal == signal; });
}

Dust dust_of(const Group& group) {
    Dust left{group.open_quantity, group.open_cost, group.open_entry_fees};
    return left += group.dust_to_sweep;
}

GroupState state_of(const Group& group) {
    if (group.lifecycle == Lifecycle::closed) return GroupState::closed;
    if (group.lifecycle == Lifecycle::failed) return GroupState::failed;
    if (group.closing.has_value()) return GroupState::closing;
    if (group.is_flat) return GroupState::live;
    if (group.open_quantity.is_positive()) {
        const bool is_complete = !has_entries_to_come(group) && !has_working_layers(group);
        return is_complete ? GroupState::active : GroupState::partially_filled;
    }
    for (const auto& order : group.orders) {
        if (order.role != OrderRole::entry) continue;
        if (order.state != OrderState::sent && order.state != OrderState::unknown) return GroupState::live;
    }
    return GroupState::opening;
}

namespace {

void check_lots(const Group& group) {
    Quantity open;
    Money cost;
    Money fees;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            TRELLIS_CHECK(!leg.lot.open.is_negative(), "a lot never holds less than nothing");
            open += leg.lot.open;
            cost += leg.lot.cost;
            fees += leg.lot.entry_fee;
        }
    }
    if (group.governed.has_value()) {
        for (const auto& layer : group.governed->layers) {
            TRELLIS_CHECK(!layer.lot.open.is_negative(), "a lot never holds less than nothing");
            open += layer.lot.open;
            cost += layer.lot.cost;
            fees += layer.lot.entry_fee;
        }
    }
    TRELLIS_CHECK(open == group.open_quantity, "the lots add up to the open quantity");
    TRELLIS_CHECK(cost == group.open_cost, "the lots add up to the open cost");
    TRELLIS_CHECK(fees == group.open_entry_fees, "the lots add up to the open entry fees");
    TRELLIS_CHECK(group.bought == group.open_quantity + group.closed + group.outside.quantity, "fills are open or closed, none is lost");
}

void check_orders(const Group& group) {
    std::uint32_t live = 0;
    std::uint32_t entries = 0;
    Quantity closing;
    Quantity by_preset;
    // B-33 both: the strategy's targets and the preset's rest for the same lots, and the first one that is filled has them.
    const bool is_apart = group.governed.has_value() && group.governed->use.has_grid;
    for (const auto& order : group.orders) {
        if (!order.is_live()) continue;
        live += 1;
        if (order.role == OrderRole::entry) {
            entries += 1;
        } else if (!opens(order.role) && order.state != OrderState::pending_cancel && order.time_in_force != TimeInForce::ioc) {
            (is_apart && is_preset_target(order.role) ? by_preset : closing) += order.remaining();
        }
    }
    TRELLIS_CHECK(live == group.live_orders, "live orders are counted");
    TRELLIS_CHECK(entries == group.live_entries, "live entries are counted");
    // While it closes, or sells a part at once, a target's last fill may cross that order; there the venue's reduce-only holds the line.
    if (group.closing.has_value()) return;
    TRELLIS_CHECK(closing <= group.open_quantity, "reducing orders never exceed the position");
    TRELLIS_CHECK(by_preset <= group.open_quantity, "targets of a preset never exceed the position");
}

void check_held(const Group& group) {
    std::uint32_t held = 0;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) held += leg.hold != LegHold::none ? 1U : 0U;
    }
    TRELLIS_CHECK(held == group.held_legs, "planned legs are counted");
}

/// T-2: what a leg's target still has to sell is never more than the leg holds.
void check_targets(const Group& group) {
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            const Order* target = group.find(leg.target);
            if (target == nullptr || !target->is_live()) continue;
            if (target->state == OrderState::pending_cancel) continue;
            TRELLIS_CHECK(target->remaining() <= leg.lot.open, "a leg's target never exceeds the leg (T-2)");
        }
    }
}

}  // namespace

void check_invariants(const Group& group) {
    if (group.quarantine.has_value()) return;
    check_lots(group);
    check_orders(group);
    check_targets(group);
    check_held(group);
    if (!group.has_ended()) return;
    TRELLIS_CHECK(group.held_legs == 0, "an ended group has no planned leg");
    TRELLIS_CHECK(group.live_orders == 0, "an ended group has no live order");
}

}  // namespace trellis
