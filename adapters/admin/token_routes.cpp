// Tokens in a user's name, for programs: each for some of what he may do, told once and kept as a fingerprint (Z-3, Z-4).
#include "adapters/admin/body.hpp"
#include "adapters/admin/directory_wish.hpp"
#include "adapters/admin/doorkeeper.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/secrets/password.hpp"
#include "adapters/secrets/seal.hpp"

namespace trellis::adapters::admin {

namespace {

HttpResponse tokens(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    const auto behind = request->cursor.empty() ? std::optional<std::uint64_t>(0) : whole_number(request->cursor);
    if (!behind) return problem_response(Error{"BAD_CURSOR", "a cursor is what a page gave as next"});
    PageOf<const AccessToken*> page;
    for (const auto& [id, token] : directory->people.tokens) {
        const bool is_seen = call.caller.sees_everything() || token.owner == call.caller.owner;
        if (!is_seen || id.value <= *behind) continue;
        if (page.rows.size() == request->limit) {
            page.next = std::to_string(page.rows.back()->id.value);
            break;
        }
        page.rows.push_back(&token);
    }
    return list_response(call, page, [&](json::Writer& out, const AccessToken* token) { write_token(out, *directory, *token); });
}

Scopes read_scopes(Body& body) {
    Scopes scopes;
    const auto* list = body.find("scopes");
    if (list == nullptr) body.reporter().add_missing(body.root(), "scopes", {"Z-4", "a list of read, trade and admin"});
    if (list == nullptr) return scopes;
    if (!list->is_array()) body.refuse("WRONG_TYPE", *list, {"Z-4", "a list of read, trade and admin"});
    if (!list->is_array()) return scopes;
    for (const auto& one : list->elements()) {
        const std::string_view word = one.is_string() ? one.string() : std::string_view();
        if (word == "read") {
            scopes.reads = true;
        } else if (word == "trade") {
            scopes.trades = true;
        } else if (word == "admin") {
            scopes.administers = true;
        } else {
            body.refuse("INVALID_VALUE", one, {"Z-4", "read, trade or admin"});
        }
    }
    return scopes;
}

std::optional<Timestamp> read_end(Body& body) {
    const auto text = body.text("expires_at");
    if (!text) return std::nullopt;
    const auto at = parse_rfc3339(*text);
    if (at.ok()) return *at;
    body.refuse("INVALID_VALUE", *body.find("expires_at"), {"Z-3", "a time as 2026-01-05T00:00:00Z"});
    return std::nullopt;
}

HttpResponse created_response(const DirectoryChange& change, const std::string& text) {
    const auto& made = std::get<TokenCreated>(change.events.front());
    json::Writer out;
    out.begin_object().name("secret").string(text).name("token");
    write_token(out, *change.directory, change.directory->people.tokens.at(made.token));
    HttpResponse response = json_response(out.end_object());
    response.status = 201;
    return response;
}

/// A token makes no token: it would live on when the first is revoked.
void create_token(const AdminServices& services, const Call& call, const HttpReply& reply) {
    if (call.caller.is_by_token) return reply.send(problem_response(Error{"SCOPE_MISSING", "this needs a login; a token makes no token"}));
    if (call.caller.owner == operator_owner) {
        return reply.send(problem_response(Error{"FORBIDDEN", "the operator has the token of admin.token; make a user for another one"}));
    }
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"name", "scopes", "expires_at"});
    CreateToken command{call.caller.owner, body->required_text("name").value_or(""), read_scopes(*body), read_end(*body), {}};
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    std::string text = draw_token();
    command.fingerprint.text = kept_form(fingerprint(text));
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    services.control.change_directory(call.caller.owner, command, std::nullopt, [text = std::move(text), reply](const Result<DirectoryChange>& change) {
        reply.send(change.ok() ? created_response(*change, text) : problem_response(change.error()));
    });
}

void revoke_token(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto id = call.parameter("token");
    const auto number = id.starts_with('t') ? whole_number(id.substr(1)) : std::nullopt;
    if (!number || *number > UINT32_MAX) return reply.send(problem_response(Error{"NOT_FOUND", "there is no token " + shortened(id)}));
    const RevokeToken command{TokenId{static_cast<std::uint32_t>(*number)}};
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    services.control.change_directory(call.caller.owner, command, std::nullopt, [reply, command](const Result<DirectoryChange>& change) {
        if (!change.ok()) return reply.send(problem_response(change.error()));
        json::Writer out;
        out.begin_object().name("token").string(text(command.token)).name("revoked").boolean(true);
        reply.send(json_response(out.end_object()));
    });
}

}  // namespace

std::vector<Route> token_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET", "/tokens", Role::viewer, "One's tokens, oldest first; for an admin those of everybody",
         answering([s](const Call& call) { return tokens(*s, call); }), {"limit", "cursor"}},
        {.method = "POST",
         .pattern = "/tokens",
         .role = Role::viewer,
         .summary = "Make a token in one's name; it is told once",
         .handler = [s](const Call& call, const HttpReply& reply) { create_token(*s, call, reply); },
         .body = BodyKind::fields,
         .is_secret = true},
        {"DELETE", "/tokens/{token}", Role::viewer, "Revoke a token", [s](const Call& call, const HttpReply& reply) { revoke_token(*s, call, reply); }},
    };
}

}  // namespace trellis::adapters::admin
