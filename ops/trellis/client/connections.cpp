#include "ops/trellis/client/connections.hpp"

#include <ostream>

#include "adapters/config/text_file.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::size_t document_bytes_max = 64U << 10U;

std::string path_of(const ConnectionOptions& options, std::string_view rest = "") {
    return "/connections/" + path_step(options.connection) + std::string(rest);
}

std::string state_cell(const Value& row) {
    if (cell(row, "removed") == "yes") return "removed";
    return cell(row, "enabled") == "yes" ? "enabled" : "disabled";
}

void say_connection(const Value& answer, std::ostream& out) {
    const auto* connection = answer.find("connection");
    if (connection == nullptr) return;
    const std::string event = cell(answer, "event");
    out << on_one_line(cell(*connection, "id")) << ": " << cell(*connection, "venue") << ' ' << cell(*connection, "market") << ", "
        << state_cell(*connection) << ", preset " << on_one_line(cell(*connection, "preset")) << ", API key " << cell(*connection, "api_key")
        << (event == "-" ? ", as before\n" : "  (trellis why e" + event + ")\n");
    const auto* webhook = answer.find("webhook");
    if (webhook == nullptr) return;
    out << "path    " << cell(*webhook, "path") << "\nsecret  " << cell(*webhook, "secret") << "\n" << cell(*webhook, "note") << '\n';
}

Change change_of(const ConnectionOptions& options, const std::string& command, std::string method, std::string target) {
    Change change;
    change.command = "connections " + command;
    change.method = std::move(method);
    change.target = std::move(target);
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = say_connection;
    return change;
}

void say_sharing(const Value& answer, std::ostream& out) {
    const std::string event = cell(answer, "event");
    out << on_one_line(cell(answer, "account")) << ": " << (cell(answer, "shared") == "yes" ? "others may copy it" : "nobody else may copy it")
        << (event == "-" ? ", as before\n" : "  (trellis why e" + event + ")\n");
}

int set_shared(const ConnectionOptions& options, const std::string& command, bool is_shared, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, command, "PUT", path_of(options, "/shared"));
    change.body = is_shared ? R"({"shared":true})" : R"({"shared":false})";
    change.say = say_sharing;
    return make_change(change, options.client, out, err);
}

/// The document of a file; empty when it cannot be read, which was said.
std::string document_of(Session& session, const std::string& file) {
    auto text = adapters::read_text_file(file == "-" ? "/dev/stdin" : file, document_bytes_max);
    if (text) return *std::move(text);
    session.fail(ExitCode::invalid_input, text.error().code + ": " + text.error().detail);
    return "";
}

/// What was asked, as JSON where that was wanted; nothing: there is no more to say.
std::optional<Document> asked(Session& session, const Request& request, bool json, std::ostream& out) {
    const auto answer = session.ask(request);
    if (!answer) return std::nullopt;
    if (json) {
        out << answer->body << '\n';
        return std::nullopt;
    }
    auto document = Document::parse(answer->body);
    if (document) return *std::move(document);
    session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    return std::nullopt;
}

int with_document(const ConnectionOptions& options, Change change, std::ostream& out, std::ostream& err) {
    Session session(change.command, options.client, err);
    change.body = document_of(session, options.file);
    return change.body.empty() ? session.exit_code() : make_change(change, options.client, out, err);
}

}  // namespace

int connections(const ConnectionsOptions& options, std::ostream& out, std::ostream& err) {
    Session session("connections", options.client, err);
    const auto document = asked(session, {.target = "/connections"}, options.json, out);
    if (!document) return session.exit_code();
    Table table({{"ID"}, {"KIND"}, {"VENUE"}, {"MARKET"}, {"STATE"}, {"PRESET"}, {"API KEY"}, {"WEBHOOK"}, {"SHARED"}});
    const auto* rows = document->root().find("items");
    for (const auto& row : rows->elements()) {
        table.add({on_one_line(cell(row, "id")), cell(row, "kind"), cell(row, "venue"), cell(row, "market"), state_cell(row),
                   on_one_line(cell(row, "preset")), cell(row, "api_key"), cell(row, "has_webhook"), cell(row, "shared")});
    }
    table.print(out, standard_output());
    return session.exit_code();
}

int connection_show(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    Session session("connections show", options.client, err);
    const auto document = asked(session, {.target = path_of(options)}, options.json, out);
    if (!document) return session.exit_code();
    const Value& said = document->root();
    out << on_one_line(cell(said, "id")) << ", " << state_cell(said) << ", preset " << on_one_line(cell(said, "preset")) << ", API key "
        << cell(said, "api_key") << "\n\n";
    Table table({{"FIELD"}, {"VALUE"}});
    for (const auto& member : said.find("document")->members()) table.add({std::string(member.name), on_one_line(cell(&member.value))});
    table.print(out, standard_output());
    return session.exit_code();
}

int connection_test(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    Session session("connections test", options.client, err);
    const auto document = asked(session, {.method = "POST", .target = path_of(options, "/test"), .body = "{}"}, options.json, out);
    if (!document) return session.exit_code();
    Table table({{"CHECK"}, {"OK"}, {"DETAIL"}});
    for (const auto& check : document->root().find("checks")->elements()) {
        table.add({cell(check, "name"), cell(check, "ok"), on_one_line(cell(check, "detail"))});
    }
    table.print(out, standard_output());
    if (cell(document->root(), "ok") == "yes") return session.exit_code();
    return static_cast<int>(ExitCode::unhealthy);
}

int connection_open(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    return with_document(options, change_of(options, "open", "POST", "/connections"), out, err);
}

int connection_update(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    Session session("connections update", options.client, err);
    const std::string text = document_of(session, options.file);
    if (text.empty()) return session.exit_code();
    const auto known = session.get(path_of(options));
    if (!known) return session.exit_code();
    const std::string revision(adapters::find_header(known->headers, "ETag"));
    const auto document = asked(session, {.method = "PUT", .target = path_of(options, options.dry_run ? "?dry_run=true" : ""), .body = text,
                                          .headers = {{"If-Match", revision}}}, options.json, out);
    if (document && !print_dry_run(document->root(), out)) say_connection(document->root(), out);
    return session.exit_code();
}

int connection_remove(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "remove", "DELETE", path_of(options));
    change.body = "";
    return make_change(change, options.client, out, err);
}

int connection_keys(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    return with_document(options, change_of(options, "keys", "PUT", path_of(options, "/credential")), out, err);
}

int connection_share(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    return set_shared(options, "share", true, out, err);
}

int connection_unshare(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    return set_shared(options, "unshare", false, out, err);
}

int connection_webhook(const ConnectionOptions& options, std::ostream& out, std::ostream& err) {
    return make_change(change_of(options, "webhook", "POST", path_of(options, "/webhook")), options.client, out, err);
}

}  // namespace trellis::program
