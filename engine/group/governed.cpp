#include "engine/group/governed.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/positions.hpp"
#include "engine/group/stop.hpp"
#include "engine/preset/layer_plan.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

OpeningTerms terms_at(const Group& group, Price entry, const Instrument& instrument) {
    return {group.side(), entry, group.governed->use.pip, instrument.tick};
}

/// What was paid for a unit by the first fill: behind it, and before any other.
Price first_fill_price(const Lot& lot) {
    return Price::from_raw(multiply_divide(lot.filled_cost.raw(), Quantity::scale, lot.filled.raw(), Rounding::half_even));
}

Price first_fill_price(const Group& group) {
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.lot.filled.is_positive()) return first_fill_price(leg.lot);
        }
    }
    return group.pyramids.front().base_price;
}

/// the stop as the first fill has it. Where that is none, because the price fell through it, the planned one stands.
PlannedStop stop_at(const Group& group, Price entry, const Instrument& instrument) {
    const PresetUse& use = group.governed->use;
    const auto planned = plan_stop(use.preset->stop, use.signal, terms_at(group, entry, instrument));
    if (planned.ok()) return *planned;
    return {use.stop, use.origin, (group.pyramids.front().base_price - use.stop).abs()};
}

/// the same of a layer.
PlannedStop stop_of_layer(const Group& group, const Layer& layer, Price entry, const Instrument& instrument) {
    const Governed& governed = *group.governed;
    const Price wanted = layer_stop(governed.use.preset->stop, governed.risk, terms_at(group, entry, instrument));
    const Price price = wanted.is_positive() ? wanted : layer.plan.stop;
    return {price, governed.use.origin, (entry - price).abs()};
}

StopMoved planned_stop(const Group& group, Price price, std::optional<Price> previous, Timestamp now) {
    return {group.id, price, previous, CloseReason::stop, LevelSource::preset, now, {}};
}

GroupEvents begin(const Group& group, const GroupContext& context) {
    const Price entry = first_fill_price(group);
    const PlannedStop stop = stop_at(group, entry, context.instrument);
    const OpeningTerms terms = terms_at(group, entry, context.instrument);
    const PresetUse& use = group.governed->use;
    auto targets = use.takes_profit ? plan_targets(use.preset->targets, stop.risk, terms) : std::vector<PlannedTarget>{};
    GroupEvents events{PositionGoverned{group.id, entry, stop.risk, stop.origin, std::move(targets), context.now, {}}};
    // An operator who moved the planned stop meant it.
    const bool is_as_planned = group.stop.has_value() && group.stop->price == group.governed->use.stop;
    if (is_as_planned && stop.price != group.stop->price) {
        events.push_back(planned_stop(group, stop.price, group.stop->price, context.now));
    }
    return events;
}

/// A layer has the preset's targets whoever has the first position's: nobody else gives it any.
GroupEvents begin(const Group& group, const Layer& layer, const GroupContext& context) {
    const Price entry = first_fill_price(layer.lot);
    const PlannedStop stop = stop_of_layer(group, layer, entry, context.instrument);
    auto targets = plan_targets(group.governed->use.preset->targets, stop.risk, terms_at(group, entry, context.instrument));
    StopMoved moved = planned_stop(group, stop.price, std::nullopt, context.now);
    moved.layer = layer.plan.index;
    return {PositionGoverned{group.id, entry, stop.risk, stop.origin, std::move(targets), context.now, layer.plan.index}, moved};
}

GroupEvents begin_positions(const Group& group, const GroupContext& context) {
    const Governed& governed = *group.governed;
    if (!governed.entry.has_value()) return group.open_quantity.is_positive() ? begin(group, context) : GroupEvents{};
    if (!layers_leave_alone(group)) return {};
    for (const auto& layer : governed.layers) {
        if (!layer.entry.has_value() && layer.lot.open.is_positive()) return begin(group, layer, context);
    }
    return {};
}

/// True behind a fill that entered the first position; of a basket a layer's too.
bool is_entered(const Group& group, const GroupCommand& command) {
    const auto* report = std::get_if<HandleReport>(&command);
    if (report == nullptr || !std::holds_alternative<OrderFill>(report->body)) return false;
    const Order* order = group.find(report->order);
    if (order == nullptr || is_of_hedge(order->role) || !opens(order->role)) return false;
    return order->role == OrderRole::entry || !layers_leave_alone(group);
}

/// B-35, sl_anchor average: the stop from A, as long as nothing but the preset's first rule set it. R0 stays.
GroupEvents follow_average(const Group& group, const GroupCommand& command, const GroupContext& context) {
    const Governed& governed = *group.governed;
    if (!governed.use.stop_follows_average || governed.is_stop_by_hand || !governed.entry.has_value()) return {};
    if (!group.stop.has_value() || group.stop->reason != CloseReason::stop || !is_entered(group, command)) return {};
    const Holding holding = first_position(group).holding;
    if (!holding.open.is_positive()) return {};
    const auto planned = plan_stop(governed.use.preset->stop, governed.use.signal, terms_at(group, average_price(holding), context.instrument));
    if (!planned.ok() || planned->price == group.stop->price) return {};
    return {planned_stop(group, planned->price, group.stop->price, context.now)};
}

}  // namespace

GroupEvents planned_levels(const OpenGroup& command, const GroupContext& context) {
    GroupEvents events{StopMoved{command.group, command.preset->stop, std::nullopt, CloseReason::stop, LevelSource::preset, context.now, {}}};
    if (command.preset->takes_profit) return events;
    OpenGroup targets = command;  // the strategy's, to which the signal's belongs (W-5); the stop is the preset's
    targets.stop_loss.reset();
    std::ranges::move(levels_of_signal(targets, context), std::back_inserter(events));
    return events;
}

GroupEvents settle_governed(const Group& group, const GroupCommand& command, const GroupContext& context) {
    if (!group.governed.has_value()) return {};
    if (auto begun = begin_positions(group, context); !begun.empty()) return begun;
    if (auto moved = follow_average(group, command, context); !moved.empty()) return moved;
    return group.governed->entry.has_value() ? settle_preset_targets(group, context) : GroupEvents{};
}

Governed governed_by(const PresetUse& use) {
    Governed governed;
    governed.use = use;
    return governed;
}

void govern(Group& group, const PositionGoverned& event) {
    Guided& guided = guided_of(group, event.layer);
    guided.entry = event.entry;
    guided.risk = event.risk;
    if (!event.layer.has_value()) group.governed->use.origin = event.origin;
    const Quantity open = open_quantities(group).of(event.layer);
    for (const auto& planned : event.targets) {
        GovernedTarget target;
        target.plan = planned;
        target.rest = share(open, as<Quantity>(planned.close_percent), as<Quantity>(hundred));
        guided.targets.push_back(target);
    }
}

void note_trail(Group& group, const TrailNoted& event) {
    Guided& guided = guided_of(group, event.layer);
    guided.best = event.best;
    guided.trail.broke_even = event.broke_even;
    guided.trail.activated_at = event.activated_at;
    guided.is_waiting = event.is_waiting;
}

void move_stop(Group& group, const StopMoved& event) {
    const auto stop = event.price.has_value() ? std::optional(Stop{*event.price, event.reason}) : std::nullopt;
    (event.layer.has_value() ? layer_of(group, *event.layer).stop : group.stop) = stop;
    if (!group.governed.has_value()) return;
    if (!event.layer.has_value()) group.governed->is_stop_by_hand = event.source == LevelSource::by_hand;
    if (event.reason != CloseReason::trailing) return;
    Guided& guided = guided_of(group, event.layer);
    guided.trail.last_moved_at = event.at;
    guided.is_waiting = false;
}

}  // namespace trellis
