#include "engine/pool/entry.hpp"

#include "engine/pool/entry_plan.hpp"
#include "engine/pool/limits.hpp"
#include "engine/pool/precision.hpp"

namespace trellis {

namespace {

SignalAdmitted admitted(const Desk& desk, const EntryOrder& order, HandOver hand_over, GroupId group, PyramidPlan plan,
                        Timestamp now) {
    SignalAdmitted event;
    event.account = desk.account;
    event.signal = order.signal;
    event.at = now;
    event.instruction = order.instruction;
    event.hand_over = hand_over;
    event.groups = {group};
    event.plan = std::move(plan);
    event.body = order.body;
    return event;
}

EntryRequest request_of(const EntryOrder& order, const GridStrategy& strategy, PyramidIndex pyramid,
                        const DeskGroup* group) {
    return {order.instruction, strategy, pyramid, order.base_price, group};
}

/// R-34, V-5: rules, capital, ladder, minimums, exposure, balance.
Result<PyramidPlan> plan_checked(const Desk& desk, const EntryOrder& order, const EntryRequest& request,
                                 const DeskContext& context) {
    if (auto missing = check_rules(order.instruction.identity.instrument, context)) return std::move(*missing);
    auto plan = plan_entry(request, context);
    if (!plan.ok()) return plan;
    if (!order.ignores_exposure) {
        if (auto exceeded = check_exposure(desk, plan->capital, context)) return std::move(*exceeded);
    }
    const Instrument& instrument = context.instruments.at(order.instruction.identity.instrument);
    if (auto unpaid = check_balance(desk, *plan, instrument, context)) return std::move(*unpaid);
    return plan;
}

}  // namespace

const GridStrategy& strategy_of(const DeskGroup& group, const DeskContext& context) {
    if (!group.strategy->follow_config_changes) return group.strategy;
    const GridStrategy* today = select_strategy(context.config, context.account,
                                                context.instruments.at(group.identity.instrument),
                                                group.identity.timeframe_seconds);
    return today == nullptr ? *group.strategy : *today;
}

std::optional<Error> check_pyramid(const DeskGroup& group, const EntryOrder& order, const DeskContext& context) {
    const GridStrategy& strategy = strategy_of(group, context);
    if (group.entries_total >= strategy.max_pyramids) {
        return Error{"MAX_PYRAMIDS", text(group.id) + " has " + std::to_string(group.entries_total) + " of " +
                                         std::to_string(strategy.max_pyramids) + " entries"};
    }
    return refuse_by_gate(request_of(order, strategy, PyramidIndex{group.entries_total}, &group), context.board);
}

std::optional<Error> check_caps(const Desk& desk, const Identity& identity, const DeskContext& context) {
    return check_positions(desk, identity.instrument, context);
}

Result<DeskEvents> open_group(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    const Identity& identity = order.instruction.identity;
    const Instrument& instrument = context.instruments.at(identity.instrument);
    const GridStrategy* strategy =
        select_strategy(context.config, context.account, instrument, identity.timeframe_seconds);
    if (strategy == nullptr) {
        return Error{"NO_CONFIG", "no grid strategy applies to " + instrument.name + " on " +
                                      std::to_string(identity.timeframe_seconds) + " s (D-12)"};
    }
    auto plan = plan_checked(desk, order, request_of(order, *strategy, PyramidIndex{0}, nullptr), context);
    if (!plan.ok()) return plan.error();
    const GroupId id{desk.account, desk.group_counter + 1};
    SignalAdmitted event =
        admitted(desk, order, HandOver::open_group, id, std::move(plan).value(), context.now);
    event.strategy = *strategy;
    return DeskEvents{std::move(event), SlotTaken{id, identity, order.is_forced}};
}

Result<DeskEvents> add_pyramid(const Desk& desk, const DeskGroup& group, const EntryOrder& order,
                               const DeskContext& context) {
    const EntryRequest request =
        request_of(order, strategy_of(group, context), PyramidIndex{group.entries_total}, &group);
    auto plan = plan_checked(desk, order, request, context);
    if (!plan.ok()) return plan.error();
    return DeskEvents{admitted(desk, order, HandOver::add_pyramid, group.id, std::move(plan).value(), context.now)};
}

}  // namespace trellis
