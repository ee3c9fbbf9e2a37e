#include "adapters/exchange/paper/linear_ledger.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

LinearLedger::LinearLedger(const AccountConfig& account)
    : currency_(account.currency), leverage_(account.leverage), mode_(account.position_mode), other_assets_(account.balances) {
    TRELLIS_CHECK(leverage_ > 0, "leverage is at least 1");
    if (const auto found = other_assets_.extract(currency_)) wallet_ = found.mapped();
}

bool LinearLedger::is_reducing(const VenueOrder& order) const {
    if (order.reduce_only) return true;
    return mode_ == PositionMode::hedge && order.side == closing_side(order.position);
}

bool LinearLedger::hold(VenueOrder& order) {
    if (is_reducing(order)) return true;
    const Money more = notional(order.held_at, order.remaining()) - order.held;
    // R-15, free >= price x quantity / leverage, with both sides times leverage: nothing is rounded.
    const Money reach = Money::from_raw(multiply(wallet_.raw(), leverage_)) - orders_held_ - positions_cost_;
    if (more.is_positive() && reach < more) return false;
    orders_held_ += more;
    order.held += more;
    return true;
}

void LinearLedger::restore(Money moved, const std::vector<VenuePosition>& positions) {
    wallet_ += moved;
    for (const auto& position : positions) {
        const auto side = mode_ == PositionMode::hedge ? position.side : PositionSide::long_side;
        positions_[{position.instrument, side}] = position;
        positions_cost_ += position.cost;
    }
}

void LinearLedger::restore_hold(VenueOrder& order) {
    if (is_reducing(order)) return;
    order.held = notional(order.held_at, order.remaining());
    orders_held_ += order.held;
}

void LinearLedger::release(VenueOrder& order) {
    orders_held_ -= order.held;
    order.held = {};
    TRELLIS_CHECK(!orders_held_.is_negative(), "no more is released than was held");
}

void LinearLedger::book(VenueOrder& order, const VenueTrade& trade) {
    if (!is_reducing(order)) {
        const Money freed = order.held - notional(order.held_at, order.remaining());
        orders_held_ -= freed;
        order.held -= freed;
    }
    const bool is_hedged = mode_ == PositionMode::hedge;
    const Key key{order.instrument, is_hedged ? order.position : PositionSide::long_side};
    const auto side = order.side == OrderSide::buy ? PositionSide::long_side : PositionSide::short_side;
    auto& position = positions_.try_emplace(key, VenuePosition{order.instrument, side, {}, {}}).first->second;
    if (position.quantity.is_zero()) position.side = is_hedged ? order.position : side;
    const Quantity closed = position.side == side ? Quantity{} : std::min(trade.quantity, position.quantity);
    if (closed.is_positive()) close(position, trade, closed);
    const Quantity opened = trade.quantity - closed;
    if (opened.is_positive()) {
        TRELLIS_CHECK(!is_hedged || position.side == side, "a hedge-mode close stays within its position");
        position.side = side;
        open(position, trade, opened);
    }
    wallet_ -= trade.fee;
}

void LinearLedger::close(VenuePosition& position, const VenueTrade& trade, Quantity quantity) {
    const Money cost = quantity == position.quantity ? position.cost : share(position.cost, quantity, position.quantity);
    const Money value = notional(trade.price, quantity);
    wallet_ += position.side == PositionSide::long_side ? value - cost : cost - value;
    position.quantity -= quantity;
    position.cost -= cost;
    positions_cost_ -= cost;
}

void LinearLedger::open(VenuePosition& position, const VenueTrade& trade, Quantity quantity) {
    const Money cost = notional(trade.price, quantity);
    position.quantity += quantity;
    position.cost += cost;
    positions_cost_ += cost;
}

Money LinearLedger::locked() const {
    const Money held = orders_held_ + positions_cost_;
    return Money::from_raw(divide(held.raw(), leverage_, Rounding::half_even));
}

std::vector<VenuePosition> LinearLedger::positions() const {
    std::vector<VenuePosition> open;
    for (const auto& [key, position] : positions_) {
        if (position.quantity.is_positive()) open.push_back(position);
    }
    return open;
}

std::optional<Money> LinearLedger::free(std::string_view asset) const {
    if (asset == currency_) return wallet_ - locked();
    const auto found = other_assets_.find(std::string(asset));
    if (found == other_assets_.end()) return std::nullopt;
    return found->second;
}

std::map<std::string, Balance, std::less<>> LinearLedger::balances() const {
    std::map<std::string, Balance, std::less<>> all;
    for (const auto& [asset, amount] : other_assets_) all[asset].free = amount;
    all[currency_] = {wallet_ - locked(), locked()};
    return all;
}

}  // namespace trellis::adapters
