// What is kept on disk, as the doctor sees it: lock, journal, snapshots, secrets and routes.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "adapters/archive/archive.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/secrets/load.hpp"
#include "ops/trellis/doctor_checks.hpp"

namespace trellis::program {

namespace {

using adapters::join_path;

constexpr std::size_t pid_bytes_max = 64;

/// A lock file that is not held says who had it last; nothing has to be done about it.
bool is_locked(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool is_held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    return is_held;
}

Finding damaged_journal(const Error& error) {
    return {Level::fail, "journal", error.code + ": " + error.detail, "trellis journal verify DIR says more; docs/recovery.md what to do"};
}

Finding check_secret(const std::string& name, const adapters::SecretReference& reference, const adapters::ConfigDocument& document) {
    const auto secret = adapters::load_secret(reference, document.base_dir);
    if (secret.ok()) return {Level::ok, "secrets", name + " can be read, by its owner alone", ""};
    const bool is_exposed = secret.error().code == "SECRET_EXPOSED";
    return {Level::fail, "secrets", name + ": " + secret.error().code + ": " + secret.error().detail,
            is_exposed ? "chmod 600 it, and draw a new one if others may have read it" : "write it there, or correct the configuration"};
}

bool is_loopback(const std::string& address) { return address == "::1" || address == "localhost" || address.starts_with("127."); }

}  // namespace

Holder check_lock(const std::string& data_dir) {
    const std::string path = join_path(data_dir, "LOCK");
    const auto said = adapters::read_text_file(path, pid_bytes_max);
    if (!said) return {false, {Level::ok, "lock", "nobody has used " + data_dir + " yet", ""}};
    const std::string pid = said->substr(0, said->find('\n'));
    if (is_locked(path)) return {true, {Level::ok, "lock", "process " + pid + " has " + data_dir, ""}};
    return {false, {Level::ok, "lock", "no process has " + data_dir + "; the last one was " + pid, ""}};
}

JournalTail check_journal(const std::string& data_dir) {
    JournalTail tail;
    adapters::PosixDisk disk;
    const std::string journal = join_path(data_dir, "journal");
    const auto list = adapters::list_segments(disk, journal);
    if (!list) {
        const bool is_new = list.error().code == "JOURNAL_NOT_FOUND" || list.error().code == "NOT_FOUND";
        tail.findings.push_back(is_new ? Finding{Level::ok, "journal", "there is none yet", ""} : damaged_journal(list.error()));
        return tail;
    }
    const std::uint64_t from = list->used.empty() ? 0 : list->used.back().header.first_sequence;
    auto reader = adapters::Reader::open(disk, journal, {.from_sequence = from, .known_durable = 0});
    for (; reader.ok();) {
        const auto frame = reader->next();
        if (!frame) {
            tail.findings.push_back(damaged_journal(frame.error()));
            return tail;
        }
        if (!frame->has_value()) break;
        tail.last_at = (*frame)->header.at;
    }
    if (!reader) {
        tail.findings.push_back(damaged_journal(reader.error()));
        return tail;
    }
    const auto& end = reader->end();
    tail.last_event = end.next_sequence - 1;
    std::string says = "its last segment is whole, its last event " + std::to_string(tail.last_event);
    if (end.trimmed_bytes > 0) says += "; " + std::to_string(end.trimmed_bytes) + " bytes of a commit that was cut off go at the next start";
    tail.findings.push_back({Level::ok, "journal", says, ""});
    return tail;
}

Findings check_snapshots(const std::string& data_dir, std::uint64_t last_event, const adapters::JournalSettings& journal) {
    std::uint64_t newest = 0;
    Findings findings;
    for (const auto& path : adapters::cut_paths(join_path(data_dir, "state.mdb"))) {
        const auto info = adapters::peek_cut(path);
        if (info.ok()) newest = std::max(newest, info->sequence);
        if (info.ok() || info.error().code == "NOT_FOUND") continue;
        findings.push_back({Level::warn, "snapshot", info.error().code + ": " + info.error().detail, "the next start falls back to the other one, or to the journal"});
    }
    const std::uint64_t behind = last_event - std::min(newest, last_event);
    const std::string says = (newest == 0 ? "there is none yet" : "the newest is at event " + std::to_string(newest)) + ", a start replays " +
                             std::to_string(behind) + " events";
    const bool is_old = behind > 2 * std::uint64_t{journal.snapshot_every_events};
    findings.push_back({is_old ? Level::warn : Level::ok, "snapshot", says, is_old ? "look in the log why none is made; starts get slower" : ""});
    return findings;
}

Findings check_secrets(const adapters::ConfigDocument& document, const std::string& data_dir) {
    Findings findings;
    for (const auto& route : document.security.routes) {
        const std::string name = "route " + route.name + ": ";
        if (route.token.has_value()) findings.push_back(check_secret(name + "the token", *route.token, document));
        for (const auto& secret : route.secrets) findings.push_back(check_secret(name + "the secret", secret, document));
        for (const auto& key : route.hmac_keys) findings.push_back(check_secret(name + "the signing key", key, document));
    }
    for (const auto* listener : {&document.security.webhook, &document.security.admin}) {
        if (listener->tls.has_value()) findings.push_back(check_secret("the key of " + listener->tls->certificate, listener->tls->key, document));
    }
    // One line for all that is well.
    const bool is_well = std::ranges::all_of(findings, [](const Finding& finding) { return finding.level == Level::ok; });
    if (is_well) findings = {{Level::ok, "secrets", std::to_string(findings.size()) + " can be read, by their owner alone", ""}};
    struct stat token {};
    const std::string path = join_path(data_dir, "admin.token");
    if (::stat(path.c_str(), &token) == 0 && (token.st_mode & 077U) != 0) {
        findings.push_back({Level::fail, "secrets", path + " may be read by others", "chmod 600 it and restart the server, which draws a new one"});
    }
    return findings;
}

Findings check_routes(const adapters::SecuritySettings& security) {
    const auto& webhook = security.webhook;
    const std::string port = webhook.port == 0 ? "PORT" : std::to_string(webhook.port);
    const std::string place = (webhook.tls ? "https://" : "http://") + webhook.address + ":" + port;
    if (security.routes.empty()) {
        return {{Level::warn, "routes", "there are none: no webhook can come in", "add one to security.routes; trellis init DIR shows how"}};
    }
    std::string names;
    for (const auto& route : security.routes) names += (names.empty() ? "" : ", ") + route.name;
    if (is_loopback(webhook.address)) {
        return {{Level::ok, "routes", names + " at " + place + "/hook/TOKEN, from this machine only; TradingView needs a proxy with TLS on port 443 in front", ""}};
    }
    if (!webhook.tls.has_value()) {
        return {{Level::warn, "routes", names + " at " + place + "/hook/TOKEN, unencrypted", "secrets can be read on the way: give it tls, or listen on 127.0.0.1 behind a proxy"}};
    }
    return {{Level::ok, "routes", names + " at " + place + "/hook/TOKEN", ""}};
}

Findings check_instruments(const adapters::PaperSettings& paper) {
    Findings findings;
    for (const auto& instrument : paper.instruments) {
        if (instrument.is_min_notional_given) continue;
        findings.push_back({Level::warn, "instruments", instrument.name + " names no min_notional: none is asked for (V-4)",
                            "say the venue's, or 0 if it has none"});
    }
    return findings;
}

}  // namespace trellis::program
