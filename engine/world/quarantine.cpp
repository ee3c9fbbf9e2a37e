#include "engine/world/quarantine.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "engine/base/check.hpp"
#include "engine/group/entries.hpp"

namespace trellis {

namespace {

/// How much is tried of what a broken group can still do; what breaks it again is left out.
enum class Salvage : std::uint8_t { command, cancels, nothing };

/// V-3: by the rules that the events brought.
Instrument instrument_after(const std::vector<Event>& events, const Instrument& before) {
    Instrument after = before;
    for (const auto& event : events) {
        if (const auto* told = std::get_if<RulesRenewedOnRefusal>(&event)) after = with_rules(std::move(after), told->rules);
    }
    return after;
}

bool brings_rules(const std::vector<Event>& events) {
    return std::ranges::any_of(events, [](const Event& event) { return std::holds_alternative<RulesRenewedOnRefusal>(event); });
}

/// What its owner has to know of the group besides what was decided: the prices and times that it waits for.
GroupStep&& complete(GroupStep&& done, const Group& group, const GroupWork& work) {
    const Instrument& before = work.context.instrument;
    work.board.note(group, done.entries_changed);
    done.levels = brings_rules(done.events) ? watch(group, instrument_after(done.events, before)) : watch(group, before);
    done.due = next_due(group);
    return std::move(done);
}

void apply_all(Group& group, const GroupEvents& events, Incarnation incarnation) {
    for (const auto& event : events) group.apply(event, incarnation);
}

/// Nobody manages the position: it must not grow.
GroupEvents cancels_of(const Group& group, Timestamp now) {
    GroupEvents events;
    if (group.live_entries > 0 || group.held_legs > 0) cancel_entries(events, group, {}, now);
    return events;
}

GroupStep salvage(Group& group, const GroupWork& work, const std::string& reason, Salvage most) {
    GroupEvents events{GroupQuarantined{group.id, reason, work.context.now}};
    apply_all(group, events, work.incarnation);
    if (most != Salvage::nothing) {
        GroupEvents cancels = cancels_of(group, work.context.now);
        apply_all(group, cancels, work.incarnation);
        std::ranges::move(cancels, std::back_inserter(events));
    }
    if (most != Salvage::command) return outcome_of(group, std::move(events), work.context);
    GroupDecision decision = handle(group, work.command, work.context, work.incarnation);
    auto* more = std::get_if<GroupEvents>(&decision);
    const bool has_more = more != nullptr && !more->empty();
    if (has_more) std::ranges::move(*more, std::back_inserter(events));
    GroupStep done = outcome_of(group, std::move(events), work.context);
    if (!has_more) answer(done, group, work.group, work.command, decision);
    return done;
}

/// Its first commit never came to be: it is opened without a ladder and has failed, which its desk understands.
GroupStep fail_to_open(Group& group, const GroupWork& work, const std::string& reason) {
    const auto* open = std::get_if<OpenGroup>(&work.command);
    TRELLIS_CHECK(open != nullptr, "a group that broke has a journal: " + reason);
    const Timestamp now = work.context.now;
    group = Group{};
    GroupEvents events{GroupOpened{open->group, open->identity, open->signal, now, open->strategy, open->max_slippage_percent, open->dust,
                                  open->preset, open->copied},
                       GroupQuarantined{open->group, reason, now}, GroupFailed{open->group, now}};
    apply_all(group, events, work.incarnation);
    GroupStep done = outcome_of(group, std::move(events), work.context);
    done.entries_changed = true;
    return complete(std::move(done), group, work);
}

}  // namespace

GroupStep run(Group& group, const GroupWork& work) {
    GroupStep done = step(group, work.group, work.command, work.context, work.incarnation);
    return done.events.empty() ? std::move(done) : complete(std::move(done), group, work);
}

GroupStep quarantine(Group& group, const std::optional<Group>& journaled, const GroupWork& work, const std::string& reason) {
    if (!journaled.has_value()) return fail_to_open(group, work, reason);
    group = *journaled;
    // Said before, and nobody asked again: a report that can never be booked does not fill the journal.
    const bool is_known = group.quarantine.has_value() && group.quarantine->reason == reason;
    if (is_known && !std::holds_alternative<ReleaseQuarantine>(work.command)) return {};
    for (const Salvage most : {Salvage::command, Salvage::cancels}) {
        try {
            return complete(salvage(group, work, reason, most), group, work);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            group = *journaled;
        }
    }
    return complete(salvage(group, work, reason, Salvage::nothing), group, work);
}

}  // namespace trellis
