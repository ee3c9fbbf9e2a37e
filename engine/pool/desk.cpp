// Questions a desk answers about itself, and what must always hold of it.
#include "engine/pool/desk.hpp"

#include <algorithm>

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

const QueueEntry* Desk::waiting(const Identity& identity) const {
    const auto found = queue.find(identity);
    return found == queue.end() ? nullptr : &found->second;
}

const std::pair<const CopyOrigin, Copy>* Desk::copy_of(GroupId group) const {
    const auto found = std::ranges::find_if(copies, [&](const auto& one) { return one.second.group == group; });
    return found == copies.end() ? nullptr : &*found;
}

namespace {

constexpr std::size_t few = 16;

void check_sizes(const Desk& desk) {
    TRELLIS_CHECK(desk.by_identity.size() == desk.groups.size(), "one live group per identity (G-1)");
}

void check_entry(const Desk& desk, const Identity& identity) {
    const QueueEntry* entry = desk.waiting(identity);
    if (entry == nullptr) return;
    TRELLIS_CHECK(entry->identity() == identity, "an entry waits under its own identity");
    TRELLIS_CHECK(!desk.pending.contains(entry->signal), "a signal waits or is handed over, not both (Q-8)");
}

void check_entries(const DeskGroup& group) {
    TRELLIS_CHECK(group.entries_total <= group.strategy->max_pyramids || group.strategy->follow_config_changes,
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

void check_copy(const Desk& desk, const CopyOrigin& origin) {
    const auto found = desk.copies.find(origin);
    if (found == desk.copies.end()) return;
    const Copy& copy = found->second;
    TRELLIS_CHECK(origin.leader.account != desk.account, "nobody copies himself");
    TRELLIS_CHECK(!(copy.is_over && copy.has_leader_ended), "a copy is forgotten when both sides are over");
    if (copy.is_over) {
        TRELLIS_CHECK(copy.owed.empty(), "what is over owes nothing");
        return;
    }
    TRELLIS_CHECK(desk.find(copy.group) != nullptr, "a copy holds a slot");
    TRELLIS_CHECK(copy.owed.empty() || copy.owed.back().number == copy.steps, "steps are numbered without gaps");
}

}  // namespace

void check_invariants(const Desk& desk) {
    check_sizes(desk);
    for (const auto& [group, bot] : desk.bots.opened) {
        TRELLIS_CHECK(desk.find(group) != nullptr, "what a bot opened holds a slot");
        TRELLIS_CHECK(desk.bots.days.contains(bot), "who opened something took an entry");
    }
    for (const auto& [origin, copy] : desk.copies) check_copy(desk, origin);
    for (const auto& [identity, entry] : desk.queue) check_entry(desk, identity);
    for (const auto& [identity, group] : desk.by_identity) {
        const DeskGroup* found = desk.find(group);
        TRELLIS_CHECK(found != nullptr, "an identity names a group that holds a slot");
        TRELLIS_CHECK(found->identity == identity, "a group is found under its own identity");
        check_entries(*found);
    }
}

void check_slots(const Desk& desk, std::size_t groups_before, const DeskEvents& events, std::uint32_t max_open_groups) {
    std::size_t taken = 0;
    std::size_t forced = 0;
    for (const auto& event : events) {
        const auto* slot = std::get_if<SlotTaken>(&event);
        if (slot == nullptr) continue;
        taken += 1;
        if (slot->is_forced) forced += 1;
    }
    if (taken == 0) return;
    const std::size_t most = std::max<std::size_t>(max_open_groups, groups_before) + forced;
    TRELLIS_CHECK(desk.groups.size() <= most, "no more groups than slots (L-1)");
}

void check_invariants_after(const Desk& desk, const DeskEvents& events) {
    if (desk.groups.size() <= few && desk.queue.size() <= few) return check_invariants(desk);
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
        [&](const SignalQueued& event) { check_entry(desk, event.instruction.identity); },
        [&](const QueueEntryLeft& event) { check_entry(desk, event.identity); },
        [&](const EntryPromoted& event) { check_entry(desk, event.identity); },
        [&](const PromotionFailed& event) { check_entry(desk, event.identity); },
        [](const ReversalPlanned&) {},
        [](const ReversalEnded&) {},
        [](const PromotionRoundCut&) {},
        [](const PromotionRoundEnded&) {},
        [](const SignalRefused&) {},
        [](const HandOverAnswered&) {},
        [](const SignalCompleted&) {},
        [](const TaskCompleted&) {},
        [](const StrayFillNoted&) {},
        [&](const RealisedBooked& event) { check_group(desk, event.group); },
        [](const EntriesHalted&) {},
        [](const EntriesReleased&) {},
        [](const EquityPeakRaised&) {},
        [](const LimitsReset&) {},
        [](const WeekBegan&) {},
        [](const WeeklyTargetReached&) {},
        [](const RulesRenewed&) {},
        [&](const BotFlattened& event) {
            for (const GroupId group : event.groups) check_group(desk, group);
        },
        [](const ExternalShortage&) {},
        [](const DustKept&) {},
        [](const DustAllotted&) {},
        [](const FeesLeftOpen&) {},
        [](const LeftFeeSettled&) {},
        [](const OrphanFound&) {},
        [](const OrphanEnded&) {},
        [&](const CopyOpened& event) { check_copy(desk, event.origin); },
        [&](const CopyOrdered& event) { check_copy(desk, event.origin); },
        [&](const CopyRefused& event) { check_copy(desk, event.origin); },
        [&](const CopyAnswered& event) { check_copy(desk, event.origin); },
        [&](const CopyLeaderEnded& event) { check_copy(desk, event.origin); },
    };
    for (const auto& event : events) std::visit(touched, event);
}

bool is_bound_to_close(const DeskGroup& group, const Config& config) {
    if (!group.is_closing) return false;
    return !group.may_be_given_up || config.slippage_action != SlippageAction::reject;
}

}  // namespace trellis
