// What a trade cost (section 17): in quote, in base, in a third asset at its own price (F-7), or estimated until the venue says (F-8).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The fee of a fill as it is booked.
struct BookedFee {
    Money fee;
    FeeAsset asset = FeeAsset::quote;
    PaidFee paid{};
    FeeState state = FeeState::settled;
};

/// F-5..F-8.
BookedFee booked_fee(const OrderFill& fill, OrderSide side, const GroupContext& context);

/// Where the price of a third asset comes from.
struct FeePrices {
    const Instrument& instrument;
    const Board* board = nullptr;                 ///< null: nothing has a price
    const InstrumentTable* instruments = nullptr;
};

/// F-8: an estimate that the venue replaces by what it took; nothing for any other fee.
std::optional<FeeSettled> settle_said(GroupId group, const OpenFee& open, const FeeReported& said, const FeePrices& prices, Timestamp now);
/// F-7: a fee without a price whose asset has one now.
std::optional<FeeSettled> settle_priced(GroupId group, const OpenFee& open, const FeePrices& prices, Timestamp now);
/// By how much the fee is dearer than it was booked, in quote at the price of its fill.
Money dearer_by(const OpenFee& open, const FeeSettled& event);
/// The list after the event: a final fee leaves it.
void take_settled(std::vector<OpenFee>& fees, const FeeSettled& event);

/// The venue says what a trade cost whose fee was estimated; nothing when it was not, or is known already.
GroupEvents decide_fee(const Group& group, const FeeReported& report, const GroupContext& context);

/// F-7: the first fee without a price whose asset has one now.
GroupEvents settle_fees(const Group& group, const GroupContext& context);

/// Remembers a fee that is not final.
void note_open_fee(Group& group, const OrderFilled& fill);

/// Changes the books by the difference. Of an entry's fee the part that belongs to what is sold goes to the result, the rest to the lot.
void correct_fee(Group& group, const FeeSettled& event);

}  // namespace trellis
