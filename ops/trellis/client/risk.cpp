#include "ops/trellis/client/risk.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

std::string flags_cell(const Value& group) {
    std::string flags;
    if (cell(group, "blocked") == "yes") flags += "blocked ";
    if (cell(group, "skip_once") == "yes") flags += "skip-once ";
    if (cell(group, "eligible") == "yes") flags += "eligible ";
    return flags.empty() ? "-" : flags.substr(0, flags.size() - 1);
}

void print_state(const Value& account, std::ostream& out) {
    out << on_one_line(cell(account, "account")) << (cell(account, "enabled") == "yes" ? "" : ": the risk engine is off");
    if (const auto* offset = account.find("offset"); offset != nullptr && !offset->is_null()) {
        out << ": " << cell(*offset, "id") << " is under way, " << cell(*offset, "required") << " required";
    }
    out << '\n';
    Table table({{"GROUP"}, {"SYMBOL"}, {"TIMEFRAME", true}, {"SIDE"}, {"STATE"}, {"QTY", true}, {"MARK", true}, {"UNREALISED", true},
                 {"%", true}, {"TIMER"}, {"EXPIRES"}, {"FLAGS"}});
    for (const auto& group : account.find("groups")->elements()) {
        table.add({cell(group, "id"), cell(group, "symbol"), cell(group, "timeframe"), cell(group, "side"), cell(group, "state"),
                   cell(group, "open_qty"), cell(group, "mark"), cell(group, "unrealised_pnl"), percent_cell(group, "unrealised_percent"),
                   time_cell(group, "timer_started_at"), time_cell(group, "timer_expires_at"), flags_cell(group)});
    }
    if (!table.is_empty()) table.print(out, standard_output());
}

/// What a group would do in the pass, or what stands against both.
std::string verdict_cell(const Value& group) {
    if (cell(group, "loses") == "yes") return "loses";
    if (const auto pays = cell(group, "pays_qty"); pays != "-") return "pays " + pays;
    const bool is_winning = !cell(group, "unrealised_pnl").starts_with("-");
    const std::string reasons = joined_cell(group, is_winning ? "against_paying" : "against_losing");
    return reasons.empty() ? "-" : reasons;
}

void print_plan(const Value& account, std::ostream& out) {
    const std::string loser = cell(account, "loser");
    out << on_one_line(cell(account, "account")) << ": ";
    if (cell(account, "enabled") != "yes") out << "the risk engine is off; ";
    if (cell(account, "under_way") == "yes") out << "an offset is under way; ";
    if (loser == "-") {
        out << "nobody would be closed\n";
    } else {
        out << loser << " would be closed, " << cell(account, "required") << " required, paid by";
        for (const auto& winner : account.find("winners")->elements()) {
            out << ' ' << cell(winner, "group") << " with " << cell(winner, "qty") << " (" << cell(winner, "profit") << ")";
        }
        out << '\n';
    }
    Table table({{"GROUP"}, {"SYMBOL"}, {"TIMEFRAME", true}, {"SIDE"}, {"STATE"}, {"UNREALISED", true}, {"%", true}, {"EXPIRES"}, {"VERDICT"}});
    for (const auto& group : account.find("groups")->elements()) {
        table.add({cell(group, "id"), cell(group, "symbol"), cell(group, "timeframe"), cell(group, "side"), cell(group, "state"),
                   cell(group, "unrealised_pnl"), percent_cell(group, "unrealised_percent"), time_cell(group, "timer_expires_at"), verdict_cell(group)});
    }
    if (!table.is_empty()) table.print(out, standard_output());
}

struct Shown {
    std::string command;
    std::string path;
    void (*print)(const Value& account, std::ostream& out);
};

int show_once(const Shown& shown, const RiskOptions& options, std::ostream& out, std::ostream& err) {
    Session session(shown.command, options.client, err);
    const auto answer = session.get(target_of(shown.path, {{"account", options.account}, {"force", options.force ? "true" : ""}}));
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    const auto* accounts = document ? document->root().find("accounts") : nullptr;
    if (accounts == nullptr) return session.fail(ExitCode::failure, "the answer names no accounts");
    for (const auto& account : accounts->elements()) shown.print(account, out);
    return static_cast<int>(ExitCode::ok);
}

int show(const Shown& shown, const RiskOptions& options, std::ostream& out, std::ostream& err) {
    if (!options.watch) return show_once(shown, options, out, err);
    return watch([&](std::ostream& to) { return show_once(shown, options, to, err); }, out);
}

/// "g1.2: 21.25 (68.350625), g1.3: ..."
std::string winners_cell(const Value& row) {
    std::string out;
    const auto* winners = row.find("winners");
    if (winners == nullptr) return "-";
    for (const auto& winner : winners->elements()) {
        out += (out.empty() ? "" : ", ") + cell(winner, "group") + ": " + cell(winner, "qty") + " (" + cell(winner, "profit") + ")";
    }
    return out;
}

int flag_group(const RiskGroupOptions& options, Change change, std::ostream& out, std::ostream& err) {
    change.target = "/risk/groups/" + path_step(options.group) + change.target;
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        to << cell(answer, "group") << ": done  (trellis why e" << cell(answer, "event") << ")\n";
    };
    return make_change(change, options.client, out, err);
}

}  // namespace

int risk(const RiskOptions& options, std::ostream& out, std::ostream& err) { return show({"risk", "/risk", print_state}, options, out, err); }

int risk_plan(const RiskOptions& options, std::ostream& out, std::ostream& err) {
    return show({"risk plan", "/risk/plan", print_plan}, options, out, err);
}

int risk_actions(const RiskActionsOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "risk actions";
    view.path = "/risk/actions";
    view.filters = {{"account", options.account}};
    view.columns = {{"OFFSET"}, {"AT"}, {"ACCOUNT"}, {"LOSER"}, {"LOSS", true}, {"REQUIRED", true}, {"WINNERS"}, {"REALISED", true}, {"OUTCOME"}, {"WHY"}};
    view.cells = [](const Value& row) {
        const auto* loser = row.find("loser");
        return std::vector<std::string>{cell(row, "id"),
                                        time_cell(row, "at"),
                                        cell(row, "account"),
                                        loser != nullptr ? cell(*loser, "group") : "-",
                                        cell(row, "loser_realised"),
                                        cell(row, "required"),
                                        winners_cell(row),
                                        cell(row, "realised"),
                                        cell(row, "outcome"),
                                        "e" + cell(row, "event")};
    };
    view.none = "Nobody paid for anybody yet.";
    return show_list(view, options.list, out, err);
}

int risk_run(const RiskRunOptions& options, std::ostream& out, std::ostream& err) {
    adapters::json::Writer body;
    body.begin_object();
    if (!options.account.empty()) body.name("account").string(options.account);
    if (options.force) body.name("force").boolean(true);
    Change change;
    change.command = "risk run";
    change.target = "/risk/run";
    change.body = body.end_object().take();
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        const auto* accounts = answer.find("accounts");
        if (accounts == nullptr) return;
        for (const auto& account : accounts->elements()) {
            const std::string event = cell(account, "event");
            to << on_one_line(cell(account, "id")) << ": "
               << (event == "-" ? "nothing new to do; `trellis risk plan` says why" : "done  (trellis why e" + event + ")") << '\n';
        }
    };
    return make_change(change, options.client, out, err);
}

int risk_block(const RiskGroupOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "risk block";
    change.target = "/block";
    return flag_group(options, std::move(change), out, err);
}

int risk_unblock(const RiskGroupOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "risk unblock";
    change.method = "DELETE";
    change.target = "/block";
    return flag_group(options, std::move(change), out, err);
}

int risk_skip_once(const RiskGroupOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "risk skip-once";
    change.target = "/skip-once";
    return flag_group(options, std::move(change), out, err);
}

}  // namespace trellis::program
