// What one preset would make of an entry: its size, stop and targets, the layers behind it, and what all of it can lose. Whoever looks
// before he trades is told by the functions that trade; nothing is recorded.
#pragma once

#include <optional>
#include <vector>

#include "engine/pool/layer_preview.hpp"

namespace trellis {

/// An entry that somebody wants to look at.
struct SupposedEntry {
    AccountId account;
    Identity identity;
    Price price;
    SignalLevels levels;          ///< of the signal
    Preset preset;                ///< the only one that can govern it, whosever it is
    std::optional<Money> equity;  ///< empty: not known
};

/// Where it would be made. The configuration's own strategies, presets and bots have no say.
struct ForecastScene {
    Timestamp now{};
    const Config& config;
    const InstrumentTable& instruments;
    const Board& board;
};

struct TargetForecast {
    PlannedTarget plan;
    Quantity quantity;            ///< of the first position, in whole steps
};

struct PresetForecast {
    PlannedLeg leg;               ///< the first position
    PresetUse use;
    Price risk;                   ///< R0 as planned: from the leg's price to the stop
    std::vector<TargetForecast> targets;
    LayerPreview layers;

    Money worst_loss() const { return layers.loss + layers.fees; }
};

/// Errors as admission's: NO_CONFIG, NO_STOP, NO_EQUITY, NO_PRICE, BELOW_MINIMUM.
Result<PresetForecast> forecast_preset(const SupposedEntry& entry, const ForecastScene& scene);

}  // namespace trellis
