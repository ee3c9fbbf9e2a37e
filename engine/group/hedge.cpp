#include "engine/group/hedge.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/tries.hpp"
#include "engine/market/filters.hpp"
#include "engine/preset/pip.hpp"
#include "engine/risk/valuation.hpp"

namespace trellis {

namespace {

const Ratio whole = Ratio::from_integer(1);

/// The worst mark of the quotes since the group was last woken.
Price worst_mark(const Group& group, const GroupContext& context) {
    const Price now = mark(*context.quote, group.side());
    if (!context.missed.has_value()) return now;
    return group.is_long() ? std::min(now, context.missed->bid_low) : std::max(now, context.missed->ask_high);
}

Money basket_value(const Group& group, Price mark, const Instrument& instrument) {
    const Position basket{group.side(), group.open_quantity, group.open_cost, group.open_entry_fees};
    return value_at(basket, mark, instrument.taker_fee).unrealised;
}

Money hedge_value(const Group& group, const Quote& quote, const Instrument& instrument) {
    const Lot& lot = group.governed->hedge->lot;
    const PositionSide side = opposite(group.side());
    return value_at({side, lot.open, lot.cost, lot.entry_fee}, mark(quote, side), instrument.taker_fee).unrealised;
}

/// What the basket has to lose, at least: trigger / 100 x E at the opening.
Money trigger_loss(const PresetUse& use) {
    const Ratio percent = use.preset->hedge.trigger_drawdown_percent.value();
    return Money::from_raw(multiply_divide(use.equity->raw(), percent.raw(), Int128{100} * Ratio::scale, Rounding::ceil));
}

GroupEvents dropped(const Group& group, std::string code, std::string detail, const GroupContext& context) {
    return {HedgeDropped{group.id, std::move(code), std::move(detail), context.now}};
}

GroupEvents arm(const Group& group, const GroupContext& context) {
    const PresetUse& use = group.governed->use;
    if (!use.equity.has_value() || !group.open_quantity.is_positive()) return {};
    const Price now = worst_mark(group, context);
    const Money value = basket_value(group, now, context.instrument);
    if (value > -trigger_loss(use)) return {};
    const PresetHedge& hedge = use.preset->hedge;
    const Price distance = distance_of(*hedge.distance, use.pip);
    const Price level = stop_tick(towards_profit(now, distance, opposite(group.side())), group.side(), context.instrument.tick);
    const auto sized = Quantity::from_raw(multiply_divide(group.open_quantity.raw(), hedge.lot_factor->raw(), Ratio::scale, Rounding::floor));
    const Quantity quantity = round_to_step(sized, context.instrument.step, Rounding::floor);
    if (!level.is_positive()) return dropped(group, "NO_PRICE", "the level " + level.text() + " is no price", context);
    if (!quantity.is_positive()) return dropped(group, "BELOW_MINIMUM", sized.text() + " is less than a step", context);
    return {HedgeArmed{group.id, now, value, *use.equity, level, quantity, context.now}};
}

/// The side that closes the basket opens its hedge.
GroupEvents send(const Group& group, const GroupContext& context) {
    const Hedge& hedge = *group.governed->hedge;
    const Price now = worst_mark(group, context);
    if (group.is_long() ? now > hedge.level : now < hedge.level) return {};
    OrderPlaced order = closing_order(group, Try{}, OrderRole::hedge, hedge.quantity, *context.quote, context);
    const bool is_market = order.type == OrderType::market;
    const Price price = is_market ? order.reference.value() : order.price;
    const auto refusal = refused_by(context.instrument, {price, order.quantity, Purpose::opening, is_market});
    if (refusal.has_value()) return dropped(group, "BELOW_MINIMUM", text(*refusal), context);
    return {std::move(order)};
}

bool is_sent(const Hedge& hedge) { return hedge.order.value != 0; }

HedgeCloseStarted close_started(const Group& group, const GroupContext& context) {
    HedgeCloseStarted event{group.id, {}, {}, context.now};
    if (!context.quote.has_value()) return event;
    event.basket = basket_value(group, mark(*context.quote, group.side()), context.instrument);
    event.hedge = hedge_value(group, *context.quote, context.instrument);
    return event;
}

OrderPlaced hedge_close(const Group& group, Quantity quantity, const Try& one, const GroupContext& context) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = OrderRole::hedge_close;
    event.side = opening_side(group.side());
    event.reference = touch(*context.quote, event.side);
    event.time_in_force = TimeInForce::ioc;
    event.type = is_market_try(group, one) ? OrderType::market : OrderType::limit;
    if (event.type == OrderType::limit) {
        event.price = bounded_limit(*event.reference, slippage_bound(group, one, context), event.side, context.instrument.tick);
    }
    event.quantity = quantity;
    event.at = context.now;
    return event;
}

bool is_live(const Group& group, OrderNumber number) {
    const Order* order = group.find(number);
    return order != nullptr && order->is_live();
}

}  // namespace

GroupEvents evaluate_hedge(const Group& group, const GroupContext& context) {
    if (!group.governed.has_value() || !group.governed->use.has_hedge || !context.quote.has_value()) return {};
    const Boxed<Hedge>& hedge = group.governed->hedge;
    if (!hedge.has_value()) return arm(group, context);
    if (hedge->is_over) return {};
    if (!is_sent(*hedge)) return send(group, context);
    if (!has_open_hedge(group) || hedge->is_closing || is_live(group, hedge->order)) return {};
    const HedgeCloseStarted even = close_started(group, context);
    return (even.basket + even.hedge).is_negative() ? GroupEvents{} : GroupEvents{even};
}

GroupEvents settle_hedge(const Group& group, const GroupContext& context) {
    if (!has_open_hedge(group) || !group.governed->hedge->is_closing) return {};
    const Hedge& hedge = *group.governed->hedge;
    if (is_live(group, hedge.order) || is_live(group, hedge.closing_order) || !context.quote.has_value()) return {};
    const Quantity quantity = sendable(hedge.lot.open, context.instrument);
    const Try one{hedge.attempt, std::nullopt};
    OrderPlaced order = hedge_close(group, quantity, one, context);
    const Price price = order.type == OrderType::limit ? order.price : order.reference.value();
    if (!is_placeable(context.instrument, price, quantity, Purpose::closing)) return {HedgeEnded{group.id, hedge.lot.open, context.now}};
    const bool was_tried = hedge.closing_order.value != 0 && !hedge.next_try.has_value();
    // somebody else closed it, so the venue refuses whatever is tried.
    const bool is_refused = was_tried && group.order(hedge.closing_order).state == OrderState::rejected;
    if (is_refused && hedge.attempt >= planned_tries(group)) return {HedgeEnded{group.id, hedge.lot.open, context.now}};
    if (was_tried) return {HedgeRetryScheduled{group.id, hedge.attempt + 1, context.now + retry_delay(group, hedge.attempt)}};
    if (hedge.next_try.has_value() && *hedge.next_try > context.now) return {};
    return {std::move(order)};
}

GroupEvents close_hedge(const Group& group, const GroupContext& context) {
    if (!has_open_hedge(group)) return {};
    if (!group.governed->hedge->is_closing) return {close_started(group, context)};
    return settle_hedge(group, context);
}

bool has_open_hedge(const Group& group) {
    if (!group.governed.has_value() || !group.governed->hedge.has_value()) return false;
    return !group.governed->hedge->is_over && group.governed->hedge->lot.open.is_positive();
}

bool watches_every_quote(const Group& group) {
    if (!has_open_hedge(group)) return false;
    const Hedge& hedge = *group.governed->hedge;
    return !hedge.next_try.has_value() && !is_live(group, hedge.closing_order);
}

std::optional<Price> hedge_level(const Group& group, const Instrument& instrument) {
    if (!group.governed.has_value() || !group.governed->use.has_hedge) return std::nullopt;
    const PresetUse& use = group.governed->use;
    const Boxed<Hedge>& hedge = group.governed->hedge;
    if (hedge.has_value()) return hedge->is_over || is_sent(*hedge) ? std::nullopt : std::optional(hedge->level);
    if (!use.equity.has_value() || !group.open_quantity.is_positive()) return std::nullopt;
    // U = s (Q x mark - cost) - fees - f x Q x mark, solved for the mark. A tick early costs a look, late would cost the trigger.
    const Money loss = trigger_loss(use);
    const bool is_long = group.is_long();
    const Money worth = is_long ? group.open_cost + group.open_entry_fees - loss : group.open_cost - group.open_entry_fees + loss;
    const Ratio kept = is_long ? whole - instrument.taker_fee : whole + instrument.taker_fee;
    if (!worth.is_positive() || !kept.is_positive()) return std::nullopt;
    const Rounding early = is_long ? Rounding::ceil : Rounding::floor;
    const Int128 unit = multiply_divide(worth.raw(), Quantity::scale, group.open_quantity.raw(), early);
    const Price at = round_to_tick(Price::from_raw(multiply_divide(unit, Ratio::scale, kept.raw(), early)), instrument.tick, early);
    return is_long ? at + instrument.tick : at - instrument.tick;
}

std::optional<Timestamp> hedge_retry_at(const Group& group) {
    if (!has_open_hedge(group)) return std::nullopt;
    return group.governed->hedge->next_try;
}

void take_effect(Group& group, const HedgeArmed& event) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset hedges");
    Hedge hedge;
    hedge.level = event.level;
    hedge.quantity = event.quantity;
    group.governed->hedge = hedge;
}

namespace {

Hedge& hedge_of(Group& group) {
    TRELLIS_CHECK(group.governed.has_value() && group.governed->hedge.has_value(), "an event of the hedge belongs to one");
    return *group.governed->hedge;
}

}  // namespace

void take_effect(Group& group, const HedgeDropped&) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset hedges");
    if (!group.governed->hedge.has_value()) group.governed->hedge = Hedge{};
    hedge_of(group).is_over = true;
}

void take_effect(Group& group, const HedgeCloseStarted&) { hedge_of(group).is_closing = true; }

void take_effect(Group& group, const HedgeRetryScheduled& event) {
    Hedge& hedge = hedge_of(group);
    hedge.attempt = event.attempt;
    hedge.next_try = event.at;
}

void take_effect(Group& group, const HedgeEnded&) { hedge_of(group).is_over = true; }

void note_hedge_order(Group& group, const OrderPlaced& event) {
    Hedge& hedge = hedge_of(group);
    if (event.role == OrderRole::hedge) {
        hedge.order = event.order;
    } else {
        hedge.closing_order = event.order;
        hedge.next_try.reset();
    }
}

}  // namespace trellis
