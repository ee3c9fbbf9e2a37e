#include "engine/group/board.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/held.hpp"
#include "engine/group/layers.hpp"

namespace trellis {

namespace {

/// What a live entry order may still cost: a market order's at the price that its leg was planned at.
Money at_stake(const Group& group, const Order& order) {
    if (order.type == OrderType::limit) return notional(order.price, order.remaining());
    const auto& legs = group.pyramids.at(order.pyramid->value).legs;
    const auto leg = std::ranges::find(legs, *order.leg, [](const Leg& one) { return one.plan.index; });
    return notional(leg->plan.price, order.remaining());
}

/// S-4: all that may still be bought, sent or only planned.
Money resting_entries(const Group& group) {
    Money sum;
    for (const auto& order : group.orders) {
        if (!order.is_live()) continue;
        if (order.role == OrderRole::entry) sum += at_stake(group, order);
        if (order.role == OrderRole::layer) sum += notional(order.price, order.remaining());
    }
    if (group.held_legs == 0) return sum;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.hold != LegHold::none) sum += notional(leg.plan.price, still_wanted(group, leg));
        }
    }
    return sum;
}

bool has_newest_fill(const Group& group) {
    if (group.pyramids.empty()) return false;
    return std::ranges::any_of(group.pyramids.back().legs, [](const Leg& leg) { return leg.lot.filled.is_positive(); });
}

std::optional<Ratio> own_bound(const Group& group) {
    const auto& strategy = group.strategy->max_slippage_percent;
    const auto& payload = group.max_slippage_percent;
    if (!strategy.has_value() || !payload.has_value()) return strategy.has_value() ? strategy : payload;
    return std::min(*strategy, *payload);
}

}  // namespace

void PlacedOrders::follow(std::span<const Incarnation> placed_in) {
    while (newest_.last < placed_in.size()) {
        const Incarnation start = placed_in[newest_.last];
        if (newest_.last > 0 && start != newest_.start) earlier_.push_back(newest_);
        newest_ = {start, newest_.last + 1};
    }
}

bool PlacedOrders::holds(OrderNumber order, Incarnation start) const {
    if (order.value == 0 || order.value > newest_.last) return false;
    const auto run = std::ranges::find_if(earlier_, [&](const Run& one) { return order.value <= one.last; });
    return start == (run == earlier_.end() ? newest_.start : run->start);
}

void Board::set_quote(InstrumentId instrument, const Quote& quote) {
    if (instrument.value >= quotes_.size()) quotes_.resize(instrument.value + std::size_t{1});
    quotes_[instrument.value] = quote;
}

const Quote* Board::quote(InstrumentId instrument) const {
    if (instrument.value >= quotes_.size()) return nullptr;
    const auto& known = quotes_[instrument.value];
    return known.has_value() ? &*known : nullptr;
}

void Board::note(const Group& group, bool entries_changed) {
    GroupFigures& figures = groups_[group.id];
    figures.identity = group.identity;
    figures.state = state_of(group);
    figures.opened_at = group.opened_at;
    figures.first_fill_at = group.first_fill_at;
    figures.entries_total = static_cast<std::uint16_t>(group.pyramids.size());
    figures.last_signal = group.last_signal;
    figures.open_quantity = group.open_quantity;
    figures.open_cost = group.open_cost;
    figures.open_entry_fees = group.open_entry_fees;
    figures.realised = group.realised;
    figures.live_entries = group.live_entries;
    figures.is_flat = group.is_flat;
    figures.is_quarantined = group.quarantine.has_value();
    figures.has_newest_fill = has_newest_fill(group);
    figures.risk_timer_started_at = group.risk_timer_started_at;
    figures.max_slippage_percent = own_bound(group);
    figures.placed.follow(group.placed_in);
    figures.stop = group.stop_in_force();
    figures.layers = layers_in_use(group);
    figures.hedged = has_open_hedge(group) ? group.governed->hedge->lot.open : Quantity{};
    figures.is_first_over = group.governed.has_value() && group.governed->is_first_over;
    if (entries_changed) figures.resting_entries = resting_entries(group);
}

void Board::forget(GroupId group) { groups_.erase(group); }

bool Board::has_order(ClientOrderId id) const {
    const GroupFigures* figures = find(id.key.group);
    return figures != nullptr && figures->placed.holds(id.key.order, id.incarnation);
}

const GroupFigures* Board::find(GroupId group) const {
    const auto found = groups_.find(group);
    return found == groups_.end() ? nullptr : &found->second;
}

}  // namespace trellis
