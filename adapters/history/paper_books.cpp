#include "adapters/history/paper_books.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis::adapters {
namespace {

void book_spot(PaperHolding& holding, const PaperFill& fill) {
    const Money cost = notional(fill.fill.price, fill.fill.quantity);
    const Money amount = as<Money>(fill.fill.quantity);
    const bool is_buy = fill.side == OrderSide::buy;
    holding.quote += is_buy ? -cost : cost;
    holding.base += is_buy ? amount : -amount;
    if (!fill.fill.paid.unit.empty()) return;
    (fill.fill.fee_asset == FeeAsset::base ? holding.base : holding.quote) -= fill.fill.fee;
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
    margin.wallet -= fill.fill.fee;
    if (position.quantity.is_zero()) margin.positions.erase(key);
}

}  // namespace

void book(PaperAccountBooks& books, const PaperFill& fill) {
    book_spot(books.spot[fill.instrument], fill);
    if (const auto& paid = fill.fill.paid; !paid.unit.empty()) books.fees[paid.unit] += paid.amount;
    book_margin(books.one_way, fill, false);
    book_margin(books.hedged, fill, true);
}

void book(PaperBooks& books, const PaperFill& fill) {
    const GroupId group = fill.fill.group;
    book(books.accounts[group.account], fill);
    auto& newest = books.newest_trades[fill.instrument];
    newest = std::max(newest, fill.fill.trade);
    books.net_quantities[group] += fill.side == OrderSide::buy ? fill.fill.quantity : -fill.fill.quantity;
}

}  // namespace trellis::adapters
