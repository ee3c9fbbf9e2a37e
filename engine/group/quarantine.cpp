#include "engine/group/quarantine.hpp"

#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/group/reports.hpp"

namespace trellis {

namespace {

using Held = std::optional<GroupDecision>;

Refusal refusal(const Group& group) {
    return {"GROUP_QUARANTINED", "the group is quarantined (" + group.quarantine->reason + "): release it first"};
}

/// As an event, so that it is on record and whoever asked learns of it.
GroupEvents note(const Group& group, const GroupContext& context) {
    Refusal refused = refusal(group);
    return {RefusalNoted{group.id, std::move(refused.code), std::move(refused.detail), context.now}};
}

/// The same to who waits for an answer: a replay must be able to give it again.
GroupEvents refuse(const Group& group, std::optional<SignalNumber> signal, std::optional<OffsetNumber> offset, const GroupContext& context) {
    Refusal refused = refusal(group);
    return {ReductionRefused{group.id, signal, offset, std::move(refused.code), std::move(refused.detail), context.now}};
}

bool is_known(const Group& group, std::optional<SignalNumber> signal) { return signal.has_value() && group.last_signal >= *signal; }

Held hold_pyramid(const Group& group, const AddPyramid& command, const GroupContext& context) {
    if (has_pyramid_of(group, command.signal)) return GroupEvents{};
    return refuse(group, command.signal, std::nullopt, context);
}

Held hold_close(const Group& group, const CloseGroup& command, const GroupContext& context) {
    if (is_known(group, command.signal)) return GroupEvents{};
    const bool is_for_others = command.signal.has_value() || command.offset.has_value();
    return is_for_others ? refuse(group, command.signal, command.offset, context) : note(group, context);
}

Held hold_reduction(const Group& group, const ReduceGroup& command, const GroupContext& context) {
    if (is_known(group, command.signal)) return GroupEvents{};
    return refuse(group, command.signal, command.offset, context);
}

/// A doubt is asked about again when its time has come, not at once: of a fill that cannot be booked it would never end.
Held report(const Group& group, const HandleReport& command, const GroupContext& context) {
    if (!is_report_of(group, command)) return std::nullopt;
    const Order& order = group.order(command.order);
    if (!order.waiting_since.has_value()) return std::nullopt;
    GroupEvents events = decide_report(group, order, command.body, context);
    std::erase_if(events, [](const GroupEvent& event) { return std::holds_alternative<OrderDoubted>(event); });
    return events;
}

}  // namespace

std::optional<GroupDecision> held_in_quarantine(const Group& group, const GroupCommand& command, const GroupContext& context) {
    if (group.has_ended()) return std::nullopt;
    return std::visit(Overloaded{
                          [](const OpenGroup&) { return Held(GroupEvents{}); },  // opened before: a repeated hand-over
                          [&](const AddPyramid& added) { return hold_pyramid(group, added, context); },
                          [&](const CloseGroup& closed) { return hold_close(group, closed, context); },
                          [](const CancelEntries&) { return Held(); },
                          [&](const MoveStop&) { return Held(note(group, context)); },
                          [&](const ChangeTargets&) { return Held(note(group, context)); },
                          [&](const ApplyPreset&) { return Held(note(group, context)); },
                          [&](const HandleReport& told) { return report(group, told, context); },
                          [](const Evaluate&) { return Held(GroupEvents{}); },
                          [](const TimerDue&) { return Held(); },
                          [&](const ReduceGroup& reduced) { return hold_reduction(group, reduced, context); },
                          [](const NoteReplacement&) { return Held(GroupEvents{}); },
                          [](const TestRiskTimer&) { return Held(GroupEvents{}); },
                          [](const TakeOutside&) { return Held(GroupEvents{}); },
                          [](const ReleaseQuarantine&) { return Held(); },
                          [](const FollowCopy&) { return Held(GroupEvents{}); },  // its desk gives it again behind the release
                      },
                      command);
}

GroupEvents release_quarantine(const Group& group, const GroupContext& context) {
    if (group.quarantine.has_value()) return {QuarantineReleased{group.id, context.now}};
    return {RefusalNoted{group.id, "NOT_QUARANTINED", "the group is not quarantined", context.now}};
}

}  // namespace trellis
