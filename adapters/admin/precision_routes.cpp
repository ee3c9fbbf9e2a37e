// An operator's way to have the venue asked for its rules (V-3 d), for one account or all of them.
#include "adapters/admin/body.hpp"
#include "adapters/admin/gathering.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

std::variant<std::vector<AccountId>, ApiProblem> read_accounts(const Scene& scene, const Call& call) {
    auto body = Body::parse(call.request.body);
    if (!body) return ApiProblem{body.error().code, body.error().detail};
    body->allow_only({"account"});
    const auto name = body->text("account");
    if (body->has_errors()) return body->problem();
    auto accounts = accounts_named(scene, name);
    if (!accounts) return ApiProblem{accounts.error().code, accounts.error().detail};
    return std::move(*accounts);
}

HttpResponse dry_response(const std::vector<std::string>& names) {
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("would").begin_array();
    for (const auto& name : names) out.string("ask the venue of " + name + " for the rules of its instruments");
    return json_response(out.end_array().end_object());
}

void refresh(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const Scene scene(services, call);
    const auto read = read_accounts(scene, call);
    if (const auto* problem = std::get_if<ApiProblem>(&read)) return reply.send(problem_response(*problem));
    const auto& accounts = std::get<std::vector<AccountId>>(read);
    if (accounts.empty()) return reply.send(problem_response(ApiProblem{"NOT_FOUND", "the configuration has no account"}));
    std::vector<std::string> names;
    for (const AccountId id : accounts) names.push_back(scene.account_name(id));
    if (call.is_dry_run) return reply.send(dry_response(names));
    const auto gathering = std::make_shared<Gathering>(reply, std::move(names), "V-3", [](json::Writer&) {});
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        services.control.refresh_rules(accounts[i], [gathering, i](const Result<Obeyed>& answer) { gathering->take(i, answer); });
    }
}

}  // namespace

std::vector<Route> precision_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {{"POST",
             "/precision/refresh",
             Role::operating,
             "Ask the venue for the rules of its instruments",
             [s](const Call& call, const HttpReply& reply) { refresh(*s, call, reply); },
             {},
             BodyKind::fields}};
}

}  // namespace trellis::adapters::admin
