// Fees that are not final when their fill is booked: taken in a third asset whose price is not known (F-7), or not said yet (F-8).
// Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/market/instrument.hpp"

namespace trellis {

/// How sure a booked fee is. Numbers are on disk: never reuse.
enum class FeeState : std::uint8_t {
    settled = 0,    ///< what the venue took
    unpriced = 1,   ///< taken in an asset without a price: booked as nothing in quote until there is one (F-7)
    estimated = 2,  ///< not said by the venue: the instrument's own rate, until it says (F-8)
};

/// A fee as the venue took it: `amount` of the asset `unit`, a third one. Empty unit: the books' own quote or base says it all.
struct PaidFee {
    std::string unit;
    Money amount;
    bool operator==(const PaidFee&) const = default;
    static void fields(auto& self, auto&& each) { each(self.unit, self.amount); }
};

/// A booked fee that is not final (F-7, F-8).
struct OpenFee {
    OrderNumber order;
    TradeId trade;
    Price price;                                ///< of the fill
    Money fee;                                  ///< as booked, in `asset`
    FeeAsset asset{};
    PaidFee paid;
    FeeState state{};
    std::optional<OffsetNumber> offset;         ///< that its order worked for
    bool is_of_reduction = false;               ///< its order worked for the reduction that is under way
    bool operator==(const OpenFee&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.order, self.trade, self.price, self.fee, self.asset, self.paid, self.state,
             self.offset, self.is_of_reduction);
    }
};

/// The fee of a booked trade is another than was booked: the books change by the difference.
struct FeeSettled {
    static constexpr auto tag = EventTag::fee_settled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    TradeId trade;
    Money fee;                           ///< in `fee_asset`, converted where it was paid in a third one
    FeeAsset fee_asset{};
    PaidFee paid;
    FeeState state = FeeState::settled;  ///< unpriced: said at last, and in an asset without a price
    Timestamp at{};
    bool operator==(const FeeSettled&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.trade, self.fee, self.fee_asset, self.paid, self.state, self.at);
    }
};

}  // namespace trellis
