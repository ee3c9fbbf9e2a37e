// How the paper exchange fills: new orders as taker at the touch (PV-2), resting ones as maker at their limit (PV-3, PV-4, PV-9).
#include <algorithm>
#include <utility>

#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/exchange/paper/fees.hpp"
#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

bool reaches(OrderSide side, Price limit, Price price) { return side == OrderSide::buy ? limit >= price : limit <= price; }

}  // namespace

void PaperExchange::on_quote(InstrumentId instrument, const Quote& quote, Timestamp now) {
    Book& at = book(instrument);
    at.set(quote);
    for (const auto side : {OrderSide::buy, OrderSide::sell}) {
        at.set_budget(side, match_resting(at, {side, touch(quote, side), false}, at.budget(side), now));
    }
    wire_.advance(now);
}

void PaperExchange::on_print(InstrumentId instrument, Price price, Quantity quantity, Timestamp now) {
    Book& at = book(instrument);
    std::optional<Quantity> left = quantity;
    for (const auto side : {OrderSide::buy, OrderSide::sell}) left = match_resting(at, {side, price, true}, left, now);
    wire_.advance(now);
}

bool PaperExchange::force_fill(ClientOrderId id, Quantity quantity, Timestamp now) {
    VenueOrder* order = find_working(id);
    if (order == nullptr || !quantity.is_positive()) return false;
    const bool is_filled = fill_resting(*order, quantity, now).is_positive();
    wire_.advance(now);
    return is_filled;
}

// Every round fills the first order whole, or ends it, or uses the budget up.
std::optional<Quantity> PaperExchange::match_resting(Book& at, Reach reach, std::optional<Quantity> left, Timestamp now) {
    while (!left || left->is_positive()) {
        const auto first = at.first(reach.side);
        if (!first) break;
        VenueOrder& order = orders_.at(*first);
        if (!reaches(reach.side, order.price, reach.price)) break;
        if (reach.is_strict && order.price == reach.price) break;
        const Quantity filled = fill_resting(order, left.value_or(order.remaining()), now);
        if (left) *left -= filled;
    }
    return left;
}

// At most `quantity`, as maker at its limit. A reducing order is clipped to what its group holds and ends there.
Quantity PaperExchange::fill_resting(VenueOrder& order, Quantity quantity, Timestamp now) {
    const Quantity possible = std::min(order.remaining(), closable(order));
    const Quantity filled = std::min(quantity, possible);
    if (filled.is_positive()) fill(account(order.id.key.group.account), order, {order.price, filled, true}, now);
    if (order.remaining().is_zero()) {
        leave(order);
    } else if (filled == possible) {
        leave(order);
        end(order, OrderState::cancelled, now);
    }
    return filled;
}

// PV-2: what crosses the touch is taken within its size; the rest of a limit order rests or expires.
void PaperExchange::match_new(Account& owner, VenueOrder& order, Timestamp now) {
    Book& at = book(order.instrument);
    const auto& quote = at.quote();
    const bool is_market = order.type == OrderType::market;
    if (quote && (is_market || reaches(order.side, order.price, touch(*quote, order.side)))) {
        const auto budget = at.budget(order.side);
        const Quantity possible = std::min(order.remaining(), closable(order));
        const Quantity taken = budget ? std::min(*budget, possible) : possible;
        if (budget) at.set_budget(order.side, *budget - taken);
        if (taken.is_positive()) fill(owner, order, {touch(*quote, order.side), taken, false}, now);
    }
    if (order.remaining().is_zero()) return;
    if (is_market || order.time_in_force == TimeInForce::ioc) return end(order, OrderState::expired, now);
    if (!closable(order).is_positive()) return end(order, OrderState::cancelled, now);
    rest(order);
}

// F-7: the bid of the asset's pair; a venue that has none takes the quote instead.
std::optional<FeePurse> PaperExchange::fee_purse(const Account& owner, const Instrument& instrument) const {
    if (instrument.fee_unit.empty()) return std::nullopt;
    const Instrument* pair = instruments_.resolve(instrument.venue, instrument.market, instrument.fee_unit + "/" + instrument.quote);
    if (pair == nullptr || !book(pair->id).quote().has_value()) return std::nullopt;
    const auto free = this->free(owner.config.id, instrument.fee_unit);
    return free.has_value() ? std::optional(FeePurse{book(pair->id).quote()->bid, *free}) : std::nullopt;
}

void PaperExchange::fill(Account& owner, VenueOrder& order, TradeTerms terms, Timestamp now) {
    const Instrument& instrument = instruments_.at(order.instrument);
    TRELLIS_CHECK(terms.quantity <= order.remaining(), "a trade stays within the order");
    const Money cost = notional(terms.price, terms.quantity);
    const Fee fee = fee_for(instrument, order.side, terms.is_maker, cost, terms.quantity, fee_purse(owner, instrument));
    const TradeId id{++trade_counts_[order.instrument.value]};
    const VenueTrade trade{id, terms.price, terms.quantity, fee.amount, fee.asset, terms.is_maker, now, fee.unit};
    order.filled += trade.quantity;
    order.cost += cost;
    if (fee.unit.empty()) (fee.asset == FeeAsset::base ? order.fee_base : order.fee_quote) += fee.amount;
    order.state = order.remaining().is_zero() ? OrderState::filled : OrderState::partial;
    order.trades.push_back(trade);
    auto& net = net_quantities_[{order.id.key.group, order.position}];
    net += order.side == OrderSide::buy ? trade.quantity : -trade.quantity;
    std::visit(Overloaded{[&](SpotLedger& spot) { spot.book(order, instrument, trade); },
                          [&](LinearLedger& linear) { linear.book(order, trade); }},
               owner.ledger);
    report(order, OrderFill{id, trade.price, trade.quantity, order.filled, fee.amount, fee.asset, trade.maker, fee.unit}, now);
}

// How much of the order may still trade: its rest, for a reducing one at most what its group holds on the other side. In hedge
// mode a group's hedge is not what its position is closed by.
Quantity PaperExchange::closable(const VenueOrder& order) const {
    if (!is_reducing(order)) return order.remaining();
    const GroupId group = order.id.key.group;
    const bool is_hedged = account(group.account).config.position_mode == PositionMode::hedge;
    const Quantity net = is_hedged ? net_quantity({group, order.position}) : net_quantity(group);
    return std::max(Quantity{}, order.side == OrderSide::sell ? net : -net);
}

void PaperExchange::rest(VenueOrder& order) { book(order.instrument).rest(order.side, {order.price, order.age}, order.id); }

void PaperExchange::leave(VenueOrder& order) { book(order.instrument).leave(order.side, {order.price, order.age}); }

// The order's rest ends; what it holds is free again.
void PaperExchange::end(VenueOrder& order, OrderState state, Timestamp now) {
    order.state = state;
    Account& owner = account(order.id.key.group.account);
    std::visit(Overloaded{[&](SpotLedger& spot) { spot.release(order, instruments_.at(order.instrument)); },
                          [&](LinearLedger& linear) { linear.release(order); }},
               owner.ledger);
    if (state == OrderState::expired) return report(order, OrderExpired{order.filled}, now);
    report(order, OrderCancelled{order.filled}, now);
}

}  // namespace trellis::adapters
