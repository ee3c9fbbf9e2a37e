#include "engine/group/reduce.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/close.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/refit.hpp"

namespace trellis {

namespace {

/// A repeated hand-over: the group obeyed it, or refused it, before.
bool is_known(const Group& group, const ReduceGroup& command) {
    if (command.signal.has_value() && group.last_signal >= *command.signal) return true;
    return command.offset.has_value() && group.offset_leg.has_value() && group.offset_leg->offset >= *command.offset;
}

/// How much of the position is asked for.
struct Amount {
    Quantity quantity;       ///< in whole steps, at most what is open
    bool is_nothing = false;
    bool is_all = false;     ///< I-7: 99.9 % and more is all of it
};

bool is_nearly(Int128 part, Int128 whole) {
    constexpr Int128 thousand = 1'000;
    return compare_products(part, thousand, whole, thousand - 1) >= 0;
}

Amount amount_of(const Group& group, const Portion& portion, const Instrument& instrument) {
    if (!portion.part.is_positive() || !portion.whole.is_positive()) return {{}, true, false};
    const Quantity part = std::min(portion.part, portion.whole);
    return {part_of(group.open_quantity, part, portion.whole, instrument.step), false,
            is_nearly(part.raw(), portion.whole.raw())};
}

Amount amount_of(const Group& group, Quantity quantity, const Instrument& instrument) {
    if (!quantity.is_positive()) return {{}, true, false};
    const Quantity part = std::min(quantity, group.open_quantity);
    return {round_to_step(part, instrument.step, Rounding::floor), false,
            is_nearly(part.raw(), group.open_quantity.raw())};
}

Amount amount_of(const Group& group, Money worth, const Quote& quote, const Instrument& instrument) {
    if (!worth.is_positive()) return {{}, true, false};
    const Price price = mark(quote, group.side());
    const Money whole = notional(price, group.open_quantity);
    if (is_nearly(worth.raw(), whole.raw())) return {group.open_quantity, false, true};
    return {affordable(worth, Ratio::from_integer(100), price, instrument.step), false, false};
}

/// Nothing can be asked for in two ways at once; what is worth something needs a price first.
bool asks_for_nothing(const ReduceGroup& command) {
    if (command.fraction.has_value()) return !command.fraction->part.is_positive();
    if (command.quantity.has_value()) return !command.quantity->is_positive();
    return !command.worth.has_value() || !command.worth->is_positive();
}

Amount wanted(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    if (command.fraction.has_value()) return amount_of(group, *command.fraction, context.instrument);
    if (command.quantity.has_value()) return amount_of(group, *command.quantity, context.instrument);
    return amount_of(group, command.worth.value(), *context.quote, context.instrument);
}

/// The refusals of R-33 that need no sum.
std::optional<Refusal> refused_at_once(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    if (group.has_ended()) return Refusal{"NO_POSITION", "the group has ended"};
    if (!group.open_quantity.is_positive()) return Refusal{"NO_POSITION", "nothing is open"};
    if (group.closing.has_value()) return Refusal{"ALREADY_CLOSING", "the group is closing already"};
    if (group.reducing.has_value()) return Refusal{"ALREADY_REDUCING", "a part of the group is being closed already"};
    if (is_leaving(group)) return Refusal{"ALREADY_REDUCING", "one of its positions is being closed already"};
    if (asks_for_nothing(command)) return Refusal{"NOTHING_TO_REDUCE", "the part to close is zero or less"};
    if (!context.quote.has_value()) return Refusal{"NO_PRICE", "there is no quote yet"};
    return std::nullopt;
}

/// I-7: nearly all of it, or a rest that could never be sold: the whole group is closed. An offset says what it wants to the step,
/// so only the rest counts there.
bool amounts_to_close(const Group& group, const ReduceGroup& command, const Amount& amount, const GroupContext& context) {
    if (command.role == OrderRole::reduce && amount.is_all) return true;
    const Quantity rest =
        round_to_step(group.open_quantity - amount.quantity, context.instrument.step, Rounding::floor);
    return !is_placeable(context.instrument, mark(*context.quote, group.side()), rest, Purpose::closing);
}

OrderRole close_role_of(OrderRole role) { return role == OrderRole::reduce ? OrderRole::exit : role; }

GroupEvents close_whole(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    GroupEvents events = start_close(group, close_reason_of(command.role, command.signal.has_value()),
                                     close_role_of(command.role), command.signal, command.max_slippage_percent, context);
    std::get<CloseStarted>(events.front()).offset = command.offset;
    return events;
}

ReductionStarted started(const Group& group, const ReduceGroup& command, Quantity quantity, const GroupContext& context) {
    ReductionStarted event;
    event.group = group.id;
    event.role = command.role;
    event.signal = command.signal;
    event.offset = command.offset;
    event.quantity = quantity;
    event.max_slippage_percent = command.max_slippage_percent;
    event.at = context.now;
    return event;
}

GroupDecision start(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    if (auto refused = refused_at_once(group, command, context)) return std::move(*refused);
    const Amount amount = wanted(group, command, context);
    if (amounts_to_close(group, command, amount, context)) return close_whole(group, command, context);
    const Price limit = worst_price(group, {1, command.max_slippage_percent}, *context.quote, context);
    if (!is_placeable(context.instrument, limit, amount.quantity, Purpose::closing)) {
        return Refusal{"BELOW_MINIMUM", amount.quantity.text() + " at " + limit.text() + " is below the minimum"};
    }
    return GroupEvents{started(group, command, amount.quantity, context)};
}

// ---- under way ----

Quantity open_in_scope(const Group& group, const Reduction& reduction) {
    if (!reduction.pyramid.has_value()) return group.open_quantity;
    Quantity open;
    for (const auto& leg : group.pyramids.at(reduction.pyramid->value).legs) open += leg.lot.open;
    return open;
}

/// What is still to close: the rest of what was asked for, and no more than its lots hold.
Quantity still_to_close(const Group& group, const Reduction& reduction) {
    return std::min(reduction.quantity - reduction.closed, open_in_scope(group, reduction));
}

bool has_live_order(const Group& group, const Reduction& reduction) {
    const Order* order = group.find(reduction.order);
    return order != nullptr && order->is_live();
}

/// A pyramid that its own target sells (T-7): what it leaves is known when that order is over.
bool is_a_pyramid_on_its_way(const Group& group) {
    return std::ranges::any_of(group.pyramids, [&](const Pyramid& pyramid) {
        const Order* order = group.find(pyramid.closing_order);
        return order != nullptr && order->is_live();
    });
}

/// on spot a target locks its coins until the venue has lowered it.
bool waits_for_targets(const Group& group, const GroupContext& context) {
    if (context.instrument.market != Market::spot) return false;
    if (context.cancels_at_once) return false;
    return std::ranges::any_of(group.orders, [](const Order& order) {
        if (opens(order.role)) return false;
        return order.state == OrderState::pending_replace || order.state == OrderState::pending_cancel;
    });
}

/// X-2 gives a reduction its planned tries; what is then left is not chased, unlike what an exit leaves (docs/reduce.md).
bool is_given_up(const Group& group, const Reduction& reduction, const GroupContext& context) {
    const bool is_for_others = reduction.role != OrderRole::reduce;
    if (is_for_others && context.config.slippage_action == SlippageAction::reject) return true;  // F-3: one try
    return reduction.attempt >= planned_tries(group);
}

GroupEvents end(const Group& group, const GroupContext& context) {
    const Reduction& reduction = *group.reducing;
    return {ReductionEnded{group.id, reduction.offset, reduction.closed, reduction.realised, context.now}};
}

}  // namespace

GroupDecision reduce(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    if (is_known(group, command)) return GroupEvents{};
    GroupDecision decision = start(group, command, context);
    const auto* refused = std::get_if<Refusal>(&decision);
    // Who asked waits for an answer: a refusal is an event, so that a replay gives the same.
    if (refused == nullptr || group.has_ended()) return decision;
    return GroupEvents{ReductionRefused{group.id, command.signal, command.offset, refused->code, refused->detail, context.now}};
}

GroupEvents settle_reduction(const Group& group, const GroupContext& context) {
    TRELLIS_CHECK(group.reducing.has_value(), "a reduction under way");
    const Reduction& reduction = *group.reducing;
    if (has_live_order(group, reduction)) return {};
    if (is_a_pyramid_on_its_way(group)) return {};
    const Quantity quantity = sendable(still_to_close(group, reduction), context.instrument);
    if (!quantity.is_positive()) return end(group, context);
    if (!context.quote.has_value()) return {};  // the first quote wakes it (watch levels)
    const Try one{reduction.attempt, reduction.max_slippage_percent};
    const Price limit = worst_price(group, one, *context.quote, context);
    if (!is_placeable(context.instrument, limit, quantity, Purpose::closing)) return end(group, context);
    const bool was_tried = reduction.order.value != 0 && !reduction.next_try.has_value();
    if (was_tried && !may_be_refitted(group.order(reduction.order), context.instrument)) {
        if (is_given_up(group, reduction, context)) return end(group, context);
        return {ReductionRetryScheduled{group.id, reduction.attempt + 1,
                                        context.now + retry_delay(group, reduction.attempt)}};
    }
    if (reduction.next_try.has_value() && *reduction.next_try > context.now) return {};
    if (waits_for_targets(group, context)) return {};
    return {closing_order(group, one, reduction.role, quantity, *context.quote, context)};
}

GroupEvents settle_overtaken(const Group& group, const GroupContext& context) {
    return has_live_order(group, *group.reducing) ? GroupEvents{} : end(group, context);
}

Quantity held_after_reduction(const Group& group, PyramidIndex pyramid, const Lot& lot) {
    if (group.governed.has_value() && group.governed->exit.has_value()) return {};  // its position leaves
    if (!group.reducing.has_value() || !lot.open.is_positive()) return lot.open;
    const Reduction& reduction = *group.reducing;
    if (reduction.pyramid.has_value() && *reduction.pyramid != pyramid) return lot.open;
    return lot.open - share(lot.open, still_to_close(group, reduction), open_in_scope(group, reduction));
}

Quantity held_after_reduction(const Group& group, const PositionView& position) {
    const Quantity open = position.holding.open;
    if (position.guided != nullptr && position.guided->exit.has_value()) return {};
    if (!group.reducing.has_value() || !open.is_positive()) return open;
    const Reduction& reduction = *group.reducing;
    const Quantity leaving = still_to_close(group, reduction);
    if (open == group.open_quantity) return open - leaving;
    if (!reduction.pyramid.has_value()) return open - share(leaving, open, group.open_quantity);
    return position.layer.has_value() ? open : open - leaving;
}

Quantity held_after_reduction(const Group& group) {
    Quantity held;
    each_position(group, [&](const PositionView& position) { held += held_after_reduction(group, position); });
    return held;
}

GroupCommand close_by_hand(Ratio fraction) {
    if (fraction >= Ratio::from_integer(1)) return CloseGroup{CloseReason::manual, std::nullopt, std::nullopt};
    ReduceGroup command;
    command.fraction = Portion{as<Quantity>(fraction)};
    return command;
}

CloseReason close_reason_of(OrderRole role, bool by_signal) {
    switch (role) {
        case OrderRole::risk_winner: return CloseReason::risk_winner;
        case OrderRole::risk_loser: return CloseReason::risk_loser;
        case OrderRole::aggregate_tp: return CloseReason::tp_pyramid;
        case OrderRole::reduce:
        case OrderRole::exit: return by_signal ? CloseReason::exit_signal : CloseReason::manual;
        case OrderRole::entry:
        case OrderRole::leg_tp:
        case OrderRole::tp1:
        case OrderRole::tp2:
        case OrderRole::tp3:
        case OrderRole::stop:
        case OrderRole::layer:
        case OrderRole::hedge:
        case OrderRole::hedge_close: break;
    }
    TRELLIS_CHECK(false, "no position is reduced in that role");
    return CloseReason::manual;
}

}  // namespace trellis
