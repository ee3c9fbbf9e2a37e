#include "engine/group/lots.hpp"

#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

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

Money realised_by(PositionSide side, Money proceeds, const Taken& taken, Money exit_fee) {
    const Money gain = side == PositionSide::long_side ? proceeds - taken.cost : taken.cost - proceeds;
    return gain - taken.entry_fee - exit_fee;
}

Money fee_in_quote(const OrderFilled& fill) {
    return fill.fee_asset == FeeAsset::quote ? fill.fee : notional(fill.price, as<Quantity>(fill.fee));
}

}  // namespace trellis
