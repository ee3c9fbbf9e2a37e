// Starting and ending: each part when what it needs is there, and in the reverse order.
#include <sys/stat.h>

#include <fstream>

#include "adapters/market/merged_feed.hpp"
#include "adapters/market/paper_feeds.hpp"
#include "adapters/webhook/problem.hpp"
#include "ops/trellis/server/server.hpp"
#include "ops/trellis/version.hpp"

namespace trellis::program {

namespace {

constexpr std::chrono::milliseconds drain_time{3'000};
constexpr std::chrono::milliseconds drain_step{50};
// TradingView hangs up after 3 s and does not send again; after a 500 it does, and W-8 knows the signal if it was recorded meanwhile.
constexpr std::chrono::milliseconds webhook_reply_timeout{2'500};

/// What the transport refuses itself, as a problem like any other.
adapters::HttpResponse refuse_transport(unsigned status, std::string_view reason) {
    const char* code = status == 400   ? "BAD_REQUEST"
                       : status == 408 ? "TOO_SLOW"
                       : status == 413 ? "BODY_TOO_LARGE"
                       : status == 431 ? "HEADERS_TOO_LARGE"
                       : status == 503 ? "BUSY"
                                       : "INTERNAL";
    return adapters::problem_response({.status = status, .code = code, .detail = std::string(reason), .errors = {}});
}

/// What is under way is finished; in steps, so that hurrying is heard.
void drain(adapters::HttpServer& server, const std::atomic<bool>& is_hurried) {
    server.stop_accepting();
    for (auto left = drain_time; left.count() > 0 && !is_hurried.load(); left -= drain_step) {
        if (server.wait_until_empty(drain_step)) break;
    }
    server.stop(std::chrono::milliseconds{0});
}

std::vector<std::string> account_names(const Config& config) {
    std::vector<std::string> names;
    for (const auto& account : config.accounts) names.push_back(account.name);
    names.emplace_back("connections");
    return names;
}

}  // namespace

Server::Server(ServerOptions options, Log& log, const ServiceManager& manager)
    : options_(std::move(options)),
      log_(log),
      manager_(manager),
      metrics_({"paper"}, account_names(options_.config.config)),
      stages_(metrics_, options_.times_stages),
      trips_(stages_) {}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Log& log, const ServiceManager& manager) {
    std::unique_ptr<Server> server(new Server(std::move(options), log, manager));
    for (const auto step : {&Server::open, &Server::start_venue, &Server::start_journal, &Server::start_archive, &Server::start_admin,
                            &Server::start_webhook}) {
        if (auto done = (server.get()->*step)(); !done.ok()) return done.error();
    }
    server->settle_phase();
    return server;
}

Result<void> Server::open() {
    started_at_ = clock_.now();
    phase_ = adapters::ServerPhase::recovering;
    for (const auto& instrument : options_.config.paper.instruments) {
        if (auto added = instruments_.add(instrument); !added.ok()) return added.error();
    }
    // What cannot be had now must not cost an incarnation each time the service manager tries again.
    if (auto routes = load_routes(options_.config, {}); !routes.ok()) return routes.error();
    auto data = DataDirectory::open(options_.data_dir, options_.config, metrics_);
    if (!data.ok()) return data.error();
    data_ = std::move(data).value();
    auto seal = adapters::Seal::open(adapters::join_path(data_->path(), "seal.key"), adapters::machine_name());
    if (!seal.ok()) return seal.error();
    seal_.emplace(std::move(seal).value());
    for (const auto& fallback : data_->fallbacks()) log_.warn("recovery: " + fallback);
    last_signal_ = std::max(last_signal(data_->world()).value, data_->history().info().ok() ? data_->history().info()->newest_signal.value : 0);
    config_ = std::make_shared<const adapters::AppliedConfig>(first_config());
    file_text_ = options_.config_text;
    if (const auto errors = clashes(config_->document.config, data_->world().directory); !errors.empty()) {
        return Error{"CONFIG_MISMATCH", adapters::text(errors.front())};
    }
    lay_over(config_->document.config, std::make_shared<const Directory>(data_->world().directory));
    log_.info("recovered " + std::to_string(data_->last_sequence()) + " events (" + std::to_string(data_->recovered_events()) +
              " behind the snapshot) in " + std::to_string(data_->recovery_seconds()) + " s, start " +
              std::to_string(data_->incarnation().value));
    return {};
}

/// A document that was changed by the admin stays in effect until its file is edited: the file is an import, not the truth (C-2).
adapters::AppliedConfig Server::first_config() {
    const auto& last = data_->last_config();
    const auto& from_file = data_->last_file_config();
    if (last.has_value() && from_file.has_value() && from_file->text == options_.config_text) {
        auto known = adapters::read_config(last->text);
        if (known.ok()) {
            known->base_dir = options_.config.base_dir;
            return {last->number, last->at, last->by, last->text, std::move(*known)};
        }
        log_.warn("the configuration of version " + std::to_string(last->number) + " is not valid any more; the file's is taken");
    }
    return {last.has_value() ? last->number + 1 : 1, clock_.now(), by_start, options_.config_text, options_.config};
}

/// Since when the configuration has had this market: recordings go on where they would have been.
Result<Timestamp> Server::market_since() const {
    Timestamp since = config_->at;
    for (std::uint64_t number = config_->version - 1; number > 0; --number) {
        const auto row = data_->history().config(number);
        if (!row.ok()) return row.error();
        if (!row->has_value()) break;
        const auto older = adapters::read_config((*row)->applied.text);
        if (!older || older->paper.market != config_->document.paper.market) break;
        since = (*row)->applied.at;
    }
    return since;
}

Result<void> Server::start_venue() {
    LiveRingOptions how;
    how.spin = config_->document.runtime.spin;
    how.on_fault = [this](const std::string& what) { fail("the engine: " + what); };
    ring_ = std::make_unique<LiveRing>(clock_, stages_, trips_, std::move(how));
    if (options_.wire != nullptr) return {};
    adapters::PaperExchange exchange(instruments_, decision_config()->accounts);
    auto books = data_->history().paper_books();
    if (!books.ok()) return books.error();
    exchange.restore(data_->world(), *books);
    const auto since = market_since();
    if (!since.ok()) return since.error();
    auto feeds = adapters::open_paper_feeds(config_->document.paper.market, instruments_, config_->document.base_dir, {*since, clock_.now()});
    if (!feeds.ok()) return feeds.error();
    venue_ = std::make_unique<adapters::PaperVenue>(std::move(exchange), std::make_unique<adapters::MergedFeed>(std::move(feeds).value()), clock_, *ring_,
                                                    [this](const Error& error) { fail("the paper market: " + error.code + ": " + error.detail); });
    return {};
}

Result<void> Server::start_journal() {
    const auto& document = config_->document;
    LiveJournalOptions how;
    how.commits.durability = document.journal.waits_for_sync ? adapters::Durability::fsync : adapters::Durability::write;
    how.on_state = [this](adapters::JournalState state, const Error& reason) { on_journal_state(state, reason); };
    how.quote_time = [this](std::uint64_t number) { return ring_->quote_time(number); };
    how.load_group = [this](GroupId group, std::uint64_t sequence) { return load_group(group, sequence); };
    how.on_progress = [this] {
        if (archive_ != nullptr) archive_->wake();
    };
    VenuePort& venue = options_.wire != nullptr ? *options_.wire : static_cast<VenuePort&>(*venue_);
    journal_ = std::make_unique<LiveJournal>(data_->writer(), venue, stages_, trips_, std::move(how));
    return {};
}

/// The archive is there before the first commit: it is woken by each.
Result<void> Server::start_archive() {
    feed_ = std::make_unique<adapters::EventFeed>(data_->disk(), data_->journal().path());
    adapters::ArchiveHooks hooks;
    hooks.durable = [this] { return journal_->durable_sequence(); };
    hooks.on_disk = [this](bool is_low, const Error& reason) { on_disk(is_low, reason); };
    hooks.on_failure = [this](const std::string& what, const Error& reason) {
        log_.error("the archive's " + what + ": " + reason.code + ": " + reason.detail);
    };
    hooks.on_snapshot = [this](const adapters::Advanced& advanced) {
        snapshot_sequence_ = advanced.to;
        snapshot_at_ = clock_.now().time_since_epoch().count();
        log_.debug("snapshot at event " + std::to_string(advanced.to));
    };
    snapshot_sequence_ = data_->archive().sequence();
    archive_ = std::make_unique<adapters::ArchiveThread>(
        adapters::ArchiveParts{data_->archive(), data_->history(), *feed_, data_->writer()}, std::move(hooks));
    if (auto caught = archive_->catch_up(); !caught.ok()) return caught;
    archive_->start();

    const Timestamp now = clock_.now();
    journal_->record(RunStarted{data_->incarnation(), serve_input, program_version()}, now, [](std::uint64_t) {});
    for (const auto& broken : data_->quarantined()) {
        log_.error("group " + text(broken.group) + " is quarantined: " + broken.reason);
        journal_->record(GroupQuarantined{broken.group, broken.reason, now}, now, [](std::uint64_t) {});
    }
    if (!data_->last_config().has_value() || data_->last_config()->number != config_->version) {
        journal_->record(ConfigApplied{config_->version, now, config_->by, config_->text}, now, [](std::uint64_t) {});
    }
    keep_copy(*config_);
    ring_->start(*decision_config(), instruments_, data_->take_world(), *journal_, venue_.get());
    if (venue_ != nullptr) venue_->start();
    return {};
}

Result<void> Server::write_token() {
    token_path_ = adapters::join_path(data_->path(), "admin.token");
    const std::string beside = token_path_ + ".new";
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    const mode_t before = ::umask(0177);
    std::string token = adapters::draw_token();
    {
        std::ofstream stream(beside, std::ios::binary);
        stream << token << '\n';
        stream.flush();
        ::umask(before);
        if (!stream) return Error{"CANNOT_WRITE", beside};
    }
    if (auto renamed = data_->disk().rename(beside, token_path_); !renamed.ok()) return renamed;
    api_ = std::make_unique<adapters::AdminApi>(
        adapters::AdminServices{*this, data_->history(), *feed_, [this] { return clock_.now(); }, [this] { return exposition_->text(); },
                                program_version(), {}, {}, false, [this](std::string_view code) { metrics_.preset_failures[code].add(); }},
        adapters::fingerprint(token));
    adapters::wipe(token);
    return {};
}

Result<std::unique_ptr<adapters::HttpServer>> Server::listen(const adapters::ListenerSettings& settings,
                                                             const std::optional<adapters::ListenAddress>& instead,
                                                             adapters::IoThread& thread, adapters::HttpServerOptions options) {
    options.address = instead.has_value() ? instead->address : settings.address;
    options.port = instead.has_value() ? instead->port : settings.port;
    options.limits.connections_max = settings.connections_max;
    options.inherited_fd = manager_.listening_socket(options.name);
    options.on_exception = [this, name = options.name](std::string_view what) { log_.error(name + " listener: " + std::string(what)); };
    auto tls = load_tls(config_->document, settings);
    if (!tls.ok()) return tls.error();
    options.tls = std::move(tls).value();
    return adapters::HttpServer::start(thread, std::move(options));
}

Result<void> Server::start_admin() {
    exposition_ = std::make_unique<adapters::Exposition>(metrics_, adapters::BuildInfo{program_version(), program_compiler()}, readings());
    if (auto written = write_token(); !written.ok()) return written;
    // Many who change presets at once may wait for each other, the market may not.
    admin_io_ = std::make_unique<adapters::IoThread>(adapters::IoThreadOptions{.name = "admin", .niceness = 5});
    adapters::HttpServerOptions options;
    options.name = "admin";
    options.limits.body_bytes_max = adapters::config_bytes_max;
    options.limits.stream_bytes_max = 4 * adapters::config_bytes_max;  // an event may hold a configuration, escaped
    options.handler = api_->handler();
    options.refuse = refuse_transport;
    const auto& settings = config_->document.security.admin;
    const std::string address = options_.admin_listen.has_value() ? options_.admin_listen->address : settings.address;
    if (!settings.tls.has_value() && !address.starts_with("127.") && address != "::1") {
        log_.warn("the admin listener on " + address + " has no TLS: its token and every command can be read on the way");
    }
    auto started = listen(settings, options_.admin_listen, *admin_io_, std::move(options));
    if (!started.ok()) return started.error();
    admin_ = std::move(started).value();
    return {};
}

Result<void> Server::start_webhook() {
    auto routes = load_routes(config_->document, *directory());
    if (!routes.ok()) return routes.error();
    webhook_io_ =
        std::make_unique<adapters::IoThread>(adapters::IoThreadOptions{.name = "webhook", .spin = config_->document.runtime.spin});
    door_ = std::make_unique<WebhookDoor>(
        *webhook_io_, stages_, log_, [this] { return clock_.now(); },
        [this](ReceivedSignal signal, Stages::Time received, adapters::OnSignalAnswer done) {
            submit(std::move(signal), received, std::move(done));
        },
        [this](SignalNumber number) -> std::string {
            const auto row = data_->history().signal(number);
            if (!row.ok() || !row->has_value() || !(*row)->outcome.has_value()) return "";
            return std::string(text(*(*row)->outcome));
        });
    door_->set_routes(std::move(routes).value());
    adapters::HttpServerOptions options;
    options.name = "webhook";
    options.limits.keep_alive = false;  // TradingView sends one request a connection
    options.limits.reply_timeout = webhook_reply_timeout;
    options.handler = [this](adapters::HttpRequest request, const adapters::HttpReply& reply) { door_->handle(std::move(request), reply); };
    options.refuse = [this](unsigned status, std::string_view reason) {
        if (status == 413) metrics_.webhook_requests[adapters::WebhookOutcome::too_large].add();
        return refuse_transport(status, reason);
    };
    auto started = listen(config_->document.security.webhook, options_.webhook_listen, *webhook_io_, std::move(options));
    if (!started.ok()) return started.error();
    webhook_ = std::move(started).value();
    return {};
}

/// Running or degraded, as the disk says; a server that stops goes on stopping.
void Server::settle_phase() {
    using adapters::ServerPhase;
    const bool is_full = journal_->state() == adapters::JournalState::full;
    const ServerPhase next = is_full || is_disk_low_.load() ? ServerPhase::degraded : ServerPhase::running;
    ServerPhase now = phase_.load();
    while (now != ServerPhase::stopping && !phase_.compare_exchange_weak(now, next)) {
    }
    const std::scoped_lock guard(detail_mutex_);
    detail_ = is_full ? "the disk is full" : is_disk_low_.load() ? "the disk is nearly full: entries wait, and lists may be behind" : "";
}

void Server::stop() {
    if (phase_.exchange(adapters::ServerPhase::stopping) == adapters::ServerPhase::stopping) return;
    if (webhook_ != nullptr) drain(*webhook_, is_hurried_);
    if (feed_ != nullptr) feed_->close();
    if (admin_ != nullptr) drain(*admin_, is_hurried_);
    if (venue_ != nullptr) venue_->stop();
    try {
        if (ring_ != nullptr) ring_->stop();
    } catch (const std::exception& fault) {
        log_.error(std::string("the engine at its end: ") + fault.what());
    }
    if (journal_ != nullptr) journal_->stop();
    if (archive_ != nullptr) archive_->stop();
    if (data_ != nullptr) {
        if (auto closed = data_->writer().close(); !closed.ok()) log_.error("journal: " + closed.error().detail);
    }
}

Server::~Server() { stop(); }

void Server::fail(const std::string& what) {
    if (has_failed_.exchange(true)) return;
    log_.error("fatal: " + what + "; the journal has everything, start again");
    options_.on_fatal();
}

void Server::on_journal_state(adapters::JournalState state, const Error& reason) {
    if (state == adapters::JournalState::failed) return fail("the journal: " + reason.code + ": " + reason.detail);
    const bool is_full = state == adapters::JournalState::full;
    if (is_full) {
        log_.error("the disk is full: nothing can be decided until there is room (" + reason.detail + ")");
    } else {
        log_.info("the journal takes again");
    }
    if (journal_ != nullptr && phase_.load() != adapters::ServerPhase::recovering) settle_phase();
}

void Server::on_disk(bool is_low, const Error& reason) {
    is_disk_low_ = is_low;
    if (is_low) {
        log_.error("the disk has no room for the next journal segment: entries wait, exits and closes go on (" + reason.detail + ")");
    } else {
        log_.info("the disk has room again: entries go on");
        journal_->retry();
    }
    if (phase_.load() != adapters::ServerPhase::recovering) settle_phase();
}

}  // namespace trellis::program
