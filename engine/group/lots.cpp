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

std::vector<Lot*> open_lots(Group& group, std::optional<PyramidIndex> scope) {
    std::vector<Lot*> lots;
    for (auto& pyramid : group.pyramids) {
        if (scope.has_value() && *scope != pyramid.index) continue;
        for (auto& leg : pyramid.legs) {
            if (leg.lot.open.is_positive()) lots.push_back(&leg.lot);
        }
    }
    return lots;
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

void book_entry(Group& group, Leg& leg, const OrderFilled& fill) {
    const Money cost = notional(fill.price, fill.quantity);
    const bool is_base_fee = fill.fee_asset == FeeAsset::base;
    const Quantity net = is_base_fee ? fill.quantity - as<Quantity>(fill.fee) : fill.quantity;
    const Money quote_fee = is_base_fee ? Money{} : fill.fee;
    leg.lot.filled += fill.quantity;
    leg.lot.filled_cost += cost;
    leg.lot.open += net;
    leg.lot.cost += cost;
    leg.lot.entry_fee += quote_fee;
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

Taken take_pro_rata(Group& group, Quantity quantity, std::optional<PyramidIndex> pyramid) {
    const std::vector<Lot*> lots = open_lots(group, pyramid);
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
    const Quantity open_before = group.open_quantity;
    const Taken taken = take_pro_rata(group, quantity, std::nullopt);
    follow_outside(group, open_before);
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
    const std::vector<Lot*> lots = open_lots(group, std::nullopt);
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
Taken take_from_all(Group& group, Quantity quantity, std::optional<PyramidIndex> pyramid) {
    if (quantity <= group.open_quantity || group.outside.quantity.is_zero()) return take_pro_rata(group, quantity, pyramid);
    const Taken given_up = take_back(group, quantity - group.open_quantity);
    if (group.open_quantity.is_zero()) return given_up;
    return take_pro_rata(group, group.open_quantity, std::nullopt) + given_up;
}

/// A leg's target takes from its own lot; when a reduction was faster and left less, the rest comes out of all of them.
Taken take_for_target(Group& group, Leg& leg, Quantity quantity) {
    const Quantity own = std::min(quantity, leg.lot.open);
    const Taken taken = take_from_lot(group, leg, own);
    return own == quantity ? taken : taken + take_from_all(group, quantity - own, std::nullopt);
}

/// The same for the order that sells one pyramid (T-7).
Taken take_for_pyramid(Group& group, PyramidIndex index, Quantity quantity) {
    const Quantity own = std::min(quantity, holding_of(group.pyramids.at(index.value)).open);
    const Taken taken = own.is_positive() ? take_pro_rata(group, own, index) : Taken{};
    return own == quantity ? taken : taken + take_from_all(group, quantity - own, std::nullopt);
}

/// F-10: a leg's target takes from its leg, a pyramid's from its pyramid, everything else from all.
Taken taken_by(Group& group, const Order& order, Quantity quantity) {
    if (order.role == OrderRole::leg_tp) return take_for_target(group, leg_of(group, order), quantity);
    if (order.pyramid.has_value()) return take_for_pyramid(group, *order.pyramid, quantity);
    const bool reduces = group.reducing.has_value() && group.reducing->order == order.number;
    return take_from_all(group, quantity, reduces ? group.reducing->pyramid : std::nullopt);
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

void book_close(Group& group, const Order& order, const OrderFilled& event) {
    const Taken taken = taken_by(group, order, event.quantity);
    const Money gain = realised_by(group.side(), notional(event.price, event.quantity), taken, fee_in_quote(event));
    group.realised += gain;
    attribute(group, order, event.quantity, gain);
}

}  // namespace trellis
