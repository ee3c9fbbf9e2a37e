// A running server: opens its data directory, starts every thread in the order in which each needs the other, and ends them in the
// reverse. It also is what the admin API may ask for (Control).
//
//   webhook, admin io ─► LiveRing (worker, clock) ─► LiveJournal (journal thread) ─► PaperVenue ─► LiveRing
//                                                        └─► ArchiveThread: history, snapshots, event feed
#pragma once

#include <atomic>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "adapters/admin/admin_api.hpp"
#include "adapters/admin/control.hpp"
#include "adapters/clock/engine_clock.hpp"
#include "adapters/config/network.hpp"
#include "adapters/exchange/paper/paper_venue.hpp"
#include "adapters/history/archive_thread.hpp"
#include "adapters/history/event_feed.hpp"
#include "adapters/metrics/exposition.hpp"
#include "adapters/net/http_server.hpp"
#include "ops/trellis/server/data_directory.hpp"
#include "ops/trellis/server/live_journal.hpp"
#include "ops/trellis/server/live_ring.hpp"
#include "ops/trellis/server/log.hpp"
#include "ops/trellis/server/service_manager.hpp"
#include "ops/trellis/server/webhook_door.hpp"

namespace trellis::program {

struct ServerOptions {
    std::string config_text;                      ///< the document as read
    adapters::ConfigDocument config;
    std::string data_dir;
    std::optional<adapters::ListenAddress> webhook_listen;  ///< over the document's
    std::optional<adapters::ListenAddress> admin_listen;
    bool times_stages = true;                     ///< latency figures (P16 measures what they cost)
    /// The process cannot go on: it has said why.
    std::function<void()> on_fatal;
    /// Instead of the paper market: a bench's own wire.
    VenuePort* wire = nullptr;
};

class Server final : public adapters::Control {
public:
    /// Everything runs when it returns. `log` and `manager` outlive it. Errors name what could not be started.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Log& log, const ServiceManager& manager);
    ~Server() override;

    std::uint16_t webhook_port() const { return webhook_->port(); }
    std::uint16_t admin_port() const { return admin_->port(); }
    const std::string& admin_token_path() const { return token_path_; }
    /// Every event from now on, as it becomes durable.
    Result<adapters::EventFeed::Id> watch(adapters::EventSubscriber subscriber) { return feed_->subscribe(std::move(subscriber)); }
    void unwatch(adapters::EventFeed::Id id) { feed_->unsubscribe(id); }
    const adapters::History& history() const { return data_->history(); }
    /// Where a wire of a bench's own puts what it says.
    adapters::VenueSink& venue_sink() { return *ring_; }
    /// Where it can be reached, for a person.
    void announce(std::ostream& out) const;

    /// Takes nothing new, answers what was taken, and ends every thread; `hurry()` cuts the waiting short.
    void stop();
    void hurry() { is_hurried_ = true; }
    /// A document that was read again: as apply_config, with the outcome in the log.
    void reload(const std::string& file);
    /// What an operator wants to see in the log.
    void dump();
    /// True when the worker has passed a message since the last call, or none was under way before.
    bool is_alive();

    // ---- Control ----

    adapters::ServerStatus status() const override;
    void set_trading(AccountId account, SetTradingState change, adapters::OnObeyed done) override;
    void command(GroupId group, GroupCommand command, adapters::OnObeyed done) override;
    void tell_queue(AccountId account, QueueCommand command, adapters::OnObeyed done) override;
    void refresh_rules(AccountId account, adapters::OnObeyed done) override;
    void tell_risk(AccountId account, RiskCommand command, adapters::OnObeyed done) override;
    void signal(AccountId account, std::string body, adapters::OnSignalAnswer done) override;
    std::shared_ptr<const adapters::AppliedConfig> config() const override;
    void apply_config(std::string text, std::string by, std::optional<std::uint64_t> expected_version,
                      std::function<void(adapters::Checked<std::uint64_t>)> done) override;
    std::shared_ptr<const Config> decision_config() const override;
    std::shared_ptr<const Directory> directory() const override;
    void change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected_revision,
                          adapters::OnDirectoryChange done) override;
    const adapters::Seal& seal() const override { return *seal_; }
    Result<void> backup(const std::string& path) override;
    std::optional<Quote> newest_quote(InstrumentId instrument) const override;
    const InstrumentTable& instruments() const override { return instruments_; }

private:
    Server(ServerOptions options, Log& log, const ServiceManager& manager);

    // start.cpp: in this order
    Result<void> open();
    Result<Timestamp> market_since() const;
    Result<void> start_venue();
    Result<void> start_journal();
    Result<void> start_archive();
    Result<void> start_admin();
    Result<void> start_webhook();
    Result<void> write_token();
    Result<std::shared_ptr<const adapters::Routes>> load_routes(const adapters::ConfigDocument& config, const Directory& directory) const;
    Result<std::unique_ptr<adapters::HttpServer>> listen(const adapters::ListenerSettings& settings,
                                                         const std::optional<adapters::ListenAddress>& instead,
                                                         adapters::IoThread& thread, adapters::HttpServerOptions options);

    // control.cpp
    std::optional<Error> cannot_obey() const;
    Result<bool> may_exist(GroupId group) const;
    Result<std::optional<Group>> load_group(GroupId group, std::uint64_t sequence);

    // signals.cpp
    void submit(ReceivedSignal signal, Stages::Time received, adapters::OnSignalAnswer done);
    std::optional<Error> refusal_of(const ReceivedSignal& signal) const;

    // configuration.cpp
    /// Accounts that were added to the document under the name of a connection.
    static adapters::InputErrors clashes(const Config& config, const Directory& directory);
    void keep_copy(const adapters::AppliedConfig& config);
    std::vector<GroupAddress> living_groups() const;
    void reload_tls();
    static Result<std::optional<adapters::TlsMaterial>> load_tls(const adapters::ConfigDocument& config,
                                                                 const adapters::ListenerSettings& settings);
    adapters::AppliedConfig first_config();

    // directory.cpp
    /// The document's values with what the directory says, in effect from now on.
    std::shared_ptr<const Config> lay_over(const Config& config, std::shared_ptr<const Directory> directory);
    void publish(std::shared_ptr<const Config> laid, std::shared_ptr<const Directory> directory);
    void open_accounts(const Config& config);
    std::set<AccountId> trading_accounts() const;
    void reload_webhooks(const Directory& directory);

    // readings.cpp
    adapters::Readings readings();
    std::vector<adapters::AccountReading> account_readings() const;
    adapters::StateCounts count_states();

    void fail(const std::string& what);
    void settle_phase();
    void on_journal_state(adapters::JournalState state, const Error& reason);
    void on_disk(bool is_low, const Error& reason);

    ServerOptions options_;
    Log& log_;
    const ServiceManager& manager_;
    adapters::EngineClock clock_;
    adapters::Metrics metrics_;
    Stages stages_;
    RoundTrips trips_;
    adapters::StateTally tally_;
    InstrumentTable instruments_;
    Timestamp started_at_{};
    std::string token_path_;
    std::optional<adapters::Seal> seal_;

    std::atomic<adapters::ServerPhase> phase_{adapters::ServerPhase::starting};
    std::atomic<bool> is_hurried_{false};
    std::atomic<bool> is_disk_low_{false};
    std::atomic<bool> has_failed_{false};
    std::atomic<bool> ping_passed_{true};
    std::atomic<std::uint64_t> last_signal_{0};
    std::atomic<std::uint64_t> snapshot_sequence_{0};
    std::atomic<std::int64_t> snapshot_at_{0};
    std::atomic<std::int64_t> last_signal_at_{0};
    mutable std::mutex detail_mutex_;
    std::string detail_;

    std::mutex applying_;  // one change of the configuration or of the directory at a time
    mutable std::mutex config_mutex_;
    std::shared_ptr<const adapters::AppliedConfig> config_;
    std::shared_ptr<const Directory> directory_;
    std::shared_ptr<const Config> decision_config_;
    std::string file_text_;  // of the file that was imported last

    // Started from the top, ended from the bottom.
    std::unique_ptr<DataDirectory> data_;
    std::unique_ptr<LiveRing> ring_;
    std::unique_ptr<adapters::PaperVenue> venue_;
    std::unique_ptr<LiveJournal> journal_;
    std::unique_ptr<adapters::EventFeed> feed_;
    std::unique_ptr<adapters::ArchiveThread> archive_;
    std::unique_ptr<adapters::Exposition> exposition_;
    std::unique_ptr<adapters::AdminApi> api_;
    std::unique_ptr<adapters::IoThread> admin_io_;
    std::unique_ptr<adapters::IoThread> webhook_io_;
    std::unique_ptr<WebhookDoor> door_;
    std::unique_ptr<adapters::HttpServer> admin_;
    std::unique_ptr<adapters::HttpServer> webhook_;
};

}  // namespace trellis::program
