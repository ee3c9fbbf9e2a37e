// What the paper exchange knows for certain: orders, trades, balances and positions. Oracles hold the engine's books against it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/order.hpp"

namespace trellis::adapters {

/// One trade of an order; ids are unique and increasing per instrument.
struct VenueTrade {
    TradeId id;
    Price price;
    Quantity quantity;
    Money fee;
    FeeAsset fee_asset{};
    bool maker = false;
    Timestamp at{};
    std::string fee_unit{};  ///< a third asset (F-7); empty: `fee_asset` says it
    bool operator==(const VenueTrade&) const = default;
};

/// An order as the venue has it. A rejected one is kept for the record only; its id is free again, as at real venues.
struct VenueOrder {
    ClientOrderId id;
    InstrumentId instrument;
    OrderSide side{};
    OrderType type{};
    TimeInForce time_in_force{};
    bool reduce_only = false;
    bool post_only = false;  ///< refused rather than taking, when it is placed (D-7)
    PositionSide position{};
    Price price;         ///< zero for a market order
    Quantity quantity;   ///< total, filled part included
    Quantity filled;
    Money cost;          ///< sum of price x quantity over its trades
    Money fee_quote;     ///< fees taken in quote
    Money fee_base;      ///< fees taken in base
    OrderState state{};  ///< working, partial, filled, cancelled, expired or rejected
    std::string reject_code;
    std::vector<VenueTrade> trades;
    Timestamp placed_at{};
    std::uint64_t place = 0;  ///< order of acceptance over the whole exchange
    std::uint64_t age = 0;    ///< rank among equal limits, renewed by R-10
    Price held_at;            ///< the price its hold is counted at: its limit, or the touch of a market order
    Money held;               ///< what its account holds for it (R-14 quote or base, R-15 notional)
    std::string client_id{};  ///< of an order that no engine here placed: as the venue shows it. Its `id` means nothing then (O-8).
    bool is_of_outside() const { return !client_id.empty(); }
    Quantity remaining() const { return quantity - filled; }
    bool operator==(const VenueOrder&) const = default;
};

/// An amount of one asset: what can be used and what orders and positions hold.
struct Balance {
    Money free;
    Money locked;
    Money total() const { return free + locked; }
    bool operator==(const Balance&) const = default;
};

/// An open position of a linear account; `cost` is quantity x average.
struct VenuePosition {
    InstrumentId instrument;
    PositionSide side{};
    Quantity quantity;
    Money cost;
    bool operator==(const VenuePosition&) const = default;
};

/// Something a correct engine never does (PV-8).
struct Violation {
    std::string kind;    ///< "filter" or "duplicate intent"
    ClientOrderId id;
    std::string detail;  ///< the rule, the thing and the value
    bool operator==(const Violation&) const = default;
};

}  // namespace trellis::adapters
