// A new configuration on a running server: checked whole, journaled, then in effect everywhere at once (C-1, C-2).
#include <algorithm>
#include <charconv>
#include <fstream>

#include "adapters/config/changes.hpp"
#include "adapters/journal/disk.hpp"
#include "adapters/secrets/load.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

namespace {

adapters::InputErrors one_error(std::string code, std::string pointer, std::string hint) {
    return {adapters::InputError{std::move(code), FieldError{std::move(pointer), "", "C-1", std::move(hint)}}};
}

/// Of hex digits, which the journal keeps.
adapters::Fingerprint fingerprint_of(std::string_view hex) {
    adapters::Fingerprint bytes{};
    for (std::size_t i = 0; i < bytes.size() && 2 * i + 1 < hex.size(); ++i) {
        std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, bytes[i], 16);
    }
    return bytes;
}

void add_connections(adapters::Routes& routes, const Directory& directory) {
    for (const auto& [id, connection] : directory.connections) {
        if (!connection.webhook.has_value()) continue;
        adapters::Route route;
        route.name = connection.settings.name;
        route.account = id;
        route.is_enabled = connection.settings.is_enabled;
        route.secrets = {fingerprint_of(connection.webhook->secret)};
        routes.add(std::move(route), fingerprint_of(connection.webhook->token), connection.settings.name);
    }
}

adapters::InputErrors restart_errors(const std::vector<adapters::ConfigChange>& changes) {
    adapters::InputErrors errors;
    for (const auto& change : changes) {
        if (change.takes_effect != adapters::Effect::restart) continue;
        errors.push_back({"NEEDS_RESTART", FieldError{change.pointer, change.after.value_or(""), "C-1",
                                                      "this key is read when the server starts: write it into its file and restart"}});
    }
    return errors;
}

}  // namespace

std::shared_ptr<const adapters::AppliedConfig> Server::config() const {
    const std::scoped_lock guard(config_mutex_);
    return config_;
}

Result<std::shared_ptr<const adapters::Routes>> Server::load_routes(const adapters::ConfigDocument& config, const Directory& directory) const {
    const std::filesystem::path base = config.base_dir;
    auto routes = adapters::Routes::build(config.security, config.config.accounts, [&](const adapters::SecretReference& reference) {
        return adapters::load_secret(reference, base);
    });
    if (!routes.ok()) return Error{routes.errors.front().code, adapters::text(routes.errors.front())};
    add_connections(*routes, directory);
    return std::shared_ptr<const adapters::Routes>(std::make_shared<adapters::Routes>(std::move(*routes)));
}

adapters::InputErrors Server::clashes(const Config& config, const Directory& directory) {
    adapters::InputErrors errors;
    for (std::size_t i = 0; i < config.accounts.size(); ++i) {
        const auto has_name = [&](const auto& entry) { return entry.second.settings.name == config.accounts[i].name; };
        if (std::ranges::none_of(directory.connections, has_name)) continue;
        errors.push_back({"DUPLICATE_ID", FieldError{"/accounts/" + std::to_string(i) + "/id", config.accounts[i].name, "R-4", "a connection has this name"}});
    }
    return errors;
}

void Server::apply_config(std::string text, std::string by, std::optional<std::uint64_t> expected_version,
                          std::function<void(adapters::Checked<std::uint64_t>)> done) {
    const std::scoped_lock one_at_a_time(applying_);
    const auto before = config();
    const auto refuse = [&](adapters::InputErrors errors) { done({std::nullopt, std::move(errors)}); };
    if (expected_version.has_value() && *expected_version != before->version) {
        return refuse(one_error("VERSION_STALE", "", "the configuration is at version " + std::to_string(before->version)));
    }
    auto read = adapters::read_config(text);
    if (!read.ok()) return refuse(std::move(read.errors));
    read->base_dir = before->document.base_dir;
    if (auto errors = restart_errors(adapters::changes_between(before->document, *read)); !errors.empty()) {
        return refuse(std::move(errors));
    }
    if (auto errors = clashes(read->config, *directory()); !errors.empty()) return refuse(std::move(errors));
    auto next = std::make_shared<adapters::AppliedConfig>();
    next->version = before->version + 1;
    next->at = clock_.now();
    next->by = std::move(by);
    next->text = std::move(text);
    next->document = std::move(*read);
    auto routes = load_routes(next->document, *directory());
    if (!routes.ok()) return refuse(one_error(routes.error().code, "/security/routes", routes.error().detail));
    if (journal_->state() != adapters::JournalState::running) {
        return refuse(one_error("JOURNAL_FULL", "", "the journal takes nothing now; the configuration is as it was"));
    }
    const std::uint64_t version = next->version;
    // In effect before the next change is looked at; decided by it only behind the event that says so.
    {
        const std::scoped_lock guard(config_mutex_);
        config_ = next;
        if (next->by != by_admin) file_text_ = next->text;
    }
    journal_->record(ConfigApplied{next->version, next->at, next->by, next->text}, next->at,
                     [version, done = std::move(done)](std::uint64_t) { done({version, {}}); });
    const auto laid = lay_over(next->document.config, directory());
    std::vector<AccountId> everybody;
    for (const auto& account : laid->accounts) everybody.push_back(account.id);
    ring_->reconfigure(*laid, everybody, living_groups());
    door_->set_routes(std::move(routes).value());
    log_.set_level(parse_log_level(next->document.log_level));
    keep_copy(*next);
    log_.info("configuration version " + std::to_string(version) + " is in effect (" + next->by + ")");
}

/// As the lists have them: a group that opened in the last milliseconds hears from its venue soon, and looks then.
std::vector<GroupAddress> Server::living_groups() const {
    std::vector<GroupAddress> living;
    adapters::PageRequest request{.limit = adapters::page_rows_max, .cursor = {}};
    do {
        const auto page = data_->history().groups({.shown = adapters::GroupsShown::open}, request);
        if (!page.ok()) {
            log_.warn("not every group looks at the new configuration at once: " + page.error().detail);
            break;
        }
        for (const auto& row : page->rows) living.push_back({row.group.identity.instrument, row.group.id});
        request.cursor = page->next;
    } while (!request.cursor.empty());
    return living;
}

/// For tools that read the directory while no server runs. Written beside and renamed, so that it is whole whatever happens.
void Server::keep_copy(const adapters::AppliedConfig& config) {
    const std::string path = adapters::join_path(data_->path(), config_copy_name);
    const std::string beside = path + ".new";
    {
        std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
        stream << config.text;
        stream.flush();
        if (!stream) return log_.warn("cannot write " + beside);
    }
    if (auto renamed = data_->disk().rename(beside, path); !renamed.ok()) log_.warn(path + ": " + renamed.error().detail);
}

void Server::reload(const std::string& file) {
    if (file.empty()) return log_.warn("reload: the server was started without a file");
    auto read = adapters::load_config(file);
    if (!read.ok()) {
        for (const auto& error : read.errors) log_.error("reload: " + file + ": " + adapters::text(error));
        return log_.error("reload: nothing was changed");
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    const auto now = config();
    const bool is_known = [&] {
        const std::scoped_lock guard(config_mutex_);
        return text == file_text_;
    }();
    if (is_known) {
        // The same document may name files with new content: secrets that were rotated, a renewed certificate.
        auto routes = load_routes(now->document, *directory());
        if (!routes.ok()) return log_.error("reload: " + routes.error().detail + "; the old secrets stay");
        door_->set_routes(std::move(routes).value());
        reload_tls();
        return log_.info("reload: secrets and certificates were read again");
    }
    apply_config(std::move(text), by_reload, std::nullopt, [this](const adapters::Checked<std::uint64_t>& applied) {
        if (applied.ok()) return;
        for (const auto& error : applied.errors) log_.error("reload: " + adapters::text(error));
        log_.error("reload: nothing was changed");
    });
    reload_tls();
}

Result<std::optional<adapters::TlsMaterial>> Server::load_tls(const adapters::ConfigDocument& config,
                                                              const adapters::ListenerSettings& settings) {
    if (!settings.tls.has_value()) return std::optional<adapters::TlsMaterial>();
    const auto path = config.resolve(settings.tls->certificate);
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Error{"NO_FILE", "the certificate " + path.string() + " cannot be read"};
    adapters::TlsMaterial material;
    material.certificate_pem.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    const auto key = adapters::load_secret(settings.tls->key, config.base_dir);
    if (!key.ok()) return key.error();
    material.key_pem = key->reveal();
    return std::optional(std::move(material));
}

void Server::reload_tls() {
    const auto config = this->config();
    const auto again = [&](adapters::HttpServer& server, const adapters::ListenerSettings& settings, const char* name) {
        auto material = load_tls(config->document, settings);
        if (material.ok() && !material->has_value()) return;
        auto loaded = material.ok() ? server.reload_tls(std::move(**material)) : Result<void>(material.error());
        if (!loaded.ok()) log_.error(std::string("reload: ") + name + ": " + loaded.error().detail + "; the old certificate stays");
    };
    again(*webhook_, config->document.security.webhook, "webhook");
    again(*admin_, config->document.security.admin, "admin");
}

}  // namespace trellis::program
