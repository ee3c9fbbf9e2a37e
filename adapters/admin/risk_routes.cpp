// The risk engine: its state, what it would do, what it did, and what an operator tells it.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/risk_commands.hpp"
#include "adapters/admin/risk_view.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// One object per wanted account, each by `write`.
template <class Write>
HttpResponse by_account(const AdminServices& services, const Call& call, Write write) {
    const Scene scene(services, call);
    const auto accounts = wanted_accounts(scene, call.query);
    if (!accounts) return problem_response(accounts.error());
    json::Writer out;
    out.begin_object().name("accounts").begin_array();
    for (const auto* account : *accounts) {
        const auto outlook = Outlook::of(services, scene, *account);
        if (!outlook) return problem_response(outlook.error());
        write(out, scene, *outlook);
    }
    return json_response(out.end_array().end_object());
}

HttpResponse risk(const AdminServices& services, const Call& call) { return by_account(services, call, write_risk_state); }

HttpResponse plan(const AdminServices& services, const Call& call) {
    const auto force = call.query.flag("force");
    if (!force) return problem_response(force.error());
    return by_account(services, call, [&](json::Writer& out, const Scene& scene, const Outlook& outlook) {
        write_risk_plan(out, scene, outlook, plan_preview(outlook.risk(), outlook.risk_context(), *force));
    });
}

HttpResponse actions(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    std::optional<AccountId> account;
    if (const auto* name = call.query.find("account")) {
        const auto found = scene.find_account(*name);
        if (!found) return problem_response(found.error());
        account = *found;
    }
    const auto* kind = call.query.find("kind");
    if (kind == nullptr || *kind == "offsets") {
        const auto found = scene.history().risk_actions(account, *page);
        if (!found) return problem_response(found.error());
        return list_response(call, *found, [&](json::Writer& out, const RiskActionRow& row) { write_risk_action(out, scene, row); });
    }
    if (*kind != "passes") {
        return problem_response(Error{"INVALID_PARAMETER", "kind is offsets or passes, not \"" + shortened(*kind) + "\""});
    }
    const auto found = scene.history().risk_passes(account, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const RiskPassRow& row) { write_risk_pass(out, scene, row); });
}

}  // namespace

std::vector<Route> risk_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    const auto change = [s](std::string_view method, std::string_view pattern, std::string_view summary, auto act) {
        return Route{method, pattern, Role::operating, summary, [s, act](const Call& call, const HttpReply& reply) { act(*s, call, reply); },
                     {},     BodyKind::fields};
    };
    return {
        {"GET", "/risk", Role::viewer, "Timers, flags and figures of every open group", answering([s](const Call& call) { return risk(*s, call); }), {"account"}},
        {"GET", "/risk/plan", Role::viewer, "What a pass would do now, and why", answering([s](const Call& call) { return plan(*s, call); }), {"account", "force"}},
        {"GET", "/risk/actions", Role::viewer, "Offsets, or passes that acted on nobody, newest first", answering([s](const Call& call) { return actions(*s, call); }), {"account", "kind", "limit", "cursor"}},
        change("POST", "/risk/run", "Look for losers and winners now", run_risk),
        change("POST", "/risk/groups/{id}/block", "Keep a group out of every pass", block_group),
        change("DELETE", "/risk/groups/{id}/block", "Let a group take part in passes again", unblock_group),
        change("POST", "/risk/groups/{id}/skip-once", "Keep a group out of the next pass that it would be in", skip_group_once),
    };
}

}  // namespace trellis::adapters::admin
