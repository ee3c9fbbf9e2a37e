// Presets and assignments on a running server: decided here, journaled, then part of the configuration that desks decide by. What is open
// keeps what it was opened with (B-25).
#include <algorithm>

#include "adapters/config/presets.hpp"
#include "engine/directory/overlay.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

namespace {

bool is_of_connections(const DirectoryEvent& event) {
    return std::holds_alternative<ConnectionOpened>(event) || std::holds_alternative<ConnectionChanged>(event) ||
           std::holds_alternative<ConnectionRemoved>(event) || std::holds_alternative<ConnectionWebhookSet>(event);
}

/// Who changed something and asks for it at once finds it: the answer goes when it is durable and in effect, whichever is later.
class LateAnswer {
public:
    explicit LateAnswer(std::function<void(std::uint64_t)> answer) : answer_(std::move(answer)) {}

    void on_durable(std::uint64_t sequence) {
        {
            const std::scoped_lock guard(mutex_);
            sequence_ = sequence;
            if (!is_in_effect_) return;
        }
        answer_(sequence);
    }
    void on_effect() {
        {
            const std::scoped_lock guard(mutex_);
            is_in_effect_ = true;
            if (!sequence_.has_value()) return;
        }
        answer_(*sequence_);
    }

private:
    std::function<void(std::uint64_t)> answer_;
    std::mutex mutex_;
    std::optional<std::uint64_t> sequence_;
    bool is_in_effect_ = false;
};

std::vector<AccountId> concerned_by(std::span<const DirectoryEvent> events, const Config& config) {
    std::vector<AccountId> concerned;
    for (const auto& account : config.accounts) {
        if (std::ranges::any_of(events, [&](const auto& event) { return concerns(event, account); })) concerned.push_back(account.id);
    }
    return concerned;
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
    auto laid = std::make_shared<Config>(with_directory(config, *directory));
    adapters::add_preset_zones(*laid);
    publish(laid, std::move(directory));
    return laid;
}

void Server::publish(std::shared_ptr<const Config> laid, std::shared_ptr<const Directory> directory) {
    const std::scoped_lock guard(config_mutex_);
    directory_ = std::move(directory);
    decision_config_ = std::move(laid);
}

/// Before anybody can name them, so that whoever finds an account in the configuration finds it at the venue and in the engine too; behind
/// the event that says so, because a desk may decide something at once.
void Server::open_accounts(const Config& config) {
    const auto before = decision_config();
    if (before->accounts.size() == config.accounts.size()) return;
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
    if (std::holds_alternative<NoteAction>(command)) {
        return journal_->record(*decided, now, ring_->next_number(), [before, events = *decided, done = std::move(done)](std::uint64_t sequence) {
            done(adapters::DirectoryChange{before, events, sequence});
        });
    }
    auto next = std::make_shared<Directory>(*before);
    for (const auto& event : *decided) next->apply(event);
    const std::vector<DirectoryEvent> events = *decided;
    const auto laid = std::make_shared<Config>(with_changes(*decided_by, applied->document.config, *before, *next, events));
    adapters::add_preset_zones(events, *laid);
    // The commit goes first: whatever a desk decides by the change stands behind it in the journal.
    const auto answer = std::make_shared<LateAnswer>([next, events, done = std::move(done)](std::uint64_t sequence) {
        done(adapters::DirectoryChange{next, events, sequence});
    });
    journal_->record(events, now, ring_->next_number(), [answer](std::uint64_t sequence) { answer->on_durable(sequence); });
    open_accounts(*laid);
    publish(laid, next);
    if (std::ranges::any_of(events, is_of_connections)) reload_webhooks(*next);
    ring_->reconfigure(*laid, concerned_by(events, *laid), {});
    answer->on_effect();
}

}  // namespace trellis::program
