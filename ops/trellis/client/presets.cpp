#include "ops/trellis/client/presets.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

std::string users_cell(const Value& row) {
    const auto* usage = row.find("used_by");
    if (usage == nullptr) return "-";
    std::string all = joined_cell(*usage, "accounts");
    if (cell(*usage, "is_default") == "yes") all = (all.empty() || all == "-" ? "" : all + ", ") + "default";
    return all.empty() ? "-" : all;
}

std::string state_cell(const Value& row) { return cell(row, "enabled") == "yes" ? "enabled" : "disabled"; }

/// A value of a document as a person reads it; empty: null, or nothing of it.
std::string value_text(const Value& value) {
    if (value.is_null()) return "";
    return value.is_string() ? std::string(value.string()) : std::string(value.raw());
}

void print_document(const Value& preset, std::ostream& out) {
    const auto* document = preset.find("document");
    if (document == nullptr) return;
    Table table({{"FIELD"}, {"VALUE"}});
    for (const auto& member : document->members()) {
        const std::string value = value_text(member.value);
        if (!value.empty()) table.add({std::string(member.name), on_one_line(value)});
    }
    table.print(out, standard_output());
}

void print_warnings(const Value& said, std::ostream& out) {
    const auto* warnings = said.find("warnings");
    if (warnings == nullptr) return;
    for (const auto& warning : warnings->elements()) {
        out << "warning: " << on_one_line(cell(warning, "field") + ": " + cell(warning, "rule") + "; " + cell(warning, "hint")) << '\n';
    }
}

std::string question_body(const PresetQuestion& question, bool is_preview) {
    adapters::json::Writer body;
    body.begin_object().name("account").string(question.account).name("symbol").string(question.symbol);
    if (question.timeframe != 0) body.name("timeframe").integer(question.timeframe);
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) body.name(name).string(value);
    };
    add("preset", question.preset);
    if (is_preview) {
        add("side", question.side);
        add("entry", question.entry);
        add("stop", question.stop);
        add("structure", question.structure);
        add("equity", question.equity);
    }
    return body.end_object().take();
}

/// Asks, prints what came when JSON is wanted; the answer otherwise.
std::optional<Document> ask(Session& session, const Request& request, bool json, std::ostream& out) {
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

void print_preview(const Value& said, std::ostream& out) {
    const auto* stop = said.find("stop");
    const std::string currency = " " + cell(said, "currency");
    out << cell(said, "side") << ' ' << cell(said, "quantity") << ' ' << cell(said, "symbol") << " at " << cell(said, "entry") << ", "
        << cell(said, "notional") << currency << "; a pip is " << cell(said, "pip") << '\n';
    if (stop != nullptr) out << "stop " << cell(*stop, "price") << " (" << cell(*stop, "origin") << ")\n";
    if (const auto* targets = said.find("targets")) {
        for (const auto& target : targets->elements()) {
            out << "tp" << cell(target, "target") << ' ' << cell(target, "price") << " for " << cell(target, "quantity") << ", worth "
                << cell(target, "profit") << currency << '\n';
        }
    }
    if (const auto* layers = said.find("layers")) {
        for (const auto& layer : layers->elements()) {
            out << "layer " << cell(layer, "layer") << ": " << cell(layer, "quantity") << " at " << cell(layer, "price") << ", stop "
                << cell(layer, "stop") << ", loses " << cell(layer, "loss") << currency << '\n';
        }
    }
    if (const auto* end = said.find("layers_end"); end != nullptr && !end->is_null()) {
        out << "no more layers, " << cell(*end, "code") << ": " << on_one_line(cell(*end, "detail")) << '\n';
    }
    out << "worst loss " << cell(said, "worst_loss") << currency << ", fees of " << cell(said, "fees_at_stop") << " included\n";
    print_warnings(said, out);
}

}  // namespace

int presets(const PresetsOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "presets";
    view.path = "/presets";
    view.filters = {{"which", options.which}, {"tag", options.tag}, {"symbol", options.symbol}, {"q", options.words}};
    view.columns = {{"ID"}, {"NAME"}, {"KIND"}, {"VERSION", true}, {"STATE"}, {"TAGS"}, {"USED BY"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"),  cell(row, "name"),         cell(row, "kind"), cell(row, "version"),
                                        state_cell(row), joined_cell(row, "tags"), users_cell(row)};
    };
    view.none = "No preset is like that.";
    return show_list(view, options.list, out, err);
}

int preset_show(const PresetShowOptions& options, std::ostream& out, std::ostream& err) {
    Session session("presets show", options.client, err);
    const auto document = ask(session, {.target = "/presets/" + path_step(options.preset)}, options.json, out);
    if (!document) return session.exit_code();
    const Value& said = document->root();
    out << on_one_line(cell(said, "name")) << " (" << cell(said, "id") << "), " << cell(said, "kind") << ", version " << cell(said, "version")
        << ", " << state_cell(said) << ", used by " << users_cell(said) << "\n\n";
    print_document(said, out);
    print_warnings(said, out);
    return static_cast<int>(ExitCode::ok);
}

int preset_export(const PresetShowOptions& options, std::ostream& out, std::ostream& err) {
    Session session("presets export", options.client, err);
    const auto document = ask(session, {.target = "/presets/" + path_step(options.preset)}, false, out);
    if (!document) return session.exit_code();
    const auto* preset = document->root().find("document");
    if (preset == nullptr) return session.fail(ExitCode::failure, "the answer has no document");
    out << preset->raw() << '\n';
    return static_cast<int>(ExitCode::ok);
}

int preset_resolve(const PresetQuestion& question, std::ostream& out, std::ostream& err) {
    Session session("presets resolve", question.client, err);
    const Request request{.method = "POST", .target = "/presets/resolve", .body = question_body(question, false)};
    const auto document = ask(session, request, question.json, out);
    if (document) print_governance(document->root(), true, out);
    return session.exit_code();
}

int preset_preview(const PresetQuestion& question, std::ostream& out, std::ostream& err) {
    Session session("presets preview", question.client, err);
    const Request request{.method = "POST", .target = "/presets/preview", .body = question_body(question, true)};
    const auto document = ask(session, request, question.json, out);
    if (document) print_preview(document->root(), out);
    return session.exit_code();
}

}  // namespace trellis::program
