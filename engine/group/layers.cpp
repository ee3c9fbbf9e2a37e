#include "engine/group/layers.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/board.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/held.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/pool/preset_gate.hpp"

namespace trellis {

namespace {

/// The leg whose fill is the first position; null: it is not filled.
const Leg* filled_first_leg(const Group& group) {
    const auto& legs = group.pyramids.front().legs;
    const auto first = std::ranges::find_if(legs, [](const Leg& leg) { return !leg.plan.skipped; });
    if (first == legs.end() || first->hold != LegHold::none) return nullptr;
    const Order* order = group.find(first->entry);
    return order != nullptr && order->state == OrderState::filled ? &*first : nullptr;
}

/// What everything that the first position holds, and still may, loses at its stop; fees aside.
Money first_loss(const Group& group, Price stop) {
    const auto lost = [&](Money cost, Quantity quantity) {
        const Money rest = notional(stop, quantity);
        return std::max(Money{}, group.is_long() ? cost - rest : rest - cost);
    };
    Money loss = lost(group.open_cost, group.open_quantity);
    for (const auto& order : group.orders) {
        if (order.role == OrderRole::entry && order.is_live()) loss += lost(notional(order.price, order.remaining()), order.remaining());
    }
    return loss;
}

std::uint32_t layers_of_others(const Group& group, const GroupContext& context) {
    if (context.board == nullptr) return 0;
    std::uint32_t count = 0;
    for (const auto& [id, figures] : context.board->groups()) {
        const bool is_beside = id.account == group.id.account && id != group.id && figures.identity.instrument == group.identity.instrument;
        if (is_beside) count += figures.layers;
    }
    return count;
}

/// A series in the making: what has its place, and what the rest is measured by.
struct Series {
    const Group& group;
    const GroupContext& context;
    const AccountConfig* account;
    LayerTerms terms;
    std::vector<PlannedLayer> layers;
};

/// S-5 for the new layer with all before it.
std::optional<Error> unpaid(const Series& series, const PlannedLayer& layer) {
    const GroupContext& context = series.context;
    if (context.wallets == nullptr || series.account == nullptr) return std::nullopt;
    const bool is_spot = context.instrument.market == Market::spot;
    const std::string& asset = is_spot ? context.instrument.quote : series.account->currency;
    const auto free = context.wallets->free(series.account->id, asset);
    if (!free.has_value()) return std::nullopt;
    Money needed = notional(layer.price, layer.quantity);
    for (const auto& before : series.layers) needed += notional(before.price, before.quantity);
    const std::uint16_t leverage = is_spot ? std::uint16_t{1} : series.account->leverage;
    if (compare_products(needed.raw(), 1, free->raw(), leverage) <= 0) return std::nullopt;
    return Error{"INSUFFICIENT_BALANCE", "layers need " + needed.text() + (leverage > 1 ? " / " + std::to_string(leverage) : "") + " " + asset +
                                             ", " + free->text() + " is free (S-5)"};
}

/// R-17, D-11.
std::optional<Error> refused(const Series& series, const PlannedLayer& layer) {
    const Instrument& instrument = series.context.instrument;
    if (const auto filter = refused_by(instrument, {layer.price, layer.quantity})) return Error{"BELOW_MINIMUM", text(*filter)};
    if (series.context.quote.has_value()) {
        const auto band = refused_by_band(instrument, layer.price, series.group.side(), mark(*series.context.quote, series.group.side()));
        if (band.has_value()) return Error{"PRICE_BAND", text(*band)};
    }
    const std::size_t live = series.group.live_orders + series.layers.size() + 1;
    if (!instrument.max_orders.has_value() || live < *instrument.max_orders) return std::nullopt;
    return Error{"ORDER_LIMIT", "the venue takes " + std::to_string(*instrument.max_orders) + " orders and one is kept for a close (D-11)"};
}

/// the first check that fails ends the series.
Result<PlannedLayer> one_more(const Series& series) {
    auto layer = next_layer(series.terms, series.layers);
    if (!layer.ok()) return layer;
    const auto most = most_for_one_order(series.context.instrument, false);
    if (most.has_value() && layer->quantity > *most) return Error{"ABOVE_MAXIMUM", "one order is at most " + most->text()};
    if (auto error = unpaid(series, *layer)) return std::move(*error);
    if (auto error = refused(series, *layer)) return std::move(*error);
    if (auto error = out_of_schedule(series.terms.preset, series.context.config, series.context.now)) return std::move(*error);
    return layer;
}

/// Only a capped series asks for the equity and the rate.
std::optional<Error> measure(Series& series) {
    if (!series.terms.preset.layers.max_total_risk_percent.has_value()) return std::nullopt;
    const GroupContext& context = series.context;
    if (context.wallets == nullptr || context.instruments == nullptr || context.board == nullptr || series.account == nullptr) return std::nullopt;
    const DeskContext desk{context.now, context.config, *series.account, *context.instruments, *context.board, context.wallets};
    const auto equity = known_equity(desk);
    if (!equity.ok()) return equity.error();
    series.terms.equity = *equity;
    const auto rate = conversion_of(context.instrument, desk);
    if (!rate.ok()) return rate.error();
    series.terms.conversion = *rate;
    return std::nullopt;
}

Series series_of(const Group& group, const Leg& first, const GroupContext& context) {
    const Governed& governed = *group.governed;
    const Price entry = *governed.entry;
    const Price stop = group.stop.has_value() ? group.stop->price : governed.use.stop;
    const bool is_basket = governed.use.layer_exit == LayerExit::basket;
    return {group, context, find_account(context.config, group.id.account),
            LayerTerms{governed.use.preset, context.instrument, {group.side(), entry, governed.use.pip, context.instrument.tick}, governed.risk,
                       first.lot.filled, first_loss(group, stop), is_basket ? std::optional(stop) : std::nullopt,
                       entry_rounding(group.strategy->rounding, group.side()), layers_of_others(group, context), std::nullopt, {}},
            {}};
}

GroupEvents plan(const Group& group, const Leg& first, const GroupContext& context) {
    Series series = series_of(group, first, context);
    std::optional<Error> ended = measure(series);
    while (!ended.has_value()) {
        auto layer = one_more(series);
        if (layer.ok()) {
            series.layers.push_back(*layer);
        } else {
            ended = layer.error();
        }
    }
    const LayerTerms& terms = series.terms;
    GroupEvents events{LayersPlanned{group.id, terms.first.entry, terms.quantity, terms.equity, terms.first_loss, series.layers, ended->code,
                                     ended->detail, context.now}};
    auto number = static_cast<std::uint32_t>(group.orders.size());
    for (const auto& layer : series.layers) {
        OrderPlaced order;
        order.group = group.id;
        order.order = OrderNumber{++number};
        order.role = OrderRole::layer;
        order.pyramid = PyramidIndex{0};
        order.leg = layer.index;
        order.side = opening_side(group.side());
        order.type = OrderType::limit;
        order.time_in_force = TimeInForce::gtc;
        order.price = layer.price;
        order.quantity = layer.quantity;
        order.at = context.now;
        events.push_back(std::move(order));
    }
    return events;
}

void cancel(GroupEvents& events, const Group& group, const Layer& layer, Timestamp now) {
    const Order* order = group.find(layer.order);
    if (order == nullptr || !order->is_live() || order->state == OrderState::pending_cancel) return;
    events.push_back(OrderCancelRequested{group.id, order->number, now});
}

bool is_gone(const Group& group, Quantity open, Quantity ever, const GroupContext& context) {
    return is_placeable_at_mark(group, ever, context) && !is_placeable_at_mark(group, open, context);
}

/// the first position is gone once it held enough to be sold, and no longer does.
bool is_first_gone(const Group& group, const GroupContext& context) {
    const Governed& governed = *group.governed;
    if (!layers_leave_alone(group) || governed.is_first_over) return false;
    Quantity ever;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) ever += leg.lot.filled;
    }
    return is_gone(group, first_position(group).holding.open, ever, context);
}

/// A layer that the venue refused ends the series (B-15); one that is sold, or is being sold, is not entered any further.
GroupEvents cancel_ended(const Group& group, const GroupContext& context) {
    GroupEvents events;
    bool is_refused = false;
    for (const auto& layer : group.governed->layers) {
        const Order* order = group.find(layer.order);
        const bool has_left = layer.exit.has_value() || (layer.entry.has_value() && is_gone(group, layer.lot.open, layer.lot.filled, context));
        if (is_refused || (layers_leave_alone(group) && has_left)) cancel(events, group, layer, context.now);
        is_refused = is_refused || (order != nullptr && order->state == OrderState::rejected);
    }
    return events;
}

}  // namespace

void cancel_layers(GroupEvents& events, const Group& group, Timestamp now) {
    if (!group.governed.has_value()) return;
    for (const auto& layer : group.governed->layers) cancel(events, group, layer, now);
}

GroupEvents settle_layers(const Group& group, const GroupContext& context) {
    if (!group.governed.has_value() || !group.governed->use.has_layers || !group.governed->entry.has_value()) return {};
    if (!group.governed->layers_planned) {
        const Leg* first = filled_first_leg(group);
        return first != nullptr && group.open_quantity.is_positive() ? plan(group, *first, context) : GroupEvents{};
    }
    if (!is_first_gone(group, context)) return cancel_ended(group, context);
    GroupEvents events{FirstPositionEnded{group.id, context.now}};
    cancel_entries(events, group, {}, context.now);
    return events;
}

std::uint16_t layers_in_use(const Group& group) {
    if (!group.governed.has_value() || !group.governed->use.has_layers || group.has_ended()) return 0;
    const auto is_in_use = [&](const Layer& layer) {
        const Order* order = group.find(layer.order);
        return layer.lot.open.is_positive() || (order != nullptr && order->is_live());
    };
    const auto layers = std::ranges::count_if(group.governed->layers, is_in_use);
    return static_cast<std::uint16_t>(layers + (group.governed->is_first_over ? 0 : 1));
}

void take_effect(Group& group, const FirstPositionEnded&) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset has layers");
    group.governed->is_first_over = true;
}

void take_effect(Group& group, const LayersPlanned& event) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset has layers");
    Governed& governed = *group.governed;
    governed.layers_planned = true;
    for (const auto& planned : event.layers) {
        Layer layer;
        layer.plan = planned;
        governed.layers.push_back(std::move(layer));
    }
}

}  // namespace trellis
