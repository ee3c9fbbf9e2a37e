#include "engine/group/position_exits.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/group/close.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/tries.hpp"

namespace trellis {

namespace {

const Order* live_order(const Group& group, OrderNumber number) {
    const Order* order = group.find(number);
    return order != nullptr && order->is_live() ? order : nullptr;
}

/// on spot its targets lock the coins until the venue has cancelled them.
bool waits_for_targets(const Group& group, const PositionView& position, const GroupContext& context) {
    if (context.instrument.market != Market::spot || context.cancels_at_once) return false;
    if (!position.layer.has_value()) {
        const auto locks = [](const Order& order) { return order.role == OrderRole::leg_tp && order.is_live(); };
        if (std::ranges::any_of(group.orders, locks)) return true;
    }
    return std::ranges::any_of(position.guided->targets, [&](const GovernedTarget& target) { return live_order(group, target.order) != nullptr; });
}

GroupEvents sell(const Group& group, const PositionView& position, const GroupContext& context) {
    const PositionExit& exit = *position.guided->exit;
    if (live_order(group, exit.order) != nullptr || !context.quote.has_value()) return {};
    const Quantity quantity = sendable(position.holding.open, context.instrument);
    const Try one{exit.attempt, std::nullopt};
    const Price limit = worst_price(group, one, *context.quote, context);
    if (!is_placeable(context.instrument, limit, quantity, Purpose::closing)) return {};
    const bool was_tried = exit.order.value != 0 && !exit.next_try.has_value();
    if (was_tried && !may_be_refitted(group.order(exit.order), context.instrument)) {
        return {PositionExitRetryScheduled{group.id, position.layer, exit.attempt + 1, context.now + retry_delay(group, exit.attempt)}};
    }
    if (exit.next_try.has_value() && *exit.next_try > context.now) return {};
    if (waits_for_targets(group, position, context)) return {};
    if (group.reducing.has_value()) return settle_overtaken(group, context);
    OrderPlaced order = closing_order(group, one, OrderRole::stop, quantity, *context.quote, context);
    order.leg = position.layer;
    return {std::move(order)};
}

template <class Test>
bool any_exit(const Group& group, Test test) {
    bool found = false;
    if (!layers_leave_alone(group)) return false;
    each_position(group, [&](const PositionView& position) { found = found || (position.guided->exit.has_value() && test(position)); });
    return found;
}

}  // namespace

GroupEvents stop_positions(const Group& group, const std::vector<HitPosition>& hit, const GroupContext& context) {
    if (hit.size() == 1 && closable_positions(group, context) == 1) {
        return start_close(group, hit.front().reason, OrderRole::stop, std::nullopt, std::nullopt, context);
    }
    GroupEvents events;
    for (const auto& position : hit) {
        events.push_back(PositionExitStarted{group.id, position.layer, position.reason, context.now});
        if (position.layer.has_value()) continue;
        EntrySelection own;
        own.spares_layers = true;
        cancel_entries(events, group, own, context.now);
    }
    return events;
}

GroupEvents settle_exits(const Group& group, const GroupContext& context) {
    GroupEvents events;
    if (!layers_leave_alone(group)) return events;
    each_position(group, [&](const PositionView& position) {
        if (events.empty() && position.guided->exit.has_value()) events = sell(group, position, context);
    });
    return events;
}

bool is_leaving(const Group& group) {
    return any_exit(group, [&](const PositionView& position) {
        return position.guided->exit->next_try.has_value() || live_order(group, position.guided->exit->order) != nullptr;
    });
}

bool waits_to_leave(const Group& group, const Instrument& instrument) {
    return any_exit(group, [&](const PositionView& position) {
        const PositionExit& exit = *position.guided->exit;
        const Quantity quantity = sendable(position.holding.open, instrument);
        const bool is_worth_it = quantity.is_positive() && quantity >= instrument.min_quantity;
        return is_worth_it && !exit.next_try.has_value() && live_order(group, exit.order) == nullptr;
    });
}

std::optional<Timestamp> exit_retry_at(const Group& group, Timestamp passed) {
    std::optional<Timestamp> earliest;
    any_exit(group, [&](const PositionView& position) {
        const auto& at = position.guided->exit->next_try;
        if (at.has_value() && *at > passed) earliest = earliest.has_value() ? std::min(*earliest, *at) : *at;
        return false;
    });
    return earliest;
}

std::optional<LegIndex> last_layer(const Group& group) {
    if (!layers_leave_alone(group) || first_position(group).holding.open.is_positive()) return std::nullopt;
    std::optional<LegIndex> open;
    for (const auto& layer : group.governed->layers) {
        if (!layer.lot.open.is_positive()) continue;
        if (open.has_value()) return std::nullopt;
        open = layer.plan.index;
    }
    return open;
}

std::optional<CloseReason> exit_reason(const Group& group, const Order& filled) {
    if (filled.role != OrderRole::stop || !layers_leave_alone(group)) return std::nullopt;
    const Boxed<PositionExit>& exit = filled.leg.has_value() ? layer_of(group, *filled.leg).exit : group.governed->exit;
    return exit.has_value() ? std::optional(exit->reason) : std::nullopt;
}

void take_effect(Group& group, const PositionExitStarted& event) {
    PositionExit exit;
    exit.reason = event.reason;
    guided_of(group, event.layer).exit = exit;
}

void take_effect(Group& group, const PositionExitRetryScheduled& event) {
    Guided& guided = guided_of(group, event.layer);
    TRELLIS_CHECK(guided.exit.has_value(), "only an exit is retried");
    guided.exit->attempt = event.attempt;
    guided.exit->next_try = event.at;
}

void note_exit_order(Group& group, const OrderPlaced& event) {
    Guided& guided = guided_of(group, event.leg);
    TRELLIS_CHECK(guided.exit.has_value(), "a stop order outside of a close is an exit's");
    guided.exit->order = event.order;
    guided.exit->next_try.reset();
}

}  // namespace trellis
