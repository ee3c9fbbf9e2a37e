#include "engine/pool/entry.hpp"

#include <algorithm>

#include "engine/pool/bots.hpp"
#include "engine/pool/entry_plan.hpp"
#include "engine/pool/limits.hpp"
#include "engine/pool/precision.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/pool/preset_ladder.hpp"
#include "engine/pool/week.hpp"

namespace trellis {

namespace {

SignalAdmitted admitted(const Desk& desk, const EntryOrder& order, HandOver hand_over, GroupId group, PyramidPlan plan,
                        const DeskContext& context) {
    SignalAdmitted event;
    event.account = desk.account;
    event.signal = order.signal;
    event.at = context.now;
    event.instruction = order.instruction;
    event.hand_over = hand_over;
    event.groups = {group};
    event.plan = std::move(plan);
    event.body = order.body;
    event.bot = take_of(desk, order.instruction.identity, context);
    return event;
}

EntryRequest request_of(const EntryOrder& order, const GridStrategy& strategy, PyramidIndex pyramid,
                        const DeskGroup* group) {
    return {order.instruction, strategy, pyramid, order.base_price, group};
}

/// what the account may still put at risk, and pay.
Result<PyramidPlan> within_limits(const Desk& desk, const EntryOrder& order, Result<PyramidPlan> plan, const DeskContext& context) {
    if (!plan.ok()) return plan;
    if (!order.ignores_exposure) {
        if (auto exceeded = check_exposure(desk, plan->capital, context)) return std::move(*exceeded);
    }
    const Instrument& instrument = context.instruments.at(order.instruction.identity.instrument);
    if (auto unpaid = check_balance(desk, *plan, instrument, context)) return std::move(*unpaid);
    return plan;
}

/// R-34, V-5: rules, capital, ladder, minimums, exposure, balance.
Result<PyramidPlan> plan_checked(const Desk& desk, const EntryOrder& order, const EntryRequest& request,
                                 const DeskContext& context) {
    if (auto missing = check_rules(order.instruction.identity.instrument, context)) return std::move(*missing);
    return within_limits(desk, order, plan_entry(request, context), context);
}

DeskEvents opened(const Desk& desk, SignalAdmitted&& event, bool is_forced, const DeskContext& context) {
    DeskEvents begun;
    if (event.preset.has_value()) begun = begin_week_of(desk, event.preset->preset, context);  // it may be the first of a signal's preset
    const SlotTaken slot{event.groups.front(), event.instruction.identity, is_forced};
    DeskEvents events{std::move(event), slot};
    std::ranges::move(begun, std::back_inserter(events));
    return events;
}

/// preset alone.
Result<DeskEvents> open_by_preset(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    if (auto missing = check_rules(order.instruction.identity.instrument, context)) return std::move(*missing);
    auto planned = plan_by_preset(order.instruction, order.base_price, context);
    if (!planned.ok()) return planned.error();
    auto plan = within_limits(desk, order, std::move(planned->plan), context);
    if (!plan.ok()) return plan.error();
    const GroupId id{desk.account, desk.group_counter + 1};
    SignalAdmitted event = admitted(desk, order, HandOver::open_group, id, std::move(plan).value(), context);
    event.strategy = strategy_alone(context.config);
    event.preset = std::move(planned->use);
    return opened(desk, std::move(event), order.is_forced, context);
}

Result<PyramidPlan> plan_one_more(const Desk& desk, const DeskGroup& group, const EntryOrder& order, const DeskContext& context) {
    const EntryRequest request = request_of(order, strategy_of(group, context), PyramidIndex{group.entries_total}, &group);
    if (!group.preset.has_value()) return plan_checked(desk, order, request, context);
    if (auto missing = check_rules(order.instruction.identity.instrument, context)) return std::move(*missing);
    if (group.preset->has_grid) return within_limits(desk, order, plan_pyramid_beside(request, context), context);
    return within_limits(desk, order, plan_pyramid_by_preset(group, order.instruction, order.base_price, context), context);
}

}  // namespace

const GridStrategy& strategy_of(const DeskGroup& group, const DeskContext& context) {
    if (!group.strategy->follow_config_changes) return group.strategy;
    const GridStrategy* today = strategy_for(group.identity, context);
    return today == nullptr ? *group.strategy : *today;
}

std::optional<Error> check_pyramid(const DeskGroup& group, const EntryOrder& order, const DeskContext& context) {
    const GridStrategy& strategy = strategy_of(group, context);
    if (group.entries_total >= strategy.max_pyramids) {
        return Error{"MAX_PYRAMIDS", text(group.id) + " has " + std::to_string(group.entries_total) + " of " +
                                         std::to_string(strategy.max_pyramids) + " entries"};
    }
    const GroupFigures* figures = context.board.find(group.id);
    if (figures != nullptr && figures->is_first_over) {
        return Error{"MAX_PYRAMIDS", "the first position of " + text(group.id) + " is gone, only its layers are open (R-56)"};
    }
    return refuse_by_gate(request_of(order, strategy, PyramidIndex{group.entries_total}, &group), context.board);
}

std::optional<Error> check_caps(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    if (auto capped = check_positions(desk, instruction.identity.instrument, context)) return capped;
    return check_preset_caps(desk, instruction, context);
}

Result<DeskEvents> open_group(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    const Identity& identity = order.instruction.identity;
    const GridStrategy* strategy = strategy_for(identity, context);
    if (strategy == nullptr) return open_by_preset(desk, order, context);
    const EntryRequest request = request_of(order, *strategy, PyramidIndex{0}, nullptr);
    if (auto missing = check_rules(identity.instrument, context)) return std::move(*missing);
    auto beside = plan_beside(request, context);
    if (!beside.ok()) return beside.error();
    std::optional<PresetPlan> governed = std::move(beside).value();
    auto plan = within_limits(desk, order, governed.has_value() ? governed->plan : plan_entry(request, context), context);
    if (!plan.ok()) return plan.error();
    const GroupId id{desk.account, desk.group_counter + 1};
    SignalAdmitted event =
        admitted(desk, order, HandOver::open_group, id, std::move(plan).value(), context);
    event.strategy = *strategy;
    if (governed.has_value()) {
        if (governed->use.takes_profit && context.config.preset_settings.take_profit == PresetSource::preset) event.strategy = without_targets(*strategy);
        event.preset = std::move(governed->use);
    }
    return opened(desk, std::move(event), order.is_forced, context);
}

Result<DeskEvents> add_pyramid(const Desk& desk, const DeskGroup& group, const EntryOrder& order,
                               const DeskContext& context) {
    if (desk.copy_of(group.id) != nullptr) {
        return Error{"COPIED_POSITION", text(group.id) + " follows its leader and takes no entries of its own (B-30)"};
    }
    auto plan = plan_one_more(desk, group, order, context);
    if (!plan.ok()) return plan.error();
    return DeskEvents{admitted(desk, order, HandOver::add_pyramid, group.id, std::move(plan).value(), context)};
}

}  // namespace trellis
