// A disk that times what the journal writes and syncs on another one, so that the journal itself knows of no metrics.
#pragma once

#include "adapters/journal/disk.hpp"
#include "adapters/metrics/metrics.hpp"

namespace trellis::adapters {

/// Counts journal_append, journal_sync and journal_bytes. A file that is being made (filled with zeros ahead of its use) counts from
/// its first sync on: before that nobody waits for it. Both arguments outlive it.
class MeasuredDisk final : public Disk {
public:
    MeasuredDisk(Disk& disk, Metrics& metrics) : disk_(disk), metrics_(metrics) {}

    Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override;
    Result<void> create_directory(const std::string& path) override { return disk_.create_directory(path); }
    Result<std::vector<std::string>> list(const std::string& directory) override { return disk_.list(directory); }
    Result<void> remove(const std::string& path) override { return disk_.remove(path); }
    Result<void> rename(const std::string& from, const std::string& to) override { return disk_.rename(from, to); }
    Result<void> sync_directory(const std::string& path) override { return disk_.sync_directory(path); }
    Result<std::unique_ptr<DiskLock>> lock(const std::string& path) override { return disk_.lock(path); }

private:
    Disk& disk_;
    Metrics& metrics_;
};

}  // namespace trellis::adapters
