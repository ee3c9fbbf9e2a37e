// Opening the data directory of a server: whose it is, what its journal and snapshots say, and where writing goes on. This is the
// recovery of every start; a fresh directory is the one with nothing to recover.
#pragma once

#include <memory>
#include <string>

#include "adapters/admin/control.hpp"
#include "adapters/archive/archive.hpp"
#include "adapters/archive/recovery.hpp"
#include "adapters/history/history.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/writer.hpp"
#include "adapters/metrics/measured_disk.hpp"

namespace trellis::program {

/// What RunStarted calls the input of a server's journal.
inline constexpr const char* serve_input = "serve";
/// The configuration in effect, for tools that read the directory without the server.
inline constexpr const char* config_copy_name = "config.json";

/// Who put a configuration into effect (ConfigApplied::by).
inline constexpr const char* by_start = "start";
inline constexpr const char* by_reload = "reload";
inline constexpr const char* by_admin = "admin";

class DataDirectory {
public:
    /// Takes the directory and recovers. Errors: LOCKED (another process has it), OTHER_INPUT (a simulated run's), CONFIG_MISMATCH
    /// (accounts or instruments were moved or removed: events name them by their place), HISTORY_INCOMPLETE (lost with segments that
    /// are not kept), and those of journal, recovery and history.
    /// `metrics` outlives it: the journal's writes and syncs are timed.
    static Result<std::unique_ptr<DataDirectory>> open(const std::string& path, const adapters::ConfigDocument& config,
                                                       adapters::Metrics& metrics);

    const std::string& path() const { return path_; }
    adapters::Disk& disk() { return disk_; }
    adapters::JournalDirectory& journal() { return *journal_; }
    adapters::Writer& writer() { return *writer_; }
    adapters::History& history() { return *history_; }
    adapters::Archive& archive() { return *archive_; }
    /// As recovered, in the incarnation that begins now. Valid once: it is moved out.
    World take_world() { return std::move(recovered_.world); }
    const World& world() const { return recovered_.world; }
    Incarnation incarnation() const { return incarnation_; }
    std::uint64_t recovered_events() const { return recovered_.events; }
    std::uint64_t last_sequence() const { return last_sequence_; }
    std::optional<Timestamp> last_at() const { return recovered_.last_at; }
    /// Groups that the recovery found broken; the journal does not say so yet.
    const std::vector<GroupQuarantined>& quarantined() const { return recovered_.quarantined; }
    const std::vector<std::string>& fallbacks() const { return recovered_.fallbacks; }
    /// The configuration that was in effect when the journal ended.
    const std::optional<ConfigApplied>& last_config() const { return last_config_; }
    /// The newest one that came from a file.
    const std::optional<ConfigApplied>& last_file_config() const { return last_file_config_; }
    double recovery_seconds() const { return recovery_seconds_; }

private:
    DataDirectory(std::string path, adapters::Metrics& metrics) : path_(std::move(path)), disk_(files_, metrics) {}
    Result<void> take(const adapters::ConfigDocument& config);
    Result<void> check_owner();
    Result<void> catch_up();
    Result<void> check_history() const;
    Result<void> find_config();
    Result<void> check_config(const adapters::ConfigDocument& config) const;

    std::string path_;
    adapters::PosixDisk files_;
    adapters::MeasuredDisk disk_;
    std::unique_ptr<adapters::DiskLock> lock_;
    std::unique_ptr<adapters::JournalDirectory> journal_;
    std::unique_ptr<adapters::Archive> archive_;
    std::unique_ptr<adapters::History> history_;
    std::unique_ptr<adapters::Writer> writer_;
    adapters::Recovered recovered_;
    Incarnation incarnation_;
    std::uint64_t last_sequence_ = 0;
    std::optional<ConfigApplied> last_config_;
    std::optional<ConfigApplied> last_file_config_;
    double recovery_seconds_ = 0;
};

}  // namespace trellis::program
