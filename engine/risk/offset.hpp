// The steps of an offset under way (K-9): what an answer of one of its groups leads to.
#pragma once

#include "engine/risk/commands.hpp"

namespace trellis {

/// Nothing for an answer that was heard before, or that nobody waits for.
RiskEvents note_leg(const Risk& risk, const OffsetLegDone& done, const RiskContext& context);

}  // namespace trellis
