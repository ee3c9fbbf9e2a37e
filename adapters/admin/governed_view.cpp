#include "adapters/admin/governed_view.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/positions.hpp"
#include "engine/preset/resolve.hpp"

namespace trellis::adapters::admin {

namespace {

/// The order of a target, by its place.
constexpr std::array<OrderRole, 3> target_roles{OrderRole::tp1, OrderRole::tp2, OrderRole::tp3};

std::optional<Price> average_of(const Holding& holding) {
    return holding.open.is_positive() ? std::optional(average(holding.cost, holding.open)) : std::nullopt;
}

/// X = s (mark - A) / R0.
std::optional<Ratio> r_multiple(const PositionView& position, PositionSide side, const std::optional<Price>& mark) {
    const auto held = average_of(position.holding);
    if (!mark || !held || !position.guided->risk.is_positive()) return std::nullopt;
    const Price gain = side == PositionSide::long_side ? *mark - *held : *held - *mark;
    const Quantity one = Quantity::from_integer(1);
    return Ratio::from_raw(percent_of(notional(gain, one), notional(position.guided->risk, one)).raw() / 100);
}

/// What all orders of that target sold so far.
Quantity filled_by(const Group& group, OrderRole role, const std::optional<LegIndex>& layer) {
    Quantity filled;
    for (const auto& order : group.orders) {
        if (order.role == role && order.leg == layer) filled += order.filled;
    }
    return filled;
}

void write_targets(json::Writer& out, const GroupRow& row, const PositionView& position) {
    out.name("targets").begin_array();
    for (const auto& target : position.guided->targets) {
        out.begin_object().name("target").integer(target.plan.place + 1U).name("price").string(target.plan.price.text());
        out.name("close_percent").string(target.plan.close_percent.text()).name("takes_rest").boolean(target.plan.takes_rest);
        out.name("filled_qty").string(filled_by(row.group, target_roles.at(target.plan.place), position.layer).text());
        out.name("is_over").boolean(target.is_over).name("order");
        const Order* order = row.group.find(target.order);
        order != nullptr && order->is_live() ? write_own_order(out, row, *order) : static_cast<void>(out.null());
        out.end_object();
    }
    out.end_array();
}

void write_trail(json::Writer& out, const Guided& guided, const PresetTrail& trail) {
    out.name("break_even").begin_object().name("enabled").boolean(trail.break_even).name("is_done").boolean(guided.trail.broke_even).end_object();
    out.name("trailing").begin_object().name("enabled").boolean(trail.enabled).name("mode").string(text(trail.mode));
    optional_text(out, "active_from", guided.trail.activated_at);
    optional_text(out, "best_mark", guided.best);
    optional_time(out, "last_moved_at", guided.trail.last_moved_at);
    out.end_object();
}

/// The stop, what it follows, and the targets of one position.
void write_position(json::Writer& out, const GroupRow& row, const PositionView& position, const std::optional<Price>& mark) {
    const Governed& governed = *row.group.governed;
    out.name("open_qty").string(position.holding.open.text());
    optional_text(out, "avg_entry", average_of(position.holding));
    optional_text(out, "entry", position.guided->entry);
    optional_text(out, "risk", position.guided->entry ? std::optional(position.guided->risk) : std::nullopt);
    optional_text(out, "r_multiple", r_multiple(position, row.group.side(), mark));
    out.name("stop");
    if (position.stop) {
        out.begin_object().name("price").string(position.stop->price.text()).name("reason").string(text(position.stop->reason)).end_object();
    } else {
        out.null();
    }
    write_trail(out, *position.guided, governed.use.preset->trail);
    write_targets(out, row, position);
}

std::string_view state_of(const Group& group, const Layer& layer) {
    const Order* order = group.find(layer.order);
    if (layer.lot.open.is_positive()) return "OPEN";
    if (layer.lot.filled.is_positive()) return "CLOSED";
    return order == nullptr ? "PLANNED" : text(shown_state(*order));
}

void write_layers(json::Writer& out, const GroupRow& row, const std::optional<Price>& mark) {
    out.name("layers").begin_array();
    for (const auto& layer : row.group.governed->layers) {
        out.begin_object().name("layer").integer(layer.plan.index.value).name("state").string(state_of(row.group, layer));
        out.name("price").string(layer.plan.price.text()).name("qty").string(layer.plan.quantity.text());
        out.name("filled_qty").string(layer.lot.filled.text());
        write_position(out, row, position_of(row.group, layer), mark);
        out.end_object();
    }
    out.end_array();
}

std::string_view state_of(const Group& group, const Hedge& hedge) {
    if (hedge.is_over) return "OVER";
    if (hedge.is_closing) return "CLOSING";
    if (hedge.lot.open.is_positive()) return "OPEN";
    const Order* order = group.find(hedge.order);
    return order == nullptr ? "ARMED" : text(shown_state(*order));
}

void write_hedge(json::Writer& out, const Group& group) {
    out.name("hedge");
    const auto& hedge = group.governed->hedge;
    if (!hedge) {
        out.null();
        return;
    }
    out.begin_object().name("state").string(state_of(group, *hedge)).name("level").string(hedge->level.text());
    out.name("qty").string(hedge->quantity.text()).name("open_qty").string(hedge->lot.open.text()).end_object();
}

}  // namespace

void write_governed(json::Writer& out, const Scene& scene, const GroupRow& row) {
    const Group& group = row.group;
    out.name("governed");
    if (!group.governed) {
        out.null();
        return;
    }
    const Governed& governed = *group.governed;
    const auto quote = scene.quote(group.identity.instrument);
    const auto mark_now = quote && !group.has_ended() ? std::optional(mark(*quote, group.side())) : std::nullopt;
    out.begin_object().name("preset").string(governed.use.preset->name).name("level").string(text(governed.use.level));
    out.name("version");
    if (const auto& version = governed.use.version) {
        out.begin_object().name("preset").string(text(version->preset)).name("version").integer(version->version).end_object();
    } else {
        out.null();
    }
    out.name("pip").string(governed.use.pip.text()).name("planned_stop").string(governed.use.stop.text());
    out.name("stop_origin").string(text(governed.use.origin)).name("is_first_over").boolean(governed.is_first_over);
    write_position(out, row, first_position(group), mark_now);
    write_layers(out, row, mark_now);
    write_hedge(out, group);
    out.end_object();
}

}  // namespace trellis::adapters::admin
