#include "adapters/exchange/paper/book.hpp"

#include "engine/base/check.hpp"

namespace trellis::adapters {

void Book::set(const Quote& quote) {
    quote_ = quote;
    bid_left_ = quote.bid_size;
    ask_left_ = quote.ask_size;
}

void Book::set_budget(OrderSide side, std::optional<Quantity> left) {
    TRELLIS_CHECK(!left || !left->is_negative(), "fills stay within the quoted size");
    (side == OrderSide::buy ? ask_left_ : bid_left_) = left;
}

void Book::rest(OrderSide side, Rank rank, ClientOrderId id) {
    const bool is_new = side == OrderSide::buy ? buys_.emplace(rank, id).second : sells_.emplace(rank, id).second;
    TRELLIS_CHECK(is_new, "an order rests once");
}

void Book::leave(OrderSide side, Rank rank) {
    const auto erased = side == OrderSide::buy ? buys_.erase(rank) : sells_.erase(rank);
    TRELLIS_CHECK(erased == 1, "an order that leaves the book rested in it");
}

std::optional<ClientOrderId> Book::first(OrderSide side) const {
    if (side == OrderSide::buy) return buys_.empty() ? std::nullopt : std::optional(buys_.begin()->second);
    return sells_.empty() ? std::nullopt : std::optional(sells_.begin()->second);
}

}  // namespace trellis::adapters
