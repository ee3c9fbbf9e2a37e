// The one switch: what each command makes happen.
#include "engine/base/overloaded.hpp"
#include "engine/risk/offset.hpp"
#include "engine/risk/scan.hpp"

namespace trellis {

namespace {

RiskEvents whole_pass(const Risk& risk, RiskTrigger trigger, bool is_forced, const RiskContext& context) {
    RiskScan scan(is_forced);
    constexpr std::size_t everybody = static_cast<std::size_t>(-1);
    scan.advance(risk, context, everybody);
    return conclude_pass(risk, std::move(scan), trigger, context);
}

/// Only of a group that holds a slot; saying it twice changes nothing.
RiskEvents block(const Risk& risk, const BlockGroup& command, const RiskContext& context) {
    if (risk.blocked.contains(command.group) == command.is_blocked) return {};
    if (!command.is_blocked) return {RiskUnblocked{risk.account, command.group}};
    if (context.board.find(command.group) == nullptr) return {};
    return {RiskBlocked{risk.account, command.group}};
}

RiskEvents skip_once(const Risk& risk, const SkipGroupOnce& command, const RiskContext& context) {
    if (risk.skip_once.contains(command.group)) return {};
    if (context.board.find(command.group) == nullptr) return {};
    return {RiskSkipOrdered{risk.account, command.group}};
}

}  // namespace

RiskEvents end_pass(const Risk& risk, const RiskContext& context) {
    if (!risk.is_pass_open()) return {};
    RiskPassEnded ended;
    ended.account = risk.account;
    ended.at = context.now;
    ended.trigger = risk.pass->trigger;
    ended.is_forced = risk.pass->is_forced;
    ended.actions = risk.pass->actions;
    ended.reasons = risk.reasons;
    for (const GroupId group : risk.pass->skipped) {
        if (risk.skip_once.contains(group)) ended.cleared.push_back(group);
    }
    return {std::move(ended)};
}

bool may_begin(const Risk& risk, const RunRiskPass& run, const RiskContext& context) {
    if (run.trigger == RiskTrigger::fill && !context.config.risk.evaluate_on_fill) return false;
    return context.config.risk.enabled && !risk.offset.has_value() && !risk.pass.has_value();
}

bool may_continue(const Risk& risk, const RiskContext& context) {
    if (!risk.is_pass_open() || !context.config.risk.enabled) return false;
    return risk.pass->actions < context.config.risk.max_actions_per_pass;
}

RiskEvents decide(const Risk& risk, const RiskCommand& command, const RiskContext& context) {
    return std::visit(Overloaded{
                          [&](const RunRiskPass& run) {
                              if (!may_begin(risk, run, context)) return RiskEvents{};
                              return whole_pass(risk, run.trigger, run.is_forced, context);
                          },
                          [&](const ContinueRiskPass&) {
                              if (!may_continue(risk, context)) return end_pass(risk, context);
                              return whole_pass(risk, risk.pass->trigger, risk.pass->is_forced, context);
                          },
                          [&](const BlockGroup& flag) { return block(risk, flag, context); },
                          [&](const SkipGroupOnce& flag) { return skip_once(risk, flag, context); },
                          [&](const RiskFact& fact) { return note_leg(risk, std::get<OffsetLegDone>(fact), context); },
                      },
                      command);
}

std::optional<Due> next_due(const Risk&, const Config& config, Timestamp now) {
    if (!config.risk.enabled) return std::nullopt;
    const Duration interval = std::chrono::seconds(config.risk.evaluate_interval_seconds);
    const auto passed = now < config.timer_origin ? 0 : (now - config.timer_origin) / interval;
    return Due{config.timer_origin + (passed + 1) * interval, TimerKind::risk_pass};
}

}  // namespace trellis
