#include "ops/trellis/why.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>

#include "adapters/config/input_error.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/explanation.hpp"
#include "ops/trellis/explanation_words.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {

namespace {

std::optional<std::uint64_t> number_behind(std::string_view id, char letter) {
    if (id.empty() || id.front() != letter) return std::nullopt;
    std::uint64_t number = 0;
    const char* end = id.data() + id.size();
    const auto [stop, error] = std::from_chars(id.data() + 1, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

/// "main:BTCUSDT:900:long"
std::string identity_text(const RunHistory& history, const Group& group) {
    return history.account_name(group.id.account) + ":" + history.instrument(group.identity.instrument).symbol + ":" +
           std::to_string(group.identity.timeframe_seconds) + ":" + std::string(text(group.side()));
}

/// The newest group of that name: by number or by identity.
std::optional<GroupId> find_group(const RunHistory& history, std::string_view id) {
    const auto& order = history.chronicle().opening_order();
    const auto found = std::ranges::find_if(order.rbegin(), order.rend(), [&](GroupId group) {
        return text(group) == id || identity_text(history, history.chronicle().find(group)->group) == id;
    });
    if (found == order.rend()) return std::nullopt;
    return *found;
}

std::optional<OrderKey> find_order(const RunHistory& history, std::string_view id) {
    for (const GroupId group : history.chronicle().opening_order()) {
        const auto& row = *history.chronicle().find(group);
        for (const auto& order : row.group.orders) {
            const OrderKey key{group, order.number};
            const auto place = order.number.value - 1U;
            if (row.orders[place].name == id || text(ClientOrderId{row.group.placed_in[place], key}) == id) return key;
        }
    }
    return std::nullopt;
}

std::optional<Explanation> find(const RunHistory& history, const std::string& id) {
    if (const auto number = number_behind(id, 's')) {
        if (history.chronicle().signals().contains(SignalNumber{*number})) return explain_signal(history, SignalNumber{*number});
    }
    if (const auto number = number_behind(id, 'e')) {
        if (const auto* recorded = history.find(*number)) return explain_event(history, *recorded);
    }
    if (const auto group = find_group(history, id)) return explain_group(history, *group);
    if (const auto order = find_order(history, id)) return explain_order(history, *order);
    return std::nullopt;
}

/// What there is instead: the ranges, and the name that is spelt most alike.
std::string what_there_is(const RunHistory& history, const std::string& id) {
    std::vector<std::string> names;
    for (const GroupId group : history.chronicle().opening_order()) {
        const auto& row = *history.chronicle().find(group);
        names.push_back(text(group));
        names.push_back(identity_text(history, row.group));
        for (const auto& order : row.orders) names.push_back(order.name);
    }
    for (const auto& [signal, row] : history.chronicle().signals()) names.push_back(text(signal));
    std::string out = std::to_string(history.chronicle().signals().size()) + " signals from s1, events e1 to e" +
                      std::to_string(history.events().empty() ? 0 : history.events().back().sequence) + ", " +
                      std::to_string(history.chronicle().opening_order().size()) + " groups";
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

void print(const Explanation& explanation, std::ostream& out) {
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

void print_json(const Explanation& explanation, std::ostream& out) {
    adapters::json::Writer writer(adapters::json::Layout::indented);
    writer.begin_object();
    writer.name("id").string(explanation.id);
    writer.name("kind").string(explanation.kind);
    writer.name("title").string(explanation.title);
    writer.name("chain").begin_array();
    for (const auto& line : explanation.chain) {
        writer.begin_object();
        if (line.event.has_value()) writer.name("event").string("e" + std::to_string(*line.event));
        if (line.at.has_value()) writer.name("at").string(rfc3339(*line.at));
        writer.name("says").string(line.says);
        writer.name("rules").begin_array();
        for (const auto& rule : line.rules) writer.string(rule);
        writer.end_array();
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    out << writer.take() << '\n';
}

}  // namespace

int why(const WhyOptions& options, std::ostream& out, std::ostream& err) {
    const auto history = RunHistory::load(options.data_dir);
    if (!history.ok()) {
        err << "trellis why: " << history.error().code << ": " << history.error().detail << '\n';
        if (history.error().code == "NO_SCENARIO") return static_cast<int>(ExitCode::not_found);
        if (history.error().code == "OTHER_INPUT") return static_cast<int>(ExitCode::invalid_input);
        return exit_code_of(history.error());
    }
    const auto found = find(*history, options.id);
    if (!found.has_value()) {
        err << "trellis why: " << options.data_dir << " has no " << adapters::shortened(options.id) << "; there are "
            << what_there_is(*history, options.id) << '\n';
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
