#include "engine/group/copied.hpp"

#include <algorithm>

namespace trellis {

std::string_view text(CopyKind kind) {
    switch (kind) {
        case CopyKind::open: return "open";
        case CopyKind::add: return "add";
        case CopyKind::reduce: return "reduce";
        case CopyKind::close: return "close";
    }
    return "";
}

namespace {

GroupCommand as_command(const FollowCopy& told) {
    switch (told.kind) {
        case CopyKind::add: return AddPyramid{SignalNumber{}, told.plan.value()};
        case CopyKind::reduce: {
            ReduceGroup command;
            command.fraction = told.part;
            return command;
        }
        case CopyKind::open:
        case CopyKind::close: break;
    }
    return CloseGroup{CloseReason::leader, std::nullopt, std::nullopt};
}

/// A part that amounts to all of it is closed for the leader's sake, not by hand.
void name_reason(GroupEvents& events) {
    for (auto& event : events) {
        if (auto* started = std::get_if<CloseStarted>(&event)) started->reason = CloseReason::leader;
    }
}

/// Refused at once, or by an event of its own, which then is not needed.
std::optional<Refusal> refusal_in(const GroupDecision& decision) {
    if (const auto* refused = std::get_if<Refusal>(&decision)) return *refused;
    for (const auto& event : std::get<GroupEvents>(decision)) {
        if (const auto* noted = std::get_if<ReductionRefused>(&event)) return Refusal{noted->code, noted->detail};
    }
    return std::nullopt;
}

bool is_of_entry(const Group& group, OrderNumber number) { return group.order(number).role == OrderRole::entry; }

}  // namespace

GroupDecision follow_copy(const Group& group, const FollowCopy& command, const GroupContext& context) {
    if (!group.copied.has_value() || group.copied->step >= command.step) return GroupEvents{};
    if (group.has_ended()) return Refusal{"NO_POSITION", "the group has ended"};
    CopyFollowed followed{group.id, command.step, command.kind, "", "", context.now};
    GroupDecision decision = decide(group, as_command(command), context);
    if (auto refused = refusal_in(decision)) {
        followed.code = std::move(refused->code);
        followed.detail = std::move(refused->detail);
        return GroupEvents{std::move(followed)};
    }
    GroupEvents events{std::move(followed)};
    auto& more = std::get<GroupEvents>(decision);
    name_reason(more);
    std::ranges::move(more, std::back_inserter(events));
    return events;
}

bool is_copy_step_done(const Group& group) {
    if (!group.copied.has_value()) return false;
    if (group.closing.has_value()) return true;  // what it is told from now on changes nothing
    return group.live_entries == 0 && group.held_legs == 0 && !group.reducing.has_value();
}

bool ends_copy_step(const Group& group, const GroupEvents& events) {
    if (!is_copy_step_done(group) || group.has_ended()) return false;
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        if (const auto* filled = std::get_if<OrderFilled>(&event)) return is_of_entry(group, filled->order);
        if (const auto* ended = std::get_if<OrderEnded>(&event)) return is_of_entry(group, ended->order);
        return std::holds_alternative<CopyFollowed>(event) || std::holds_alternative<ReductionEnded>(event) ||
               std::holds_alternative<CloseStarted>(event) || std::holds_alternative<LegDropped>(event);
    });
}

GroupFollowed followed(const Group& group) { return {group.id, group.copied->step, group.copied->code}; }

}  // namespace trellis
