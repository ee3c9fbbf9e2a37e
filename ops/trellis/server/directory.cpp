// Presets and assignments on a running server: decided here, journaled, then part of the configuration that desks decide by. What is open
// keeps what it was opened with (B-25).
#include <algorithm>

#include "adapters/config/presets.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

namespace {

bool is_of_connections(const DirectoryEvent& event) {
    return std::holds_alternative<ConnectionOpened>(event) || std::holds_alternative<ConnectionChanged>(event) ||
           std::holds_alternative<ConnectionRemoved>(event) || std::holds_alternative<ConnectionWebhookSet>(event);
}

}  // namespace

std::shared_ptr<const Directory> Server::directory() const {
    const std::scoped_lock guard(config_mutex_);
    return directory_;
}

std::shared_ptr<const Config> Server::decision_config() const {
    const std::scoped_lock guard(config_mutex_);
    return decision_config_;
}

std::shared_ptr<const Config> Server::lay_over(const Config& config, std::shared_ptr<const Directory> directory) {
    Config with_presets = with_directory(config, *directory);
    adapters::add_preset_zones(with_presets);
    auto laid = std::make_shared<const Config>(std::move(with_presets));
    open_accounts(*laid);
    const std::scoped_lock guard(config_mutex_);
    directory_ = std::move(directory);
    decision_config_ = laid;
    return laid;
}

/// Before anybody can name them: whoever finds an account in the configuration finds it at the venue and in the engine too. What they hold
/// is empty until something is decided there, so nothing is lost if the event that says so is not written any more.
void Server::open_accounts(const Config& config) {
    const auto before = decision_config_;
    if (before == nullptr || before->accounts.size() == config.accounts.size()) return;
    for (const auto& account : config.accounts) {
        if (venue_ != nullptr && find_account(*before, account.id) == nullptr) venue_->open_account(account);
    }
    ring_->open_accounts(config);
}

/// With open groups, or with entries that wait for a slot.
std::set<AccountId> Server::trading_accounts() const {
    std::set<AccountId> trading;
    for (const auto& group : living_groups()) trading.insert(group.group.account);
    for (const auto& account : decision_config()->accounts) {
        const auto desk = data_->history().desk(account.id);
        if (desk.ok() && !desk->queue.empty()) trading.insert(account.id);
    }
    return trading;
}

/// Whoever has a connection's webhook gets in from now on, or does not any more.
void Server::reload_webhooks(const Directory& directory) {
    auto routes = load_routes(config()->document, directory);
    if (!routes.ok()) return log_.error("webhooks: " + routes.error().detail + "; those of before stay");
    door_->set_routes(std::move(routes).value());
}

void Server::change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected_revision,
                              adapters::OnDirectoryChange done) {
    const std::scoped_lock one_at_a_time(applying_);
    if (auto cannot = cannot_obey()) return done(std::move(*cannot));
    const auto before = directory();
    const auto applied = config();
    const auto decided_by = decision_config();
    const Timestamp now = clock_.now();
    const bool asks_who_trades = std::holds_alternative<RemoveConnection>(command);
    auto decided = decide(*before, command,
                          {now, by, *decided_by, instruments_, expected_revision, asks_who_trades ? trading_accounts() : std::set<AccountId>{}});
    if (!decided.ok()) return done(decided.error());
    if (decided->empty()) return done(adapters::DirectoryChange{before, {}, std::nullopt});
    auto next = std::make_shared<Directory>(*before);
    for (const auto& event : *decided) next->apply(event);
    const auto laid = lay_over(applied->document.config, next);
    // The commit goes first: whatever a desk decides by the change stands behind it in the journal.
    const std::vector<DirectoryEvent> events = *decided;
    journal_->record(events, now, ring_->next_number(), [next, events, done = std::move(done)](std::uint64_t sequence) {
        done(adapters::DirectoryChange{next, events, sequence});
    });
    if (std::ranges::any_of(events, is_of_connections)) reload_webhooks(*next);
    ring_->reconfigure(laid, {});
}

}  // namespace trellis::program
