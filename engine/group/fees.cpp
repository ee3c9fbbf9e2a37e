#include "engine/group/fees.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/board.hpp"
#include "engine/group/lots.hpp"

namespace trellis {

namespace {

/// What the asset is worth in the instrument's quote: the best bid of its pair there (F-11).
std::optional<Price> price_of(std::string_view asset, const FeePrices& prices) {
    if (prices.board == nullptr || prices.instruments == nullptr) return std::nullopt;
    const std::string pair = std::string(asset) + "/" + prices.instrument.quote;
    for (const Market market : {Market::spot, Market::linear}) {
        const Instrument* found = prices.instruments->resolve(prices.instrument.venue, market, pair);
        if (found == nullptr) continue;
        if (const Quote* quote = prices.board->quote(found->id)) return quote->bid;
    }
    return std::nullopt;
}

FeePrices prices_in(const GroupContext& context) { return {context.instrument, context.board, context.instruments}; }

/// A venue may name the assets of the pair itself; any other is a third one.
BookedFee fee_in(Money amount, const std::string& unit, FeeAsset asset, const FeePrices& prices) {
    if (unit.empty()) return {amount, asset};
    if (unit == prices.instrument.quote) return {amount, FeeAsset::quote};
    if (unit == prices.instrument.base) return {amount, FeeAsset::base};
    const auto price = price_of(unit, prices);
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

FeeSettled settled(GroupId group, const OpenFee& open, BookedFee fee, Timestamp now) {
    return {group, open.order, open.trade, fee.fee, fee.asset, std::move(fee.paid), fee.state, now};
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
    Lot& lot = lot_of(group, order);
    const Money coins = in(FeeAsset::base, open.asset, open.fee) - in(FeeAsset::base, event.fee_asset, event.fee);
    const Money dearer = in(FeeAsset::quote, event.fee_asset, event.fee) - in(FeeAsset::quote, open.asset, open.fee);
    const Quantity held = std::min(lot.open, lot.filled);
    const Money of_lot = held.is_positive() ? share(dearer, held, lot.filled) : Money{};
    lot.entry_fee += of_lot;
    group.realised -= dearer - of_lot;
    if (is_of_hedge(order.role)) return;  // of a perpetual: no coins, and none of the basket's capital
    correct_coins(group, lot, as<Quantity>(coins), open.price);
    group.open_entry_fees += of_lot;
    group.peak_capital = std::max(group.peak_capital, group.open_cost + group.open_entry_fees);
}

/// What the reduction or the offset has brought that the fill was for.
void correct_part(Group& group, const Order& order, const OpenFee& open, Money dearer) {
    const bool is_newest = open.offset.has_value() && group.offset_leg.has_value() && group.offset_leg->offset == *open.offset;
    if (is_newest) group.offset_leg->realised -= dearer;
    if (order.role == OrderRole::risk_winner) group.offset_profit -= dearer;
    if (open.is_of_reduction && group.reducing.has_value()) group.reducing->realised -= dearer;
}

Money in_quote(Money fee, FeeAsset asset, Price price) {
    return asset == FeeAsset::quote ? fee : notional(price, as<Quantity>(fee));
}

}  // namespace

BookedFee booked_fee(const OrderFill& fill, OrderSide side, const GroupContext& context) {
    if (!fill.is_fee_known) return estimate(fill, side, context.instrument);
    return fee_in(fill.fee, fill.fee_unit, fill.fee_asset, prices_in(context));
}

std::optional<FeeSettled> settle_said(GroupId group, const OpenFee& open, const FeeReported& said, const FeePrices& prices, Timestamp now) {
    if (open.state != FeeState::estimated) return std::nullopt;
    return settled(group, open, fee_in(said.fee, said.fee_unit, said.fee_asset, prices), now);
}

std::optional<FeeSettled> settle_priced(GroupId group, const OpenFee& open, const FeePrices& prices, Timestamp now) {
    if (open.state != FeeState::unpriced) return std::nullopt;
    auto fee = fee_in(open.paid.amount, open.paid.unit, open.asset, prices);
    if (fee.state != FeeState::settled) return std::nullopt;
    return settled(group, open, std::move(fee), now);
}

Money dearer_by(const OpenFee& open, const FeeSettled& event) {
    return in_quote(event.fee, event.fee_asset, open.price) - in_quote(open.fee, open.asset, open.price);
}

void take_settled(std::vector<OpenFee>& fees, const FeeSettled& event) {
    const auto open = std::ranges::find(fees, event.trade, &OpenFee::trade);
    TRELLIS_CHECK(open != fees.end(), "a fee is settled once");
    if (event.state == FeeState::settled) {
        fees.erase(open);
        return;
    }
    open->fee = event.fee;
    open->asset = event.fee_asset;
    open->paid = event.paid;
    open->state = event.state;
}

GroupEvents decide_fee(const Group& group, const FeeReported& report, const GroupContext& context) {
    const auto open = std::ranges::find(group.open_fees, report.trade, &OpenFee::trade);
    if (open == group.open_fees.end()) return {};
    const auto event = settle_said(group.id, *open, report, prices_in(context), context.now);
    return event.has_value() ? GroupEvents{*event} : GroupEvents{};
}

GroupEvents settle_fees(const Group& group, const GroupContext& context) {
    for (const auto& open : group.open_fees) {
        if (const auto event = settle_priced(group.id, open, prices_in(context), context.now)) return {*event};
    }
    return {};
}

void note_open_fee(Group& group, const OrderFilled& fill) {
    if (fill.fee_state == FeeState::settled) return;
    const WorksFor works = works_for(group, group.order(fill.order));
    group.open_fees.push_back({fill.order, fill.trade, fill.price, fill.fee, fill.fee_asset, fill.paid, fill.fee_state, works.offset,
                               works.is_reduction});
}

void correct_fee(Group& group, const FeeSettled& event) {
    const auto open = std::ranges::find(group.open_fees, event.trade, &OpenFee::trade);
    TRELLIS_CHECK(open != group.open_fees.end(), "a fee is settled once");
    const Order& order = group.order(event.order);
    const Money dearer = dearer_by(*open, event);
    group.fees += dearer;
    if (opens(order.role)) {
        correct_entry(group, order, *open, event);
    } else {
        group.realised -= dearer;
        correct_part(group, order, *open, dearer);
    }
    take_settled(group.open_fees, event);
}

}  // namespace trellis
