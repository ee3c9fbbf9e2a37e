#include "adapters/exchange/paper/spot_ledger.hpp"

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

Money needed(const VenueOrder& order) {
    return order.side == OrderSide::buy ? notional(order.held_at, order.remaining()) : as<Money>(order.remaining());
}

}  // namespace

SpotLedger::SpotLedger(const std::map<std::string, Money>& balances) {
    for (const auto& [asset, amount] : balances) balances_[asset].free = amount;
}

Balance& SpotLedger::held_side(const VenueOrder& order, const Instrument& instrument) {
    return balances_[order.side == OrderSide::buy ? instrument.quote : instrument.base];
}

bool SpotLedger::hold(VenueOrder& order, const Instrument& instrument) {
    Balance& balance = held_side(order, instrument);
    const Money more = needed(order) - order.held;
    if (more.is_positive() && balance.free < more) return false;
    balance.free -= more;
    balance.locked += more;
    order.held += more;
    return true;
}

std::optional<Money> SpotLedger::free(std::string_view asset) const {
    const auto found = balances_.find(asset);
    if (found == balances_.end()) return std::nullopt;
    return found->second.free;
}

void SpotLedger::pay_fee(const Instrument& instrument, const VenueTrade& trade) {
    const std::string& pair_asset = trade.fee_asset == FeeAsset::base ? instrument.base : instrument.quote;
    balances_[trade.fee_unit.empty() ? pair_asset : trade.fee_unit].free -= trade.fee;
}

void SpotLedger::trade_by_hand(const Instrument& instrument, OrderSide side, const VenueTrade& trade) {
    Balance& quote = balances_[instrument.quote];
    Balance& base = balances_[instrument.base];
    const Money cost = notional(trade.price, trade.quantity);
    const Money amount = as<Money>(trade.quantity);
    const bool is_buy = side == OrderSide::buy;
    TRELLIS_CHECK((is_buy ? quote.free >= cost : base.free >= amount), "a trade by hand takes what is free");
    quote.free += is_buy ? -cost : cost;
    base.free += is_buy ? amount : -amount;
    pay_fee(instrument, trade);
}

void SpotLedger::restore(const std::string& asset, Money moved) { balances_[asset].free += moved; }

void SpotLedger::restore_hold(VenueOrder& order, const Instrument& instrument) {
    Balance& balance = held_side(order, instrument);
    order.held = needed(order);
    balance.free -= order.held;
    balance.locked += order.held;
}

void SpotLedger::release(VenueOrder& order, const Instrument& instrument) {
    Balance& balance = held_side(order, instrument);
    balance.free += order.held;
    balance.locked -= order.held;
    order.held = {};
    TRELLIS_CHECK(!balance.locked.is_negative(), "no more is released than was held");
}

void SpotLedger::book(VenueOrder& order, const Instrument& instrument, const VenueTrade& trade) {
    Balance& quote = balances_[instrument.quote];
    Balance& base = balances_[instrument.base];
    // What the trade no longer needs returns to free first: a better price than the hold's leaves the difference there.
    Balance& held = held_side(order, instrument);
    const Money freed = order.held - needed(order);
    held.locked -= freed;
    held.free += freed;
    order.held -= freed;
    const Money cost = notional(trade.price, trade.quantity);
    const Money amount = as<Money>(trade.quantity);
    const bool is_buy = order.side == OrderSide::buy;
    quote.free += is_buy ? -cost : cost;
    base.free += is_buy ? amount : -amount;
    pay_fee(instrument, trade);
    TRELLIS_CHECK(!held.locked.is_negative(), "no more is released than was held");
}

}  // namespace trellis::adapters
