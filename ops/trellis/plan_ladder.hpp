// What an entry would place, worked out by the engine's own functions: its ladder, and the targets as if every leg was filled at its
// limit. No position is opened and nobody is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/config/config_reader.hpp"
#include "engine/pool/plan.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::program {

/// An entry of one account at a price.
struct PlannedEntry {
    AccountConfig account;
    Instrument instrument;
    std::uint32_t timeframe_seconds = 0;
    PositionSide side{};
    Price price;
    Money size;  ///< in quote (S-1 mode signal)
};

struct LegForecast {
    PlannedLeg plan;
    Money notional;
    std::optional<Price> target;  ///< of a leg that is placed, in mode per_leg
    std::string skipped_for;      ///< the minimum that drops it; empty: it is placed
};

struct LadderForecast {
    TakeProfitMode mode{};
    std::vector<LegForecast> legs;
    Quantity quantity;  ///< of all legs that are placed
    Money cost;         ///< what they cost when all are filled
    Money fees;         ///< as maker
    Price average;
    std::optional<Ratio> aggregate_percent;
    std::optional<Price> aggregate_target;
};

/// Errors as admission's: SHORT_NOT_SUPPORTED, NO_CONFIG, BELOW_MINIMUM.
Result<LadderForecast> forecast(const Config& config, const PlannedEntry& entry);

}  // namespace trellis::program
