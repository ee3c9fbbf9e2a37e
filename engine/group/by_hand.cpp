#include "engine/group/by_hand.hpp"

#include <algorithm>

#include "engine/group/lots.hpp"

namespace trellis {

namespace {

const Ratio percent_max = Ratio::from_integer(1'000'000);

const Pyramid* find_pyramid(const Group& group, PyramidIndex index) {
    return index.value < group.pyramids.size() ? &group.pyramids[index.value] : nullptr;
}

const Leg* find_leg(const Pyramid& pyramid, LegIndex index) {
    const auto found = std::ranges::find(pyramid.legs, index, [](const Leg& leg) { return leg.plan.index; });
    return found == pyramid.legs.end() || found->plan.skipped ? nullptr : &*found;
}

std::string name_of(const TargetPercent& target) {
    std::string name = target.pyramid.has_value() ? "pyramid " + std::to_string(target.pyramid->value) : "the aggregate";
    if (target.leg.has_value()) name += ", leg " + std::to_string(target.leg->value);
    return name;
}

/// True when the mode knows such a target: legs in per_leg and hybrid, the rest where there is an aggregate.
bool is_in_mode(const TargetPercent& target, TakeProfitMode mode) {
    const bool has_legs = mode == TakeProfitMode::per_leg || mode == TakeProfitMode::hybrid;
    if (target.leg.has_value()) return has_legs;
    if (target.pyramid.has_value()) return mode == TakeProfitMode::pyramid_aggregate;
    return mode != TakeProfitMode::per_leg;
}

std::optional<Error> fault_of(const Group& group, const TargetPercent& target) {
    if (!target.percent.is_positive() || target.percent > percent_max) {
        return Error{"OUT_OF_RANGE", "the target of " + name_of(target) + " is above 0 and at most " + percent_max.text() +
                                         " percent, not " + target.percent.text()};
    }
    if (target.leg.has_value() && !target.pyramid.has_value()) {
        return Error{"UNKNOWN_LEG", "a leg is named with its pyramid"};
    }
    if (!is_in_mode(target, group.strategy->take_profit_mode)) {
        return Error{"TARGET_NOT_IN_MODE", "the group's tp_mode has no target of " + name_of(target)};
    }
    if (!target.pyramid.has_value()) return std::nullopt;
    const Pyramid* pyramid = find_pyramid(group, *target.pyramid);
    if (pyramid == nullptr) return Error{"UNKNOWN_PYRAMID", "the group has no " + name_of(target)};
    if (target.leg.has_value() && find_leg(*pyramid, *target.leg) == nullptr) {
        return Error{"UNKNOWN_LEG", "the group has no " + name_of(target)};
    }
    return std::nullopt;
}

std::optional<Ratio> present_percent(const Group& group, const TargetPercent& target) {
    if (target.leg.has_value()) return find_leg(*find_pyramid(group, *target.pyramid), *target.leg)->plan.take_profit;
    if (!target.pyramid.has_value()) return group.strategy->take_profit_aggregate_percent;
    const auto own = group.strategy->pyramid_take_profit_percents.find(target.pyramid->value);
    if (own != group.strategy->pyramid_take_profit_percents.end()) return own->second;
    return group.strategy->take_profit_aggregate_percent;
}

}  // namespace

GroupEvents change_targets(const Group& group, const ChangeTargets& command, const GroupContext& context) {
    const auto refuse = [&](Error error) {
        return GroupEvents{RefusalNoted{group.id, std::move(error.code), std::move(error.detail), context.now}};
    };
    if (group.has_ended()) return refuse({"NO_POSITION", "the group has ended"});
    if (group.closing.has_value()) return refuse({"ALREADY_CLOSING", "the group is closing"});
    TargetsChanged event{group.id, {}, context.now};
    for (const auto& target : command.targets) {
        if (auto fault = fault_of(group, target)) return refuse(std::move(*fault));
        const auto previous = present_percent(group, target);
        if (previous == target.percent) continue;
        event.changes.push_back({target.pyramid, target.leg, previous, target.percent});
    }
    return event.changes.empty() ? GroupEvents{} : GroupEvents{std::move(event)};
}

void change_targets(Group& group, const TargetsChanged& event) {
    for (const auto& change : event.changes) {
        if (!change.pyramid.has_value()) {
            group.strategy.change([&](GridStrategy& own) { own.take_profit_aggregate_percent = change.percent; });
        } else if (!change.leg.has_value()) {
            const std::uint16_t pyramid = change.pyramid->value;
            group.strategy.change([&](GridStrategy& own) { own.pyramid_take_profit_percents[pyramid] = change.percent; });
        } else {
            leg_of(group, *change.pyramid, *change.leg).plan.take_profit = change.percent;
        }
    }
}

}  // namespace trellis
