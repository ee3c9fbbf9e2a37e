// Users: listed, made, changed and deleted by admins; everybody sees himself and changes his own password (Z-3, Z-4).
#include <algorithm>

#include "adapters/admin/login.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/secrets/password.hpp"

namespace trellis::adapters::admin {

namespace {

std::optional<UserRole> read_role(Body& body) {
    const auto word = body.text("role");
    if (!word) return std::nullopt;
    for (const auto role : {UserRole::viewer, UserRole::operating, UserRole::admin}) {
        if (*word == trellis::text(role)) return role;
    }
    body.refuse("INVALID_VALUE", *body.find("role"), {"Z-4", "viewer, operator or admin"});
    return std::nullopt;
}

HttpResponse user_response(const AdminServices& services, const Directory& directory, const User& user, unsigned status = 200) {
    json::Writer out;
    write_user(out, services, directory, user);
    return tagged_response(out, user.revision, status);
}

// ---- looking ----

HttpResponse users(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    const auto behind = request->cursor.empty() ? std::optional<std::uint64_t>(0) : whole_number(request->cursor);
    if (!behind) return problem_response(Error{"BAD_CURSOR", "a cursor is what a page gave as next"});
    PageOf<const User*> page;
    for (const auto& [id, user] : directory->people.users) {
        if (user.is_deleted || id.value <= *behind) continue;
        if (page.rows.size() == request->limit) {
            page.next = std::to_string(page.rows.back()->id.value);
            break;
        }
        page.rows.push_back(&user);
    }
    return list_response(call, page, [&](json::Writer& out, const User* user) { write_user(out, services, *directory, *user); });
}

HttpResponse user(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto found = find_user(*directory, call.caller, call.parameter("user"));
    return found ? user_response(services, *directory, **found) : problem_response(found.error());
}

// ---- changing ----

void create_user(const AdminServices& services, Doorkeeper& doorkeeper, Call call, const HttpReply& reply) {
    SecretBody secret(call.request);
    auto& body = secret.body();
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"name", "display", "role", "password"});
    CreateUser command;
    command.name = body->required_text("name").value_or("");
    command.standing.display = body->text("display").value_or("");
    if (body->find("role") == nullptr) body->reporter().add_missing(body->root(), "role", {"Z-4", "viewer, operator or admin"});
    command.standing.role = read_role(*body).value_or(UserRole::viewer);
    const auto password = std::make_shared<Secret>(secret.password("password"));
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    if (const auto why = against_password(command.name, *password); !why.empty()) {
        return reply.send(problem_response(Error{"INVALID_PASSWORD", why}));
    }
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    const auto work = [&services, command, password, reply, by = call.caller.owner]() mutable {
        auto hash = hash_password(*password, services.password_cost);
        if (!hash) return reply.send(problem_response(hash.error()));
        command.password.text = *std::move(hash);
        services.control.change_directory(by, command, std::nullopt, [&services, reply](const Result<DirectoryChange>& change) {
            if (!change.ok()) return reply.send(problem_response(change.error()));
            const auto& made = std::get<UserCreated>(change->events.front());
            reply.send(user_response(services, *change->directory, *change->directory->people.find(made.user), 201));
        });
    };
    if (!doorkeeper.worker().give(work)) reply.send(problem_response(Error{"BUSY", "too many passwords wait"}));
}

void change_user(const AdminServices& services, Doorkeeper& doorkeeper, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"display", "role", "enabled"});
    const auto found = find_user(*services.control.directory(), call.caller, call.parameter("user"));
    if (!found) return reply.send(problem_response(found.error()));
    ChangeUser command{(*found)->id, {}, read_role(*body), {}};
    if (const auto* display = body->find("display")) {
        if (!display->is_string() && !display->is_null()) body->refuse("WRONG_TYPE", *display, {"Z-4", "a text, or null for none"});
        command.display = display->is_string() ? std::string(display->string()) : "";
    }
    if (body->find("enabled") != nullptr) command.is_enabled = body->boolean("enabled");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto basis = with_basis(named_at(call, "/users/" + (*found)->name, command.user));
    if (!basis) return reply.send(problem_response(basis.error()));
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    services.control.change_directory(call.caller.owner, command, basis->expected, [&services, &doorkeeper, command, reply](const Result<DirectoryChange>& change) {
        if (!change.ok()) return reply.send(problem_response(change.error()));
        if (command.is_enabled == false) doorkeeper.sessions().end_all_of(command.user);
        reply.send(user_response(services, *change->directory, *change->directory->people.find(command.user)));
    });
}

/// With the old password in hand, or over another's as an admin.
void set_password(const AdminServices& services, Doorkeeper& doorkeeper, const ChangePassword& asked, const Secret& password, OwnerId by,
                  const HttpReply& reply) {
    auto hash = hash_password(password, services.password_cost);
    if (!hash) return reply.send(problem_response(hash.error()));
    ChangePassword command = asked;
    command.password.text = *std::move(hash);
    services.control.change_directory(by, command, std::nullopt, [&services, &doorkeeper, user = command.user, reply](const Result<DirectoryChange>& change) {
        if (!change.ok()) return reply.send(problem_response(change.error()));
        doorkeeper.sessions().end_all_of(user);
        reply.send(user_response(services, *change->directory, *change->directory->people.find(user)));
    });
}

void change_password(const AdminServices& services, Doorkeeper& doorkeeper, Call call, const HttpReply& reply) {
    SecretBody secret(call.request);
    auto& body = secret.body();
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"password", "old_password"});
    const auto found = find_user(*services.control.directory(), call.caller, call.parameter("user"));
    if (!found) return reply.send(problem_response(found.error()));
    const ChangePassword command{(*found)->id, {}};
    const bool is_own = command.user == call.caller.owner;
    const auto password = std::make_shared<const Secret>(secret.password("password"));
    const auto old = std::make_shared<const Secret>(is_own ? secret.password("old_password") : Secret{});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    if (const auto why = against_password((*found)->name, *password); !why.empty()) {
        return reply.send(problem_response(Error{"INVALID_PASSWORD", why}));
    }
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    const auto set = [&services, &doorkeeper, command, password, by = call.caller.owner, reply] {
        set_password(services, doorkeeper, command, *password, by, reply);
    };
    if (is_own) {
        return check_password(
            services, doorkeeper, {(*found)->name, call.request.peer, old},
            [set, reply](bool is_right) { is_right ? set() : reply.send(problem_response(Error{"WRONG_PASSWORD", "the old password is wrong"})); },
            reply);
    }
    if (!doorkeeper.worker().give(set)) reply.send(problem_response(Error{"BUSY", "too many passwords wait"}));
}

void delete_user(const AdminServices& services, Doorkeeper& doorkeeper, const Call& call, const HttpReply& reply) {
    const auto force = call.query.flag("force");
    if (!force) return reply.send(problem_response(force.error()));
    const auto found = find_user(*services.control.directory(), call.caller, call.parameter("user"));
    if (!found) return reply.send(problem_response(found.error()));
    const DeleteUser command{(*found)->id, *force};
    if (call.is_dry_run) return reply.send(tried_response(services, call, {command}));
    services.control.change_directory(call.caller.owner, command, std::nullopt,
                                      [&doorkeeper, command, name = (*found)->name, reply](const Result<DirectoryChange>& change) {
                                          if (!change.ok()) return reply.send(problem_response(change.error()));
                                          doorkeeper.sessions().end_all_of(command.user);
                                          json::Writer out;
                                          out.begin_object().name("user").string(name).name("deleted").boolean(true);
                                          reply.send(json_response(out.end_object()));
                                      });
}

/// A token that was lent for less changes nobody.
template <class Handler>
RouteHandler by_login(Handler handler) {
    return [handler](Call call, const HttpReply& reply) {
        if (call.caller.is_by_token && !call.caller.scopes.administers) {
            return reply.send(problem_response(Error{"SCOPE_MISSING", "this needs a login, or a token for admin"}));
        }
        handler(std::move(call), reply);
    };
}

}  // namespace

std::vector<Route> user_routes(const AdminServices& services, Doorkeeper& doorkeeper) {
    const AdminServices* s = &services;
    Doorkeeper* d = &doorkeeper;
    const auto change = [](std::string_view method, std::string_view pattern, Role role, std::string_view summary, RouteHandler handler) {
        return Route{.method = method, .pattern = pattern, .role = role, .summary = summary, .handler = std::move(handler), .body = BodyKind::fields};
    };
    auto create = change("POST", "/users", Role::admin, "Make a user", by_login([s, d](Call call, const HttpReply& reply) {
                             create_user(*s, *d, std::move(call), reply);
                         }));
    auto password = change("PUT", "/users/{user}/password", Role::viewer, "Change a password: one's own with the old one",
                           by_login([s, d](Call call, const HttpReply& reply) { change_password(*s, *d, std::move(call), reply); }));
    create.is_secret = true;
    password.is_secret = true;
    return {
        {"GET", "/users", Role::admin, "Users, oldest first", answering([s](const Call& call) { return users(*s, call); }), {"limit", "cursor"}},
        std::move(create),
        {"GET", "/users/me", Role::viewer, "Who asks, and what he may do", answering([s](const Call& call) { return caller_response(*s, call.caller); })},
        {"GET", "/users/{user}", Role::viewer, "A user; who is no admin sees himself", answering([s](const Call& call) { return user(*s, call); })},
        change("PUT", "/users/{user}", Role::viewer, "Change a user; who is no admin changes how he is called",
               by_login([s, d](const Call& call, const HttpReply& reply) { change_user(*s, *d, call, reply); })),
        std::move(password),
        {"DELETE", "/users/{user}", Role::admin, "Delete a user; what he made stays",
         by_login([s, d](const Call& call, const HttpReply& reply) { delete_user(*s, *d, call, reply); }), {"force"}},
    };
}

}  // namespace trellis::adapters::admin
