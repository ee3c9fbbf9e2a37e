// Stops, layers and hedges in words, with the rules behind them.
#pragma once

#include "adapters/explanation/words.hpp"
#include "engine/group/events.hpp"

namespace trellis::adapters {

Told told_of(const StopMoved& event);
Told told_of(const PositionTargetMoved& event);
Told told_of(const PositionGoverned& event);
Told told_of(const TrailNoted& event);
Told told_of(const PresetApplied& event);
Told told_of(const LayersPlanned& event);
Told told_of(const FirstPositionEnded& event);
Told told_of(const PositionExitStarted& event);
Told told_of(const PositionExitRetryScheduled& event);
Told told_of(const HedgeArmed& event);
Told told_of(const HedgeDropped& event);
Told told_of(const HedgeCloseStarted& event);
Told told_of(const HedgeRetryScheduled& event);
Told told_of(const HedgeEnded& event);

}  // namespace trellis::adapters
