#include "ops/trellis/client/limits.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/list.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

/// "reached", "off", or nothing to say.
std::string state_cell(const Value& limit) {
    if (cell(limit, "reached") == "yes") return "reached";
    return cell(limit, "max") == "-" ? "off" : "";
}

void add_rows(Table& table, const Value& account) {
    const auto* limits = account.find("limits");
    if (limits == nullptr) return;
    for (const auto& limit : limits->elements()) {
        table.add({cell(account, "account"), cell(limit, "limit"), cell(limit, "used"), cell(limit, "max"), cell(limit, "unit"),
                   state_cell(limit), cell(limit, "detail")});
    }
}

void print_halts(const Value& account, std::ostream& out) {
    const auto* halts = account.find("halts");
    if (halts == nullptr) return;
    for (const auto& halt : halts->elements()) {
        const std::string until = time_cell(halt, "until");
        out << on_one_line(cell(account, "account")) << ": entries wait for " << cell(halt, "reason")
            << (until == "-" ? ", until somebody ends it" : " until " + until) << ": " << on_one_line(cell(halt, "detail")) << '\n';
    }
}

int show(const LimitsOptions& options, std::ostream& out, std::ostream& err) {
    Session session("limits", options.client, err);
    const auto answer = session.get(target_of("/limits", {{"account", options.account}}));
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    const auto* accounts = document ? document->root().find("accounts") : nullptr;
    if (accounts == nullptr) return session.fail(ExitCode::failure, "the answer names no accounts");
    Table table({{"ACCOUNT"}, {"LIMIT"}, {"USED", true}, {"OF", true}, {"UNIT"}, {"STATE"}, {"WHAT"}});
    for (const auto& account : accounts->elements()) print_halts(account, out);
    for (const auto& account : accounts->elements()) add_rows(table, account);
    table.print(out, standard_output());
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int limits(const LimitsOptions& options, std::ostream& out, std::ostream& err) {
    if (!options.watch) return show(options, out, err);
    return watch([&](std::ostream& to) { return show(options, to, err); }, out);
}

int limits_reset(const LimitsResetOptions& options, std::ostream& out, std::ostream& err) {
    adapters::json::Writer body;
    body.begin_object();
    if (!options.account.empty()) body.name("account").string(options.account);
    Change change;
    change.command = "limits reset";
    change.target = "/limits/reset";
    change.body = body.end_object().take();
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        const auto* accounts = answer.find("accounts");
        if (accounts == nullptr) return;
        for (const auto& account : accounts->elements()) {
            const std::string event = cell(account, "event");
            to << on_one_line(cell(account, "id")) << ": "
               << (event == "-" ? "nothing to reset" : "results count from nothing  (trellis why e" + event + ")") << '\n';
        }
    };
    return make_change(change, options.client, out, err);
}

}  // namespace trellis::program
