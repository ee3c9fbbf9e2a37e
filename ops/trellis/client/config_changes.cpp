// Changing it: always on top of the version that is read first, so that nobody's change is overwritten unseen.
#include <ostream>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/config.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::chrono::seconds change_timeout{30};

std::optional<std::string> read_document(Session& session, const std::string& file) {
    auto text = adapters::read_text_file(file == "-" ? "/dev/stdin" : file, adapters::config_bytes_max);
    if (text) return *std::move(text);
    session.fail(ExitCode::invalid_input, text.error().code + ": " + text.error().detail);
    return std::nullopt;
}

/// The ETag of the document in effect.
std::optional<std::string> read_version(Session& session) {
    const auto answer = session.get("/config");
    if (!answer) return std::nullopt;
    return std::string(adapters::find_header(answer->headers, "ETag"));
}

void print_changes(const Value& answer, std::ostream& out) {
    const auto* changes = answer.find("changes");
    if (changes == nullptr || changes->size() == 0) {
        out << "nothing changes\n";
        return;
    }
    Table table({{"KEY"}, {"BEFORE"}, {"AFTER"}, {"ACTS"}});
    for (const auto& change : changes->elements()) {
        const auto json = [&](std::string_view name) {
            const auto* value = change.find(name);
            return value == nullptr || value->is_null() ? std::string("-") : std::string(value->raw());
        };
        table.add({cell(change, "pointer"), json("before"), json("after"), cell(change, "takes_effect")});
    }
    table.print(out, standard_output());
    if (cell(answer, "needs_restart") == "yes") {
        out << "\nSome of it is read only when the server starts: write it into its file and restart\n";
    }
}

/// What a change led to.
int print_applied(Session& session, const adapters::HttpResponse& answer, bool json, std::ostream& out) {
    if (json) {
        out << answer.body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer.body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    out << "version " << cell(document->root(), "version") << " is in effect\n\n";
    print_changes(document->root(), out);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int config_diff(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("config diff", options.client, err);
    const auto text = read_document(session, options.file);
    if (!text) return session.exit_code();
    const auto answer = session.ask({.method = "POST", .target = "/config/validate", .body = *text, .timeout = change_timeout});
    if (!answer) return session.exit_code();
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    const auto& said = document->root();
    const bool is_valid = cell(said, "valid") == "yes";
    if (options.json) {
        out << answer->body << '\n';
    } else if (is_valid) {
        print_changes(said, out);
    }
    if (is_valid) return static_cast<int>(ExitCode::ok);
    if (const auto* errors = said.find("errors")) {
        for (const auto& error : errors->elements()) {
            err << options.file << ": "
                << on_one_line(cell(error, "pointer") + ": " + cell(error, "code") + ": " + cell(error, "value") + " (" + cell(error, "rule") +
                               "); " + cell(error, "hint"))
                << '\n';
        }
    }
    return session.fail(ExitCode::invalid_input, options.file + " is no valid configuration");
}

int config_apply(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("config apply", options.client, err);
    const auto text = read_document(session, options.file);
    if (!text) return session.exit_code();
    const auto version = read_version(session);
    if (!version) return session.exit_code();
    const auto answer = session.ask(
        {.method = "PUT", .target = "/config", .body = *text, .headers = {{"If-Match", *version}}, .timeout = change_timeout});
    return answer ? print_applied(session, *answer, options.json, out) : session.exit_code();
}

int config_rollback(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("config rollback", options.client, err);
    const auto version = read_version(session);
    if (!version) return session.exit_code();
    adapters::json::Writer body;
    body.begin_object().name("version").integer(options.version).end_object();
    const auto answer = session.ask({.method = "POST",
                                     .target = "/config/rollback",
                                     .body = body.take(),
                                     .headers = {{"If-Match", *version}},
                                     .timeout = change_timeout});
    return answer ? print_applied(session, *answer, options.json, out) : session.exit_code();
}

}  // namespace trellis::program
