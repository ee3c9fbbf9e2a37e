#include "adapters/history/paper_books.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis::adapters {
namespace {

struct Fee {
    Money amount;
    FeeAsset asset{};
    PaidFee paid;
};

void book_fee(PaperAccountBooks& books, InstrumentId instrument, const Fee& fee) {
    if (fee.paid.unit.empty()) {
        PaperHolding& holding = books.spot[instrument];
        (fee.asset == FeeAsset::base ? holding.base : holding.quote) -= fee.amount;
    } else {
        books.fees[fee.paid.unit] += fee.paid.amount;
    }
    books.one_way.wallet -= fee.amount;
    books.hedged.wallet -= fee.amount;
}

void book_spot(PaperHolding& holding, const PaperFill& fill) {
    const Money cost = notional(fill.fill.price, fill.fill.quantity);
    const Money amount = as<Money>(fill.fill.quantity);
    const bool is_buy = fill.side == OrderSide::buy;
    holding.quote += is_buy ? -cost : cost;
    holding.base += is_buy ? amount : -amount;
}

/// What closes takes its share of the cost, the last of it all; what is left over opens on the fill's side.
void book_margin(PaperMargin& margin, const PaperFill& fill, bool is_hedged) {
    const auto side = fill.side == OrderSide::buy ? PositionSide::long_side : PositionSide::short_side;
    const PaperPositionKey key{fill.instrument, is_hedged ? fill.position : PositionSide::long_side};
    auto& position = margin.positions[key];
    if (position.quantity.is_zero()) position.side = is_hedged ? fill.position : side;
    const Price price = fill.fill.price;
    const Quantity quantity = fill.fill.quantity;
    const Quantity closed = position.side == side ? Quantity{} : std::min(quantity, position.quantity);
    if (closed.is_positive()) {
        const Money cost = closed == position.quantity ? position.cost : share(position.cost, closed, position.quantity);
        const Money value = notional(price, closed);
        margin.wallet += position.side == PositionSide::long_side ? value - cost : cost - value;
        position.quantity -= closed;
        position.cost -= cost;
    }
    const Quantity opened = quantity - closed;
    if (opened.is_positive()) {
        position.side = side;
        position.quantity += opened;
        position.cost += notional(price, opened);
    }
    if (position.quantity.is_zero()) margin.positions.erase(key);
}

}  // namespace

void book(PaperAccountBooks& books, const PaperFill& fill) {
    book_spot(books.spot[fill.instrument], fill);
    book_margin(books.one_way, fill, false);
    book_margin(books.hedged, fill, true);
    book_fee(books, fill.instrument, {fill.fill.fee, fill.fill.fee_asset, fill.fill.paid});
}

void correct(PaperAccountBooks& books, InstrumentId instrument, const OpenFee& booked, const FeeSettled& fee) {
    book_fee(books, instrument, {-booked.fee, booked.asset, {booked.paid.unit, -booked.paid.amount}});
    book_fee(books, instrument, {fee.fee, fee.fee_asset, fee.paid});
}

void book(PaperBooks& books, const PaperFill& fill) {
    const GroupId group = fill.fill.group;
    book(books.accounts[group.account], fill);
    auto& newest = books.newest_trades[fill.instrument];
    newest = std::max(newest, fill.fill.trade);
    books.net_quantities[{group, fill.position}] += fill.side == OrderSide::buy ? fill.fill.quantity : -fill.fill.quantity;
}

}  // namespace trellis::adapters
