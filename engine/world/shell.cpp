#include "engine/world/shell.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/group/leading.hpp"
#include "engine/group/reports.hpp"
#include "engine/pool/dust.hpp"
#include "engine/pool/invariants.hpp"

namespace trellis {

namespace {

std::optional<HandOverCommand> next_copy_step(const Desk& desk, const CopyOrigin& origin) {
    const auto found = desk.copies.find(origin);
    return found == desk.copies.end() ? std::nullopt : copy_command(desk, origin, found->second);
}

/// A step that was ordered behind others waits for them (B-30).
std::optional<HandOverCommand> next_copy_step(const Desk& desk, const DeskEvent& event) {
    if (const auto* opened = std::get_if<CopyOpened>(&event)) return next_copy_step(desk, opened->origin);
    if (const auto* answered = std::get_if<CopyAnswered>(&event)) return next_copy_step(desk, answered->origin);
    const auto* ordered = std::get_if<CopyOrdered>(&event);
    if (ordered == nullptr) return std::nullopt;
    const auto found = desk.copies.find(ordered->origin);
    if (found == desk.copies.end() || found->second.owed.empty()) return std::nullopt;
    const bool is_first = found->second.owed.front().number == ordered->step.number;
    return is_first ? copy_command(desk, ordered->origin, found->second) : std::nullopt;
}

std::vector<HandOverCommand> hand_overs_of(const Desk& desk, const DeskEvents& events) {
    std::vector<HandOverCommand> commands;
    for (const auto& event : events) {
        if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) {
            const auto pending = desk.pending.find(admitted->signal);
            if (pending == desk.pending.end()) continue;  // complete already: nobody has to obey
            for (const GroupId group : pending->second.waiting_for) {
                commands.push_back(hand_over(desk, pending->second, group));
            }
        } else if (const auto* replaced = std::get_if<ReplacementCounted>(&event)) {
            const DeskGroup& known = desk.groups.at(replaced->group);
            commands.push_back({{known.identity.instrument, known.id}, NoteReplacement{known.replacement_count}});
        } else if (const auto* shortage = std::get_if<ExternalShortage>(&event)) {
            for (const auto& cut : shortage->cuts) commands.push_back(outside_command(desk, cut.group));
        } else if (auto step = next_copy_step(desk, event)) {
            commands.push_back(std::move(*step));
        } else if (std::holds_alternative<TradingStateChanged>(event) || std::holds_alternative<BotFlattened>(event)) {
            for (const auto& [group, task] : desk.tasks) {
                for (auto& command : task_commands(desk, group, task)) commands.push_back(std::move(command));
            }
        }
    }
    return commands;
}

/// The code of the answer when a group refuses a hand-over. A stop's task gets none: the group is closing or over, which its desk
/// learns anyway (follow_up), and a fact without a commit could not be rebuilt by a replay.
std::vector<DeskFact> answer_refusal(GroupId group, const GroupCommand& command, const Refusal& refusal) {
    std::vector<DeskFact> facts;
    if (const auto* added = std::get_if<AddPyramid>(&command)) {
        facts.emplace_back(GroupAnswered{group, added->signal, refusal.code});
    } else if (const auto* close = std::get_if<CloseGroup>(&command); close != nullptr && close->signal.has_value()) {
        facts.emplace_back(GroupAnswered{group, *close->signal, refusal.code});
    } else if (const auto* reduce = std::get_if<ReduceGroup>(&command); reduce != nullptr && reduce->signal.has_value()) {
        facts.emplace_back(GroupAnswered{group, *reduce->signal, refusal.code});
    } else if (const auto* report = std::get_if<HandleReport>(&command)) {
        if (const auto* fill = std::get_if<OrderFill>(&report->body)) {
            facts.emplace_back(StrayFill{{group, report->order}, *fill});
        } else if (const auto* fee = std::get_if<FeeReported>(&report->body)) {
            facts.emplace_back(StrayFee{{group, report->order}, *fee});
        }
    }
    return facts;
}

std::optional<OffsetNumber> offset_of(const GroupCommand& command) {
    if (const auto* close = std::get_if<CloseGroup>(&command)) return close->offset;
    if (const auto* reduce = std::get_if<ReduceGroup>(&command)) return reduce->offset;
    return std::nullopt;
}

/// The same of an offset's part that was done before; one that has begun will say so itself.
std::vector<RiskFact> risk_answer_repeat(const Group& group, const GroupCommand& command) {
    const auto offset = offset_of(command);
    if (!offset.has_value() || !group.offset_leg.has_value()) return {};
    const OffsetLeg& leg = *group.offset_leg;
    if (leg.offset != *offset || !leg.is_over) return {};
    return {OffsetLegDone{group.id, leg.offset, leg.quantity, leg.realised}};
}

/// A hand-over that changed nothing was obeyed before: say so again.
std::vector<DeskFact> answer_repeat(const Group& state, GroupId group, const GroupCommand& command) {
    std::vector<DeskFact> facts;
    if (const auto* reduce = std::get_if<ReduceGroup>(&command); reduce != nullptr && reduce->signal.has_value()) {
        facts.emplace_back(GroupAnswered{group, *reduce->signal, answer_to(state, *reduce->signal)});
    }
    if (const auto* open = std::get_if<OpenGroup>(&command)) {
        facts.emplace_back(GroupAnswered{group, open->signal, ""});
    } else if (const auto* added = std::get_if<AddPyramid>(&command)) {
        facts.emplace_back(GroupAnswered{group, added->signal, ""});
    } else if (const auto* close = std::get_if<CloseGroup>(&command); close != nullptr && close->signal.has_value()) {
        facts.emplace_back(GroupAnswered{group, *close->signal, ""});
    }
    return facts;
}

std::vector<Event> as_events(auto&& events) {
    std::vector<Event> result;
    result.reserve(events.size());
    for (auto& event : events) {
        std::visit([&](auto& happened) { result.emplace_back(std::move(happened)); }, event);
    }
    return result;
}

}  // namespace

std::vector<DeskFact> answer_gone(GroupId group, const GroupCommand& command) {
    return answer_refusal(group, command, {"NO_POSITION", "the group is gone"});
}

HandleReport handle_report(const OrderReport& report) { return {report.id.key.order, report.body, report.id.incarnation}; }

namespace {

/// I-7: by the sizes before and after, else by the order's own size.
ReduceGroup reduction(const PendingSignal& pending) {
    const Instruction& sizes = pending.reduction.value();
    ReduceGroup command;
    command.signal = pending.signal;
    command.max_slippage_percent = pending.max_slippage_percent;
    if (sizes.position_size.has_value() && sizes.previous_position_size.has_value()) {
        command.fraction = Portion{*sizes.previous_position_size - *sizes.position_size, *sizes.previous_position_size};
    } else if (sizes.size_type == SizeType::quote) {
        command.worth = as<Money>(sizes.order_size.value());
    } else {
        command.quantity = sizes.order_size;
    }
    return command;
}

}  // namespace

std::vector<RiskFact> risk_answer_gone(GroupId group, const GroupCommand& command) {
    const auto offset = offset_of(command);
    if (!offset.has_value()) return {};
    return {OffsetLegDone{group, *offset, {}, {}}};
}

HandOverCommand hand_over(const Desk& desk, const PendingSignal& pending, GroupId group) {
    const DeskGroup* known = desk.find(group);
    const GroupAddress address{pending.identity.instrument, group};
    switch (pending.hand_over) {
        case HandOver::open_group:
            TRELLIS_CHECK(known != nullptr, "a group that is being opened holds its slot");
            return {address, OpenGroup{group, pending.identity, pending.signal, known->strategy,
                                       pending.plan.value(), pending.max_slippage_percent, pending.stop_loss,
                                       pending.take_profit, known->dust, known->preset}};
        case HandOver::add_pyramid: return {address, AddPyramid{pending.signal, pending.plan.value()}};
        case HandOver::close_groups:
            return {address, CloseGroup{CloseReason::exit_signal, pending.signal, pending.max_slippage_percent}};
        case HandOver::reverse_group:
            return {address, CloseGroup{CloseReason::reverse, pending.signal, pending.max_slippage_percent}};
        case HandOver::reduce_group: return {address, reduction(pending)};
    }
    TRELLIS_CHECK(false, "a hand-over is one of the five");
    return {address, Evaluate{}};
}

std::optional<HandOverCommand> copy_command(const Desk& desk, const CopyOrigin& origin, const Copy& copy) {
    if (copy.owed.empty()) return std::nullopt;
    const DeskGroup& known = desk.groups.at(copy.group);
    const GroupAddress address{known.identity.instrument, known.id};
    const CopyStep& step = copy.owed.front();
    if (step.kind == CopyKind::open) {
        return HandOverCommand{address, OpenGroup{known.id, known.identity, SignalNumber{}, known.strategy, step.plan.value(), std::nullopt,
                                                  std::nullopt, std::nullopt, known.dust, known.preset, origin}};
    }
    return HandOverCommand{address, FollowCopy{step.number, step.kind, step.plan, Portion{step.part, step.whole}}};
}

HandOverCommand outside_command(const Desk& desk, GroupId group) {
    const DeskGroup& known = desk.groups.at(group);
    return {{known.identity.instrument, group}, TakeOutside{known.taken_outside}};
}

std::vector<HandOverCommand> task_commands(const Desk& desk, GroupId group, const GroupTask& task) {
    std::vector<HandOverCommand> commands;
    const DeskGroup* known = desk.find(group);
    if (known == nullptr) return commands;
    const GroupAddress address{known->identity.instrument, group};
    if (task.flatten) {
        commands.push_back({address, CloseGroup{CloseReason::manual, std::nullopt, std::nullopt}});
    } else if (task.cancel_entries) {
        commands.push_back({address, CancelEntries{}});
    }
    return commands;
}

std::vector<HandOverCommand> owed_after_quarantine(const Desk& desk, GroupId group) {
    std::vector<HandOverCommand> commands;
    const DeskGroup* known = desk.find(group);
    if (known == nullptr) return commands;
    const GroupAddress address{known->identity.instrument, group};
    if (known->replacement_count > 0) commands.push_back({address, NoteReplacement{known->replacement_count}});
    if (known->taken_outside.is_positive()) commands.push_back(outside_command(desk, group));
    if (const auto task = desk.tasks.find(group); task != desk.tasks.end()) {
        std::ranges::move(task_commands(desk, group, task->second), std::back_inserter(commands));
    }
    if (const auto* copy = desk.copy_of(group)) {
        if (auto step = copy_command(desk, copy->first, copy->second)) commands.push_back(std::move(*step));
    }
    return commands;
}

DeskStep step(Desk& desk, const DeskCommand& command, const DeskContext& context) {
    DeskStep result;
    const auto* fact = std::get_if<DeskFact>(&command);
    const auto* ended = fact != nullptr ? std::get_if<GroupEnded>(fact) : nullptr;
    const DeskGroup* ending = ended != nullptr ? desk.find(ended->group) : nullptr;
    if (ending != nullptr) result.released.push_back({ending->identity.instrument, ending->id});
    DeskEvents events = handle(desk, command, context);
    for (auto& booked : book_dust(desk, command, events, context)) {
        desk.apply(booked);
        events.push_back(std::move(booked));
    }
    result.hand_overs = hand_overs_of(desk, events);
    result.facts = facts_of(events);
    result.requests = requests_of(events);
    result.events = as_events(std::move(events));
    return result;
}

std::vector<FactItem> copies_of(const Group& group, const GroupEvents& events, const Config& config) {
    std::vector<FactItem> facts;
    if (config.subscriptions.empty() || !moves_copies(group, events)) return facts;
    for (const auto& subscription : config.subscriptions) {
        if (!is_followed_by(group, subscription)) continue;
        LeaderMoved told = leader_moved(group, subscription.id, config);
        if (told.figures.entered.is_positive()) facts.push_back({subscription.terms.follower, std::move(told)});
    }
    return facts;
}

GroupStep outcome_of(const Group& group, GroupEvents events, const GroupContext& context) {
    GroupStep result;
    result.requests = requests_of(group, events, context.instrument);
    result.copies = copies_of(group, events, context.config);
    result.facts = facts_of(group, events);
    result.risk_facts = risk_facts_of(group, events);
    result.starts_pass = starts_pass(group, events);
    result.entries_changed = changes_entries(group, events);
    result.events = as_events(std::move(events));
    return result;
}

void renew(InstrumentTable& instruments, const std::vector<Event>& events) {
    for (const auto& event : events) {
        if (const auto* told = std::get_if<RulesRenewed>(&event)) {
            instruments.renew(told->instrument, told->rules);
        } else if (const auto* refused = std::get_if<RulesRenewedOnRefusal>(&event)) {
            instruments.renew(refused->instrument, refused->rules);
        }
    }
}

void answer(GroupStep& step, const Group& group, GroupId id, const GroupCommand& command, const GroupDecision& decision) {
    const auto* refusal = std::get_if<Refusal>(&decision);
    auto facts = refusal != nullptr ? answer_refusal(id, command, *refusal) : answer_repeat(group, id, command);
    auto risk_facts = refusal != nullptr ? risk_answer_gone(id, command) : risk_answer_repeat(group, command);
    std::ranges::move(facts, std::back_inserter(step.facts));
    std::ranges::move(risk_facts, std::back_inserter(step.risk_facts));
}

GroupStep step(Group& group, GroupId id, const GroupCommand& command, const GroupContext& context,
               Incarnation incarnation) {
    GroupDecision decision = handle(group, command, context, incarnation);
    auto* events = std::get_if<GroupEvents>(&decision);
    if (events != nullptr && !events->empty()) return outcome_of(group, std::move(*events), context);
    GroupStep result;
    answer(result, group, id, command, decision);
    return result;
}

GroupContext group_context(const Config& config, const Instrument& instrument, AccountId account,
                           std::optional<Quote> quote, Timestamp now) {
    const AccountConfig& settings = account_of(config, account);
    return {now,    instrument, std::move(quote), config.risk_max_slippage_percent, settings.latency_ms == 0, std::nullopt,
            config};
}

}  // namespace trellis
