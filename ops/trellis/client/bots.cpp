#include "ops/trellis/client/bots.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;
using adapters::json::Writer;

std::string preset_cell(const Value& row) {
    const auto* preset = row.find("preset");
    return preset != nullptr && preset->is_object() ? on_one_line(cell(*preset, "name")) : "-";
}

/// "BTCUSDT, M15, long", "all"
std::string filter_cell(const Value& row) {
    std::string all;
    const auto* sides = row.find("sides");
    const bool is_both = sides != nullptr && sides->is_array() && sides->size() == 2;
    for (const std::string_view name : {"instruments", "timeframes", "sides"}) {
        const std::string one = joined_cell(row, name);
        if (one.empty() || one == "-" || (name == "sides" && is_both)) continue;
        all += (all.empty() ? "" : ", ") + one;
    }
    return all.empty() ? "all" : on_one_line(all);
}

std::string today_cell(const Value& row, std::string_view name) {
    const auto* today = row.find("today");
    return today == nullptr ? "-" : cell(*today, name);
}

void say_bot(const Value& answer, std::ostream& out) {
    const auto* bot = answer.find("bot");
    if (bot == nullptr) return;
    const std::string event = cell(answer, "event");
    const std::string state = cell(*bot, "state") == "removed" ? "deleted" : cell(*bot, "state");
    out << cell(*bot, "id") << " (" << on_one_line(cell(*bot, "name")) << "): takes " << filter_cell(*bot) << " of " << on_one_line(cell(*bot, "account"))
        << ", preset " << preset_cell(*bot) << ", " << state << (event == "-" ? ", as before" : "  (trellis why e" + event + ")") << '\n';
}

std::string path_of(const BotOptions& options, std::string_view rest = "") { return "/bots/" + path_step(options.bot) + std::string(rest); }

Change change_of(const BotOptions& options, const std::string& command, std::string method, std::string path) {
    Change change;
    change.command = "bots " + command;
    change.method = std::move(method);
    change.target = std::move(path);
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = say_bot;
    return change;
}

void write_words(Writer& body, const std::vector<std::string>& words) {
    body.begin_array();
    for (const auto& word : words) {
        if (word != "all") body.string(word);
    }
    body.end_array();
}

/// What was said is said; what was not stays as `row` has it.
class Terms {
public:
    Terms(const Value* row, Writer& body) : row_(row), body_(body) {}

    void text(std::string_view name, const std::string& value) {
        if (value.empty()) return keep(name);
        body_.name(name).string(value);
    }
    /// "none": no bound any more.
    void bound(std::string_view name, const std::string& value) { value == "none" ? static_cast<void>(body_.name(name).null()) : text(name, value); }
    void number(std::string_view name, const std::string& value) {
        if (value.empty()) return keep(name);
        body_.name(name);
        value == "none" ? body_.null() : body_.raw(value);
    }
    void words(std::string_view name, const std::vector<std::string>& values) {
        if (values.empty()) return keep(name);
        body_.name(name);
        write_words(body_, values);
    }
    void keep(std::string_view name) {
        const auto* known = row_ == nullptr ? nullptr : row_->find(name);
        if (known != nullptr) body_.name(name).raw(known->raw());
    }

private:
    const Value* row_;
    Writer& body_;
};

/// "22:00-06:00" as its two ends; "none" as two of it.
std::pair<std::string, std::string> hours_of(const std::string& hours) {
    const auto dash = hours.find('-');
    return dash == std::string::npos ? std::pair{hours, hours} : std::pair{hours.substr(0, dash), hours.substr(dash + 1)};
}

void write_terms(const BotOptions& options, const Value* row, Writer& body) {
    Terms terms(row, body);
    terms.text("name", options.name);
    terms.text("account", options.account);
    terms.keep("paper");
    terms.text("strategy", options.strategy);
    terms.words("instruments", options.instruments);
    terms.words("timeframes", options.timeframes);
    terms.words("sides", options.sides);
    const auto [begins, ends] = hours_of(options.hours);
    terms.bound("trading_hours_start", begins);
    terms.bound("trading_hours_end", ends);
    terms.text("trading_timezone", options.time_zone);
    terms.number("trading_days_mask", options.days);
    for (const std::string_view name : {"session_profile", "session_profiles", "only_trade_in_session"}) terms.keep(name);
    terms.number("max_entries_per_day", options.max_entries);
    terms.bound("max_loss_per_day", options.max_loss);
}

int switched(const BotOptions& options, const std::string& step, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, step, "POST", path_of(options, "/" + step));
    if (options.flatten) change.body = R"({"flatten":true})";
    return make_change(change, options.client, out, err);
}

}  // namespace

int bots(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "bots";
    view.path = "/bots";
    view.columns = {{"ID"}, {"NAME"}, {"ACCOUNT"}, {"TAKES"}, {"PRESET"}, {"STATE"}, {"ENTRIES TODAY", true}, {"REALISED TODAY", true}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"), on_one_line(cell(row, "name")), on_one_line(cell(row, "account")), filter_cell(row),
                                        preset_cell(row), cell(row, "state"), today_cell(row, "entries"), today_cell(row, "realised")};
    };
    view.none = "There are no bots.";
    return show_list(view, options, out, err);
}

int bot_show(const BotOptions& options, std::ostream& out, std::ostream& err) {
    Session session("bots show", options.client, err);
    const auto answer = session.get(path_of(options));
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return session.exit_code();
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    Table table({{"FIELD"}, {"VALUE"}});
    for (const auto& member : document->root().members()) {
        const std::string name(member.name);
        table.add({name, name == "preset" ? preset_cell(document->root()) : on_one_line(cell(&member.value))});
    }
    table.print(out, standard_output());
    return session.exit_code();
}

int bot_create(const BotOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "create", "POST", "/bots");
    Writer body;
    body.begin_object();
    write_terms(options, nullptr, body);
    if (!options.preset.empty()) body.name("preset").string(options.preset);
    if (options.start) body.name("state").string("running");
    change.body = body.end_object().take();
    return make_change(change, options.client, out, err);
}

int bot_change(const BotOptions& options, std::ostream& out, std::ostream& err) {
    Session session("bots change", options.client, err);
    const auto known = session.get(path_of(options));
    if (!known) return session.exit_code();
    const auto row = Document::parse(known->body);
    if (!row) return session.fail(ExitCode::failure, "the answer is no JSON: " + row.error().detail);
    Writer body;
    body.begin_object();
    write_terms(options, &row->root(), body);
    const std::string revision(adapters::find_header(known->headers, "ETag"));
    const auto answer = session.ask({.method = "PUT", .target = path_of(options, options.dry_run ? "?dry_run=true" : ""),
                                     .body = body.end_object().take(), .headers = {{"If-Match", revision}}});
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return session.exit_code();
    }
    const auto said = Document::parse(answer->body);
    if (said && !print_dry_run(said->root(), out)) say_bot(said->root(), out);
    return session.exit_code();
}

int bot_start(const BotOptions& options, std::ostream& out, std::ostream& err) { return switched(options, "start", out, err); }
int bot_pause(const BotOptions& options, std::ostream& out, std::ostream& err) { return switched(options, "pause", out, err); }
int bot_stop(const BotOptions& options, std::ostream& out, std::ostream& err) { return switched(options, "stop", out, err); }

int bot_preset(const BotOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "preset", "PUT", path_of(options, "/preset"));
    Writer body;
    body.begin_object().name("preset");
    options.preset.empty() ? body.null() : body.string(options.preset);
    change.body = body.end_object().take();
    return make_change(change, options.client, out, err);
}

int bot_delete(const BotOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "delete", "DELETE", path_of(options));
    change.body = "";
    return make_change(change, options.client, out, err);
}

}  // namespace trellis::program
