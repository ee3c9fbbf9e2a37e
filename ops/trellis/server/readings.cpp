// What a scrape looks up. None of it waits for the worker: histories, counters and the venue's published books.
#include <algorithm>

#include "adapters/admin/limits_view.hpp"
#include "engine/pool/slots.hpp"
#include "engine/risk/preview.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

namespace {

adapters::JournalCondition condition_of(adapters::JournalState state, bool is_low) {
    switch (state) {
        case adapters::JournalState::running: return is_low ? adapters::JournalCondition::low : adapters::JournalCondition::running;
        case adapters::JournalState::full: return adapters::JournalCondition::full;
        case adapters::JournalState::failed: return adapters::JournalCondition::failed;
    }
    return adapters::JournalCondition::failed;
}

}  // namespace

adapters::Readings Server::readings() {
    adapters::Readings out;
    out.server = [this] {
        return adapters::ServerReading{phase_.load(), data_->recovery_seconds(), data_->recovered_events(), ring_->quotes_waiting(),
                                       journal_->signals_waiting()};
    };
    out.journal = [this] {
        const std::size_t queue = adapters::GroupCommitOptions{}.inbox_commits_max - journal_->credit();
        return adapters::JournalReading{condition_of(journal_->state(), is_disk_low_.load()), queue, journal_->appended_sequence()};
    };
    out.archive = [this] {
        const std::uint64_t durable = journal_->durable_sequence();
        adapters::ArchiveReading reading;
        reading.snapshot_age_events = durable - std::min<std::uint64_t>(durable, snapshot_sequence_.load());
        if (const auto at = snapshot_at_.load(); at != 0) reading.snapshot_age = clock_.now() - Timestamp(Duration(at));
        reading.history_lag_events = durable - std::min<std::uint64_t>(durable, data_->history().sequence());
        return reading;
    };
    out.accounts = [this] { return account_readings(); };
    out.states = [this] { return count_states(); };
    out.clock = [this] { return adapters::ClockReading{clock_.offset(), clock_.steps()}; };
    out.listeners = [this] {
        std::vector<adapters::ListenerReading> rows;
        const auto add = [&](const char* name, const adapters::HttpServer* server) {
            if (server == nullptr) return;
            const auto counters = server->counters();
            rows.push_back({name, counters.connections_open, counters.timed_out, counters.refused});
        };
        add("webhook", webhook_.get());
        add("admin", admin_.get());
        return rows;
    };
    out.presets = [this] {
        adapters::PresetReading reading{catalogue_templates().size(), 0, 0};
        for (const auto& [id, preset] : directory()->presets) {
            if (!preset.is_deleted) (preset.is_published ? reading.published : reading.private_ones) += 1;
        }
        return reading;
    };
    return out;
}

namespace {

void read_risk(adapters::AccountReading& row, const adapters::admin::Outlook& outlook) {
    for (const auto& group : plan_preview(outlook.risk(), outlook.risk_context()).groups) {
        row.losers_eligible += group.view.against_loser.is_empty() ? 1U : 0U;
        row.winners_eligible += group.view.against_winner.is_empty() ? 1U : 0U;
    }
}

void read_limits(adapters::AccountReading& row, const adapters::admin::Outlook& outlook, const adapters::AccountRow& known,
                 const adapters::AccountStatus* venue) {
    for (const auto& halt : adapters::admin::halts_of(known, venue)) row.halts.push_back(halt.halt);
    for (const auto& limit : adapters::admin::limits_of(outlook, known.standing, venue)) {
        if (!limit.max.has_value() || limit.max->is_zero()) continue;
        row.limits_used[limit.kind] = static_cast<double>(limit.used.raw()) / static_cast<double>(limit.max->raw());
    }
}

}  // namespace

std::vector<adapters::AccountReading> Server::account_readings() const {
    std::vector<adapters::AccountReading> rows;
    const auto& services = api_->services();
    const adapters::admin::Scene scene(services, adapters::admin::Caller::operator_himself());
    const auto status = this->status();
    for (const auto& account : scene.accounts()) {
        const auto known = data_->history().account(account.id);
        const auto outlook = adapters::admin::Outlook::of(services, scene, account);
        if (!known.ok() || !outlook.ok()) continue;
        adapters::AccountReading row;
        row.name = account.name;
        row.pool_used = used_slots(outlook->desk(), outlook->desk_context());
        row.pool_limit = scene.config().max_open_groups;
        row.trading_state = known->shown_state();
        row.queue_depth = outlook->desk().queue.size();
        for (const auto& [identity, entry] : outlook->desk().queue) row.queue_wait = std::max(row.queue_wait, clock_.now() - entry.first_queued_at);
        read_risk(row, *outlook);
        const auto venue = std::ranges::find(status.accounts, account.id, &adapters::AccountStatus::id);
        read_limits(row, *outlook, *known, venue != status.accounts.end() ? &*venue : nullptr);
        row.realised = known->realised;
        row.currency = account.currency;
        rows.push_back(std::move(row));
    }
    return rows;
}

adapters::StateCounts Server::count_states() {
    tally_.begin(clock_.now());
    adapters::GroupFilter open;
    open.shown = adapters::GroupsShown::open;
    adapters::PageRequest page{adapters::page_rows_max, ""};
    do {
        auto found = data_->history().groups(open, page);
        if (!found.ok()) break;
        for (const auto& row : found->rows) tally_.add(row.group);
        page.cursor = found->next;
    } while (!page.cursor.empty());
    return tally_.finish();
}

}  // namespace trellis::program
