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

/// The venue says what a trade cost whose fee was estimated; nothing when it was not, or is known already.
GroupEvents decide_fee(const Group& group, const FeeReported& report, const GroupContext& context);

/// F-7: the first fee without a price whose asset has one now.
GroupEvents settle_fees(const Group& group, const GroupContext& context);

/// Remembers a fee that is not final.
void note_open_fee(Group& group, const OrderFilled& fill);

/// Changes the books by the difference. Of an entry's fee the part that belongs to what is sold goes to the result, the rest to the lot.
void correct_fee(Group& group, const FeeSettled& event);

}  // namespace trellis
