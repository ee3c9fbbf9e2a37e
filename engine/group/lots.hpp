// The books of a group: what an entry fill adds to a lot, what a closing fill takes from one or from all (F-5..F-10, R-28).
#pragma once

#include "engine/group/positions.hpp"

namespace trellis {

/// A leg that an event or an order of the group names.
Leg& leg_of(Group& group, PyramidIndex pyramid, LegIndex leg);
Leg& leg_of(Group& group, const Order& order);

/// What an opening order fills: a leg's, a layer's, the hedge's.
Lot& lot_of(Group& group, const Order& order);

/// Which lots something is taken out of; all of them, unless one is named.
struct LotScope {
    std::optional<PyramidIndex> pyramid{};
    std::optional<LegIndex> layer{};
    bool is_first = false;               ///< the first position's: every pyramid, no layer
};

/// What a closing fill takes out of the lots: their cost and the entry fees that belong to it.
struct Taken {
    Money cost;
    Money entry_fee;
};

/// Adds an entry fill to its lot: net quantity after a base fee, cost unchanged by it (F-6). A hedge's is none of the basket's.
void book_opening(Group& group, const Order& order, const OrderFilled& fill);

/// Takes `quantity` out of one leg's lot (F-10: leg TPs are matched to their own lot).
Taken take_from_lot(Group& group, Leg& leg, Quantity quantity);

/// Takes `quantity` pro rata out of the open lots; the last one takes the difference.
Taken take_pro_rata(Group& group, Quantity quantity, const LotScope& scope);

/// Takes out of the lots what is no longer at the venue.
void take_outside(Group& group, Quantity quantity);

/// Takes what a closing fill sold of coins that were given up before: the venue had them after all.
Taken take_back(Group& group, Quantity quantity);

/// Adds dust of earlier groups to the last open lot.
void join_dust(Group& group, const Dust& dust);

/// Realised PnL of a closing fill (section 17): s x (proceeds - cost) - entry fees - exit fee.
Money realised_by(PositionSide side, Money proceeds, const Taken& taken, Money exit_fee);

/// What a closing order is sent for.
struct WorksFor {
    std::optional<OffsetNumber> offset;  ///< K-9
    bool is_reduction = false;           ///< the one under way
};
WorksFor works_for(const Group& group, const Order& order);

/// Books a fill that closes: lots, realised PnL, and for whom it was.
void book_close(Group& group, const Order& order, const OrderFilled& event);

/// The fee in quote: a base fee at the price of its fill.
Money fee_in_quote(const OrderFilled& fill);

}  // namespace trellis
