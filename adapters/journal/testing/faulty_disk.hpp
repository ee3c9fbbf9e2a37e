// A disk in memory that fails on demand: it forgets what was not synced, tears the last write, flips bits, fills up, and returns any
// error at any call. For tests and for the simulator's seeded campaigns.
//
// Every change since the last sync of its file (or directory) is an operation, in the order of the calls. crash_keeping(n, t) keeps
// the first n of them and the first t bytes of the next, if that is a write; what was synced always stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/disk.hpp"

namespace trellis::adapters {

/// The kinds of calls that can be made to fail.
enum class DiskCall : std::uint8_t {
    open,
    read,
    write,
    sync,
    truncate,
    create_directory,
    list,
    remove,
    rename,
    sync_directory,
    lock,
};

class FaultyDisk final : public Disk {
public:
    FaultyDisk();
    ~FaultyDisk() override;

    Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override;
    Result<void> create_directory(const std::string& path) override;
    Result<std::vector<std::string>> list(const std::string& directory) override;
    Result<void> remove(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> sync_directory(const std::string& path) override;
    Result<std::unique_ptr<DiskLock>> lock(const std::string& path) override;

    // -- crashes ---------------------------------------------------------------------------------------------------------------
    /// How many operations a crash now could lose.
    std::size_t unsynced_operations() const;
    /// Bytes of the given unsynced operation; 0 for one that is not a write.
    std::size_t operation_bytes(std::size_t index) const;
    /// Power fails: see above. Open files and locks are dead afterwards.
    void crash_keeping(std::size_t operations, std::size_t torn_bytes = 0);
    /// Power fails with any subset kept: the disk may write in any order.
    void crash_choosing(const std::function<bool(std::size_t index)>& is_kept);
    /// The process dies, the operating system lives: nothing is lost, open files and locks are dead.
    void kill_process();
    /// From the (calls+1)-th changing call on (write, sync, truncate, names) everything fails, as if the power were gone.
    void cut_power_after(std::size_t changing_calls);
    /// Changing calls so far.
    std::size_t changing_calls() const;

    // -- errors ----------------------------------------------------------------------------------------------------------------
    /// The n-th call of this kind from now (1: the next) fails with `error_number`, and `times` - 1 after it. A failing write puts
    /// the first half of its bytes down before.
    void fail_call(DiskCall call, std::size_t nth, int error_number, std::size_t times = 1);
    /// The n-th call of any kind from now.
    void fail_any_call(std::size_t nth, int error_number, std::size_t times = 1);
    void heal();
    /// Bytes that all files may hold together; a write beyond stops where the disk is full (ENOSPC, or what is given).
    void set_capacity(std::uint64_t bytes, int error_number);
    void set_read_only(bool is_read_only);
    /// Called before each call, outside of any lock: a slow disk advances a clock or yields here.
    void on_each_call(std::function<void(DiskCall)> hook);
    /// Calls so far, of any kind.
    std::size_t calls() const;

    // -- content ---------------------------------------------------------------------------------------------------------------
    std::vector<std::byte> content(const std::string& path) const;
    /// Replaces the file's content, durably.
    void set_content(const std::string& path, std::vector<std::byte> bytes);
    void flip_bit(const std::string& path, std::uint64_t bit);
    void erase(const std::string& path);
    bool exists(const std::string& path) const;
    /// All paths of files, sorted.
    std::vector<std::string> paths() const;
    /// Another disk with the same durable and current content and no faults.
    std::unique_ptr<FaultyDisk> copy() const;

private:
    struct State;
    friend class FaultyFile;
    std::unique_ptr<State> state_;
};

}  // namespace trellis::adapters
