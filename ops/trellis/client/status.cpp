#include "ops/trellis/client/status.hpp"

#include <ostream>

#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/list.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

/// A member of a member.
std::string inner(const Value& object, std::string_view outer, std::string_view name) {
    const auto* found = object.find(outer);
    return found != nullptr ? cell(*found, name) : "-";
}

void print_server(const Value& status, std::ostream& out) {
    out << "trellis " << cell(status, "version") << " (" << cell(status, "mode") << ") is " << cell(status, "phase");
    if (const auto detail = cell(status, "detail"); detail != "-") out << ": " << on_one_line(detail);
    out << "\nsince     " << time_cell(status, "started_at") << ", " << cell(status, "uptime_seconds") << " s ago; start "
        << cell(status, "incarnation") << ", recovered " << inner(status, "recovery", "events") << " events in "
        << inner(status, "recovery", "seconds") << " s\n"
        << "journal   " << cell(status, "journal") << "; event " << inner(status, "sequence", "durable") << " durable, "
        << inner(status, "sequence", "listed") << " listed, snapshot at " << inner(status, "sequence", "snapshot") << '\n'
        << "config    version " << inner(status, "config", "version") << " of " << cell(*status.find("config"), "applied_at") << " by "
        << inner(status, "config", "by") << '\n'
        << "signals   " << (cell(status, "last_signal_at") == "-" ? "none yet" : "the last one " + time_cell(status, "last_signal_at"))
        << "; room for " << cell(status, "intake_credit") << " waiting\n\n";
}

/// "LOSS_LIMIT, FORCE_STOPPED"
std::string halts_cell(const Value& account) {
    const auto* halts = account.find("halts");
    std::string out;
    if (halts == nullptr) return "-";
    for (const auto& halt : halts->elements()) out += (out.empty() ? "" : ", ") + cell(halt, "reason");
    return out.empty() ? "-" : out;
}

void print_accounts(const Value& accounts, std::ostream& out) {
    Table table({{"ACCOUNT"}, {"VENUE"}, {"MARKET"}, {"STATE"}, {"SLOTS", true}, {"QUEUE", true}, {"OPENED", true}, {"ENDED", true}, {"REALISED", true},
                 {"FEES", true}, {"EQUITY", true}, {"ENTRIES WAIT FOR"}});
    for (const auto& account : accounts.elements()) {
        table.add({cell(account, "id"), cell(account, "venue"), cell(account, "market"),
                   cell(account, "enabled") == "no" ? "disabled" : cell(account, "trading_state"),
                   inner(account, "pool", "used") + "/" + inner(account, "pool", "limit"), cell(account, "queue_depth"),
                   cell(account, "groups_opened"), cell(account, "groups_ended"), cell(account, "realised_pnl"), cell(account, "fees"),
                   cell(account, "equity"), halts_cell(account)});
    }
    table.print(out, standard_output());
}

void print_quotes(const Value& quotes, std::ostream& out) {
    Table table({{"INSTRUMENT"}, {"BID", true}, {"ASK", true}, {"AT"}});
    for (const auto& quote : quotes.elements()) {
        table.add({cell(quote, "instrument"), cell(quote, "bid"), cell(quote, "ask"), time_cell(quote, "at")});
    }
    if (table.is_empty()) return;
    out << '\n';
    table.print(out, standard_output());
}

int show(const StatusOptions& options, std::ostream& out, std::ostream& err) {
    Session session("status", options.client, err);
    const auto answer = session.get("/status");
    if (!answer) return session.exit_code();
    const auto document = Document::parse(answer->body);
    if (!document || document->root().find("config") == nullptr) return session.fail(ExitCode::failure, "the answer is no status");
    const auto& status = document->root();
    if (options.json) {
        out << answer->body << '\n';
    } else {
        print_server(status, out);
        if (const auto* accounts = status.find("accounts")) print_accounts(*accounts, out);
        if (const auto* quotes = status.find("quotes")) print_quotes(*quotes, out);
    }
    const bool is_well = cell(status, "phase") == "running" && cell(status, "journal") == "running";
    return static_cast<int>(is_well || options.watch ? ExitCode::ok : ExitCode::unhealthy);
}

}  // namespace

int status(const StatusOptions& options, std::ostream& out, std::ostream& err) {
    if (!options.watch) return show(options, out, err);
    return watch([&](std::ostream& to) { return show(options, to, err); }, out);
}

}  // namespace trellis::program
