#include "ops/trellis/client/people.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/password.hpp"
#include "ops/trellis/client/session_file.hpp"

namespace trellis::program {

namespace {

using adapters::Secret;
using adapters::json::Document;
using adapters::json::Value;
using Say = std::function<void(const Value&, std::ostream&)>;

struct How {
    bool dry_run = false;
    bool json = false;
    Say say;
};

/// Asks and says what came; the body, which may hold a secret, is wiped.
int tell(Session& session, Request request, const How& how, std::ostream& out) {
    if (how.dry_run) request.target += request.target.find('?') == std::string::npos ? "?dry_run=true" : "&dry_run=true";
    request.timeout = std::chrono::seconds(30);  // argon2id takes its time, and may have to wait
    const auto answer = session.ask(request);
    adapters::wipe(request.body);
    if (!answer) return session.exit_code();
    if (how.json) {
        out << answer->body << '\n';
        return session.exit_code();
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (!print_dry_run(document->root(), out)) how.say(document->root(), out);
    return session.exit_code();
}

void say_user(const Value& user, std::ostream& out) {
    out << cell(user, "id") << ' ' << on_one_line(cell(user, "name")) << ": " << cell(user, "role") << ", "
        << (cell(user, "enabled") == "yes" ? "enabled" : "disabled") << '\n';
}

std::string path_of(const UserOptions& options) { return "/users/" + path_step(options.name); }

int change(const char* command, const UserOptions& options, const std::string& body, std::ostream& out, std::ostream& err) {
    Session session(command, options.client, err);
    return tell(session, {.method = "PUT", .target = path_of(options), .body = body, .headers = {{"If-Match", "*"}}},
                {options.dry_run, options.json, say_user}, out);
}

/// Nothing: none was given, which was said.
std::optional<Secret> new_password(Session& session, std::ostream& err) {
    Secret password = read_password("New password", err);
    if (!password.is_empty()) return password;
    session.fail(ExitCode::invalid_input, "a password is wanted on the terminal or on standard input");
    return std::nullopt;
}

void add_member(std::string& body, std::string_view name, std::string_view text) {
    body += (body.empty() ? "{" : ",") + json_text(name) + ":" + json_text(text);
}

/// Fits into a column: what a thing was made with can be long, and is whole in --json.
std::string brief(const std::string& text) {
    constexpr std::size_t bytes_max = 72;
    if (text.size() <= bytes_max) return on_one_line(text);
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return on_one_line(text.substr(0, end)) + "...";
}

}  // namespace

int users(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "users";
    view.path = "/users";
    view.columns = {{"ID"}, {"NAME"}, {"DISPLAY"}, {"ROLE"}, {"ENABLED"}, {"ACCOUNTS"}, {"DEFAULT PRESET"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"),      cell(row, "name"),          cell(row, "display"),       cell(row, "role"),
                                        cell(row, "enabled"), joined_cell(row, "accounts"), cell(row, "default_preset")};
    };
    view.none = "There are no users; whoever has admin.token does everything.";
    return show_list(view, options, out, err);
}

int user_add(const UserOptions& options, std::ostream& out, std::ostream& err) {
    Session session("users add", options.client, err);
    const auto password = new_password(session, err);
    if (!password) return session.exit_code();
    std::string body;
    add_member(body, "name", options.name);
    add_member(body, "role", options.role);
    if (!options.display.empty()) add_member(body, "display", options.display);
    add_member(body, "password", password->reveal());
    return tell(session, {.method = "POST", .target = "/users", .body = body + "}"}, {options.dry_run, options.json, say_user}, out);
}

int user_role(const UserOptions& options, std::ostream& out, std::ostream& err) {
    return change("users role", options, R"({"role":)" + json_text(options.role) + "}", out, err);
}

int user_enable(const UserOptions& options, std::ostream& out, std::ostream& err) {
    return change("users enable", options, R"({"enabled":true})", out, err);
}

int user_disable(const UserOptions& options, std::ostream& out, std::ostream& err) {
    return change("users disable", options, R"({"enabled":false})", out, err);
}

int user_delete(const UserOptions& options, std::ostream& out, std::ostream& err) {
    Session session("users delete", options.client, err);
    const auto say = [](const Value& answer, std::ostream& to) { to << on_one_line(cell(answer, "user")) << ": deleted\n"; };
    return tell(session, {.method = "DELETE", .target = target_of(path_of(options), {{"force", options.force ? "true" : ""}})},
                {options.dry_run, options.json, say}, out);
}

int user_password(const UserOptions& options, std::ostream& out, std::ostream& err) {
    Session session("users password", options.client, err);
    std::string body;
    if (options.name.empty()) {
        const Secret old = read_password("Old password", err);
        add_member(body, "old_password", old.reveal());
    }
    const auto password = new_password(session, err);
    if (!password) return session.exit_code();
    add_member(body, "password", password->reveal());
    const auto say = [](const Value& user, std::ostream& to) {
        to << on_one_line(cell(user, "name")) << " has another password; every session of this user has ended\n";
    };
    const std::string name = options.name.empty() ? "me" : path_step(options.name);
    return tell(session, {.method = "PUT", .target = "/users/" + name + "/password", .body = body + "}"}, {options.dry_run, options.json, say}, out);
}

int login(const LoginOptions& options, std::ostream& out, std::ostream& err) {
    Session session("login", options.client, err);
    const Secret password = read_password("Password of " + options.name, err);
    std::string body;
    add_member(body, "user", options.name);
    add_member(body, "password", password.reveal());
    const auto answer = session.ask({.method = "POST", .target = "/session", .body = body + "}", .timeout = std::chrono::seconds(30)});
    adapters::wipe(body);
    if (!answer) return session.exit_code();
    const auto document = Document::parse(answer->body);
    const auto* token = document ? document->root().find("token") : nullptr;
    if (token == nullptr || !token->is_string()) return session.fail(ExitCode::failure, "the answer has no token");
    if (auto kept = keep_token(session.place(), std::string(token->string())); !kept) {
        return session.fail(ExitCode::failure, kept.error().code + ": " + kept.error().detail);
    }
    out << on_one_line(options.name) << " is logged in as " << cell(document->root(), "role") << " until " << time_cell(document->root(), "expires_at")
        << '\n';
    return session.exit_code();
}

int logout(const LoginOptions& options, std::ostream& out, std::ostream& err) {
    const auto place = Session("logout", options.client, err).place();
    if (!kept_token(place).has_value()) {
        err << "Nobody is logged in to " << place << ".\n";
        return static_cast<int>(ExitCode::ok);
    }
    Session session("logout", options.client, err);
    const auto answer = session.ask({.method = "DELETE", .target = "/session"});
    // What the server does not know any more is forgotten here all the same.
    if (auto forgotten = forget_token(place); !forgotten) return session.fail(ExitCode::failure, forgotten.error().detail);
    if (!answer) return session.exit_code();
    out << "logged out of " << place << '\n';
    return session.exit_code();
}

int whoami(const LoginOptions& options, std::ostream& out, std::ostream& err) {
    Session session("whoami", options.client, err);
    const auto say = [](const Value& said, std::ostream& to) {
        to << on_one_line(cell(said, "name")) << " (" << cell(said, "id") << "), " << cell(said, "role") << "; may "
           << joined_cell(said, "scopes") << "; accounts " << on_one_line(joined_cell(said, "accounts")) << '\n';
    };
    return tell(session, {.target = "/users/me"}, {false, options.json, say}, out);
}

int tokens(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "tokens";
    view.path = "/tokens";
    view.columns = {{"ID"}, {"NAME"}, {"USER"}, {"FOR"}, {"EXPIRES"}, {"CREATED"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"),            cell(row, "name"),           cell(row, "user"),
                                        joined_cell(row, "scopes"), time_cell(row, "expires_at"), time_cell(row, "created_at")};
    };
    view.none = "There are no tokens.";
    return show_list(view, options, out, err);
}

int token_create(const TokenOptions& options, std::ostream& out, std::ostream& err) {
    Session session("tokens create", options.client, err);
    adapters::json::Writer body;
    body.begin_object().name("name").string(options.name).name("scopes").begin_array();
    for (const auto& scope : options.scopes) body.string(scope);
    body.end_array();
    if (!options.expires_at.empty()) body.name("expires_at").string(options.expires_at);
    const auto say = [&err](const Value& answer, std::ostream& to) {
        to << cell(answer, "secret") << '\n';
        err << "This is told once. Keep it in a file of mode 0600 and give --token-file.\n";
    };
    return tell(session, {.method = "POST", .target = "/tokens", .body = body.end_object().take()}, {options.dry_run, options.json, say}, out);
}

int token_revoke(const TokenOptions& options, std::ostream& out, std::ostream& err) {
    Session session("tokens revoke", options.client, err);
    const auto say = [](const Value& answer, std::ostream& to) { to << cell(answer, "token") << ": revoked\n"; };
    return tell(session, {.method = "DELETE", .target = "/tokens/" + path_step(options.name)}, {options.dry_run, options.json, say}, out);
}

int audit(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "audit";
    view.path = "/audit";
    view.columns = {{"EVENT", true}, {"AT"}, {"ACTOR"}, {"WHAT"}, {"BEFORE"}, {"AFTER"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "event"), time_cell(row, "at"), cell(row, "actor"),
                                        on_one_line(cell(row, "says")), brief(cell(row, "before")), brief(cell(row, "after"))};
    };
    view.none = "Nobody has changed anything.";
    return show_list(view, options, out, err);
}

}  // namespace trellis::program
