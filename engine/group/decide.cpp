// The one switch: what each command makes happen first. What the rules then demand is settle's.
#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/group/by_hand.hpp"
#include "engine/group/candle_exit.hpp"
#include "engine/group/close.hpp"
#include "engine/group/commands.hpp"
#include "engine/group/copied.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/fees.hpp"
#include "engine/group/governed.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/layers.hpp"
#include "engine/group/outside.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/preset_change.hpp"
#include "engine/group/quarantine.hpp"
#include "engine/group/recycling.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/reports.hpp"
#include "engine/group/resting.hpp"
#include "engine/group/risk_timer.hpp"
#include "engine/group/stop.hpp"
#include "engine/group/targets.hpp"
#include "engine/group/triggers.hpp"

namespace trellis {

namespace {

GroupDecision open(const Group& group, const OpenGroup& command, const GroupContext& context) {
    if (!group.pyramids.empty()) return GroupEvents{};  // opened before: a repeated hand-over
    GroupEvents events;
    events.push_back(GroupOpened{command.group, command.identity, command.signal, context.now, command.strategy,
                                 command.max_slippage_percent, command.dust, command.preset, command.copied});
    std::ranges::move(command.preset.has_value() ? planned_levels(command, context) : levels_of_signal(command, context),
                      std::back_inserter(events));
    events.push_back(PyramidAdded{command.group, command.signal, command.plan, context.now});
    place_ladder(events, {command.group, command.identity.side, 0, 0}, command.plan, context);
    return events;
}

GroupDecision add_pyramid(const Group& group, const AddPyramid& command, const GroupContext& context) {
    if (has_pyramid_of(group, command.signal)) return GroupEvents{};
    if (group.has_ended()) return Refusal{"NO_POSITION", "the group ended before the pyramid arrived"};
    if (group.closing.has_value()) return Refusal{"GROUP_CLOSING", "the group is closing"};
    const bool is_first_over = group.governed.has_value() && group.governed->is_first_over;
    if (is_first_over) return Refusal{"MAX_PYRAMIDS", "its first position is gone, only its layers are open"};
    GroupEvents events;
    events.push_back(PyramidAdded{group.id, command.signal, command.plan, context.now});
    if (group.strategy->replace_unfilled_previous && !group.pyramids.empty()) {
        EntrySelection unfilled;  // P-7
        unfilled.pyramid = group.pyramids.back().index;
        unfilled.spares_filled = true;
        unfilled.code = "REPLACED";
        cancel_entries(events, group, unfilled, context.now);
    }
    place_ladder(events, {group.id, group.side(), group.orders.size(), group.live_orders}, command.plan, context);
    return events;
}

OrderRole close_role(CloseReason reason) {
    if (reason == CloseReason::risk_loser) return OrderRole::risk_loser;
    return reason == CloseReason::risk_winner ? OrderRole::risk_winner : OrderRole::exit;
}

/// A repeated offset leg: it has begun, or is done.
bool is_known(const Group& group, const CloseGroup& command) {
    if (command.signal.has_value() && group.last_signal >= *command.signal) return true;
    return command.offset.has_value() && group.offset_leg.has_value() && group.offset_leg->offset >= *command.offset;
}

GroupDecision close(const Group& group, const CloseGroup& command, const GroupContext& context) {
    if (is_known(group, command)) return GroupEvents{};
    if (group.has_ended()) return Refusal{"NO_POSITION", "the group has ended"};
    if (group.closing.has_value()) {
        const bool may_be_given_up = context.config.slippage_action == SlippageAction::reject && is_discretionary(*group.closing);
        if (!may_be_given_up || command.offset.has_value()) return Refusal{"ALREADY_CLOSING", "the group is closing already"};
        return GroupEvents{CloseInsisted{group.id, command.signal, command.max_slippage_percent, context.now}};
    }
    GroupEvents events = start_close(group, command.reason, close_role(command.reason), command.signal,
                                     command.max_slippage_percent, context);
    std::get<CloseStarted>(events.front()).offset = command.offset;
    return events;
}

/// G-4: one leg refused and all-or-nothing asked for: the other legs of its pyramid go too.
GroupEvents enforce_all_or_nothing(const Group& group, const GroupContext& context) {
    GroupEvents events;
    if (!group.strategy->all_or_nothing) return events;
    for (const auto& pyramid : group.pyramids) {
        const bool is_refused = std::ranges::any_of(pyramid.legs, [&](const Leg& leg) {
            const Order* order = group.find(leg.entry);
            return order != nullptr && order->state == OrderState::rejected && leg.hold == LegHold::none;
        });
        if (!is_refused) continue;
        EntrySelection others;
        others.pyramid = pyramid.index;
        cancel_entries(events, group, others, context.now);
        if (!events.empty()) return events;
    }
    return events;
}

/// A timer stands for all that is due at its moment (next_due_after): where it has nothing of its own, a bar may end.
GroupDecision pass_time(const Group& group, const TimerDue& due, const GroupContext& context) {
    GroupEvents events;
    if (due.kind == TimerKind::order_timeout) {
        events = decide_order_timeouts(group, context.now);
        std::ranges::move(decide_first_leg_timeouts(group, context.now), std::back_inserter(events));
    }
    return events.empty() ? close_at_candle_end(group, context) : events;
}

/// The order whose fill the command booked, if that fill closes.
const Order* closing_fill(const Group& group, const GroupCommand& command) {
    const auto* report = std::get_if<HandleReport>(&command);
    if (report == nullptr || !std::holds_alternative<OrderFill>(report->body)) return nullptr;
    const Order* order = group.find(report->order);
    return order != nullptr && !opens(order->role) && !is_of_hedge(order->role) ? order : nullptr;
}

}  // namespace

GroupDecision decide(const Group& group, const GroupCommand& command, const GroupContext& context) {
    if (group.quarantine.has_value()) [[unlikely]] {
        if (auto held = held_in_quarantine(group, command, context)) return *std::move(held);
    }
    return std::visit(
        Overloaded{
            [&](const OpenGroup& opened) { return open(group, opened, context); },
            [&](const AddPyramid& added) { return add_pyramid(group, added, context); },
            [&](const CloseGroup& closed) { return close(group, closed, context); },
            [&](const CancelEntries& cancel) -> GroupDecision {
                if (group.has_ended()) return Refusal{"NO_POSITION", "the group has ended"};
                GroupEvents events;
                if (cancel.answers_stop) events.push_back(EntriesCancelOrdered{group.id});
                cancel_entries(events, group, {}, context.now);
                return events;
            },
            [&](const MoveStop& moved) -> GroupDecision { return move_stop(group, moved, context); },
            [&](const ChangeTargets& changed) -> GroupDecision { return change_targets(group, changed, context); },
            [&](const HandleReport& report) -> GroupDecision {
                if (!is_report_of(group, report)) return Refusal{"UNKNOWN_ORDER", "the group has no order of that number"};
                const bool is_late_fee = group.has_ended() && std::holds_alternative<FeeReported>(report.body);
                if (is_late_fee) return Refusal{"NO_POSITION", "the group has ended: its desk books the fee"};
                return decide_report(group, *group.find(report.order), report.body, context);
            },
            [&](const Evaluate&) -> GroupDecision {
                auto events = evaluate_triggers(group, context);
                return events.empty() ? evaluate_entries(group, context) : events;
            },
            [&](const TimerDue& due) { return pass_time(group, due, context); },
            [&](const ReduceGroup& reduced) { return reduce(group, reduced, context); },
            [&](const NoteReplacement& note) -> GroupDecision { return note_replacement(group, note, context); },
            [&](const TestRiskTimer&) -> GroupDecision { return GroupEvents{}; },
            [&](const TakeOutside& taken) { return take_outside(group, taken, context); },
            [&](const ReleaseQuarantine&) -> GroupDecision { return release_quarantine(group, context); },
            [&](const FollowCopy& told) { return follow_copy(group, told, context); },
            [&](const ApplyPreset& applied) -> GroupDecision { return apply_preset(group, applied, context); },
        },
        command);
}

GroupEvents settle(const Group& group, const GroupCommand& command, const GroupContext& context) {
    if (group.has_ended() || group.quarantine.has_value()) return {};
    if (auto events = settle_fees(group, context); !events.empty()) return events;
    if (group.closing.has_value()) {
        return group.reducing.has_value() ? settle_overtaken(group, context) : settle_close(group, context);
    }
    if (auto events = settle_recycled(group, context); !events.empty()) return events;
    if (std::holds_alternative<TakeOutside>(command)) {
        if (auto events = settle_outside(group, context); !events.empty()) return events;
    }
    if (auto events = settle_flat(group, closing_fill(group, command), context); !events.empty()) return events;
    if (auto events = settle_governed(group, command, context); !events.empty()) return events;
    if (auto events = settle_targets(group, command, context); !events.empty()) return events;
    if (auto events = settle_resting_target(group, command, context); !events.empty()) return events;
    if (auto events = settle_entries(group, context); !events.empty()) return events;
    if (auto events = enforce_all_or_nothing(group, context); !events.empty()) return events;
    if (auto events = settle_exits(group, context); !events.empty()) return events;
    auto rest = group.reducing.has_value() ? settle_reduction(group, context) : settle_leftover(group, context);
    if (!rest.empty()) return rest;
    if (auto events = settle_risk_timer(group, context); !events.empty()) return events;
    if (auto events = settle_layers(group, context); !events.empty()) return events;
    return settle_hedge(group, context);
}

namespace {

/// Until nothing more follows.
void rest(Group& group, const GroupCommand& command, const GroupContext& context, Incarnation incarnation, GroupEvents& events) {
    while (true) {
        GroupEvents more = settle(group, command, context);
        if (more.empty()) break;
        for (const auto& event : more) group.apply(event, incarnation);
        std::ranges::move(more, std::back_inserter(events));
    }
    if (!events.empty()) check_invariants(group);
}

}  // namespace

GroupDecision handle(Group& group, const GroupCommand& command, const GroupContext& context, Incarnation incarnation) {
    GroupDecision decision = decide(group, command, context);
    auto* events = std::get_if<GroupEvents>(&decision);
    if (events == nullptr) return decision;
    for (const auto& event : *events) group.apply(event, incarnation);
    const auto anew = renewed(*events, context.instrument);  // V-3: what follows goes by the rules that were just said
    if (anew.has_value()) {
        rest(group, command, with_instrument(context, *anew), incarnation, *events);
        return decision;
    }
    // A report or hand-over that changed nothing demands nothing; timers and quotes are there for what time alone demands.
    const bool is_repeat = events->empty() && !std::holds_alternative<TimerDue>(command) &&
                           !std::holds_alternative<Evaluate>(command) && !std::holds_alternative<TestRiskTimer>(command);
    if (is_repeat) return decision;
    rest(group, command, context, incarnation, *events);
    return decision;
}

std::optional<Due> next_due_after(const Group& group, Timestamp passed) {
    std::optional<Due> earliest;
    const auto consider = [&](Timestamp at, TimerKind kind) {
        if (at <= passed) return;
        const Due due{at, kind};
        if (!earliest.has_value() || due < *earliest) earliest = due;
    };
    if (group.has_ended()) return earliest;
    for (const auto& order : group.orders) {
        if (order.retry_at.has_value()) consider(*order.retry_at, TimerKind::order_timeout);
        if (order.waiting_since.has_value()) consider(*order.waiting_since + answer_timeout, TimerKind::order_timeout);
    }
    if (group.quarantine.has_value()) return earliest;
    if (group.closing.has_value()) {
        if (group.closing->next_try.has_value()) consider(*group.closing->next_try, TimerKind::close_retry);
        if (const auto at = hedge_retry_at(group)) consider(*at, TimerKind::close_retry);
        return earliest;
    }
    if (group.reducing.has_value() && group.reducing->next_try.has_value()) {
        consider(*group.reducing->next_try, TimerKind::close_retry);
    }
    if (group.resting.retry_at.has_value() && group.open_quantity.is_positive()) {
        consider(*group.resting.retry_at, TimerKind::order_timeout);
    }
    if (const auto at = exit_retry_at(group, passed)) consider(*at, TimerKind::close_retry);
    if (const auto at = hedge_retry_at(group)) consider(*at, TimerKind::close_retry);
    if (const auto at = governed_retry_at(group, passed)) consider(*at, TimerKind::order_timeout);
    if (const auto at = candle_exit_at(group)) consider(*at, TimerKind::candle_exit);
    for (const auto& pyramid : group.pyramids) {
        if (const auto at = first_leg_timeout(group, pyramid)) consider(*at, TimerKind::order_timeout);
        for (const auto& leg : pyramid.legs) {
            if (!leg.lot.open.is_positive()) continue;
            if (leg.target_retry_at.has_value()) consider(*leg.target_retry_at, TimerKind::order_timeout);
        }
    }
    return earliest;
}

std::optional<Due> next_due(const Group& group) { return next_due_after(group, Timestamp::min()); }

}  // namespace trellis
