#include "engine/risk/preview.hpp"

#include <algorithm>

namespace trellis {

namespace {

RiskPlanRow row_of(const Risk& risk, GroupId id, const GroupFigures& figures, bool is_forced, const RiskContext& context) {
    RiskPlanRow row;
    row.view = look_at(risk, id, figures, is_forced, context);
    row.timer_started_at = figures.risk_timer_started_at;
    if (figures.risk_timer_started_at.has_value()) {
        const RiskSettings& settings = context.config.risk;
        const auto wait = std::chrono::minutes(settings.enable_post_full_wait ? settings.post_full_wait_minutes : 0);
        row.timer_expires_at = *figures.risk_timer_started_at + wait;
    }
    row.against_loser = row.view.against_loser.list();
    row.against_winner = row.view.against_winner.list();
    return row;
}

/// What the conclusion says of a group beyond what stood against it by itself.
void complete(RiskPlanRow& row, const RiskConclusion& conclusion) {
    const auto& choice = conclusion.choice;
    row.is_loser = choice.has_value() && choice->loser.group == row.view.group;
    if (choice.has_value()) {
        const auto pays = std::ranges::find(choice->winners, row.view.group, &OffsetShare::group);
        if (pays != choice->winners.end()) row.pays = pays->quantity;
    }
    for (const auto& candidate : conclusion.candidates) {
        if (candidate.group != row.view.group) continue;
        auto& reasons = candidate.is_winner ? row.against_winner : row.against_loser;
        reasons = candidate.reasons;
    }
}

}  // namespace

RiskPlan plan_preview(const Risk& risk, const RiskContext& context, bool is_forced) {
    RiskPlan plan;
    plan.is_enabled = context.config.risk.enabled;
    plan.is_offset_under_way = risk.offset.has_value() || risk.pass.has_value();
    RiskScan scan(is_forced);
    scan.advance(risk, context, context.board.groups().size() + 1);
    RiskConclusion conclusion = conclude(risk, std::move(scan), context);
    const auto& groups = context.board.groups();
    for (auto next = groups.lower_bound(GroupId{risk.account, 0}); next != groups.end(); ++next) {
        if (next->first.account != risk.account) break;
        plan.groups.push_back(row_of(risk, next->first, next->second, is_forced, context));
        complete(plan.groups.back(), conclusion);
    }
    std::ranges::stable_sort(plan.groups, {}, [](const RiskPlanRow& row) { return row.view.percent; });
    plan.choice = std::move(conclusion.choice);
    return plan;
}

}  // namespace trellis
