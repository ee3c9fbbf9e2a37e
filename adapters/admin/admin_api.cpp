// One request on its way to its route: the same checks for all of them, in one order.
//
//   Host ► token ► path and method ► role and scope ► size ► query ► is it running ► Idempotency-Key ► lists up to date ► handler
#include "adapters/admin/admin_api.hpp"

#include <algorithm>
#include <atomic>

#include "adapters/admin/backup.hpp"
#include "adapters/admin/body.hpp"
#include "adapters/admin/doorkeeper.hpp"
#include "adapters/admin/guard.hpp"
#include "adapters/admin/noting.hpp"
#include "adapters/admin/openapi.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/router.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/targets.hpp"

namespace trellis::adapters {

namespace {

using admin::ApiProblem;
using admin::BodyKind;
using admin::Call;
using admin::Caller;
using admin::problem_response;
using admin::Role;
using admin::Route;
using admin::Router;

/// A list is as new as what was durable when it was asked for, if it gets there within this time.
constexpr std::chrono::milliseconds read_wait_max{100};

std::vector<Route> all_routes(const AdminServices& services, admin::Backups& backups, admin::Doorkeeper& doorkeeper) {
    std::vector<Route> all;
    const auto add = [&](std::vector<Route> some) { std::ranges::move(some, std::back_inserter(all)); };
    add(admin::state_routes(services));
    add(admin::signal_routes(services));
    add(admin::group_routes(services));
    add(admin::order_routes(services));
    add(admin::event_routes(services));
    add(admin::queue_routes(services));
    add(admin::risk_routes(services));
    add(admin::trading_routes(services));
    add(admin::precision_routes(services));
    add(admin::config_routes(services));
    add(admin::preset_routes(services));
    add(admin::connection_routes(services));
    add(admin::subscription_routes(services));
    add(admin::strategy_routes(services));
    add(admin::bot_routes(services));
    add(admin::session_routes(services, doorkeeper));
    add(admin::user_routes(services, doorkeeper));
    add(admin::token_routes(services));
    add(admin::audit_routes(services));
    add(admin::backup_routes(backups));
    const auto document = [](const Call&) {
        HttpResponse response;
        response.body = admin::openapi_document();
        return response;
    };
    all.push_back({"GET", "/openapi.json", Role::viewer, "This API as OpenAPI 3.1", admin::answering(document)});
    return all;
}

std::size_t bytes_max(BodyKind kind) {
    switch (kind) {
        case BodyKind::none:
        case BodyKind::fields:
            return admin::body_bytes_max;
        case BodyKind::document:
            return config_bytes_max;
    }
    return 0;
}

Result<void> check_parameters(const Route& route, const admin::Query& query) {
    std::vector<std::string_view> known = route.parameters;
    if (route.is_change()) known.emplace_back("dry_run");
    for (const auto& [name, value] : query.all()) {
        if (route.takes(name)) continue;
        const auto meant = nearest(name, known);
        return Error{"UNKNOWN_PARAMETER",
                     "no parameter is called \"" + shortened(name) + "\"; " +
                         (meant.empty() ? "this route takes none" : "did you mean \"" + std::string(meant) + "\"?")};
    }
    return {};
}

/// A sender may name its request; what is not plain is replaced.
bool is_request_id(std::string_view id) { return admin::is_idempotency_key(id) && id.size() <= 128; }

/// A key is one of the caller's own: nobody meets another's answer by it.
std::string key_of(const Caller& caller, const std::string& key) { return std::to_string(caller.owner.value) + " " + key; }

/// Everything that makes two requests the same.
Fingerprint fingerprint_of(const HttpRequest& request) {
    std::string whole;
    for (const std::string_view part :
         {std::string_view(request.method), std::string_view(request.path), std::string_view(request.query),
          request.header("If-Match"), request.header("X-Trellis-Account"), std::string_view(request.body)}) {
        whole += std::to_string(part.size()) + ":";
        whole += part;
    }
    return fingerprint(whole);
}

}  // namespace

struct AdminApi::Impl {
    Impl(AdminServices given, const Fingerprint& wanted)
        : services(std::move(given)),
          doorkeeper(services, wanted),
          backups(services.control),
          router(all_routes(services, backups, doorkeeper)) {}

    void handle(HttpRequest request, HttpReply reply);
    void dispatch(HttpRequest request, const HttpReply& reply);
    void call_route(const Route& route, Call call, const HttpReply& reply);
    std::optional<Caller> caller_of(const HttpRequest& request);
    std::optional<ApiProblem> refusal_of(const Route& route, const HttpRequest& request) const;
    ApiProblem unmatched(const admin::RouteMatch& match, const HttpRequest& request) const;

    const AdminServices services;
    admin::Doorkeeper doorkeeper;
    std::atomic<std::uint64_t> requests{0};
    std::shared_ptr<admin::IdempotencyTable> idempotency = std::make_shared<admin::IdempotencyTable>();
    admin::Backups backups;
    Router router;
};

void AdminApi::Impl::handle(HttpRequest request, HttpReply reply) {
    const auto given = request.header("X-Request-Id");
    auto id = is_request_id(given) ? std::string(given) : "r" + std::to_string(++requests);
    dispatch(std::move(request), admin::dressed(std::move(reply), std::move(id)));
}

void AdminApi::Impl::dispatch(HttpRequest request, const HttpReply& reply) {
    if (!admin::is_own_host(request.header("Host"), services.hosts)) {
        return reply.send(problem_response(ApiProblem{"HOST_REFUSED", "call this listener by its address or as localhost"}));
    }
    const auto match = router.match(request.method, request.path);
    const bool is_open = match && match->route != nullptr && match->route->role == Role::open;
    const bool is_probe = is_open && match->route->is_root;
    if (!is_probe && !doorkeeper.admits(request.peer)) {
        return reply.send(problem_response(ApiProblem{"LOOPBACK_ONLY", "without users this listener answers its own machine alone"}));
    }
    auto caller = caller_of(request);
    if (!is_open && !caller) {
        return reply.send(problem_response(ApiProblem{"UNAUTHORIZED",
                                                      "log in, or send the token of DATA_DIR/admin.token, as Authorization: Bearer",
                                                      {},
                                                      {{"WWW-Authenticate", "Bearer realm=\"trellis\""}}}));
    }
    if (!match) return reply.send(problem_response(match.error()));
    if (request.method == "OPTIONS" && !match->allowed.empty()) {
        return reply.send({204, "", {{"Allow", admin::allow_header(match->allowed)}}, ""});
    }
    if (match->route == nullptr) return reply.send(problem_response(unmatched(*match, request)));
    if (caller) {
        if (auto refused = admin::overreach(*caller, match->route->role)) return reply.send(problem_response(*refused));
    }
    if (auto refused = refusal_of(*match->route, request)) return reply.send(problem_response(*refused));
    auto query = admin::Query::parse(request.query);
    if (!query) return reply.send(problem_response(query.error()));
    if (auto known = check_parameters(*match->route, *query); !known) return reply.send(problem_response(known.error()));
    const auto dry_run = query->flag("dry_run");
    if (!dry_run) return reply.send(problem_response(dry_run.error()));
    call_route(*match->route, Call{std::move(request), match->parameters, *std::move(query), *dry_run, caller ? *std::move(caller) : Caller{}}, reply);
}

std::optional<Caller> AdminApi::Impl::caller_of(const HttpRequest& request) {
    const auto borne = admin::borne_token(request);
    return borne ? doorkeeper.identify(*borne) : std::nullopt;
}

ApiProblem AdminApi::Impl::unmatched(const admin::RouteMatch& match, const HttpRequest& request) const {
    if (match.allowed.empty()) {
        return {"NOT_FOUND", "there is no such route; did you mean " + std::string(router.nearest_path(request.path)) + "?"};
    }
    const auto allowed = admin::allow_header(match.allowed);
    return {
        "METHOD_NOT_ALLOWED", shortened(request.method) + " is not for this path; it takes " + allowed, {}, {{"Allow", allowed}}};
}

std::optional<ApiProblem> AdminApi::Impl::refusal_of(const Route& route, const HttpRequest& request) const {
    if (request.body.size() > bytes_max(route.body)) {
        return ApiProblem{"BODY_TOO_LARGE", "this route takes " + std::to_string(bytes_max(route.body)) + " bytes"};
    }
    if (route.is_change() && !services.control.status().is_ready()) {
        return ApiProblem{"NOT_READY", "the server is not running yet, or not any more; see /readyz"};
    }
    return std::nullopt;
}

void AdminApi::Impl::call_route(const Route& route, Call call, const HttpReply& reply) {
    HttpReply answer = reply;
    if (const auto key = std::string(call.request.header("Idempotency-Key")); route.is_change() && !route.is_secret && !key.empty()) {
        using State = admin::IdempotencyTable::State;
        if (!admin::is_idempotency_key(key)) {
            return reply.send(
                problem_response(ApiProblem{"INVALID_HEADER", "an Idempotency-Key is 1 to 255 visible ASCII characters"}));
        }
        auto begun = idempotency->begin(key_of(call.caller, key), fingerprint_of(call.request), services.now());
        switch (begun.state) {
            case State::fresh:
                answer = admin::remembered(reply, idempotency, key_of(call.caller, key));
                break;
            case State::in_flight:
                return reply.send(
                    problem_response(ApiProblem{"IDEMPOTENCY_IN_FLIGHT", "the first request with this key has no answer yet"}));
            case State::mismatch:
                return reply.send(problem_response(ApiProblem{"IDEMPOTENCY_MISMATCH", "this key was used with another request"}));
            case State::full:
                return reply.send(problem_response(ApiProblem{"BUSY", "too many requests have no answer yet"}));
            case State::answered:
                begun.answer->headers.push_back({"Idempotency-Replayed", "true"});
                return reply.send(*std::move(begun.answer));
        }
    }
    if (route.asks_lists()) services.history.await(services.control.status().durable_sequence, read_wait_max);
    if (admin::is_noted(route) && !call.is_dry_run) {
        const NoteAction note{call.request.method + " " + shortened(call.request.path)};
        services.control.change_directory(call.caller.owner, note, std::nullopt, [](const Result<DirectoryChange>&) {});
    }
    route.handler(std::move(call), answer);
}

AdminApi::AdminApi(AdminServices services, const Fingerprint& token) : impl_(std::make_unique<Impl>(std::move(services), token)) {}
AdminApi::~AdminApi() = default;

HttpHandler AdminApi::handler() {
    return [impl = impl_.get()](HttpRequest request, HttpReply reply) { impl->handle(std::move(request), std::move(reply)); };
}

const Router& AdminApi::router() const { return impl_->router; }

const AdminServices& AdminApi::services() const { return impl_->services; }

}  // namespace trellis::adapters
