// Out of the queue into a group: the first promotable entry of the ranking, one try at a time.
#pragma once

#include "engine/pool/queue.hpp"

namespace trellis {

/// 7.2 with the capital at the promotion price; empty where none can be told.
std::optional<Money> expected_profit(const Desk& desk, const QueueEntry& entry, const DeskContext& context);

/// Errors: NO_PRICE, PROMOTION_DRIFT.
Result<Price> promotion_price(const QueueEntry& entry, const DeskContext& context);

/// only the pool could hold it, and has room. Null: none.
const QueueEntry* first_promotable(const Desk& desk, const DeskContext& context);

/// One try: the entry is promoted, stays with a back-off, or leaves as REJECTED.
DeskEvents try_promotion(const Desk& desk, const QueueEntry& entry, bool is_forced, bool ignores_exposure,
                         const DeskContext& context);

/// The next try of a round; empty when nothing is promotable.
DeskEvents promote_next(const Desk& desk, const DeskContext& context);

/// The entry that an operator names; null when none waits under that name.
const QueueEntry* find_entry(const Desk& desk, const QueueReference& reference);

/// why an operator cannot have it: NOT_FOUND, POOL_FULL or another reason of R-40.
std::optional<Error> refuse(const Desk& desk, const PromoteEntry& command, const DeskContext& context);
DeskEvents promote_for_operator(const Desk& desk, const PromoteEntry& command, const DeskContext& context);
DeskEvents remove_for_operator(const Desk& desk, const RemoveEntry& command, const DeskContext& context);

}  // namespace trellis
