// What fees of groups that have ended turn out to be (F-7, F-8): their group is gone, so the desk books the difference.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// How long a desk waits for them; the estimate stands then.
inline constexpr Duration fees_waited_for = std::chrono::hours(24 * 7);

/// F-8: the venue says what a trade cost; nothing when no ended group waits for that. The day's loss may halt entries (K-17).
DeskEvents book_stray_fee(const Desk& desk, const StrayFee& stray, const DeskContext& context);

/// F-7: the first fee of an ended group whose asset has a price now; looked at with whatever its desk does next.
DeskEvents settle_left_fees(const Desk& desk, const DeskContext& context);

void note_left_fees(Desk& desk, const FeesLeftOpen& event);
void note_settled(Desk& desk, const LeftFeeSettled& event);

}  // namespace trellis
