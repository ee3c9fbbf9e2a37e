#include "engine/group/lots.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/aggregate.hpp"
#include "engine/group/governed_targets.hpp"

namespace trellis {

namespace {

void take(Group& group, Lot& lot, Quantity quantity, const Taken& taken) {
    TRELLIS_CHECK(quantity <= lot.open, "a close takes no more than the lot holds");
    lot.open -= quantity;
    lot.cost -= taken.cost;
    lot.entry_fee -= taken.entry_fee;
    group.open_quantity -= quantity;
    group.open_cost -= taken.cost;
    group.open_entry_fees -= taken.entry_fee;
    group.closed += quantity;
}

std::vector<Lot*> open_lots(Group& group, const LotScope& scope) {
    std::vector<Lot*> lots;
    for (auto& pyramid : group.pyramids) {
        if (scope.layer.has_value() || (scope.pyramid.has_value() && *scope.pyramid != pyramid.index)) continue;
        for (auto& leg : pyramid.legs) {
            if (leg.lot.open.is_positive()) lots.push_back(&leg.lot);
        }
    }
    if (!group.governed.has_value() || scope.pyramid.has_value() || scope.is_first) return lots;
    for (auto& layer : group.governed->layers) {
        if (scope.layer.has_value() && *scope.layer != layer.plan.index) continue;
        if (layer.lot.open.is_positive()) lots.push_back(&layer.lot);
    }
    return lots;
}

/// What order and fill put into a lot: gross and net.
void enter(Lot& lot, const OrderFilled& fill, Money cost, Quantity net, Money quote_fee) {
    lot.filled += fill.quantity;
    lot.filled_cost += cost;
    lot.open += net;
    lot.cost += cost;
    lot.entry_fee += quote_fee;
}

Taken share_of(const Lot& lot, Quantity part, Quantity whole) {
    if (part == whole) return {lot.cost, lot.entry_fee};
    return {share(lot.cost, part, whole), share(lot.entry_fee, part, whole)};
}

}  // namespace

Leg& leg_of(Group& group, PyramidIndex pyramid, LegIndex leg) {
    TRELLIS_CHECK(pyramid.value < group.pyramids.size(), "an order names a pyramid of its group");
    auto& legs = group.pyramids[pyramid.value].legs;
    const auto found = std::ranges::find(legs, leg, [](const Leg& one) { return one.plan.index; });
    TRELLIS_CHECK(found != legs.end(), "an order names a leg of its pyramid");
    return *found;
}

Leg& leg_of(Group& group, const Order& order) {
    TRELLIS_CHECK(order.pyramid.has_value() && order.leg.has_value(), "an entry or leg TP names its leg");
    return leg_of(group, *order.pyramid, *order.leg);
}

Lot& lot_of(Group& group, const Order& order) {
    if (order.role == OrderRole::layer) return layer_of(group, order.leg.value()).lot;
    if (order.role != OrderRole::hedge) return leg_of(group, order).lot;
    TRELLIS_CHECK(group.governed.has_value() && group.governed->hedge.has_value(), "an order of the hedge belongs to one");
    return group.governed->hedge->lot;
}

void book_opening(Group& group, const Order& order, const OrderFilled& fill) {
    const Money cost = notional(fill.price, fill.quantity);
    const bool is_base_fee = fill.fee_asset == FeeAsset::base;
    const Quantity net = is_base_fee ? fill.quantity - as<Quantity>(fill.fee) : fill.quantity;
    const Money quote_fee = is_base_fee ? Money{} : fill.fee;
    enter(lot_of(group, order), fill, cost, net, quote_fee);
    if (is_of_hedge(order.role)) return;
    group.open_quantity += net;
    group.bought += net;
    group.open_cost += cost;
    group.open_entry_fees += quote_fee;
    group.peak_capital = std::max(group.peak_capital, group.open_cost + group.open_entry_fees);
}

Taken take_from_lot(Group& group, Leg& leg, Quantity quantity) {
    const Taken taken = share_of(leg.lot, quantity, leg.lot.open);
    take(group, leg.lot, quantity, taken);
    return taken;
}

Taken take_pro_rata(Group& group, Quantity quantity, const LotScope& scope) {
    const std::vector<Lot*> lots = open_lots(group, scope);
    Quantity whole;
    for (const Lot* lot : lots) whole += lot->open;
    TRELLIS_CHECK(quantity <= whole, "a close takes no more than the group holds");
    Taken total;
    Quantity rest = quantity;
    for (Lot* lot : lots) {
        const Quantity part = lot == lots.back() ? rest : share(lot->open, quantity, whole);
        const Taken taken = share_of(*lot, part, lot->open);
        take(group, *lot, part, taken);
        rest -= part;
        total.cost += taken.cost;
        total.entry_fee += taken.entry_fee;
    }
    return total;
}

void take_outside(Group& group, Quantity quantity) {
    if (!quantity.is_positive()) return;
    const OpenQuantities before = open_quantities(group);
    const Taken taken = take_pro_rata(group, quantity, {});
    follow_outside(group, before);
    group.closed -= quantity;
    group.outside.quantity += quantity;
    group.outside.cost += taken.cost;
    group.outside.entry_fee += taken.entry_fee;
}

Taken take_back(Group& group, Quantity quantity) {
    Outside& outside = group.outside;
    TRELLIS_CHECK(quantity <= outside.quantity, "a close takes no more than the group held");
    const bool is_all = quantity == outside.quantity;
    const Taken taken{is_all ? outside.cost : share(outside.cost, quantity, outside.quantity),
                      is_all ? outside.entry_fee : share(outside.entry_fee, quantity, outside.quantity)};
    outside.quantity -= quantity;
    outside.cost -= taken.cost;
    outside.entry_fee -= taken.entry_fee;
    group.closed += quantity;
    return taken;
}

void join_dust(Group& group, const Dust& dust) {
    const std::vector<Lot*> lots = open_lots(group, {});
    TRELLIS_CHECK(!lots.empty(), "dust joins a lot");
    Lot& lot = *lots.back();
    lot.open += dust.quantity;
    lot.cost += dust.cost;
    lot.entry_fee += dust.entry_fee;
    group.open_quantity += dust.quantity;
    group.open_cost += dust.cost;
    group.open_entry_fees += dust.entry_fee;
    group.bought += dust.quantity;
}

Money realised_by(PositionSide side, Money proceeds, const Taken& taken, Money exit_fee) {
    const Money gain = side == PositionSide::long_side ? proceeds - taken.cost : taken.cost - proceeds;
    return gain - taken.entry_fee - exit_fee;
}

Money fee_in_quote(const OrderFilled& fill) {
    return fill.fee_asset == FeeAsset::quote ? fill.fee : notional(fill.price, as<Quantity>(fill.fee));
}

namespace {

Taken operator+(const Taken& one, const Taken& other) {
    return {one.cost + other.cost, one.entry_fee + other.entry_fee};
}

/// Out of all open lots, or of one pyramid's; what is more than they hold had been given up too early.
Taken take_from_all(Group& group, Quantity quantity, const LotScope& scope = {}) {
    if (quantity <= group.open_quantity || group.outside.quantity.is_zero()) return take_pro_rata(group, quantity, scope);
    const Taken given_up = take_back(group, quantity - group.open_quantity);
    if (group.open_quantity.is_zero()) return given_up;
    return take_pro_rata(group, group.open_quantity, {}) + given_up;
}

/// A leg's target takes from its own lot; when a reduction was faster and left less, the rest comes out of all of them.
Taken take_for_target(Group& group, Leg& leg, Quantity quantity) {
    const Quantity own = std::min(quantity, leg.lot.open);
    const Taken taken = take_from_lot(group, leg, own);
    return own == quantity ? taken : taken + take_from_all(group, quantity - own);
}

/// The same for the order that sells one pyramid (T-7).
Taken take_for_pyramid(Group& group, PyramidIndex index, Quantity quantity) {
    const Quantity own = std::min(quantity, holding_of(group.pyramids.at(index.value)).open);
    const Taken taken = own.is_positive() ? take_pro_rata(group, own, {index}) : Taken{};
    return own == quantity ? taken : taken + take_from_all(group, quantity - own);
}

/// The same for the orders of one of several positions: its targets, its stop.
Taken take_for_position(Group& group, std::optional<LegIndex> layer, Quantity quantity) {
    const Quantity own = std::min(quantity, open_quantities(group).of(layer));
    const LotScope scope{{}, layer, !layer.has_value()};
    const Taken taken = own.is_positive() ? take_pro_rata(group, own, scope) : Taken{};
    return own == quantity ? taken : taken + take_from_all(group, quantity - own);
}

/// True for orders that work for one of several positions.
bool is_of_position(const Group& group, const Order& order) {
    if (!layers_leave_alone(group)) return false;
    if (order.leg.has_value() || is_preset_target(order.role)) return true;
    const Boxed<PositionExit>& exit = group.governed->exit;
    return exit.has_value() && exit->order == order.number;
}

/// F-10: a leg's target takes from its leg, a pyramid's from its pyramid, everything else from all.
Taken taken_by(Group& group, const Order& order, Quantity quantity) {
    if (order.role == OrderRole::leg_tp) return take_for_target(group, leg_of(group, order), quantity);
    if (order.pyramid.has_value()) return take_for_pyramid(group, *order.pyramid, quantity);
    if (is_of_position(group, order)) return take_for_position(group, order.leg, quantity);
    const bool reduces = group.reducing.has_value() && group.reducing->order == order.number;
    return take_from_all(group, quantity, {reduces ? group.reducing->pyramid : std::nullopt});
}

/// What a closing order brought is counted for the reduction and the offset that it works for.
void attribute(Group& group, const Order& order, Quantity quantity, Money gain) {
    const WorksFor works = works_for(group, order);
    if (works.offset.has_value() && group.offset_leg.has_value() && group.offset_leg->offset == *works.offset) {
        group.offset_leg->quantity += quantity;
        group.offset_leg->realised += gain;
    }
    if (order.role == OrderRole::risk_winner) {
        group.offset_quantity += quantity;
        group.offset_profit += gain;
    }
    if (!works.is_reduction) return;
    group.reducing->closed += quantity;
    group.reducing->realised += gain;
}

}  // namespace

WorksFor works_for(const Group& group, const Order& order) {
    if (group.reducing.has_value() && group.reducing->order == order.number) return {group.reducing->offset, true};
    if (group.closing.has_value() && group.closing->role == order.role) return {group.closing->offset, false};
    return {};
}

namespace {

/// it was opened on the other side; what it brings is the group's.
void book_hedge_close(Group& group, const OrderFilled& event) {
    TRELLIS_CHECK(group.governed.has_value() && group.governed->hedge.has_value(), "an order of the hedge belongs to one");
    Lot& lot = group.governed->hedge->lot;
    TRELLIS_CHECK(event.quantity <= lot.open, "a close takes no more than the hedge holds");
    const Taken taken = share_of(lot, event.quantity, lot.open);
    lot.open -= event.quantity;
    lot.cost -= taken.cost;
    lot.entry_fee -= taken.entry_fee;
    group.realised += realised_by(opposite(group.side()), notional(event.price, event.quantity), taken, fee_in_quote(event));
}

}  // namespace

void book_close(Group& group, const Order& order, const OrderFilled& event) {
    if (order.role == OrderRole::hedge_close) return book_hedge_close(group, event);
    const Taken taken = taken_by(group, order, event.quantity);
    const Money gain = realised_by(group.side(), notional(event.price, event.quantity), taken, fee_in_quote(event));
    group.realised += gain;
    attribute(group, order, event.quantity, gain);
}

}  // namespace trellis
