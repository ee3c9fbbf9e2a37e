// How much money a pyramid may use (S-1), and what its ladder would earn (7.2).
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/config/config.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

/// S-1 mode `signal`: the capital in quote, by the pyramid's base price. Error SCHEMA without an order size.
Result<Money> signal_capital(const Instruction& instruction, Price base_price);

/// What the capital of one pyramid is computed from.
struct SizingRequest {
    const Sizing& sizing;
    const Instruction& instruction;
    PyramidIndex pyramid;
    std::uint16_t max_pyramids = 1;
    Price base_price;
    std::optional<Money> equity;  ///< F-11, in account currency; empty: nothing is known
};

/// S-1. Errors SCHEMA (no order size), NO_EQUITY, NO_STOP (risk_percent: nothing gives a stop), BELOW_MINIMUM (the budget has no
/// share for this pyramid).
Result<Money> capital_of(const SizingRequest& request);

/// 7.2: what the ladder of pyramid k earns when every target is reached: by leg in mode per_leg, else by the aggregate percentage.
Money expected_profit(const GridStrategy& strategy, PyramidIndex pyramid, Money capital);

}  // namespace trellis
