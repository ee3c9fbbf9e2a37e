// Pause, resume, stop and panic (K-18), limits as they are and their reset, for one account or all of them.
#include "adapters/admin/body.hpp"
#include "adapters/admin/gathering.hpp"
#include "adapters/admin/limits_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// A route of trading, as its path says it.
enum class Step : std::uint8_t { pause, resume, stop, panic, reset_limits };

struct Wish {
    SetTradingState change;
    std::vector<AccountId> accounts;
};

SetTradingState change_of(Step step, Body& body) {
    switch (step) {
        case Step::pause:
            return {TradingState::reducing};
        case Step::resume:
            return {TradingState::active};
        case Step::stop:
            return {TradingState::halted, body.boolean("cancel_entries"), body.boolean("flatten")};
        case Step::panic:
            return {TradingState::halted, true, true};
        case Step::reset_limits:
            return {TradingState::active, false, false, true};
    }
    return {};
}

std::variant<Wish, ApiProblem> read_wish(const Scene& scene, const Call& call, Step step) {
    auto body = Body::parse(call.request.body);
    if (!body) return ApiProblem{body.error().code, body.error().detail};
    if (step == Step::stop) {
        body->allow_only({"account", "cancel_entries", "flatten"});
    } else {
        body->allow_only({"account"});
    }
    const auto name = body->text("account");
    const SetTradingState change = change_of(step, *body);
    if (body->has_errors()) return body->problem();
    auto accounts = accounts_named(scene, name);
    if (!accounts) return ApiProblem{accounts.error().code, accounts.error().detail};
    return Wish{change, std::move(*accounts)};
}

HttpResponse dry_response(const Scene& scene, const Wish& wish) {
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("would").begin_array();
    for (const AccountId id : wish.accounts) {
        std::string says = wish.change.only_resets_limits
                               ? "let results of " + scene.account_name(id) + " count from nothing"
                               : "set " + scene.account_name(id) + " to " + std::string(text(wish.change.state));
        if (wish.change.cancel_entries) says += ", cancel its entries";
        if (wish.change.flatten) says += ", close all its groups";
        out.string(says);
    }
    return json_response(out.end_array().end_object());
}

void set_trading(const AdminServices& services, const Call& call, const HttpReply& reply, Step step) {
    const Scene scene(services, call);
    auto read = read_wish(scene, call, step);
    if (const auto* problem = std::get_if<ApiProblem>(&read)) return reply.send(problem_response(*problem));
    auto& wish = std::get<Wish>(read);
    if (call.is_dry_run) return reply.send(dry_response(scene, wish));
    if (wish.accounts.empty()) return reply.send(problem_response(ApiProblem{"NOT_FOUND", "the configuration has no account"}));
    std::vector<std::string> names;
    for (const AccountId id : wish.accounts) names.push_back(scene.account_name(id));
    const auto write = [change = wish.change](json::Writer& out) {
        if (!change.only_resets_limits) out.name("trading_state").string(text(change.state));
    };
    const auto gathering = std::make_shared<Gathering>(reply, std::move(names), "K-18", write);
    for (std::size_t i = 0; i < wish.accounts.size(); ++i) {
        services.control.set_trading(wish.accounts[i], wish.change,
                                     [gathering, i](const Result<Obeyed>& answer) { gathering->take(i, answer); });
    }
}

HttpResponse limits(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto accounts = wanted_accounts(scene, call.query);
    if (!accounts) return problem_response(accounts.error());
    const auto status = services.control.status();
    json::Writer out;
    out.begin_object().name("accounts").begin_array();
    for (const auto* account : *accounts) {
        if (auto written = write_limits(out, services, scene, *account, status); !written) return problem_response(written.error());
    }
    return json_response(out.end_array().end_object());
}

}  // namespace

std::vector<Route> trading_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    const auto route = [s](std::string_view pattern, std::string_view summary, Step step) {
        return Route{"POST",
                     pattern,
                     Role::operating,
                     summary,
                     [s, step](const Call& call, const HttpReply& reply) { set_trading(*s, call, reply, step); },
                     {},
                     BodyKind::fields};
    };
    return {
        {"GET", "/limits", Role::viewer, "Every limit with what is used of it, and every reason why entries wait",
         answering([s](const Call& call) { return limits(*s, call); }), {"account"}},
        route("/trading/pause", "No new exposure; what is open is managed to its end", Step::pause),
        route("/trading/resume", "End a pause or a stop", Step::resume),
        route("/trading/stop", "No new exposure; may cancel entries and close groups", Step::stop),
        route("/limits/reset", "End halts; the day's result and the peak of equity count from nothing", Step::reset_limits),
        route("/trading/panic", "Stop, cancel all entries and close all groups", Step::panic),
    };
}

}  // namespace trellis::adapters::admin
