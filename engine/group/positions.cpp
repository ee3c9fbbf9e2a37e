#include "engine/group/positions.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis {

bool layers_leave_alone(const Group& group) {
    return group.governed.has_value() && group.governed->use.layer_exit == LayerExit::independent && !group.governed->layers.empty();
}

PositionView first_position(const Group& group) {
    PositionView view;
    view.guided = group.governed.has_value() ? &*group.governed : nullptr;
    view.holding = {group.open_quantity, group.open_cost, group.open_entry_fees};
    view.stop = group.stop;
    if (!layers_leave_alone(group)) return view;
    for (const auto& layer : group.governed->layers) view.holding -= layer.lot;
    return view;
}

PositionView position_of(const Group&, const Layer& layer) {
    PositionView view;
    view.layer = layer.plan.index;
    view.guided = &layer;
    view.holding += layer.lot;
    view.stop = layer.stop;
    return view;
}

Price average_price(const Holding& holding) {
    return Price::from_raw(multiply_divide(holding.cost.raw(), Quantity::scale, holding.open.raw(), Rounding::half_even));
}

bool is_placeable_at_mark(const Group& group, Quantity quantity, const GroupContext& context) {
    const Quantity whole = round_to_step(quantity, context.instrument.step, Rounding::floor);
    if (!context.quote.has_value()) return whole.is_positive() && whole >= context.instrument.min_quantity;
    return is_placeable(context.instrument, mark(*context.quote, group.side()), whole, Purpose::closing);
}

std::size_t closable_positions(const Group& group, const GroupContext& context) {
    std::size_t count = 0;
    each_position(group, [&](const PositionView& position) {
        if (is_placeable_at_mark(group, position.holding.open, context)) count += 1;
    });
    return count;
}

bool has_working_layers(const Group& group) {
    if (!group.governed.has_value()) return false;
    return std::ranges::any_of(group.governed->layers, [&](const Layer& layer) {
        const Order* order = group.find(layer.order);
        return order != nullptr && order->is_live();
    });
}

Guided& guided_of(Group& group, std::optional<LegIndex> layer) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset governs");
    if (!layer.has_value()) return *group.governed;
    return layer_of(group, *layer);
}

namespace {

std::size_t place_of(const Group& group, LegIndex layer) {
    TRELLIS_CHECK(group.governed.has_value() && layer.value >= 1 && layer.value <= group.governed->layers.size(),
                  "an event names a layer of its group");
    return layer.value - 1U;
}

}  // namespace

const Layer& layer_of(const Group& group, LegIndex layer) { return group.governed->layers[place_of(group, layer)]; }

Layer& layer_of(Group& group, LegIndex layer) { return group.governed->layers[place_of(group, layer)]; }

OpenQuantities open_quantities(const Group& group) {
    OpenQuantities open{first_position(group).holding.open, {}};
    if (!layers_leave_alone(group)) return open;
    for (const auto& layer : group.governed->layers) open.layers.push_back(layer.lot.open);
    return open;
}

}  // namespace trellis
