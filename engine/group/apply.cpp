// How each event changes a group: one short function per event. Nothing here decides anything.
#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/by_hand.hpp"
#include "engine/group/fees.hpp"
#include "engine/group/governed.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/group.hpp"
#include "engine/group/hand_overs.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/held.hpp"
#include "engine/group/layers.hpp"
#include "engine/group/lots.hpp"
#include "engine/group/order_table.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/preset_change.hpp"
#include "engine/group/resting.hpp"

namespace trellis {

namespace {

Order& order_of(Group& group, OrderNumber number) {
    TRELLIS_CHECK(number.value >= 1 && number.value <= group.orders.size(), "an event names an order of its group");
    return group.orders[number.value - 1];
}

/// How much of an order the venue may fill in all: a reduction that it has not answered may not have reached it.
Quantity most_at_venue(const Group& group, const Order& order) {
    const auto found = group.not_yet_lowered.find(order.number);
    return found == group.not_yet_lowered.end() ? order.quantity : std::max(order.quantity, found->second);
}

/// Moves an order through the table and keeps the counts of live orders.
void move(Group& group, Order& order, OrderUpdate update) {
    const bool was_live = order.is_live();
    order.state = next_state(order.state, update, order.filled.is_positive());
    if (order.state == OrderState::filled) order.trades.clear();
    if (was_live == order.is_live()) return;
    group.not_yet_lowered.erase(order.number);
    TRELLIS_CHECK(was_live, "a terminal order does not come back to life");
    group.live_orders -= 1;
    if (order.role == OrderRole::entry) group.live_entries -= 1;
    order.waiting_since.reset();
    order.retry_at.reset();
}

void wait_for_answer(Order& order, Timestamp at) {
    order.waiting_since = at;
    order.retry_at.reset();
}

void answered(Order& order) {
    // The answer to an IOC or market order is its end: until then it is asked about (G-5).
    if (order.time_in_force != TimeInForce::ioc) order.waiting_since.reset();
    order.retry_at.reset();
    order.delays = 0;
}

void on(Group& group, const GroupOpened& event, Incarnation) {
    group.id = event.group;
    group.identity = event.identity;
    group.opened_at = event.at;
    group.strategy = event.strategy;
    group.max_slippage_percent = event.max_slippage_percent;
    group.last_signal = event.signal;
    group.dust_to_sweep = event.dust;
    if (event.preset.has_value()) group.governed = governed_by(*event.preset);
    if (event.copied.has_value()) group.copied = Copied{*event.copied, 1, ""};
}

void on(Group& group, const PyramidAdded& event, Incarnation) {
    TRELLIS_CHECK(event.plan.pyramid.value == group.pyramids.size(), "pyramids are numbered without gaps");
    Pyramid pyramid{event.plan.pyramid, event.signal, event.plan.base_price, event.plan.capital, {}};
    pyramid.added_at = event.at;
    pyramid.legs.reserve(event.plan.legs.size());
    for (const auto& planned : event.plan.legs) {
        Leg leg;
        leg.plan = planned;
        hold(group, leg, first_hold(event.plan, planned));
        pyramid.legs.push_back(leg);
    }
    // Room for the entries and a close, and no more: there are very many groups whose ladder only waits. The first target doubles it.
    const std::size_t orders = group.orders.size() + pyramid.legs.size() + 2;
    group.orders.reserve(orders);
    group.placed_in.reserve(orders);
    group.pyramids.reserve(group.pyramids.size() + 1);
    group.pyramids.push_back(std::move(pyramid));
    // One that waited in the queue may be older than what the group has obeyed since.
    group.last_signal = std::max(group.last_signal, event.signal);
    group.refused.clear();
}

void on(Group& group, const OrderPlaced& event, Incarnation incarnation) {
    TRELLIS_CHECK(event.order.value == group.orders.size() + 1, "orders are numbered without gaps");
    Order order;
    order.number = event.order;
    order.role = event.role;
    order.pyramid = event.pyramid;
    order.leg = event.leg;
    order.side = event.side;
    order.type = event.type;
    order.time_in_force = event.time_in_force;
    order.price = event.price;
    order.quantity = event.quantity;
    order.state = next_state(OrderState::planned, OrderUpdate::sent, false);
    wait_for_answer(order, event.at);
    group.live_orders += 1;
    if (event.role == OrderRole::entry) {
        group.live_entries += 1;
        Leg& leg = leg_of(group, order);
        leg.entry = event.order;
        hold(group, leg, LegHold::none);
    } else if (event.role == OrderRole::leg_tp) {
        Leg& leg = leg_of(group, order);
        leg.target = event.order;
        leg.target_retry_at.reset();
    } else if (GovernedTarget* target = target_of(group, order)) {
        target->order = event.order;
        target->retry_at.reset();
    } else if (event.role == OrderRole::layer) {
        layer_of(group, event.leg.value()).order = event.order;
    } else if (is_of_hedge(event.role)) {
        note_hedge_order(group, event);
    } else if (event.role == OrderRole::aggregate_tp && !group.closing.has_value()) {
        note_aggregate_order(group, event);
    } else if (event.role == OrderRole::stop && !group.closing.has_value()) {
        note_exit_order(group, event);
    } else if (group.closing.has_value()) {
        group.closing->order = event.order;
        group.closing->next_try.reset();
    } else if (group.reducing.has_value() && event.role == group.reducing->role) {
        group.reducing->order = event.order;
        group.reducing->next_try.reset();
    }
    group.orders.push_back(std::move(order));
    group.placed_in.push_back(incarnation);
}

void on(Group& group, const OrderAmendRequested& event, Incarnation) {
    Order& order = order_of(group, event.order);
    const Quantity most = most_at_venue(group, order);
    order.price = event.price;
    order.quantity = event.quantity;
    if (order.role == OrderRole::entry) group.pyramids.at(order.pyramid->value).chased_at = event.at;
    if (most > event.quantity) group.not_yet_lowered[event.order] = most;
    move(group, order, OrderUpdate::amend_requested);
    wait_for_answer(order, event.at);
}

void on(Group& group, const OrderCancelRequested& event, Incarnation) {
    Order& order = order_of(group, event.order);
    move(group, order, OrderUpdate::cancel_requested);
    wait_for_answer(order, event.at);
}

void on(Group& group, const OrderAccepted& event, Incarnation) {
    Order& order = order_of(group, event.order);
    move(group, order, OrderUpdate::acknowledged);
    // An amendment or cancel under way still waits for its own answer.
    if (order.state == OrderState::working || order.state == OrderState::partial) answered(order);
    if (order.role == OrderRole::leg_tp) leg_of(group, order).target_rejections = 0;
    if (order.number == group.resting.order) group.resting.rejections = 0;
    if (GovernedTarget* target = target_of(group, order)) target->rejections = 0;
}

void on(Group& group, const OrderFilled& event, Incarnation) {
    Order& order = order_of(group, event.order);
    const OpenQuantities before = open_quantities(group);
    order.filled += event.quantity;
    // Of what rests to close, a late answer may have hidden that the venue still has the larger quantity.
    const bool may_be_larger = !opens(order.role) && order.time_in_force == TimeInForce::gtc;
    TRELLIS_CHECK(may_be_larger || order.filled <= most_at_venue(group, order), "an order is not filled beyond its quantity");
    // The fill may be older than a reduction that is on its way: the venue's quantity was the larger one, and may be yet.
    const bool is_filled = order.filled == most_at_venue(group, order);
    order.quantity = std::max(order.quantity, order.filled);
    if (opens(order.role)) {
        book_opening(group, order, event);
        if (!is_of_hedge(order.role)) group.is_flat = false;
    } else {
        book_close(group, order, event);
        group.last_closed_at = event.at;
    }
    note_open_fee(group, event);
    group.fees += fee_in_quote(event);
    if (!group.first_fill_at.has_value()) group.first_fill_at = event.at;
    const bool was_unanswered = order.state == OrderState::sent || order.state == OrderState::unknown;
    order.trades.push_back(event.trade);
    move(group, order, is_filled ? OrderUpdate::fully_filled : OrderUpdate::partly_filled);
    if (was_unanswered) answered(order);
    follow_fill(group, order, event.quantity, before);
}

void on(Group& group, const OrderChanged& event, Incarnation) {
    Order& order = order_of(group, event.order);
    order.price = event.price;
    order.quantity = event.quantity;
    group.not_yet_lowered.erase(event.order);
    const bool is_filled = order.filled.is_positive() && order.remaining().is_zero();
    const OrderState before = order.state;
    move(group, order, is_filled ? OrderUpdate::fully_filled : OrderUpdate::amended);
    if (order.state != before) answered(order);
}

void on(Group& group, const OrderEnded& event, Incarnation) {
    Order& order = order_of(group, event.order);
    const auto update = event.state == OrderState::rejected  ? OrderUpdate::rejected
                        : event.state == OrderState::expired ? OrderUpdate::expired
                                                             : OrderUpdate::cancelled;
    move(group, order, update);
    if (order.role == OrderRole::entry) note_entry_end(group, leg_of(group, order), order, event.code);
    if (event.state == OrderState::rejected) note_rejected_target(group, order, event.at);
}

void on(Group& group, const OrderRequestRefused& event, Incarnation) {
    Order& order = order_of(group, event.order);
    move(group, order, OrderUpdate::request_refused);
    wait_for_answer(order, event.at);
}

void on(Group& group, const OrderDelayed& event, Incarnation) {
    Order& order = order_of(group, event.order);
    order.waiting_since.reset();
    order.retry_at = event.retry_at;
    constexpr std::uint8_t delays_max = 16;
    if (order.delays < delays_max) order.delays += 1;
}

void on(Group& group, const OrderRetried& event, Incarnation) {
    wait_for_answer(order_of(group, event.order), event.at);
}

void on(Group& group, const OrderDoubted& event, Incarnation) {
    Order& order = order_of(group, event.order);
    move(group, order, OrderUpdate::doubted);
    wait_for_answer(order, event.at);
}

void on(Group& group, const OrderResent& event, Incarnation) {
    Order& order = order_of(group, event.order);
    move(group, order, OrderUpdate::sent);
    wait_for_answer(order, event.at);
}

void on(Group& group, const CloseStarted& event, Incarnation) {
    TRELLIS_CHECK(!group.closing.has_value(), "the first cause of a close stays");
    Closing closing;
    closing.reason = event.reason;
    closing.role = event.role;
    closing.max_slippage_percent = event.max_slippage_percent;
    closing.started_at = event.at;
    closing.last_alarm = event.at;
    closing.offset = event.offset;
    group.closing = closing;
    release_all(group);
    obey(group, event.signal, event.offset);
}

void on(Group& group, const CloseRetryScheduled& event, Incarnation) {
    TRELLIS_CHECK(group.closing.has_value(), "only a close is retried");
    group.closing->attempt = event.attempt;
    group.closing->next_try = event.at;
}

void on(Group& group, const CloseStuck& event, Incarnation) {
    TRELLIS_CHECK(group.closing.has_value(), "only a close can be stuck");
    group.closing->last_alarm = event.at;
}

void on(Group& group, const GroupWentFlat&, Incarnation) { group.is_flat = true; }

void on(Group& group, const GroupClosed& event, Incarnation) {
    group.dust = event.dust;
    group.lifecycle = Lifecycle::closed;
    if (group.closing.has_value()) end_offset_leg(group, group.closing->offset);
    group.risk_timer_started_at.reset();  // K-2
}

void on(Group& group, const GroupFailed&, Incarnation) {
    group.lifecycle = Lifecycle::failed;
    group.risk_timer_started_at.reset();
}

void on(Group& group, const EntriesCancelOrdered&, Incarnation) { group.cancels_obeyed += 1; }

void on(Group& group, const ReductionStarted& event, Incarnation) { begin_reduction(group, event); }

void on(Group& group, const ReductionRetryScheduled& event, Incarnation) {
    TRELLIS_CHECK(group.reducing.has_value(), "only a reduction is retried");
    group.reducing->attempt = event.attempt;
    group.reducing->next_try = event.at;
}

void on(Group& group, const ReductionEnded& event, Incarnation) { end_reduction(group, event); }

void on(Group& group, const ReductionRefused& event, Incarnation) { note_refusal(group, event); }

void on(Group&, const RefusalNoted&, Incarnation) {}

void on(Group& group, const GroupQuarantined& event, Incarnation) {
    const Timestamp since = group.quarantine.has_value() ? group.quarantine->since : event.at;
    group.quarantine = Quarantine{event.reason, since};
    if (group.pyramids.empty()) group.refused = "INTERNAL";  // what was to open it
}

void on(Group& group, const QuarantineReleased&, Incarnation) { group.quarantine.reset(); }

void on(Group& group, const StopMoved& event, Incarnation) {
    move_stop(group, event);
}

void on(Group& group, const PositionGoverned& event, Incarnation) { govern(group, event); }

void on(Group& group, const TrailNoted& event, Incarnation) { note_trail(group, event); }

/// Layers, the hedge and another version of the preset: their files say it.
template <class E>
    requires requires(Group& group, const E& event) { take_effect(group, event); }
void on(Group& group, const E& event, Incarnation) {
    take_effect(group, event);
}

void on(Group& group, const PositionTargetMoved& event, Incarnation) { group.position_target = event.price; }

void on(Group& group, const TargetsChanged& event, Incarnation) { change_targets(group, event); }

void on(Group& group, const CloseAbandoned& event, Incarnation) {
    TRELLIS_CHECK(group.closing.has_value(), "only a close is given up");
    end_offset_leg(group, group.closing->offset);
    group.closing.reset();
    group.abandoned = event.quote;
}

void on(Group& group, const CloseInsisted& event, Incarnation) {
    TRELLIS_CHECK(group.closing.has_value(), "only a close is insisted on");
    group.closing->must_finish = true;
    if (event.max_slippage_percent.has_value()) group.closing->max_slippage_percent = event.max_slippage_percent;
    obey(group, event.signal, std::nullopt);
}

void on(Group& group, const PyramidTargetReached& event, Incarnation) {
    group.pyramids.at(event.pyramid.value).touched = event.quote;
}

/// The averages of its next turn begin anew: its target follows the fills of that turn alone.
void on(Group& group, const LegRearmed& event, Incarnation) {
    Leg& leg = leg_of(group, event.pyramid, event.leg);
    leg.lot.filled = {};
    leg.lot.filled_cost = {};
}

void on(Group& group, const LegHeld& event, Incarnation) {
    hold(group, leg_of(group, event.pyramid, event.leg), event.hold);
}

void on(Group& group, const LegsAnchored& event, Incarnation) { anchor_legs(group, event); }

void on(Group& group, const LegDropped& event, Incarnation) {
    hold(group, leg_of(group, event.pyramid, event.leg), LegHold::none);
}

void on(Group& group, const GridAbandoned&, Incarnation) { group.grid_abandoned = true; }

void on(Group& group, const RiskTimerStarted& event, Incarnation) { group.risk_timer_started_at = event.at; }

void on(Group& group, const RiskTimerCleared&, Incarnation) { group.risk_timer_started_at.reset(); }

void on(Group& group, const ReplacementNoted& event, Incarnation) { group.replacements_noted = event.count; }

void on(Group& group, const ExternalReduction& event, Incarnation) {
    take_outside(group, event.quantity);
    group.outside.told = event.told;
}

void on(Group&, const RulesRenewedOnRefusal&, Incarnation) {}

void on(Group& group, const FeeSettled& event, Incarnation) { correct_fee(group, event); }

void on(Group& group, const CopyFollowed& event, Incarnation) { note_copy_step(group, event); }

void on(Group& group, const DustSwept& event, Incarnation) {
    join_dust(group, event.dust);
    group.dust_to_sweep = {};
}

}  // namespace

void Group::apply(const GroupEvent& event, Incarnation incarnation) {
    std::visit([&](const auto& happened) { on(*this, happened, incarnation); }, event);
}

}  // namespace trellis
