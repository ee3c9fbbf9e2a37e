#include "engine/world/risk_shell.hpp"

#include <iterator>

namespace trellis {

namespace {

void add_commands(std::vector<HandOverCommand>& commands, const Offset& offset, const OffsetPart& part, bool is_loser) {
    auto more = part_commands(offset, part, is_loser);
    std::ranges::move(more, std::back_inserter(commands));
}

/// The parts whose turn came with these events; those that were over at once have no offset any more.
std::vector<HandOverCommand> hand_overs_of(const Risk& risk, const RiskEvents& events) {
    std::vector<HandOverCommand> commands;
    if (!risk.offset.has_value()) return commands;
    const Offset& offset = *risk.offset;
    bool starts_winners = false;
    bool starts_loser = false;
    for (const auto& event : events) {
        if (std::holds_alternative<OffsetPlanned>(event)) {
            starts_winners = offset.sequence != OffsetSequence::loser_first;
            starts_loser = offset.sequence != OffsetSequence::winners_first;
        } else if (const auto* closed = std::get_if<OffsetLegClosed>(&event)) {
            starts_winners = offset.sequence == OffsetSequence::loser_first && closed->group == offset.loser.group;
        } else if (std::holds_alternative<OffsetLoserOrdered>(event)) {
            starts_loser = true;
        }
    }
    if (starts_winners) {
        for (const auto& winner : offset.winners) add_commands(commands, offset, winner, false);
    }
    if (starts_loser) add_commands(commands, offset, offset.loser, true);
    return commands;
}

std::vector<Event> as_events(RiskEvents events) {
    std::vector<Event> result;
    result.reserve(events.size());
    for (auto& event : events) std::visit([&](auto& happened) { result.emplace_back(std::move(happened)); }, event);
    return result;
}

RiskStep finish(Risk& risk, RiskEvents events) {
    RiskStep result;
    for (const auto& event : events) risk.apply(event);
    if (!events.empty()) check_invariants(risk);
    result.hand_overs = hand_overs_of(risk, events);
    result.goes_on = risk.is_pass_open();
    result.events = as_events(std::move(events));
    return result;
}

RiskStep whole_pass(Risk& risk, RiskTrigger trigger, bool is_forced, const RiskContext& context) {
    RiskScan scan(is_forced);
    scan.advance(risk, context, context.board.groups().size() + 1);
    return conclude_step(risk, std::move(scan), trigger, context);
}

}  // namespace

std::vector<HandOverCommand> part_commands(const Offset& offset, const OffsetPart& part, bool is_loser) {
    const GroupAddress address{part.instrument, part.group};
    std::vector<HandOverCommand> commands;
    if (part.is_whole) {
        CloseGroup close;
        close.reason = is_loser ? CloseReason::risk_loser : CloseReason::risk_winner;
        close.offset = offset.number;
        commands.push_back({address, close});
        return commands;
    }
    if (offset.cancels_entries && !is_loser) commands.push_back({address, CancelEntries{false}});
    ReduceGroup reduce;
    reduce.role = is_loser ? OrderRole::risk_loser : OrderRole::risk_winner;
    reduce.offset = offset.number;
    reduce.quantity = part.quantity;
    commands.push_back({address, reduce});
    return commands;
}

RiskStep conclude_step(Risk& risk, RiskScan scan, RiskTrigger trigger, const RiskContext& context) {
    std::vector<HandOverCommand> tests;
    for (const auto& address : scan.to_test()) tests.push_back({address, TestRiskTimer{}});
    RiskStep result = finish(risk, conclude_pass(risk, std::move(scan), trigger, context));
    std::ranges::move(tests, std::back_inserter(result.hand_overs));
    return result;
}

RiskStep step(Risk& risk, const RiskCommand& command, const RiskContext& context) {
    if (const auto* run = std::get_if<RunRiskPass>(&command); run != nullptr && may_begin(risk, *run, context)) {
        return whole_pass(risk, run->trigger, run->is_forced, context);
    }
    if (std::holds_alternative<ContinueRiskPass>(command) && may_continue(risk, context)) {
        return whole_pass(risk, risk.pass->trigger, risk.pass->is_forced, context);
    }
    return finish(risk, decide(risk, command, context));
}

}  // namespace trellis
