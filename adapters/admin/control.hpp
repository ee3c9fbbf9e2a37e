// What the admin API may ask of a running server. The API decides nothing about trading: it resolves names, asks here, and answers.
// Implemented by the program (ops/trellis/server); tests fake it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/config_reader.hpp"
#include "adapters/secrets/seal.hpp"
#include "engine/directory/commands.hpp"
#include "engine/group/commands.hpp"
#include "engine/pool/commands.hpp"
#include "engine/risk/commands.hpp"

namespace trellis::adapters {

/// One version of the configuration as it was put into effect.
struct AppliedConfig {
    std::uint64_t version = 0;      ///< counts from 1; the ETag
    Timestamp at{};
    std::string by;                 ///< "start", "reload", "admin"
    std::string text;               ///< the document, as given
    ConfigDocument document;
};

/// What a request led to: the first event it decided, or nothing because there was nothing left to do.
struct Obeyed {
    std::optional<std::uint64_t> event;
    std::shared_ptr<const PresetApplied> preset{};  ///< what a group took over of one (B-25)
};
using OnObeyed = std::function<void(Result<Obeyed>)>;

/// The directory behind a change: what happened, and the first event of it; neither when it was so already.
struct DirectoryChange {
    std::shared_ptr<const Directory> directory;
    std::vector<DirectoryEvent> events;
    std::optional<std::uint64_t> event;
};
using OnDirectoryChange = std::function<void(Result<DirectoryChange>)>;

/// The outcome of a signal as far as it is known when it is durable.
struct SignalAnswer {
    SignalNumber signal;
    std::uint64_t event = 0;                ///< its first event
    bool is_admitted = false;
    std::optional<SignalRefused> refused;   ///< rejected, ignored, duplicate
};
using OnSignalAnswer = std::function<void(Result<SignalAnswer>)>;

enum class ServerPhase : std::uint8_t { starting, recovering, running, degraded, stopping };

struct AccountStatus {
    AccountId id;
    std::string name;
    std::map<std::string, std::pair<Money, Money>> balances;  ///< asset to free and locked, of the venue
    Money equity;
    bool is_connected = true;                                 ///< K-20
};

struct ServerStatus {
    ServerPhase phase{};
    std::string detail;                     ///< why it is degraded
    Timestamp now{};
    Timestamp started_at{};
    Incarnation incarnation;
    std::uint64_t appended_sequence = 0;
    std::uint64_t durable_sequence = 0;
    std::uint64_t snapshot_sequence = 0;
    std::string journal_state;              ///< "running", "low" (entries wait), "full", "failed"
    std::size_t intake_credit = 0;
    double recovery_seconds = 0;            ///< of this start
    std::uint64_t recovered_events = 0;
    std::optional<Timestamp> last_signal_at;
    std::vector<AccountStatus> accounts;
    std::map<std::string, Timestamp> newest_quotes;  ///< by instrument name
    bool is_ready() const { return phase == ServerPhase::running || phase == ServerPhase::degraded; }
};

/// All members may be called from any thread; callbacks come on any thread, once, and must not block.
class Control {
public:
    Control() = default;
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    virtual ~Control() = default;

    virtual ServerStatus status() const = 0;
    /// K-18. Answered when it is durable.
    virtual void set_trading(AccountId account, SetTradingState change, OnObeyed done) = 0;
    /// X-7 and the like, to one group. Errors: NOT_FOUND.
    virtual void command(GroupId group, GroupCommand command, OnObeyed done) = 0;
    /// Q-11, to the queue of one account.
    virtual void tell_queue(AccountId account, QueueCommand command, OnObeyed done) = 0;
    /// V-3: asks the venue for the rules of what the account trades.
    virtual void refresh_rules(AccountId account, OnObeyed done) = 0;
    /// K-12, to the risk engine of one account.
    virtual void tell_risk(AccountId account, RiskCommand command, OnObeyed done) = 0;
    /// A signal as a bot or the command line sends it. Errors: BUSY, JOURNAL_FULL, STOPPING (nothing was recorded).
    virtual void signal(AccountId account, std::string body, OnSignalAnswer done) = 0;

    virtual std::shared_ptr<const AppliedConfig> config() const = 0;
    /// Puts a whole document into effect, all of it or nothing. Errors: INVALID_CONFIG, NEEDS_RESTART (each names what), VERSION_STALE.
    virtual void apply_config(std::string text, std::string by, std::optional<std::uint64_t> expected_version,
                              std::function<void(Checked<std::uint64_t>)> done) = 0;
    /// What desks decide by: the document's values with presets and assignments of the directory.
    virtual std::shared_ptr<const Config> decision_config() const = 0;
    /// Presets and who trades by them, as of the newest change.
    virtual std::shared_ptr<const Directory> directory() const = 0;
    /// Presets, assignments, defaults (B-22 to B-26), as `by` may. Errors: those of decide(); JOURNAL_FULL, STOPPING.
    virtual void change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected_revision, OnDirectoryChange done) = 0;
    /// Closes API keys, and says whether they open.
    virtual const Seal& seal() const = 0;
    /// Copies what a restore needs to that path. Errors: disk errors.
    virtual Result<void> backup(const std::string& path) = 0;
    /// Newest quotes, for previews.
    virtual std::optional<Quote> newest_quote(InstrumentId instrument) const = 0;
    virtual const InstrumentTable& instruments() const = 0;
};

}  // namespace trellis::adapters
