#include "ops/trellis/client/trading.hpp"

#include <unistd.h>

#include <ostream>

#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr const char* dry_run_query = "?dry_run=true";

int steer(const std::string& step, const TradingOptions& options, std::ostream& out, std::ostream& err) {
    Session session(step, options.client, err);
    adapters::json::Writer body;
    body.begin_object();
    if (!options.account.empty()) body.name("account").string(options.account);
    const std::string target = "/trading/" + step + (options.dry_run ? dry_run_query : "");
    const auto answer = session.ask({.method = "POST", .target = target, .body = body.end_object().take()});
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (print_dry_run(document->root(), out)) return static_cast<int>(ExitCode::ok);
    const auto* accounts = document->root().find("accounts");
    if (accounts == nullptr) return session.fail(ExitCode::failure, "the answer names no accounts");
    for (const auto& account : accounts->elements()) {
        const std::string event = cell(account, "event");
        out << on_one_line(cell(account, "id")) << ": " << cell(account, "trading_state")
            << (event == "-" ? " already" : "  (trellis why e" + event + ")") << '\n';
    }
    return static_cast<int>(ExitCode::ok);
}

std::string body_of(const CloseOptions& options) {
    adapters::json::Writer body;
    body.begin_object();
    if (!options.fraction.empty()) body.name("fraction").string(options.fraction);
    return body.end_object().take();
}

}  // namespace

int pause(const TradingOptions& options, std::ostream& out, std::ostream& err) { return steer("pause", options, out, err); }
int resume(const TradingOptions& options, std::ostream& out, std::ostream& err) { return steer("resume", options, out, err); }

int panic(const TradingOptions& options, std::ostream& out, std::ostream& err) {
    const bool is_sure = options.yes || options.dry_run;
    if (!is_sure && ::isatty(STDIN_FILENO) == 0) {
        err << "trellis panic: nobody can be asked here; say --yes\n";
        return static_cast<int>(ExitCode::usage);
    }
    const std::string whose = options.account.empty() ? "all accounts" : "account " + options.account;
    if (!is_sure && !confirms("Halt " + whose + ", cancel all entries and close all groups at the market?", err)) {
        err << "trellis panic: nothing was done\n";
        return static_cast<int>(ExitCode::failure);
    }
    return steer("panic", options, out, err);
}

int close_group(const CloseOptions& options, std::ostream& out, std::ostream& err) {
    Session session("close", options.client, err);
    const std::string target = "/groups/" + path_step(options.group) + "/close" + (options.dry_run ? dry_run_query : "");
    const auto answer = session.ask({.method = "POST", .target = target, .body = body_of(options)});
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    const auto& closed = document->root();
    if (print_dry_run(closed, out)) return static_cast<int>(ExitCode::ok);
    const std::string event = cell(closed, "event");
    const std::string doing = options.fraction.empty() ? "closing" : "closing " + options.fraction + " of it";
    out << cell(closed, "group") << ": " << (event == "-" ? "nothing was left to do" : doing + "  (trellis why e" + event + ")") << '\n';
    return static_cast<int>(ExitCode::ok);
}

int release_group(const ReleaseOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "release";
    change.target = "/groups/" + path_step(options.group) + "/quarantine/release";
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        const std::string event = cell(answer, "event");
        to << cell(answer, "group") << ": " << (event == "-" ? "nothing was left to do" : "acts again  (trellis why e" + event + ")") << '\n';
    };
    return make_change(change, options.client, out, err);
}

}  // namespace trellis::program
