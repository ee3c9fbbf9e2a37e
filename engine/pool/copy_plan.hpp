// Whether an account may repeat what its leader did, and as which order: its own limits, rules and preset as for any entry of its own
// the size by B-29. docs/copies.md tells the rules.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

struct CopyPlan {
    Identity identity;
    SharedStrategy strategy;
    PyramidPlan plan;
    Boxed<PresetUse> preset;
    CopySizing sizing;
};

/// A new position. Errors as for an entry by R-5, and SUBSCRIPTION_PAUSED, POSITION_EXISTS, COPY_SLIPPAGE, COPY_TOO_SMALL.
Result<CopyPlan> plan_copy(const Desk& desk, const Subscription& subscription, const LeaderMoved& fact, const DeskContext& context);

struct CopyAddition {
    PyramidPlan plan;
    CopySizing sizing;
};
/// What the leader added.
struct LeaderAdded {
    const LeaderMoved& fact;
    Quantity entered;
};
/// One more entry of the copy. Errors as above.
Result<CopyAddition> plan_addition(const Desk& desk, const Subscription& subscription, const Copy& copy, const LeaderAdded& added,
                                   const DeskContext& context);

}  // namespace trellis
