// The real disk: pread, pwrite, fdatasync, flock.
#pragma once

#include "adapters/journal/disk.hpp"

namespace trellis::adapters {

class PosixDisk final : public Disk {
public:
    Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override;
    Result<void> create_directory(const std::string& path) override;
    Result<std::vector<std::string>> list(const std::string& directory) override;
    Result<void> remove(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> sync_directory(const std::string& path) override;
    Result<std::unique_ptr<DiskLock>> lock(const std::string& path) override;
};

}  // namespace trellis::adapters
