// From a signal to a plan: capital (S-1), ladder prices and quantities (7.1, D-1..D-5, D-8, R-34, R-35).
#pragma once

#include "engine/base/result.hpp"
#include "engine/pool/plan.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

/// The levels of pyramid k: its override, else the common ones (D-8).
const std::vector<GridLevel>& levels_of(const GridStrategy& strategy, PyramidIndex pyramid);

/// S-1 mode `signal`: the capital in quote. Error SCHEMA without an order size.
Result<Money> signal_capital(const Instruction& instruction);

/// The ladder. Error BELOW_MINIMUM when leg 0 is not placeable (D-5).
Result<PyramidPlan> plan_pyramid(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price,
                                 Money capital, const Instrument& instrument);

}  // namespace trellis
