// Fees of groups that ended before their fees were final (F-7, F-8): the desk remembers them, and its result follows what they turn out
// to be. Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/event/tags.hpp"
#include "engine/group/fee_events.hpp"

namespace trellis {

/// A group ended with fees that are not final.
struct FeesLeftOpen {
    static constexpr auto tag = EventTag::fees_left_open;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    InstrumentId instrument;
    Timestamp closed_at{};      ///< its newest closing fill: what the fees change counts for that day (K-17)
    std::vector<OpenFee> fees;
    bool operator==(const FeesLeftOpen&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.instrument, self.closed_at, self.fees); }
};

/// One of them is final, or known at least.
struct LeftFeeSettled {
    static constexpr auto tag = EventTag::left_fee_settled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    TradeId trade;
    Money fee;                  ///< in `fee_asset`, converted where it was paid in a third one
    FeeAsset fee_asset{};
    PaidFee paid;
    FeeState state = FeeState::settled;
    Money amount;               ///< by which the account's result changes
    std::int64_t day{};         ///< the local day it counts for (LocalDay)
    Timestamp at{};
    bool operator==(const LeftFeeSettled&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.trade, self.fee, self.fee_asset, self.paid, self.state, self.amount, self.day, self.at);
    }
};

/// The same as the group would have booked it.
inline FeeSettled as_group_would(const LeftFeeSettled& event) {
    return {event.group, event.order, event.trade, event.fee, event.fee_asset, event.paid, event.state, event.at};
}

/// What a desk remembers of them.
struct LeftFees {
    InstrumentId instrument;
    Timestamp closed_at{};
    std::vector<OpenFee> fees;
    bool operator==(const LeftFees&) const = default;
    static void fields(auto& self, auto&& each) { each(self.instrument, self.closed_at, self.fees); }
};

}  // namespace trellis
