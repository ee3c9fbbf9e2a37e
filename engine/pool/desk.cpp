// Questions a desk answers about itself, and what must always hold of it.
#include "engine/pool/desk.hpp"

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/pool/invariants.hpp"

namespace trellis {

std::string_view text(SignalOutcome outcome) {
    switch (outcome) {
        case SignalOutcome::accepted: return "accepted";
        case SignalOutcome::queued: return "queued";
        case SignalOutcome::duplicate: return "duplicate";
        case SignalOutcome::ignored: return "ignored";
        case SignalOutcome::rejected: return "rejected";
    }
    return "";
}

std::string_view text(TradingState state) {
    switch (state) {
        case TradingState::active: return "ACTIVE";
        case TradingState::reducing: return "REDUCING";
        case TradingState::halted: return "HALTED";
    }
    return "";
}

const DeskGroup* Desk::find(GroupId group) const {
    const auto found = groups.find(group);
    return found == groups.end() ? nullptr : &found->second;
}

const DeskGroup* Desk::find(const Identity& identity) const {
    const auto found = by_identity.find(identity);
    return found == by_identity.end() ? nullptr : find(found->second);
}

void check_slots(const Desk& desk, std::uint32_t max_open_groups) {
    TRELLIS_CHECK(desk.groups.size() <= max_open_groups, "no more groups than slots (L-1)");
}

namespace {

constexpr std::size_t few = 16;

void check_sizes(const Desk& desk) {
    TRELLIS_CHECK(desk.by_identity.size() == desk.groups.size(), "one live group per identity (G-1)");
}

void check_entries(const DeskGroup& group) {
    TRELLIS_CHECK(group.entries_total <= group.strategy.max_pyramids || group.strategy.follow_config_changes,
                  "no more entries than max_pyramids (P-1)");
}

/// A group that is gone has nothing to answer for: the sizes tell whether its identity went with it.
void check_group(const Desk& desk, GroupId id) {
    const DeskGroup* group = desk.find(id);
    if (group == nullptr) return;
    const DeskGroup* found = desk.find(group->identity);
    TRELLIS_CHECK(found == group, "a group is found under its own identity");
    check_entries(*group);
}

}  // namespace

void check_invariants(const Desk& desk) {
    check_sizes(desk);
    for (const auto& [identity, group] : desk.by_identity) {
        const DeskGroup* found = desk.find(group);
        TRELLIS_CHECK(found != nullptr, "an identity names a group that holds a slot");
        TRELLIS_CHECK(found->identity == identity, "a group is found under its own identity");
        check_entries(*found);
    }
}

void check_invariants_after(const Desk& desk, const DeskEvents& events) {
    if (desk.groups.size() <= few) return check_invariants(desk);
    check_sizes(desk);
    const auto touched = Overloaded{
        [&](const SignalAdmitted& event) {
            for (const GroupId group : event.groups) check_group(desk, group);
        },
        [&](const SlotTaken& event) { check_group(desk, event.group); },
        [&](const SlotReleased& event) { check_group(desk, event.group); },
        [&](const GroupClosingNoted& event) { check_group(desk, event.group); },
        [&](const ReplacementCounted& event) { check_group(desk, event.group); },
        [&](const TradingStateChanged& event) {
            for (const GroupId group : event.cancel_entries) check_group(desk, group);
        },
        [](const SignalRefused&) {},
        [](const HandOverAnswered&) {},
        [](const SignalCompleted&) {},
        [](const TaskCompleted&) {},
        [](const StrayFillNoted&) {},
    };
    for (const auto& event : events) std::visit(touched, event);
}

}  // namespace trellis
