#include "engine/group/fees.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/board.hpp"
#include "engine/group/lots.hpp"

namespace trellis {

namespace {

/// What the asset is worth in the instrument's quote: the best bid of its pair there (F-11).
std::optional<Price> price_of(std::string_view asset, const GroupContext& context) {
    if (context.board == nullptr || context.instruments == nullptr) return std::nullopt;
    const std::string pair = std::string(asset) + "/" + context.instrument.quote;
    for (const Market market : {Market::spot, Market::linear}) {
        const Instrument* found = context.instruments->resolve(context.instrument.venue, market, pair);
        if (found == nullptr) continue;
        if (const Quote* quote = context.board->quote(found->id)) return quote->bid;
    }
    return std::nullopt;
}

/// A venue may name the assets of the pair itself; any other is a third one.
BookedFee fee_in(Money amount, const std::string& unit, FeeAsset asset, const GroupContext& context) {
    if (unit.empty()) return {amount, asset};
    if (unit == context.instrument.quote) return {amount, FeeAsset::quote};
    if (unit == context.instrument.base) return {amount, FeeAsset::base};
    const auto price = price_of(unit, context);
    if (!price.has_value()) return {{}, FeeAsset::quote, {unit, amount}, FeeState::unpriced};
    return {notional(*price, as<Quantity>(amount)), FeeAsset::quote, {unit, amount}, FeeState::settled};
}

/// F-8: by the instrument's own rate, in the asset that it takes fees in.
BookedFee estimate(const OrderFill& fill, OrderSide side, const Instrument& instrument) {
    const Ratio rate = fill.maker ? instrument.maker_fee : instrument.taker_fee;
    const bool is_base = instrument.fee_asset == FeeAsset::base && side == OrderSide::buy;
    if (is_base) return {as<Money>(base_fee_of(fill.quantity, rate)), FeeAsset::base, {}, FeeState::estimated};
    return {fee_of(notional(fill.price, fill.quantity), rate), FeeAsset::quote, {}, FeeState::estimated};
}

FeeSettled settled(const Group& group, const OpenFee& open, BookedFee fee, Timestamp now) {
    return {group.id, open.order, open.trade, fee.fee, fee.asset, std::move(fee.paid), fee.state, now};
}

/// Coins that a base fee took or did not take after all: the leg's, as far as it still holds them.
void correct_coins(Group& group, Lot& lot, Quantity more, Price price) {
    const Quantity taken = std::min(-more, lot.open);
    const Quantity change = more.is_negative() ? -taken : more;
    lot.open += change;
    group.open_quantity += change;
    group.bought += change;
    group.realised += notional(price, more - change);  // sold before it was known that they were not there
}

void correct_entry(Group& group, const Order& order, const OpenFee& open, const FeeSettled& event) {
    const auto in = [](FeeAsset asset, FeeAsset booked, Money fee) { return asset == booked ? fee : Money{}; };
    Lot& lot = leg_of(group, order).lot;
    const Money coins = in(FeeAsset::base, open.asset, open.fee) - in(FeeAsset::base, event.fee_asset, event.fee);
    const Money dearer = in(FeeAsset::quote, event.fee_asset, event.fee) - in(FeeAsset::quote, open.asset, open.fee);
    const Quantity held = std::min(lot.open, lot.filled);
    const Money of_lot = held.is_positive() ? share(dearer, held, lot.filled) : Money{};
    correct_coins(group, lot, as<Quantity>(coins), open.price);
    lot.entry_fee += of_lot;
    group.open_entry_fees += of_lot;
    group.realised -= dearer - of_lot;
    group.peak_capital = std::max(group.peak_capital, group.open_cost + group.open_entry_fees);
}

Money in_quote(Money fee, FeeAsset asset, Price price) {
    return asset == FeeAsset::quote ? fee : notional(price, as<Quantity>(fee));
}

}  // namespace

BookedFee booked_fee(const OrderFill& fill, OrderSide side, const GroupContext& context) {
    if (!fill.is_fee_known) return estimate(fill, side, context.instrument);
    return fee_in(fill.fee, fill.fee_unit, fill.fee_asset, context);
}

GroupEvents decide_fee(const Group& group, const FeeReported& report, const GroupContext& context) {
    const auto open = std::ranges::find(group.open_fees, report.trade, &OpenFee::trade);
    if (group.has_ended() || open == group.open_fees.end() || open->state != FeeState::estimated) return {};
    return {settled(group, *open, fee_in(report.fee, report.fee_unit, report.fee_asset, context), context.now)};
}

GroupEvents settle_fees(const Group& group, const GroupContext& context) {
    for (const auto& open : group.open_fees) {
        if (open.state != FeeState::unpriced) continue;
        auto fee = fee_in(open.paid.amount, open.paid.unit, open.asset, context);
        if (fee.state == FeeState::settled) return {settled(group, open, std::move(fee), context.now)};
    }
    return {};
}

void note_open_fee(Group& group, const OrderFilled& fill) {
    if (fill.fee_state == FeeState::settled) return;
    group.open_fees.push_back({fill.order, fill.trade, fill.price, fill.fee, fill.fee_asset, fill.paid, fill.fee_state});
}

void correct_fee(Group& group, const FeeSettled& event) {
    const auto open = std::ranges::find(group.open_fees, event.trade, &OpenFee::trade);
    TRELLIS_CHECK(open != group.open_fees.end(), "a fee is settled once");
    const Order& order = group.order(event.order);
    const Money dearer = in_quote(event.fee, event.fee_asset, open->price) - in_quote(open->fee, open->asset, open->price);
    group.fees += dearer;
    if (order.role == OrderRole::entry) {
        correct_entry(group, order, *open, event);
    } else {
        group.realised -= dearer;
    }
    if (event.state == FeeState::settled) {
        group.open_fees.erase(open);
        return;
    }
    open->fee = event.fee;
    open->asset = event.fee_asset;
    open->paid = event.paid;
    open->state = event.state;
}

}  // namespace trellis
