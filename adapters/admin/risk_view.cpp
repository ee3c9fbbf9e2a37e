#include "adapters/admin/risk_view.hpp"

#include <algorithm>

#include "adapters/admin/views.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters::admin {

namespace {

void write_group_name(json::Writer& out, const Scene& scene, const RiskPlanRow& row) {
    const Identity& identity = row.view.identity;
    out.name("id").string(text(row.view.group)).name("symbol").string(scene.symbol(identity.instrument));
    out.name("timeframe").integer(identity.timeframe_seconds).name("side").string(text(identity.side));
    out.name("state").string(text(row.view.state)).name("open_qty").string(row.view.open.text());
}

void write_value(json::Writer& out, const RiskView& view) {
    const auto& value = view.value;
    optional_text(out, "mark", value ? std::optional(value->mark) : std::nullopt);
    optional_text(out, "unrealised_pnl", value ? std::optional(value->unrealised) : std::nullopt);
    optional_text(out, "unrealised_percent", value ? std::optional(view.percent) : std::nullopt);
}

void write_timer(json::Writer& out, const RiskPlanRow& row) {
    optional_time(out, "timer_started_at", row.timer_started_at);
    optional_time(out, "timer_expires_at", row.timer_expires_at);
}

void write_reasons(json::Writer& out, std::string_view name, const std::vector<RiskReason>& reasons) {
    out.name(name).begin_array();
    for (const auto reason : reasons) out.string(text(reason));
    out.end_array();
}

void write_part(json::Writer& out, const OffsetPart& part) {
    out.begin_object().name("group").string(text(part.group)).name("qty").string(part.quantity.text());
    out.name("whole").boolean(part.is_whole).name("done").boolean(part.is_done);
    out.name("closed_qty").string(part.closed.text()).name("realised").string(part.realised.text()).end_object();
}

void write_offset(json::Writer& out, const std::optional<Offset>& offset) {
    out.name("offset");
    if (!offset) {
        out.null();
        return;
    }
    out.begin_object().name("id").string(text(offset->number)).name("required").string(offset->required.text());
    out.name("loser");
    write_part(out, offset->loser);
    out.name("winners").begin_array();
    for (const auto& winner : offset->winners) write_part(out, winner);
    out.end_array().end_object();
}

void write_share(json::Writer& out, const OffsetShare& share) {
    out.name("group").string(text(share.group)).name("qty").string(share.quantity.text()).name("whole").boolean(share.is_whole);
    out.name("profit").string(share.profit.text()).name("open_qty").string(share.open.text());
    out.name("unrealised_pnl").string(share.unrealised.text()).name("unrealised_percent").string(share.percent.text());
    out.name("mark").string(share.mark.text());
}

void write_choice(json::Writer& out, const std::optional<OffsetChoice>& choice) {
    out.name("loser");
    choice ? out.string(text(choice->loser.group)) : out.null();
    optional_text(out, "required", choice ? std::optional(choice->required) : std::nullopt);
    out.name("winners").begin_array();
    if (choice) {
        for (const auto& winner : choice->winners) {
            out.begin_object();
            write_share(out, winner);
            out.end_object();
        }
    }
    out.end_array();
}

void write_candidates(json::Writer& out, const std::vector<RiskCandidate>& candidates, std::uint32_t more) {
    out.name("candidates").begin_array();
    for (const auto& candidate : candidates) {
        out.begin_object().name("group").string(text(candidate.group)).name("as").string(candidate.is_winner ? "winner" : "loser");
        out.name("unrealised_pnl").string(candidate.unrealised.text());
        optional_text(out, "unrealised_percent", candidate.percent);
        optional_text(out, "mark", candidate.mark);
        write_reasons(out, "reasons", candidate.reasons);
        out.end_object();
    }
    out.end_array().name("candidates_more").integer(more);
}

void write_winners(json::Writer& out, const RiskActionRow& row) {
    out.name("winners").begin_array();
    for (const auto& planned : row.plan.winners) {
        const auto paid = std::ranges::find(row.winners, planned.group, &RiskActionWinner::group);
        const bool has_paid = paid != row.winners.end();
        out.begin_object().name("group").string(text(planned.group)).name("planned_qty").string(planned.quantity.text());
        out.name("planned_profit").string(planned.profit.text()).name("mark").string(planned.mark.text());
        out.name("qty").string(has_paid ? paid->quantity.text() : "0").name("profit").string(has_paid ? paid->profit.text() : "0");
        out.end_object();
    }
    out.end_array();
}

void write_outcome(json::Writer& out, const std::optional<OffsetCompleted>& completed) {
    out.name("outcome");
    completed ? out.string(text(completed->outcome)) : out.null();
    optional_time(out, "completed_at", completed ? std::optional(completed->at) : std::nullopt);
    optional_text(out, "loser_qty", completed ? std::optional(completed->loser_quantity) : std::nullopt);
    optional_text(out, "loser_realised", completed ? std::optional(completed->loser_realised) : std::nullopt);
    optional_text(out, "residual", completed ? std::optional(completed->residual) : std::nullopt);
}

}  // namespace

void write_risk_state(json::Writer& out, const Scene& scene, const Outlook& outlook) {
    const RiskPlan plan = plan_preview(outlook.risk(), outlook.risk_context());
    out.begin_object().name("account").string(outlook.account().name).name("enabled").boolean(plan.is_enabled);
    write_offset(out, outlook.risk().offset);
    out.name("groups").begin_array();
    for (const auto& row : plan.groups) {
        out.begin_object();
        write_group_name(out, scene, row);
        write_value(out, row.view);
        write_timer(out, row);
        out.name("blocked").boolean(outlook.risk().blocked.contains(row.view.group));
        out.name("skip_once").boolean(outlook.risk().skip_once.contains(row.view.group));
        out.name("eligible").boolean(row.view.against_loser.is_empty()).end_object();
    }
    out.end_array().end_object();
}

void write_risk_plan(json::Writer& out, const Scene& scene, const Outlook& outlook, const RiskPlan& plan) {
    out.begin_object().name("account").string(outlook.account().name).name("enabled").boolean(plan.is_enabled);
    out.name("under_way").boolean(plan.is_offset_under_way);
    write_choice(out, plan.choice);
    out.name("groups").begin_array();
    for (const auto& row : plan.groups) {
        out.begin_object();
        write_group_name(out, scene, row);
        write_value(out, row.view);
        write_timer(out, row);
        out.name("loses").boolean(row.is_loser);
        optional_text(out, "pays_qty", row.pays);
        write_reasons(out, "against_losing", row.against_loser);
        write_reasons(out, "against_paying", row.against_winner);
        out.end_object();
    }
    out.end_array().end_object();
}

void write_risk_action(json::Writer& out, const Scene& scene, const RiskActionRow& row) {
    const OffsetPlanned& plan = row.plan;
    out.begin_object().name("id").string(text(plan.offset)).name("account").string(scene.account_name(plan.account));
    out.name("at").string(rfc3339(plan.at)).name("trigger").string(text(plan.trigger)).name("forced").boolean(plan.is_forced);
    out.name("sequence").string(enumerator_name(plan.sequence)).name("loser").begin_object();
    write_share(out, plan.loser);
    out.end_object().name("required").string(plan.required.text());
    write_winners(out, row);
    out.name("realised").string(row.realised().text());
    write_outcome(out, row.completed);
    write_candidates(out, plan.candidates, plan.candidates_more);
    out.name("event").integer(row.sequence).name("why").string("/api/v1/why/e" + std::to_string(row.sequence)).end_object();
}

void write_risk_pass(json::Writer& out, const Scene& scene, const RiskPassRow& row) {
    const RiskPassEnded& pass = row.pass;
    out.begin_object().name("account").string(scene.account_name(pass.account)).name("at").string(rfc3339(pass.at));
    out.name("trigger").string(text(pass.trigger)).name("forced").boolean(pass.is_forced).name("actions").integer(pass.actions);
    write_candidates(out, pass.candidates, pass.candidates_more);
    out.name("event").integer(row.sequence).name("why").string("/api/v1/why/e" + std::to_string(row.sequence)).end_object();
}

}  // namespace trellis::adapters::admin
