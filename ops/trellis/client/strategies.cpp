#include "ops/trellis/client/strategies.hpp"

#include <ostream>

#include "adapters/config/text_file.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::size_t document_bytes_max = 64U << 10U;

std::string state_cell(const Value& row) { return cell(row, "enabled") == "yes" ? "enabled" : "disabled"; }

/// "instrument binance:spot:BTC-USDT, timeframe 900"; "everything" where nothing is said.
std::string place_cell(const Value& row) {
    std::string all;
    for (const char* key : {"account", "instrument", "venue", "timeframe"}) {
        const std::string value = cell(row, key);
        if (value != "-") all += (all.empty() ? "" : ", ") + std::string(key) + " " + value;
    }
    return all.empty() ? "everything" : on_one_line(all);
}

void say_strategy(const Value& answer, std::ostream& out) {
    const auto* known = answer.find("strategy");
    if (known == nullptr) return;
    const std::string event = cell(answer, "event");
    const std::string state = cell(answer, "is_deleted") == "yes" ? "deleted" : state_cell(*known);
    out << cell(*known, "id") << ' ' << on_one_line(cell(*known, "name")) << ": " << place_cell(*known) << ", " << state
        << (event == "-" ? ", as before" : "  (trellis why e" + event + ")") << '\n';
}

Change change_of(const StrategyChangeOptions& options, const std::string& command, std::string path) {
    Change change;
    change.command = "strategies " + command;
    change.target = std::move(path);
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = say_strategy;
    return change;
}

std::string path_of(const std::string& strategy) { return "/strategies/" + path_step(strategy); }

/// The document of a file; empty when it cannot be read, which was said.
std::string document_of(Session& session, const std::string& file) {
    auto text = adapters::read_text_file(file == "-" ? "/dev/stdin" : file, document_bytes_max);
    if (text) return *std::move(text);
    session.fail(ExitCode::invalid_input, text.error().code + ": " + text.error().detail);
    return "";
}

std::string clone_body(const StrategyChangeOptions& options) {
    adapters::json::Writer body;
    body.begin_object();
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) body.name(name).string(value);
    };
    add("name", options.name);
    add("account", options.account);
    add("instrument", options.instrument);
    add("venue", options.venue);
    if (options.timeframe != 0) body.name("timeframe").integer(options.timeframe);
    return body.end_object().take();
}

void print_detail(const Value& known, std::ostream& out) {
    out << cell(known, "id") << ' ' << on_one_line(cell(known, "name")) << ": " << place_cell(known) << ", " << state_cell(known) << "\n\n";
    const auto* document = known.find("document");
    if (document == nullptr) return;
    Table table({{"FIELD"}, {"VALUE"}});
    for (const auto& member : document->members()) {
        const std::string value = cell(&member.value);
        if (value != "-") table.add({std::string(member.name), on_one_line(value)});
    }
    table.print(out, standard_output());
}

}  // namespace

int strategies(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "strategies";
    view.path = "/strategies";
    view.columns = {{"ID"}, {"NAME"}, {"KIND"}, {"APPLIES TO"}, {"LEVELS", true}, {"PYRAMIDS", true}, {"STATE"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"),     cell(row, "name"),         cell(row, "kind"), place_cell(row),
                                        cell(row, "levels"), cell(row, "max_pyramids"), state_cell(row)};
    };
    view.none = "There is no strategy.";
    return show_list(view, options, out, err);
}

int strategy_show(const StrategyShowOptions& options, std::ostream& out, std::ostream& err) {
    Session session("strategies show", options.client, err);
    const auto answer = session.get(path_of(options.strategy));
    if (!answer) return session.exit_code();
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (options.json) {
        out << answer->body << '\n';
    } else if (options.document) {
        const auto* own = document->root().find("document");
        if (own == nullptr) return session.fail(ExitCode::failure, "the answer has no document");
        out << own->raw() << '\n';
    } else {
        print_detail(document->root(), out);
    }
    return session.exit_code();
}

int strategy_create(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("strategies create", options.client, err);
    Change change = change_of(options, "create", "/strategies");
    change.body = document_of(session, options.file);
    return change.body.empty() ? session.exit_code() : make_change(change, options.client, out, err);
}

int strategy_change(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("strategies change", options.client, err);
    const std::string text = document_of(session, options.file);
    if (text.empty()) return session.exit_code();
    const std::string target = path_of(options.strategy);
    const auto known = session.get(target);
    if (!known) return session.exit_code();
    std::vector<adapters::HttpHeader> headers;
    // One of the document has none: it cannot be changed here, which the server says.
    if (const auto revision = adapters::find_header(known->headers, "ETag"); !revision.empty()) headers.push_back({"If-Match", std::string(revision)});
    const auto answer = session.ask({.method = "PUT", .target = target + (options.dry_run ? "?dry_run=true" : ""), .body = text, .headers = headers});
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return session.exit_code();
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (!print_dry_run(document->root(), out)) say_strategy(document->root(), out);
    return session.exit_code();
}

int strategy_clone(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "clone", path_of(options.strategy) + "/clone");
    change.body = clone_body(options);
    return make_change(change, options.client, out, err);
}

int strategy_delete(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "delete", path_of(options.strategy));
    change.method = "DELETE";
    change.body = "";
    return make_change(change, options.client, out, err);
}

}  // namespace trellis::program
