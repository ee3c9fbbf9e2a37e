// How a group ends: flatness, the closing order with its bound and retries, the dust that is left (X-1..5, R-24..R-26, G-5).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// R-17 at the mark, floored to the step. Without a quote only min_qty can be asked.
bool is_placeable_at_mark(const Group& group, const GroupContext& context);

/// CloseStarted and the cancels of every live order, in row order.
GroupEvents start_close(const Group& group, CloseReason reason, OrderRole role, std::optional<SignalNumber> signal,
                        std::optional<Ratio> max_slippage_percent, const GroupContext& context);

/// The next step of a close under way; empty while it waits.
GroupEvents settle_close(const Group& group, const GroupContext& context);

/// R-25 after a closing fill, of the order `filled` (null: none): close, or keep waiting for the entries that still work (T-9).
GroupEvents settle_flat(const Group& group, const Order* filled, const GroupContext& context);

/// What remains when nothing works any more: FAILED without fills, dust, a fragment.
GroupEvents settle_leftover(const Group& group, const GroupContext& context);

}  // namespace trellis
