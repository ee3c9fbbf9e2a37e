// The wallet, margin and positions of one account on linear perpetuals.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/exchange/paper/venue_order.hpp"
#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"

namespace trellis::adapters {

class LinearLedger {
public:
    explicit LinearLedger(const AccountConfig& account);

    /// Holds margin for the rest of an opening order; false and nothing changed if free margin does not reach.
    bool hold(VenueOrder& order);
    void release(VenueOrder& order);
    /// Books a trade that `order` (already with its new filled quantity) just made.
    void book(VenueOrder& order, const VenueTrade& trade);
    /// True if the order can only close: reduce-only, or against its side in hedge mode.
    bool is_reducing(const VenueOrder& order) const;

    // ---- taking up the books of another process ----

    /// Adds what trades moved in the wallet, and the positions that they left open.
    void restore(Money moved, const std::vector<VenuePosition>& positions);
    /// Holds margin for the rest of an opening order whether it is free or not: it was when the order was accepted.
    void restore_hold(VenueOrder& order);

    Money wallet() const { return wallet_; }
    Money locked() const;
    std::vector<VenuePosition> positions() const;
    /// Absent if the account never had the asset.
    std::optional<Money> free(std::string_view asset) const;
    /// Wallet in the account's currency, other assets as they came.
    std::map<std::string, Balance, std::less<>> balances() const;

private:
    using Key = std::pair<InstrumentId, PositionSide>;  // one-way: always long_side
    void close(VenuePosition& position, const VenueTrade& trade, Quantity quantity);
    void open(VenuePosition& position, const VenueTrade& trade, Quantity quantity);

    std::string currency_;
    Money wallet_;
    std::uint16_t leverage_ = 1;
    PositionMode mode_{};
    Money orders_held_;     // notional of the rests of opening orders
    Money positions_cost_;  // notional of the positions at their averages
    std::map<Key, VenuePosition> positions_;
    std::map<std::string, Money> other_assets_;
};

}  // namespace trellis::adapters
