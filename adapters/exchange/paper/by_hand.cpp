// What the user does at the venue behind our back: a trade at the touch by no order of ours, which the account's stream tells as
// a change of its holdings.
#include <algorithm>

#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/exchange/paper/fees.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

VenueTrade trade_at(const Instrument& instrument, OrderSide side, Price price, Quantity quantity, Timestamp now) {
    const Fee fee = fee_for(instrument, side, false, notional(price, quantity), quantity);
    return {TradeId{}, price, quantity, fee.amount, fee.asset, false, now};
}

/// The user's own order, as far as a ledger of positions asks for one.
VenueOrder order_by_hand(const Fault& fault, const Instrument& instrument, Price price, Quantity quantity, bool is_hedged) {
    VenueOrder order;
    order.instrument = instrument.id;
    order.side = fault.side;
    order.reduce_only = is_hedged;
    order.position = fault.side == OrderSide::sell ? PositionSide::long_side : PositionSide::short_side;
    order.price = price;
    order.quantity = quantity;
    order.filled = quantity;
    return order;
}

Quantity total_of(const std::vector<VenuePosition>& positions, InstrumentId instrument, PositionSide side) {
    const auto found = std::ranges::find_if(positions, [&](const VenuePosition& position) {
        return position.instrument == instrument && position.side == side;
    });
    return found == positions.end() ? Quantity{} : found->quantity;
}

}  // namespace

// What cannot be paid, and what there is no price for, does not happen.
void PaperExchange::trade_by_hand(const Fault& fault, Timestamp now) {
    if (!fault.instrument.has_value() || !fault.quantity.is_positive()) return;
    const Instrument& instrument = instruments_.at(*fault.instrument);
    const auto& quote = book(instrument.id).quote();
    if (!quote) return;
    Account& owner = account(fault.account);
    const Price price = touch(*quote, fault.side);
    if (auto* linear = std::get_if<LinearLedger>(&owner.ledger)) {
        const PositionSide side = fault.side == OrderSide::sell ? PositionSide::long_side : PositionSide::short_side;
        const bool is_hedged = owner.config.position_mode == PositionMode::hedge;
        const Quantity held = total_of(linear->positions(), instrument.id, side);
        const Quantity quantity = is_hedged ? std::min(fault.quantity, held) : fault.quantity;
        if (!quantity.is_positive()) return;
        VenueOrder own = order_by_hand(fault, instrument, price, quantity, is_hedged);
        linear->book(own, trade_at(instrument, fault.side, price, quantity, now));
        return report_holdings(owner, instrument, side, now);
    }
    auto& ledger = std::get<SpotLedger>(owner.ledger);
    if (fault.side == OrderSide::sell) return sell_coins(owner, ledger, instrument, fault.quantity, now);
    const auto money = free(fault.account, instrument.quote);
    if (!money.has_value() || *money < notional(price, fault.quantity)) return;
    ledger.trade_by_hand(instrument, fault.side, trade_at(instrument, fault.side, price, fault.quantity, now));
    report_holdings(owner, instrument, PositionSide::long_side, now);
}

// The change of the holdings is told before the ends of the orders that had to go for it: who hears of a cancel first would put the
// order back.
void PaperExchange::sell_coins(Account& owner, SpotLedger& ledger, const Instrument& instrument, Quantity quantity, Timestamp now) {
    const AccountId id = owner.config.id;
    const auto coins = [&] { return as<Quantity>(free(id, instrument.base).value_or(Money{})); };
    std::vector<ClientOrderId> cancelled;
    auto candidates = working(id);
    while (coins() < quantity && !candidates.empty()) {
        VenueOrder& order = orders_.at(candidates.back());
        candidates.pop_back();
        if (order.side != OrderSide::sell || instruments_.at(order.instrument).base != instrument.base) continue;
        leave(order);
        ledger.release(order, instruments_.at(order.instrument));
        cancelled.push_back(order.id);
    }
    const Quantity sold = std::min(quantity, coins());
    const Price price = touch(*book(instrument.id).quote(), OrderSide::sell);
    if (sold.is_positive()) {
        ledger.trade_by_hand(instrument, OrderSide::sell, trade_at(instrument, OrderSide::sell, price, sold, now));
        report_holdings(owner, instrument, PositionSide::long_side, now);
    }
    for (const auto& order : cancelled) end(orders_.at(order), OrderState::cancelled, now);
}

void PaperExchange::report_holdings(const Account& owner, const Instrument& instrument, PositionSide side, Timestamp now) {
    HoldingsReported holdings;
    holdings.side = side;
    if (const auto* linear = std::get_if<LinearLedger>(&owner.ledger)) {
        holdings.total = total_of(linear->positions(), instrument.id, side);
    } else {
        const auto all = balances(owner.config.id);
        const auto found = all.find(instrument.base);
        if (found != all.end()) holdings.total = as<Quantity>(found->second.total());
    }
    ClientOrderId nobody;
    nobody.key.group.account = owner.config.id;
    wire_.send(owner.config.id, {nobody, instrument.id, holdings}, now, {});
}

}  // namespace trellis::adapters
