#include "engine/group/leading.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

/// An order counts when it is over: a copy is not made of crumbs. A hedge is the leader's own affair: it stands on the other side.
CopyFigures figures_of(const Group& group) {
    CopyFigures figures;
    figures.closed = group.outside.quantity;
    for (const auto& order : group.orders) {
        if (order.is_live() || is_of_hedge(order.role)) continue;
        (opens(order.role) ? figures.entered : figures.closed) += order.filled;
    }
    return figures;
}

/// What its newest entry paid on average.
Price newest_price(const Group& group) {
    const Order* newest = nullptr;
    for (const auto& order : group.orders) {
        const bool enters = opens(order.role) && !is_of_hedge(order.role);
        if (enters && !order.is_live() && order.filled.is_positive()) newest = &order;
    }
    if (newest == nullptr) return {};
    if (newest->role != OrderRole::entry) return newest->price;  // layers rest at theirs
    for (const auto& leg : group.pyramids.at(newest->pyramid->value).legs) {
        if (leg.entry == newest->number && leg.lot.filled.is_positive()) return average(leg.lot.filled_cost, leg.lot.filled);
    }
    return newest->price;
}

/// F-3: a close that may still be given up is followed by what it really sells.
bool closes_for_good(const Group& group, const Config& config) {
    if (group.has_ended()) return true;
    if (!group.closing.has_value()) return false;
    return config.slippage_action != SlippageAction::reject || !is_discretionary(*group.closing);
}

bool is_over(const Group& group, OrderNumber number) { return !group.order(number).is_live(); }

}  // namespace

LeaderMoved leader_moved(const Group& group, SubscriptionId subscription, const Config& config) {
    LeaderMoved told;
    told.origin = {subscription, group.id};
    told.identity = group.identity;
    told.opened_at = group.opened_at;
    told.figures = figures_of(group);
    told.bought = group.bought;
    told.price = newest_price(group);
    told.stop = group.stop_in_force();
    told.is_closing = closes_for_good(group, config);
    told.has_ended = group.has_ended();
    return told;
}

bool moves_copies(const Group& group, const GroupEvents& events) {
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        if (const auto* filled = std::get_if<OrderFilled>(&event)) return is_over(group, filled->order);
        if (const auto* ended = std::get_if<OrderEnded>(&event)) return is_over(group, ended->order);
        if (const auto* changed = std::get_if<OrderChanged>(&event)) return is_over(group, changed->order);
        return std::holds_alternative<CloseStarted>(event) || std::holds_alternative<CloseInsisted>(event) ||
               std::holds_alternative<GroupClosed>(event) || std::holds_alternative<ExternalReduction>(event);
    });
}

bool is_followed_by(const Group& group, const Subscription& subscription) {
    return subscription.terms.leader == group.id.account && !group.copied.has_value();
}

}  // namespace trellis
