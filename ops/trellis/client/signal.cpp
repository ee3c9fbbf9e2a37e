#include "ops/trellis/client/signal.hpp"

#include <ostream>

#include "adapters/config/text_file.hpp"
#include "adapters/json/document.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::size_t signal_bytes_max = 64U << 10U;

/// With one account there is nothing to choose.
std::optional<std::string> only_account(Session& session) {
    const auto answer = session.get("/status");
    if (!answer) return std::nullopt;
    const auto document = Document::parse(answer->body);
    const auto* accounts = document ? document->root().find("accounts") : nullptr;
    if (accounts != nullptr && accounts->size() == 1) return cell(accounts->elements().front(), "id");
    std::string names;
    if (accounts != nullptr) {
        for (const auto& account : accounts->elements()) names += (names.empty() ? "" : ", ") + cell(account, "id");
    }
    session.fail(ExitCode::usage, "--account is missing; there are " + (names.empty() ? "none" : names));
    return std::nullopt;
}

/// Posts the file's bytes as they are for the account.
std::optional<adapters::HttpResponse> post(Session& session, const std::string& target, const SignalOptions& options) {
    const auto body = adapters::read_text_file(options.file == "-" ? "/dev/stdin" : options.file, signal_bytes_max);
    if (!body) {
        session.fail(ExitCode::invalid_input, body.error().code + ": " + body.error().detail);
        return std::nullopt;
    }
    const auto account = options.account.empty() ? only_account(session) : std::optional(options.account);
    if (!account) return std::nullopt;
    return session.ask({.method = "POST", .target = target, .body = *body, .headers = {{"X-Trellis-Account", *account}}});
}

void print_errors(const Value& answer, std::ostream& out) {
    const auto* errors = answer.find("errors");
    if (errors == nullptr) return;
    for (const auto& error : errors->elements()) {
        out << "          " << on_one_line(cell(error, "pointer") + ": " + cell(error, "value") + " (" + cell(error, "rule") + ") " + cell(error, "hint"))
            << '\n';
    }
}

void print_instruction(const Value& answer, std::ostream& out) {
    const auto* said = answer.find("instruction");
    if (said == nullptr || !said->is_object()) return;
    out << "means     " << cell(*said, "intent") << " " << cell(*said, "side") << " " << cell(*said, "instrument") << ", timeframe "
        << cell(*said, "timeframe") << " s, price " << cell(*said, "entry_price") << ", size " << cell(*said, "order_size") << " ("
        << cell(*said, "size_type") << ")" << (cell(*said, "is_inferred") == "yes" ? ", inferred" : "") << '\n';
    const auto bid = cell(answer, "bid");
    if (bid != "-") out << "market    bid " << bid << ", ask " << cell(answer, "ask") << '\n';
}

void print_plan(const Value& answer, std::ostream& out) {
    const auto* plan = answer.find("plan");
    if (plan == nullptr || !plan->is_object()) return;
    out << "plan      pyramid " << cell(*plan, "pyramid") << ", base price " << cell(*plan, "base_price") << ", capital "
        << cell(*plan, "capital") << "\n\n";
    Table table({{"LEG"}, {"PRICE", true}, {"QTY", true}, {"NOTIONAL", true}, {"TP %", true}, {""}});
    if (const auto* legs = plan->find("legs")) {
        for (const auto& leg : legs->elements()) {
            table.add({cell(leg, "index"), cell(leg, "price"), cell(leg, "qty"), cell(leg, "notional"), cell(leg, "take_profit_percent"),
                       cell(leg, "is_skipped") == "yes" ? "skipped: below the minimum" : ""});
        }
    }
    table.print(out, standard_output());
}

void print_preview(const Value& answer, std::ostream& out) {
    const std::string code = cell(answer, "code");
    out << "outcome   " << cell(answer, "outcome");
    if (code != "-") out << ": " << code << ": " << on_one_line(cell(answer, "detail"));
    if (const auto would = cell(answer, "would"); would != "-") out << ", would " << would << " " << joined_cell(answer, "groups");
    out << '\n';
    print_errors(answer, out);
    print_instruction(answer, out);
    print_plan(answer, out);
    const auto* unknown = answer.find("not_evaluated");
    if (unknown == nullptr || unknown->size() == 0) return;
    out << "\nNot looked at:\n";
    for (const auto& line : unknown->elements()) out << "  " << on_one_line(cell(&line)) << '\n';
}

}  // namespace

int signal_test(const SignalOptions& options, std::ostream& out, std::ostream& err) {
    Session session("signal test", options.client, err);
    const auto answer = post(session, "/signals/preview", options);
    if (!answer) return session.exit_code();
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    if (options.json) {
        out << answer->body << '\n';
    } else {
        print_preview(document->root(), out);
    }
    const auto outcome = cell(document->root(), "outcome");
    return static_cast<int>(outcome == "accepted" || outcome == "queued" ? ExitCode::ok : ExitCode::invalid_input);
}

int signal_send(const SignalOptions& options, std::ostream& out, std::ostream& err) {
    Session session("signal send", options.client, err);
    const auto answer = post(session, "/signals", options);
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    const auto& said = document->root();
    const std::string signal = cell(said, "signal_id");
    out << signal << ": " << cell(said, "status");
    if (const auto code = cell(said, "code"); code != "-") out << ": " << code << ": " << on_one_line(cell(said, "detail"));
    out << "  (trellis why " << signal << ")\n";
    if (const auto* warnings = said.find("warnings")) {
        for (const auto& warning : warnings->elements()) err << "warning: " << on_one_line(cell(&warning)) << '\n';
    }
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
