// The balances of one spot account: what is free, what resting orders hold, and what trades move.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/exchange/paper/venue_order.hpp"
#include "engine/market/instrument.hpp"

namespace trellis::adapters {

class SpotLedger {
public:
    explicit SpotLedger(const std::map<std::string, Money>& balances);

    /// Holds what the rest of the order needs instead of what it holds now; false and nothing changed if that is not free.
    bool hold(VenueOrder& order, const Instrument& instrument);
    /// Gives back everything the order holds.
    void release(VenueOrder& order, const Instrument& instrument);
    /// Books a trade that `order` (already with its new filled quantity) just made.
    void book(VenueOrder& order, const Instrument& instrument, const VenueTrade& trade);

    /// A trade of the user's own, by no order of ours: what is not free for it breaks an invariant.
    void trade_by_hand(const Instrument& instrument, OrderSide side, const VenueTrade& trade);

    // ---- taking up the books of another process ----

    /// Adds what trades moved.
    void restore(const std::string& asset, Money moved);
    /// Holds what the rest of the order needs, free or not: it was when the order was accepted, and fees may have taken it since.
    void restore_hold(VenueOrder& order, const Instrument& instrument);

    const std::map<std::string, Balance, std::less<>>& balances() const { return balances_; }
    /// Absent if the account never had the asset.
    std::optional<Money> free(std::string_view asset) const;

private:
    Balance& held_side(const VenueOrder& order, const Instrument& instrument);
    void pay_fee(const Instrument& instrument, const VenueTrade& trade);

    std::map<std::string, Balance, std::less<>> balances_;
};

}  // namespace trellis::adapters
