// Changing presets: each says what became of it; a document goes on top of the version that is read first.
#include <ostream>

#include "adapters/config/text_file.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/presets.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::size_t document_bytes_max = 64U << 10U;

std::string why(const Value& answer) {
    const std::string event = cell(answer, "event");
    return event == "-" ? ", as before\n" : "  (trellis why e" + event + ")\n";
}

void say_preset(const Value& answer, std::ostream& out) {
    const auto* preset = answer.find("preset");
    if (preset == nullptr) return;
    out << cell(*preset, "id") << ' ' << on_one_line(cell(*preset, "name")) << ": ";
    if (cell(answer, "is_deleted") == "yes") {
        out << "deleted" << why(answer);
        return;
    }
    out << "version " << cell(*preset, "version") << ", " << cell(*preset, "kind") << ", "
        << (cell(*preset, "enabled") == "yes" ? "enabled" : "disabled") << why(answer);
}

void say_assigned(const Value& answer, std::ostream& out) {
    const auto* preset = answer.find("preset");
    out << on_one_line(cell(answer, "account")) << ": "
        << (preset == nullptr || preset->is_null() ? "no preset" : on_one_line(cell(*preset, "name"))) << why(answer);
    const auto* left_out = answer.find("left_out");
    if (left_out == nullptr) return;
    for (const auto& one : left_out->elements()) out << cell(one, "code") << ": " << on_one_line(cell(one, "detail")) << '\n';
}

Change change_of(const PresetChangeOptions& options, std::string command, std::string path) {
    Change change;
    change.command = "presets " + std::move(command);
    change.target = std::move(path);
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = say_preset;
    return change;
}

int named(const PresetChangeOptions& options, const std::string& step, std::ostream& out, std::ostream& err) {
    return make_change(change_of(options, step, "/presets/" + path_step(options.preset) + "/" + step), options.client, out, err);
}

/// The document of a file; empty when it cannot be read, which was said.
std::string document_of(Session& session, const std::string& file) {
    auto text = adapters::read_text_file(file == "-" ? "/dev/stdin" : file, document_bytes_max);
    if (text) return *std::move(text);
    session.fail(ExitCode::invalid_input, text.error().code + ": " + text.error().detail);
    return "";
}

void say_applied(const Value& answer, std::ostream& out) {
    const auto* groups = answer.find("groups");
    if (groups == nullptr) return;
    out << cell(answer, "preset") << ' ' << on_one_line(cell(answer, "name")) << ", version " << cell(answer, "version") << ", "
        << groups->elements().size() << (groups->elements().size() == 1 ? " group\n" : " groups\n");
    for (const auto& one : groups->elements()) {
        out << cell(one, "group") << ": " << cell(one, "result");
        if (cell(one, "code") != "-") out << ", " << cell(one, "code") << ": " << on_one_line(cell(one, "detail"));
        if (const auto* stop = one.find("stop"); stop != nullptr && !stop->is_null()) {
            const bool is_taken = cell(*stop, "is_taken") == "yes";
            out << (is_taken ? ", its stop is " : ", its stop stays: that of the preset is no tighter, ") << cell(*stop, "asked");
        }
        const std::string event = cell(one, "event");
        out << (event == "-" ? "" : "  (trellis why e" + event + ")") << '\n';
    }
}

int assign(const PresetChangeOptions& options, const char* command, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, command, "/connections/" + path_step(options.account) + "/preset");
    adapters::json::Writer body;
    body.begin_object().name("preset");
    options.preset.empty() ? body.null() : body.string(options.preset);
    change.method = "PUT";
    change.body = body.end_object().take();
    change.say = say_assigned;
    return make_change(change, options.client, out, err);
}

}  // namespace

int preset_create(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("presets create", options.client, err);
    Change change = change_of(options, "create", "/presets");
    change.body = document_of(session, options.file);
    return change.body.empty() ? session.exit_code() : make_change(change, options.client, out, err);
}

int preset_update(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) {
    Session session("presets update", options.client, err);
    const std::string text = document_of(session, options.file);
    if (text.empty()) return session.exit_code();
    const std::string target = "/presets/" + path_step(options.preset);
    const auto known = session.get(target);
    if (!known) return session.exit_code();
    const std::string revision(adapters::find_header(known->headers, "ETag"));
    const auto answer = session.ask({.method = "PUT", .target = target + (options.dry_run ? "?dry_run=true" : ""), .body = text,
                                     .headers = {{"If-Match", revision}}});
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return session.exit_code();
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (!print_dry_run(document->root(), out)) say_preset(document->root(), out);
    return session.exit_code();
}

int preset_clone(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "clone", "/presets/" + path_step(options.preset) + "/clone");
    if (!options.name.empty()) {
        adapters::json::Writer body;
        change.body = body.begin_object().name("name").string(options.name).end_object().take();
    }
    return make_change(change, options.client, out, err);
}

int preset_publish(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return named(options, "publish", out, err); }
int preset_unpublish(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return named(options, "unpublish", out, err); }
int preset_enable(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return named(options, "enable", out, err); }
int preset_disable(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return named(options, "disable", out, err); }

int preset_delete(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "delete", target_of("/presets/" + path_step(options.preset), {{"force", options.force ? "true" : ""}}));
    change.method = "DELETE";
    change.body = "";
    return make_change(change, options.client, out, err);
}

int preset_apply(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "apply", "/presets/" + path_step(options.preset) + "/apply");
    adapters::json::Writer body;
    body.begin_object();
    if (!options.account.empty()) body.name("account").string(options.account);
    if (!options.groups.empty()) {
        body.name("groups").begin_array();
        for (const auto& group : options.groups) body.string(group);
        body.end_array();
    }
    change.body = body.end_object().take();
    change.say = say_applied;
    return make_change(change, options.client, out, err);
}

int preset_assign(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return assign(options, "assign", out, err); }
int preset_unassign(const PresetChangeOptions& options, std::ostream& out, std::ostream& err) { return assign(options, "unassign", out, err); }

}  // namespace trellis::program
