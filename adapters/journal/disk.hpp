// The port to the disk: the few calls that the journal makes, so that a fake can crash, tear, flip and refuse at each of them.
//
// Error codes: DISK_FULL (ENOSPC, EDQUOT: may be tried again), DISK_READ_ONLY (EROFS, EACCES, EPERM), NOT_FOUND (ENOENT),
// LOCKED (another process holds the lock), DISK_IO (all else: what was written is in doubt).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace trellis::adapters {

/// An open file. `sync` may run on one thread while another writes; nothing else may overlap.
class File {
public:
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    virtual ~File() = default;

    /// Reads up to bytes.size() bytes; fewer only at the end of the file.
    virtual Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) = 0;
    /// Writes all bytes. On an error any part of them may be in the file.
    virtual Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
    /// Everything written before is durable behind it. After an error nothing is known about it: never try again.
    virtual Result<void> sync() = 0;
    virtual Result<void> truncate(std::uint64_t size) = 0;
    virtual Result<std::uint64_t> size() = 0;
};

/// Held while a process owns a directory; its destruction lets go.
class DiskLock {
public:
    DiskLock() = default;
    DiskLock(const DiskLock&) = delete;
    DiskLock& operator=(const DiskLock&) = delete;
    virtual ~DiskLock() = default;
};

enum class OpenMode : std::uint8_t {
    read,    ///< must exist
    write,   ///< must exist; read and write
    create,  ///< read and write; made if absent, emptied if present
};

/// Directories and names. Paths are given whole, with '/' between the parts.
class Disk {
public:
    Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    virtual ~Disk() = default;

    virtual Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) = 0;
    /// Makes the directory if it is absent; its parent must exist.
    virtual Result<void> create_directory(const std::string& path) = 0;
    /// Names (not paths) in a directory, sorted.
    virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;
    virtual Result<void> remove(const std::string& path) = 0;
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    /// Names made, renamed or removed in the directory are durable behind it.
    virtual Result<void> sync_directory(const std::string& path) = 0;
    /// Takes the lock file at `path`, which names the holder's process.
    virtual Result<std::unique_ptr<DiskLock>> lock(const std::string& path) = 0;
};

/// "directory/name".
std::string join_path(std::string_view directory, std::string_view name);

/// The error of a system call: code from errno, detail "cannot <what> <path>: <text of errno>".
Error disk_error(std::string_view what, std::string_view path, int error_number);

}  // namespace trellis::adapters
