#include "ops/trellis/why.hpp"

#include <filesystem>
#include <ostream>
#include <sstream>

#include "adapters/config/input_error.hpp"
#include "adapters/explanation/explain.hpp"
#include "adapters/json/document.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_place.hpp"
#include "ops/trellis/run_history.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

/// What there is instead: the ranges, and the name that is spelt most alike.
std::string what_there_is(const adapters::Story& story, const std::string& id) {
    std::vector<std::string> names;
    for (const GroupId group : story.chronicle().opening_order()) {
        const auto& row = *story.chronicle().find(group);
        names.push_back(text(group));
        names.push_back(story.names().identity(group.account, row.group.identity));
        for (const auto& order : row.orders) names.push_back(order.name);
    }
    for (const auto& [signal, row] : story.chronicle().signals()) names.push_back(text(signal));
    std::string out = std::to_string(story.chronicle().signals().size()) + " signals from s1, events e1 to e" +
                      std::to_string(story.events().empty() ? 0 : story.events().back().sequence) + ", " +
                      std::to_string(story.chronicle().opening_order().size()) + " groups";
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const auto close = adapters::nearest(id, candidates);
    if (!close.empty()) out += "; did you mean " + std::string(close) + "?";
    return out;
}

using adapters::json::Document;
using adapters::json::Value;

/// "D-2, F-1"
std::string rules_of(const Value& line) {
    const auto rules = joined_cell(line, "rules");
    return rules == "-" ? "" : "  [" + rules + "]";
}

void print(const Value& explanation, std::ostream& out) {
    out << on_one_line(cell(explanation, "id") + ": " + cell(explanation, "title")) << '\n';
    const auto* chain = explanation.find("chain");
    if (chain == nullptr) return;
    std::size_t number = 0;
    for (const auto& line : chain->elements()) {
        const std::string place = std::to_string(++number);
        out << std::string(place.size() < 3 ? 3 - place.size() : 0, ' ') << place << ". ";
        for (const char* name : {"at", "event"}) {
            if (cell(line, name) != "-") out << cell(line, name) << "  ";
        }
        out << on_one_line(cell(line, "says")) << rules_of(line) << '\n';
    }
}

int print_chain(const std::string& json, const WhyOptions& options, std::ostream& out) {
    const auto document = Document::parse(json);
    if (options.json || !document) {
        out << json << '\n';
    } else {
        print(document->root(), out);
    }
    return static_cast<int>(ExitCode::ok);
}

int read_directory(const std::string& data_dir, const WhyOptions& options, std::ostream& out, std::ostream& err) {
    const auto history = RunHistory::load(data_dir);
    if (!history.ok()) {
        err << "trellis why: " << history.error().code << ": " << history.error().detail << '\n';
        const auto& code = history.error().code;
        if (code == "NO_SCENARIO" || code == "NO_CONFIG") return static_cast<int>(ExitCode::not_found);
        if (code == "OTHER_INPUT") return static_cast<int>(ExitCode::invalid_input);
        return exit_code_of(history.error());
    }
    const auto& story = (*history)->story();
    const auto found = adapters::explain(story, options.id);
    if (!found.has_value()) {
        err << "trellis why: " << data_dir << " has no " << adapters::shortened(options.id) << "; there are "
            << what_there_is(story, options.id) << '\n';
        return static_cast<int>(ExitCode::not_found);
    }
    adapters::json::Writer writer(adapters::json::Layout::indented);
    adapters::write_explanation(writer, *found);
    return print_chain(writer.take(), options, out);
}

bool exists(const std::string& directory, const char* name) {
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::path(directory) / name, ignored);
}

}  // namespace

int why(const WhyOptions& options, std::ostream& out, std::ostream& err) {
    const bool is_run = !options.client.data_dir.empty() && !exists(options.client.data_dir, "admin.token");
    if (is_run) return read_directory(options.client.data_dir, options, out, err);
    std::ostringstream said;  // not yet: without a server there is still its directory
    Session session("why", options.client, said);
    const auto answer = session.get("/why/" + path_step(options.id));
    if (answer) return print_chain(answer->body, options, out);
    const bool is_stopped = session.exit_code() == static_cast<int>(ExitCode::not_found) && !session.was_answered();
    if (is_stopped && exists(session.data_dir(), "journal")) return read_directory(session.data_dir(), options, out, err);
    err << said.str();
    return session.exit_code();
}

}  // namespace trellis::program
