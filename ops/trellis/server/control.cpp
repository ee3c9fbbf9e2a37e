// What the admin API may ask of the running server.
#include <ostream>

#include "ops/trellis/server/server.hpp"
#include "ops/trellis/version.hpp"

namespace trellis::program {

namespace {

std::string words_of(adapters::JournalState state, bool is_low) {
    switch (state) {
        case adapters::JournalState::running: return is_low ? "low" : "running";
        case adapters::JournalState::full: return "full";
        case adapters::JournalState::failed: return "failed";
    }
    return "failed";
}

}  // namespace

adapters::ServerStatus Server::status() const {
    adapters::ServerStatus status;
    status.phase = phase_.load();
    {
        const std::scoped_lock guard(detail_mutex_);
        status.detail = detail_;
    }
    status.now = clock_.now();
    status.started_at = started_at_;
    if (data_ == nullptr || journal_ == nullptr) return status;
    status.incarnation = data_->incarnation();
    status.appended_sequence = journal_->appended_sequence();
    status.durable_sequence = journal_->durable_sequence();
    status.snapshot_sequence = snapshot_sequence_.load(std::memory_order_relaxed);
    status.journal_state = words_of(journal_->state(), is_disk_low_.load());
    status.intake_credit = journal_->credit();
    status.recovery_seconds = data_->recovery_seconds();
    status.recovered_events = data_->recovered_events();
    if (const auto at = last_signal_at_.load(std::memory_order_relaxed); at != 0) status.last_signal_at = Timestamp(Duration(at));
    const auto config = decision_config();
    for (const auto& account : config->accounts) {
        adapters::AccountStatus row{account.id, account.name, {}, {}};
        if (venue_ != nullptr) {
            for (const auto& [asset, balance] : venue_->balances(account.id)) row.balances[asset] = {balance.free, balance.locked};
            row.equity = venue_->equity(account.id);
            row.is_connected = venue_->is_connected(account.id);
        }
        status.accounts.push_back(std::move(row));
    }
    for (const auto& instrument : instruments_.all()) {
        if (const auto quote = newest_quote(instrument.id)) status.newest_quotes.emplace(instrument.name, quote->at);
    }
    return status;
}

std::optional<Quote> Server::newest_quote(InstrumentId instrument) const {
    return venue_ == nullptr ? std::nullopt : venue_->quote(instrument);
}

/// A journal that takes nothing would leave the answer waiting for ever.
std::optional<Error> Server::cannot_obey() const {
    if (phase_.load() == adapters::ServerPhase::stopping) return Error{"STOPPING", "the server is stopping"};
    if (journal_->state() == adapters::JournalState::running) return std::nullopt;
    return Error{"JOURNAL_FULL", "the disk is full: nothing can be decided until there is room"};
}

void Server::set_trading(AccountId account, SetTradingState change, adapters::OnObeyed done) {
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    // A pause does not weaken a stop or a panic: only a resume ends them.
    const auto known = data_->history().account(account);
    const bool is_halted = known.ok() && known->trading_state == TradingState::halted;
    if (is_halted && change.state == TradingState::reducing) return done(adapters::Obeyed{});
    const std::uint64_t number = ring_->next_number();
    journal_->await_request(number, std::move(done));
    ring_->give(number, TradingItem{account, change});
    ring_->barrier(account, number);
}

/// Is there such a group, as far as anybody can say? Lists that stay behind, as on a full disk, do not keep a close back: a desk that
/// does not know the group does nothing.
Result<bool> Server::may_exist(GroupId group) const {
    constexpr std::chrono::milliseconds patience{100};
    auto known = data_->history().group(group);
    if (!known.ok()) return known.error();
    if (known->has_value()) return true;
    if (find_account(*decision_config(), group.account) == nullptr) return false;
    if (!data_->history().await(journal_->durable_sequence(), patience)) return true;
    known = data_->history().group(group);
    if (!known.ok()) return known.error();
    return known->has_value();
}

/// The history keeps every group as the journal made it, and follows it within some 10 ms.
Result<std::optional<Group>> Server::load_group(GroupId group, std::uint64_t sequence) {
    constexpr std::chrono::seconds patience{10};
    log_.error("group " + text(group) + " broke: it is loaded again from the journal and quarantined");
    if (!data_->history().await(sequence, patience)) return Error{"BUSY", "the history does not follow the journal"};
    auto row = data_->history().group(group);
    if (!row.ok()) return row.error();
    if (!row->has_value()) return std::optional<Group>{};
    return std::optional(std::move((*row)->group));
}

void Server::command(GroupId group, GroupCommand command, adapters::OnObeyed done) {
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    const auto exists = may_exist(group);
    if (!exists.ok()) return done(exists.error());
    if (!*exists) return done(Error{"NOT_FOUND", "there is and was no group " + text(group)});
    const std::uint64_t number = ring_->next_number();
    journal_->await_request(number, std::move(done));
    ring_->give(number, OperatorItem{group, std::move(command)});
    ring_->barrier(group.account, number);
}

void Server::tell_queue(AccountId account, QueueCommand command, adapters::OnObeyed done) {
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    const std::uint64_t number = ring_->next_number();
    journal_->await_request(number, std::move(done));
    ring_->give(number, QueueItem{account, std::move(command)});
    ring_->barrier(account, number);
}

void Server::refresh_rules(AccountId account, adapters::OnObeyed done) {
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    const std::uint64_t number = ring_->next_number();
    journal_->await_request(number, std::move(done));
    ring_->give(number, RulesItem{account, RefreshRules{RefreshCause::requested, std::nullopt}});
    ring_->barrier(account, number);
}

void Server::tell_risk(AccountId account, RiskCommand command, adapters::OnObeyed done) {
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    const std::uint64_t number = ring_->next_number();
    journal_->await_request(number, std::move(done));
    ring_->give(number, RiskItem{account, std::move(command)});
    ring_->risk_barrier(account, number);
}

void Server::announce(std::ostream& out) const {
    const auto config = this->config();
    const auto& security = config->document.security;
    const auto address = [](const adapters::ListenerSettings& settings, const std::optional<adapters::ListenAddress>& instead,
                            std::uint16_t port) {
        const std::string host = instead.has_value() ? instead->address : settings.address;
        return (settings.tls.has_value() ? "https://" : "http://") + host + ":" + std::to_string(port);
    };
    out << "trellis " << program_version() << ", paper mode, data in " << data_->path() << '\n'
        << "webhook  " << address(security.webhook, options_.webhook_listen, webhook_port()) << "/hook/TOKEN\n"
        << "admin    " << address(security.admin, options_.admin_listen, admin_port()) << "/api/v1  (token in " << token_path_ << ")\n"
        << "metrics  " << address(security.admin, options_.admin_listen, admin_port()) << "/metrics" << std::endl;
}

void Server::dump() {
    const auto now = status();
    log_.info("state: journal " + now.journal_state + ", event " + std::to_string(now.appended_sequence) + " appended, " +
              std::to_string(now.durable_sequence) + " durable, snapshot at " + std::to_string(now.snapshot_sequence) + ", history at " +
              std::to_string(data_->history().sequence()));
    log_.info("state: " + std::to_string(journal_->signals_waiting()) + " signals wait for durability, " +
              std::to_string(ring_->quotes_waiting()) + " quotes for the worker, intake credit " + std::to_string(now.intake_credit));
    for (const auto& account : account_readings()) {
        log_.info("state: account " + account.name + " " + std::string(text(account.trading_state)) + ", " +
                  std::to_string(account.pool_used) + " of " + std::to_string(account.pool_limit) + " slots, realised " +
                  account.realised.text() + " " + account.currency);
    }
}

bool Server::is_alive() {
    if (!ping_passed_.load()) return false;
    const auto accounts = decision_config()->accounts;
    if (accounts.empty() || phase_.load() == adapters::ServerPhase::stopping) return true;
    ping_passed_ = false;
    const std::uint64_t number = ring_->next_number();
    journal_->await_passing(number, [this] { ping_passed_ = true; });
    ring_->barrier(accounts.front().id, number);
    return true;
}

}  // namespace trellis::program
