#include "ops/trellis/client/subscriptions.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Value;

/// "proportional x 0.5", "percentage 2 %", "fixed_quantity 0.1"; the preset's size wins over them.
std::string size_cell(const Value& row) {
    const auto* preset = row.find("preset");
    const std::string multiplier = " x " + cell(row, "multiplier");
    if (preset != nullptr && preset->is_object()) return "preset " + on_one_line(cell(*preset, "name")) + multiplier;
    const std::string mode = cell(row, "mode");
    if (mode == "percentage") return mode + " " + cell(row, "percentage") + " %";
    return mode == "fixed_quantity" ? mode + " " + cell(row, "fixed_quantity") : mode + multiplier;
}

void say_subscription(const Value& answer, std::ostream& out) {
    const auto* known = answer.find("subscription");
    if (known == nullptr) return;
    const std::string event = cell(answer, "event");
    const std::string state = cell(*known, "state") == "ended" ? "deleted" : cell(*known, "state");
    out << cell(*known, "id") << ": " << on_one_line(cell(*known, "follower")) << " copies " << on_one_line(cell(*known, "leader")) << ", "
        << size_cell(*known) << ", " << state << (event == "-" ? ", as before" : "  (trellis why e" + event + ")") << '\n';
}

Change change_of(const SubscriptionOptions& options, const std::string& command, std::string path) {
    Change change;
    change.command = "subscriptions " + command;
    change.target = std::move(path);
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = say_subscription;
    return change;
}

std::string path_of(const SubscriptionOptions& options) { return "/subscriptions/" + path_step(options.subscription); }

int named(const SubscriptionOptions& options, const std::string& step, std::ostream& out, std::ostream& err) {
    return make_change(change_of(options, step, path_of(options) + "/" + step), options.client, out, err);
}

int assign(const SubscriptionOptions& options, const std::string& command, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, command, path_of(options) + "/preset");
    adapters::json::Writer body;
    body.begin_object().name("preset");
    options.preset.empty() ? body.null() : body.string(options.preset);
    change.method = "PUT";
    change.body = body.end_object().take();
    return make_change(change, options.client, out, err);
}

}  // namespace

int subscriptions(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "subscriptions";
    view.path = "/subscriptions";
    view.columns = {{"ID"}, {"LEADER"}, {"FOLLOWER"}, {"SIZE"}, {"STATE"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "id"), cell(row, "leader"), cell(row, "follower"), size_cell(row), cell(row, "state")};
    };
    view.none = "Nobody copies anybody.";
    return show_list(view, options, out, err);
}

int leaders(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "subscriptions leaders";
    view.path = "/subscriptions/leaders";
    view.columns = {{"ID"}, {"VENUE"}, {"MARKET"}, {"CURRENCY"}, {"OWN"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{on_one_line(cell(row, "id")), cell(row, "venue"), cell(row, "market"), cell(row, "currency"), cell(row, "is_own")};
    };
    view.none = "Nobody may be copied.";
    return show_list(view, options, out, err);
}

int subscription_add(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "add", "/subscriptions");
    adapters::json::Writer body;
    body.begin_object().name("leader").string(options.leader).name("follower").string(options.follower).name("mode").string(options.mode);
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) body.name(name).string(value);
    };
    add("multiplier", options.multiplier);
    add("percentage", options.percentage);
    add("fixed_quantity", options.fixed_quantity);
    add("min_qty", options.min_quantity);
    add("max_qty", options.max_quantity);
    add("max_position_size", options.max_position_size);
    add("preset", options.preset);
    if (options.keep_open) body.name("follow_close").boolean(false);
    if (options.paused) body.name("paused").boolean(true);
    change.body = body.end_object().take();
    return make_change(change, options.client, out, err);
}

int subscription_pause(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) { return named(options, "pause", out, err); }
int subscription_resume(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) { return named(options, "resume", out, err); }

int subscription_delete(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) {
    Change change = change_of(options, "delete", path_of(options));
    change.method = "DELETE";
    change.body = "";
    return make_change(change, options.client, out, err);
}

int subscription_assign(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) { return assign(options, "assign", out, err); }
int subscription_unassign(const SubscriptionOptions& options, std::ostream& out, std::ostream& err) { return assign(options, "unassign", out, err); }

}  // namespace trellis::program
