// The layers that an entry would get (B-14, B-15), for a preview: what all of them lose together is its worst loss.
#pragma once

#include <optional>
#include <vector>

#include "engine/pool/preset_entry.hpp"
#include "engine/preset/layer_plan.hpp"

namespace trellis {

struct LayerPreview {
    std::vector<PlannedLayer> layers;
    std::optional<Error> ended_by;  ///< why there is no deeper one; empty: there are no layers at all
    Money loss;                     ///< at the stops, the first position included
    Money fees;                     ///< of both sides of all of them, taker
};

/// What is placed on `side` behind the first position of `plan`. `equity` measures the cap; balance and hours are not asked.
LayerPreview preview_layers(const PresetPlan& plan, PositionSide side, std::optional<Money> equity, InstrumentId instrument, const DeskContext& context);

}  // namespace trellis
