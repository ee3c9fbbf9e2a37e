#include "adapters/admin/state_view.hpp"

#include <array>
#include <cstdio>

#include "adapters/admin/limits_view.hpp"
#include "adapters/admin/outlook.hpp"
#include "adapters/admin/views.hpp"
#include "engine/pool/limits.hpp"
#include "engine/pool/slots.hpp"
#include "engine/pool/standing.hpp"

namespace trellis::adapters::admin {

namespace {

std::string seconds_text(double seconds) {
    std::array<char, 32> buffer{};
    const int size = std::snprintf(buffer.data(), buffer.size(), "%.3f", seconds);
    return std::string(buffer.data(), static_cast<std::size_t>(size));
}

/// What the open groups of one account add to what its ended ones left.
struct OpenTotals {
    Money realised;
    Money fees;
};

Result<OpenTotals> open_totals(const OwnHistory& history, AccountId account) {
    OpenTotals totals;
    PageRequest page{page_rows_max, {}};
    do {
        auto found = history.groups({.account = account, .shown = GroupsShown::open}, page);
        if (!found) return found.error();
        for (const auto& row : found->rows) {
            totals.realised += row.group.realised;
            totals.fees += row.group.fees;
        }
        page.cursor = found->next;
    } while (!page.cursor.empty());
    return totals;
}

void write_balances(json::Writer& out, const AccountStatus* venue) {
    out.name("equity");
    venue != nullptr ? out.string(venue->equity.text()) : out.null();
    out.name("balances").begin_object();
    if (venue != nullptr) {
        for (const auto& [asset, amounts] : venue->balances) {
            out.name(asset).begin_object().name("free").string(amounts.first.text());
            out.name("locked").string(amounts.second.text()).end_object();
        }
    }
    out.end_object();
}

/// K-18: every reason why entries wait, with its numbers.
void write_standing(json::Writer& out, const Scene& scene, const AccountRow& row, const AccountStatus* venue, Timestamp now) {
    write_halts(out, halts_of(row, venue));
    out.name("realised_today").string(realised_today(row.standing, scene.config(), now).text());
    optional_text(out, "equity_peak", row.standing.equity_peak);
}

const AccountStatus* find(const ServerStatus& status, AccountId id) {
    for (const auto& account : status.accounts) {
        if (account.id == id) return &account;
    }
    return nullptr;
}

/// Slots as the engine counts them (L-3), who waits for one, and what is at stake (S-4).
Result<void> write_load(json::Writer& out, const AdminServices& services, const Scene& scene, const AccountConfig& account) {
    const auto outlook = Outlook::of(services, scene, account);
    if (!outlook) return outlook.error();
    const auto context = outlook->desk_context();
    out.name("pool").begin_object().name("used").integer(used_slots(outlook->desk(), context));
    out.name("limit").integer(scene.config().max_open_groups).end_object();
    out.name("queue_depth").integer(outlook->desk().queue.size());
    const auto exposure = exposure_of(outlook->desk(), context);
    out.name("exposure").begin_object().name("open").string(exposure.open.text()).name("resting").string(exposure.resting.text());
    out.name("total").string(exposure.total().text());
    out.name("limit").string(scene.config().trade_limits.max_total_exposure.text()).end_object();
    return {};
}

Result<void> write_account(json::Writer& out, const AdminServices& services, const Scene& scene, const AccountConfig& account,
                           const ServerStatus& status) {
    const OwnHistory& history = scene.history();
    const auto* venue = find(status, account.id);
    const auto row = history.account(account.id);
    if (!row) return row.error();
    const auto open = open_totals(history, account.id);
    if (!open) return open.error();
    out.begin_object().name("id").string(account.name).name("venue").string(account.venue);
    out.name("market").string(account.market == Market::spot ? "spot" : "linear").name("enabled").boolean(account.enabled);
    out.name("trading_state").string(text(row->shown_state()));
    write_standing(out, scene, *row, venue, status.now);
    if (auto written = write_load(out, services, scene, account); !written) return written;
    out.name("groups_opened").integer(row->groups_opened).name("groups_ended").integer(row->groups_ended);
    out.name("realised_pnl").string((row->realised + open->realised).text()).name("fees").string((row->fees + open->fees).text());
    write_balances(out, venue);
    out.end_object();
    return {};
}

void write_server(json::Writer& out, const AdminServices& services, const ServerStatus& status) {
    out.name("phase").string(text(status.phase)).name("ready").boolean(status.is_ready());
    text_or_null(out, "detail", status.detail);
    out.name("version").string(services.version).name("mode").string("paper");
    out.name("now").string(rfc3339(status.now)).name("started_at").string(rfc3339(status.started_at));
    out.name("uptime_seconds").integer(std::chrono::floor<std::chrono::seconds>(status.now - status.started_at).count());
    out.name("incarnation").integer(status.incarnation.value);
    out.name("sequence").begin_object().name("appended").integer(status.appended_sequence);
    out.name("durable").integer(status.durable_sequence).name("listed").integer(services.history.sequence());
    out.name("snapshot").integer(status.snapshot_sequence).end_object();
    out.name("journal").string(status.journal_state).name("intake_credit").integer(status.intake_credit);
    out.name("recovery").begin_object().name("seconds").string(seconds_text(status.recovery_seconds));
    out.name("events").integer(status.recovered_events).end_object();
    optional_time(out, "last_signal_at", status.last_signal_at);
}

void write_quotes(json::Writer& out, const Scene& scene, const ServerStatus& status) {
    out.name("quotes").begin_array();
    for (const auto& [name, at] : status.newest_quotes) {
        out.begin_object().name("instrument").string(name).name("at").string(rfc3339(at));
        const auto* instrument = scene.instruments().find(name);
        const auto quote = instrument != nullptr ? scene.quote(instrument->id) : std::nullopt;
        optional_text(out, "bid", quote ? std::optional(quote->bid) : std::nullopt);
        optional_text(out, "ask", quote ? std::optional(quote->ask) : std::nullopt);
        out.end_object();
    }
    out.end_array();
}

}  // namespace

std::string_view text(ServerPhase phase) {
    switch (phase) {
        case ServerPhase::starting:
            return "starting";
        case ServerPhase::recovering:
            return "recovering";
        case ServerPhase::running:
            return "running";
        case ServerPhase::degraded:
            return "degraded";
        case ServerPhase::stopping:
            return "stopping";
    }
    return "";
}

std::vector<std::string> reasons_against(const ServerStatus& status) {
    std::vector<std::string> reasons;
    if (status.phase != ServerPhase::running) {
        reasons.push_back("the server is " + std::string(text(status.phase)) + (status.detail.empty() ? "" : ": " + status.detail));
    }
    if (!status.journal_state.empty() && status.journal_state != "running") {
        reasons.push_back("the journal is " + status.journal_state);
    }
    return reasons;
}

Result<void> write_status(json::Writer& out, const AdminServices& services, const Scene& scene) {
    const auto status = services.control.status();
    out.begin_object();
    write_server(out, services, status);
    const auto& applied = scene.applied();
    out.name("config").begin_object().name("version").integer(applied.version).name("applied_at").string(rfc3339(applied.at));
    out.name("by").string(applied.by).end_object();
    out.name("accounts").begin_array();
    for (const auto& account : scene.accounts()) {
        if (auto written = write_account(out, services, scene, account, status); !written) return written;
    }
    out.end_array();
    write_quotes(out, scene, status);
    out.end_object();
    return {};
}

std::optional<Timestamp> time_of(const Scene& scene, const SignalRow& row) {
    if (row.admitted) return row.admitted->at;
    const auto event = scene.history().event(row.sequence);
    if (!event || !*event) return std::nullopt;
    return (*event)->at;
}

}  // namespace trellis::adapters::admin
