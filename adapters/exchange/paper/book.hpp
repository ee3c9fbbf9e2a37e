// One instrument's market at the paper exchange: the quote, what is left of its sizes, and the resting orders in the order in which
// a price reaches them.
#pragma once

#include <compare>
#include <map>
#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/market/order.hpp"
#include "engine/market/quote.hpp"

namespace trellis::adapters {

/// Place of a resting order: the better price first, then the older.
struct Rank {
    Price price;
    std::uint64_t age = 0;
    bool operator==(const Rank&) const = default;
};
struct BuysFirst {
    bool operator()(const Rank& a, const Rank& b) const { return a.price != b.price ? a.price > b.price : a.age < b.age; }
};
struct SellsFirst {
    bool operator()(const Rank& a, const Rank& b) const { return a.price != b.price ? a.price < b.price : a.age < b.age; }
};

class Book {
public:
    /// R-10 (1): prices and, where given, fresh budgets.
    void set(const Quote& quote);
    const std::optional<Quote>& quote() const { return quote_; }
    /// What an order of that side may still take from the quote; absent = unlimited.
    const std::optional<Quantity>& budget(OrderSide side) const { return side == OrderSide::buy ? ask_left_ : bid_left_; }
    void set_budget(OrderSide side, std::optional<Quantity> left);

    void rest(OrderSide side, Rank rank, ClientOrderId id);
    void leave(OrderSide side, Rank rank);
    /// The resting order that a price reaches first.
    std::optional<ClientOrderId> first(OrderSide side) const;
    const std::map<Rank, ClientOrderId, BuysFirst>& buys() const { return buys_; }
    const std::map<Rank, ClientOrderId, SellsFirst>& sells() const { return sells_; }

private:
    std::optional<Quote> quote_;
    std::optional<Quantity> bid_left_;
    std::optional<Quantity> ask_left_;
    std::map<Rank, ClientOrderId, BuysFirst> buys_;
    std::map<Rank, ClientOrderId, SellsFirst> sells_;
};

}  // namespace trellis::adapters
