#include "adapters/admin/login.hpp"

#include <algorithm>

#include "adapters/admin/guard.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/secrets/password.hpp"

namespace trellis::adapters::admin {

namespace {

/// Names that nobody can have share one place in the throttle.
std::string throttled_name(const std::string& name) { return is_user_name(name) ? name : ""; }

ApiProblem too_many(Duration wait) {
    const std::string seconds = std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count());
    return {"TOO_MANY_ATTEMPTS", "too many wrong passwords; try again in " + seconds + " s", {}, {{"Retry-After", seconds}}};
}

/// For a name that nobody has the same is done, and nothing is right.
bool is_right(const AdminServices& services, Doorkeeper& doorkeeper, const std::string& name, const Secret& password) {
    const std::string& nobodys = doorkeeper.nobodys_hash();
    const auto directory = services.control.directory();
    const User* user = directory->people.find_named(name);
    const bool is_somebody = user != nullptr && user->may_log_in();
    const bool fits = is_password_of(is_somebody ? user->password.text : nobodys, password);
    return is_somebody && fits;
}

HttpResponse would(std::string_view what) {
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("would").begin_array().string(what);
    return json_response(out.end_array().end_object());
}

HttpResponse wrong_login() { return problem_response(ApiProblem{"WRONG_LOGIN", "the name or the password is wrong"}); }

HttpResponse welcome(const AdminServices& services, Doorkeeper& doorkeeper, const std::string& name) {
    const auto directory = services.control.directory();
    const User* user = directory->people.find_named(name);
    if (user == nullptr || !user->may_log_in()) return wrong_login();
    auto opened = doorkeeper.sessions().open(user->id, services.now());
    json::Writer out;
    out.begin_object().name("token").string(opened.token).name("expires_at").string(rfc3339(opened.expires_at));
    out.name("role").string(trellis::text(user->standing.role)).name("user");
    write_user(out, services, *directory, *user);
    wipe(opened.token);
    return json_response(out.end_object());
}

}  // namespace

SecretBody::SecretBody(HttpRequest& request) : request_(request), body_(Body::parse(request.body)) {
    if (body_.ok()) body_->hide_unknown();
}

SecretBody::~SecretBody() {
    if (body_.ok()) body_->forget();
    wipe(request_.body);
}

Secret SecretBody::password(std::string_view name) {
    const auto* value = body_->find(name);
    if (value == nullptr) {
        body_->reporter().add_missing(body_->root(), name, {"Z-3", "a password"});
        return {};
    }
    if (value->is_string() && !value->string().empty() && value->string().size() <= password_bytes_max) return Secret(value->string());
    body_->reporter().add_hidden("WRONG_TYPE", *value, {"Z-3", "a text of 1 to 1024 bytes"});
    return {};
}

std::string against_password(std::string_view user, const Secret& password) {
    const std::string_view text = password.reveal();
    if (text.size() < password_bytes_min) return "a password has at least " + std::to_string(password_bytes_min) + " bytes";
    const auto same = [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); };
    return std::ranges::equal(user, text, same) ? "a password is not the name" : "";
}

void check_password(const AdminServices& services, Doorkeeper& doorkeeper, const Claim& claim, const std::function<void(bool)>& done,
                    const HttpReply& reply) {
    const std::string key = throttled_name(claim.user);
    if (const auto wait = doorkeeper.throttle().begin(key, claim.peer, services.now())) return reply.send(problem_response(too_many(*wait)));
    const bool is_taken = doorkeeper.worker().give([&services, &doorkeeper, claim, key, done] {
        const bool right = is_right(services, doorkeeper, claim.user, *claim.password);
        if (right) doorkeeper.throttle().forgive(key, claim.peer);
        done(right);
    });
    if (is_taken) return;
    doorkeeper.throttle().take_back(key, claim.peer);
    reply.send(problem_response(Error{"BUSY", "too many passwords are being checked"}));
}

void log_in(const AdminServices& services, Doorkeeper& doorkeeper, HttpRequest& request, const HttpReply& reply) {
    SecretBody secret(request);
    auto& body = secret.body();
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"user", "password"});
    const auto name = body->required_text("user");
    auto password = std::make_shared<Secret>(secret.password("password"));
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    check_password(
        services, doorkeeper, {*name, request.peer, std::move(password)},
        [&services, &doorkeeper, name = *name, reply](bool is_right) {
            reply.send(is_right ? welcome(services, doorkeeper, name) : wrong_login());
        },
        reply);
}

HttpResponse log_out(Doorkeeper& doorkeeper, const Call& call) {
    if (call.is_dry_run) return would("end the session of the token");
    const auto token = borne_token(call.request);
    if (!token || !doorkeeper.sessions().end(*token)) return problem_response(Error{"NOT_FOUND", "the token is no session's"});
    json::Writer out;
    out.begin_object().name("user").string(call.caller.name).name("ended").boolean(true);
    return json_response(out.end_object());
}

std::vector<Route> session_routes(const AdminServices& services, Doorkeeper& doorkeeper) {
    const AdminServices* s = &services;
    Doorkeeper* d = &doorkeeper;
    return {
        {.method = "POST",
         .pattern = "/session",
         .role = Role::open,
         .summary = "Log in: a token for a name and its password",
         .handler =
             [s, d](Call call, const HttpReply& reply) {
                 call.is_dry_run ? reply.send(would("log in, if it is the right password")) : log_in(*s, *d, call.request, reply);
             },
         .body = BodyKind::fields,
         .is_secret = true},
        {"DELETE", "/session", Role::viewer, "Log out: the token is worth nothing any more",
         answering([d](const Call& call) { return log_out(*d, call); })},
    };
}

}  // namespace trellis::adapters::admin
