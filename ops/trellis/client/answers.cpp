#include "ops/trellis/client/answers.hpp"

#include <ostream>

#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

using adapters::json::Document;
using adapters::json::Value;

bool print_dry_run(const Value& answer, std::ostream& out) {
    const auto* would = answer.find("would");
    if (cell(answer, "dry_run") != "yes" || would == nullptr) return false;
    for (const auto& line : would->elements()) out << "would " << on_one_line(cell(&line)) << '\n';
    if (would->size() == 0) out << "nothing is left to do\n";
    return true;
}

int make_change(const Change& change, const ClientOptions& client, std::ostream& out, std::ostream& err) {
    Session session(change.command, client, err);
    const std::string target = change.target + (!change.dry_run ? "" : change.target.find('?') == std::string::npos ? "?dry_run=true" : "&dry_run=true");
    const auto answer = session.ask({.method = change.method, .target = target, .body = change.body});
    if (!answer) return session.exit_code();
    if (change.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (!print_dry_run(document->root(), out)) change.say(document->root(), out);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
