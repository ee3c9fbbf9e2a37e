#include "ops/trellis/why.hpp"

#include <ostream>

#include "adapters/config/input_error.hpp"
#include "adapters/explanation/explain.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_place.hpp"
#include "ops/trellis/run_history.hpp"

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

std::string joined(const std::vector<std::string>& rules) {
    std::string out;
    for (const auto& rule : rules) out += (out.empty() ? "" : ", ") + rule;
    return out;
}

/// On one line, and nothing in it that a terminal would obey: a body is what a stranger sent.
std::string on_one_line(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = byte < 0x20U || byte == 0x7FU;
        const bool repeats_space = (is_control || c == ' ') && out.ends_with(' ');
        if (!repeats_space) out += is_control ? ' ' : c;
    }
    return out;
}

void print(const adapters::Explanation& explanation, std::ostream& out) {
    out << explanation.id << ": " << explanation.title << '\n';
    std::size_t number = 0;
    for (const auto& line : explanation.chain) {
        const std::string place = std::to_string(++number);
        out << std::string(place.size() < 3 ? 3 - place.size() : 0, ' ') << place << ". ";
        if (line.at.has_value()) out << rfc3339(*line.at) << "  ";
        if (line.event.has_value()) out << "e" << *line.event << "  ";
        out << on_one_line(line.says);
        if (!line.rules.empty()) out << "  [" << joined(line.rules) << "]";
        out << '\n';
    }
}

void print_json(const adapters::Explanation& explanation, std::ostream& out) {
    adapters::json::Writer writer(adapters::json::Layout::indented);
    adapters::write_explanation(writer, explanation);
    out << writer.take() << '\n';
}

}  // namespace

int why(const WhyOptions& options, std::ostream& out, std::ostream& err) {
    const auto history = RunHistory::load(options.data_dir);
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
        err << "trellis why: " << options.data_dir << " has no " << adapters::shortened(options.id) << "; there are "
            << what_there_is(story, options.id) << '\n';
        return static_cast<int>(ExitCode::not_found);
    }
    if (options.json) {
        print_json(*found, out);
    } else {
        print(*found, out);
    }
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
