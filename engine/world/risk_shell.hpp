// What an owner of a risk engine does with a command: decide, apply, and the commit and messages that follow. Actors and direct
// execution both call this, so they cannot differ.
#pragma once

#include <vector>

#include "engine/risk/scan.hpp"
#include "engine/world/shell.hpp"

namespace trellis {

struct RiskStep {
    std::vector<Event> events;                ///< empty: nothing happened
    std::vector<HandOverCommand> hand_overs;  ///< in order; sent after the commit
    bool goes_on = false;                     ///< the pass acted and has to look again: ContinueRiskPass
};

RiskStep step(Risk& risk, const RiskCommand& command, const RiskContext& context);

/// The end of a pass that was scanned piece by piece.
RiskStep conclude_step(Risk& risk, RiskScan scan, RiskTrigger trigger, const RiskContext& context);

/// What one group has to be told for its part of an offset.
std::vector<HandOverCommand> part_commands(const Offset& offset, const OffsetPart& part, bool is_loser);

}  // namespace trellis
