// The positions of a group: its pyramids together, and each layer by itself where layers leave alone (B-15). Whoever moves a
// stop, a target or a close asks here whose it is.
#pragma once

#include <optional>
#include <vector>

#include "engine/group/commands.hpp"

namespace trellis {

/// One of them, as it is now.
struct PositionView {
    std::optional<LegIndex> layer;        ///< empty: the first position
    const Guided* guided = nullptr;       ///< null: no preset governs it
    Holding holding;
    std::optional<Stop> stop;
};

/// True when its layers have stops and targets of their own (layer_exit independent).
bool layers_leave_alone(const Group& group);

/// All that the pyramids hold; of a basket the layers too.
PositionView first_position(const Group& group);
PositionView position_of(const Group& group, const Layer& layer);

/// A as R-54 counts it: of what is open, fees aside.
Price average_price(const Holding& holding);

template <class Visit>
void each_position(const Group& group, Visit&& visit) {
    visit(first_position(group));
    if (!layers_leave_alone(group)) return;
    for (const auto& layer : group.governed->layers) visit(position_of(group, layer));
}

/// R-17 at the mark for that much of the group's position.
bool is_placeable_at_mark(const Group& group, Quantity quantity, const GroupContext& context);
/// How many of them hold enough to be closed.
std::size_t closable_positions(const Group& group, const GroupContext& context);

/// A layer whose limit works, or may.
bool has_working_layers(const Group& group);

// ---- applying ----

Guided& guided_of(Group& group, std::optional<LegIndex> layer);
Layer& layer_of(Group& group, LegIndex layer);
const Layer& layer_of(const Group& group, LegIndex layer);

/// What each of them holds, to be compared with what it holds later.
struct OpenQuantities {
    Quantity first;
    std::vector<Quantity> layers;
    Quantity of(std::optional<LegIndex> layer) const { return layer.has_value() ? layers.at(layer->value - 1U) : first; }
};
OpenQuantities open_quantities(const Group& group);

}  // namespace trellis
