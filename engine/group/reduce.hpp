// How a part of a group is closed (I-7, R-27, R-28, R-33, X-7): targets are lowered first, then one bounded order after another
// sells the part, then targets are set to what the lots hold. docs/reduce.md says what a trader sees of it.
#pragma once

#include "engine/group/positions.hpp"
#include "engine/group/tries.hpp"

namespace trellis {

/// R-33 in its order: starts the reduction, or the close that it amounts to, or says why neither.
GroupDecision reduce(const Group& group, const ReduceGroup& command, const GroupContext& context);

/// The next step of the reduction under way; empty while it waits.
GroupEvents settle_reduction(const Group& group, const GroupContext& context);

/// A close has overtaken the reduction: it is over as soon as its order is, and the close waits for that.
GroupEvents settle_overtaken(const Group& group, const GroupContext& context);

/// what of a lot is left when the reduction under way is done; all of it when there is none.
Quantity held_after_reduction(const Group& group, PyramidIndex pyramid, const Lot& lot);

/// The same of the whole group, without the positions that leave alone.
Quantity held_after_reduction(const Group& group);
/// The same of one position; nothing of one that leaves.
Quantity held_after_reduction(const Group& group, const PositionView& position);

/// an operator's word for a part of a group, or for all of it.
GroupCommand close_by_hand(Ratio fraction);

/// What a close is called that began as a reduction in that role (R-6, I-7).
CloseReason close_reason_of(OrderRole role, bool by_signal);

}  // namespace trellis
