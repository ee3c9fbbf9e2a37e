// The inside of FaultyDisk, shared by its two sources: names and contents are kept twice, as the process sees them and as they would
// be after a power cut. Nobody else includes this.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/journal/testing/faulty_disk.hpp"

namespace trellis::adapters {
namespace detail {

using Bytes = std::vector<std::byte>;

/// A file's bytes, whatever its names are.
struct Inode {
    Bytes current;
    Bytes durable;
};
using InodePtr = std::shared_ptr<Inode>;

struct WriteDone {
    InodePtr inode;
    std::uint64_t offset = 0;
    Bytes bytes;
};
struct TruncateDone {
    InodePtr inode;
    std::uint64_t size = 0;
};
struct NameSet {
    std::string path;
    InodePtr inode;  ///< empty: the name was removed
};
struct RenameDone {
    std::string from;
    std::string to;
    InodePtr inode;
};
using Operation = std::variant<WriteDone, TruncateDone, NameSet, RenameDone>;

template <class... F>
struct Visitor : F... {
    using F::operator()...;
};
template <class... F>
Visitor(F...) -> Visitor<F...>;

inline void put(Bytes& content, std::uint64_t offset, std::span<const std::byte> bytes) {
    if (bytes.empty()) return;
    if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

inline std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// n-th call of a kind fails, `times` in a row.
struct Fault {
    std::optional<DiskCall> call;  ///< empty: any
    std::size_t nth = 0;
    std::size_t times = 0;
    int error_number = 0;
};

inline bool changes(DiskCall call) {
    switch (call) {
        case DiskCall::write:
        case DiskCall::sync:
        case DiskCall::truncate:
        case DiskCall::create_directory:
        case DiskCall::remove:
        case DiskCall::rename:
        case DiskCall::sync_directory:
        case DiskCall::lock: return true;
        case DiskCall::open:
        case DiskCall::read:
        case DiskCall::list: return false;
    }
    return false;
}

}  // namespace detail

struct FaultyDisk::State {
    using Names = std::map<std::string, detail::InodePtr>;

    mutable std::mutex mutex;
    Names current;
    Names durable;
    std::set<std::string> directories;
    std::vector<detail::Operation> operations;
    std::set<std::string> locks;
    std::uint64_t generation = 0;

    std::vector<detail::Fault> faults;
    std::size_t calls = 0;
    std::size_t changing_calls = 0;
    std::optional<std::size_t> power_cut_after;
    std::uint64_t capacity = UINT64_MAX;
    int capacity_error = ENOSPC;
    bool is_read_only = false;
    std::function<void(DiskCall)> hook;

    /// The error this call has to return, or 0. `mutex` is held.
    int error_of(DiskCall call, bool is_change) {
        ++calls;
        if (is_change && power_cut_after && changing_calls >= *power_cut_after) return EIO;
        if (is_change) ++changing_calls;
        if (is_change && is_read_only) return EROFS;
        for (auto& fault : faults) {
            if (fault.call && *fault.call != call) continue;
            if (fault.nth > 1) {
                --fault.nth;
            } else if (fault.times > 0) {
                --fault.times;
                return fault.error_number;
            }
        }
        return 0;
    }

    std::uint64_t bytes_held() const {
        std::uint64_t sum = 0;
        for (const auto& [path, inode] : current) sum += inode->current.size();
        return sum;
    }

    void apply_durably(const detail::Operation& operation, std::size_t write_bytes) {
        std::visit(detail::Visitor{
                       [&](const detail::WriteDone& done) {
                           const auto count = std::min(write_bytes, done.bytes.size());
                           detail::put(done.inode->durable, done.offset, std::span(done.bytes).first(count));
                       },
                       [](const detail::TruncateDone& done) { done.inode->durable.resize(done.size); },
                       [this](const detail::NameSet& set) {
                           if (set.inode != nullptr) {
                               durable[set.path] = set.inode;
                           } else {
                               durable.erase(set.path);
                           }
                       },
                       [this](const detail::RenameDone& done) {
                           durable.erase(done.from);
                           durable[done.to] = done.inode;
                       },
                   },
                   operation);
    }

    /// What is not durable now is gone.
    void forget() {
        operations.clear();
        current = durable;
        for (auto& [path, inode] : current) inode->current = inode->durable;
        end_process();
    }

    void end_process() {
        ++generation;
        locks.clear();
        power_cut_after.reset();
    }

    template <class IsSynced>
    void sync_where(IsSynced is_synced) {
        std::vector<detail::Operation> left;
        for (auto& operation : operations) {
            if (is_synced(operation)) {
                apply_durably(operation, SIZE_MAX);
            } else {
                left.push_back(std::move(operation));
            }
        }
        operations = std::move(left);
    }
};

}  // namespace trellis::adapters
