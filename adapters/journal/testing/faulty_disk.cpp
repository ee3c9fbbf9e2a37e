// The calls of the disk in memory: what a process sees.
#include "adapters/journal/testing/faulty_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "adapters/journal/testing/faulty_disk_state.hpp"

namespace trellis::adapters {

/// An open file of a FaultyDisk; dead after a crash.
class FaultyFile final : public File {
public:
    FaultyFile(FaultyDisk::State& state, detail::InodePtr inode, std::string path, bool is_writable)
        : state_(state), inode_(std::move(inode)), path_(std::move(path)), is_writable_(is_writable), generation_(state.generation) {}

    Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) override {
        const auto guard = enter(DiskCall::read);
        if (error_ != 0) return disk_error("read", path_, error_);
        const auto& content = inode_->current;
        if (offset >= content.size()) return std::size_t{0};
        const auto count = std::min<std::size_t>(bytes.size(), content.size() - offset);
        std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(offset), count, bytes.begin());
        return count;
    }

    Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) override {
        const auto guard = enter(DiskCall::write);
        int error = error_;
        std::size_t count = error == 0 ? bytes.size() : bytes.size() / 2;
        if (error == EROFS || is_dead()) count = 0;
        const auto size = inode_->current.size();
        const auto held = state_.bytes_held();
        const auto room = held < state_.capacity ? state_.capacity - held : 0;
        if (offset + count > size && offset + count - size > room) {
            count = offset >= size + room ? 0 : static_cast<std::size_t>(size + room - offset);
            error = state_.capacity_error;
        }
        if (count > 0) {
            detail::put(inode_->current, offset, bytes.first(count));
            const auto written = bytes.first(count);
            state_.operations.emplace_back(detail::WriteDone{inode_, offset, detail::Bytes(written.begin(), written.end())});
        }
        if (error != 0) return disk_error("write to", path_, error);
        return {};
    }

    Result<void> sync() override {
        const auto guard = enter(DiskCall::sync);
        if (error_ != 0) return disk_error("sync", path_, error_);
        state_.sync_where([this](const detail::Operation& operation) {
            if (const auto* done = std::get_if<detail::WriteDone>(&operation)) return done->inode == inode_;
            if (const auto* done = std::get_if<detail::TruncateDone>(&operation)) return done->inode == inode_;
            return false;
        });
        return {};
    }

    Result<void> truncate(std::uint64_t size) override {
        const auto guard = enter(DiskCall::truncate);
        if (error_ != 0) return disk_error("truncate", path_, error_);
        inode_->current.resize(size);
        state_.operations.emplace_back(detail::TruncateDone{inode_, size});
        return {};
    }

    Result<std::uint64_t> size() override {
        const std::scoped_lock guard(state_.mutex);
        return inode_->current.size();
    }

private:
    bool is_dead() const { return generation_ != state_.generation; }

    std::unique_lock<std::mutex> enter(DiskCall call) {
        if (state_.hook) state_.hook(call);
        std::unique_lock guard(state_.mutex);
        error_ = state_.error_of(call, detail::changes(call));
        if (is_dead()) error_ = EIO;
        if (error_ == 0 && detail::changes(call) && !is_writable_) error_ = EBADF;
        return guard;
    }

    FaultyDisk::State& state_;
    detail::InodePtr inode_;
    std::string path_;
    bool is_writable_;
    std::uint64_t generation_;
    int error_ = 0;  // of the call that holds the mutex
};

namespace {

class FaultyLock final : public DiskLock {
public:
    explicit FaultyLock(std::function<void()> let_go) : let_go_(std::move(let_go)) {}
    ~FaultyLock() override { let_go_(); }

private:
    std::function<void()> let_go_;
};

}  // namespace

FaultyDisk::FaultyDisk() : state_(std::make_unique<State>()) {}
FaultyDisk::~FaultyDisk() = default;

Result<std::unique_ptr<File>> FaultyDisk::open(const std::string& path, OpenMode mode) {
    if (state_->hook) state_->hook(DiskCall::open);
    const std::scoped_lock guard(state_->mutex);
    const bool makes = mode == OpenMode::create;
    if (const int error = state_->error_of(DiskCall::open, makes); error != 0) return disk_error("open", path, error);
    if (mode == OpenMode::write && state_->is_read_only) return disk_error("open", path, EROFS);
    auto found = state_->current.find(path);
    if (found == state_->current.end()) {
        if (!makes || !state_->directories.contains(detail::parent_of(path))) return disk_error("open", path, ENOENT);
        found = state_->current.emplace(path, std::make_shared<detail::Inode>()).first;
        state_->operations.emplace_back(detail::NameSet{path, found->second});
    } else if (makes) {
        found->second->current.clear();
        state_->operations.emplace_back(detail::TruncateDone{found->second, 0});
    }
    return std::unique_ptr<File>(std::make_unique<FaultyFile>(*state_, found->second, path, mode != OpenMode::read));
}

Result<void> FaultyDisk::create_directory(const std::string& path) {
    if (state_->hook) state_->hook(DiskCall::create_directory);
    const std::scoped_lock guard(state_->mutex);
    if (state_->directories.contains(path)) return {};
    if (const int error = state_->error_of(DiskCall::create_directory, true); error != 0) return disk_error("create", path, error);
    state_->directories.insert(path);
    return {};
}

Result<std::vector<std::string>> FaultyDisk::list(const std::string& directory) {
    if (state_->hook) state_->hook(DiskCall::list);
    const std::scoped_lock guard(state_->mutex);
    if (const int error = state_->error_of(DiskCall::list, false); error != 0) return disk_error("list", directory, error);
    if (!state_->directories.contains(directory)) return disk_error("list", directory, ENOENT);
    std::vector<std::string> names;
    for (const auto& [path, inode] : state_->current) {
        if (detail::parent_of(path) == directory) names.push_back(path.substr(directory.size() + 1));
    }
    return names;
}

Result<void> FaultyDisk::remove(const std::string& path) {
    if (state_->hook) state_->hook(DiskCall::remove);
    const std::scoped_lock guard(state_->mutex);
    if (const int error = state_->error_of(DiskCall::remove, true); error != 0) return disk_error("remove", path, error);
    if (state_->current.erase(path) == 0) return disk_error("remove", path, ENOENT);
    state_->operations.emplace_back(detail::NameSet{path, nullptr});
    return {};
}

Result<void> FaultyDisk::rename(const std::string& from, const std::string& to) {
    if (state_->hook) state_->hook(DiskCall::rename);
    const std::scoped_lock guard(state_->mutex);
    if (const int error = state_->error_of(DiskCall::rename, true); error != 0) return disk_error("rename to", to, error);
    const auto found = state_->current.find(from);
    if (found == state_->current.end()) return disk_error("rename to", to, ENOENT);
    const auto inode = found->second;
    state_->current.erase(found);
    state_->current[to] = inode;
    state_->operations.emplace_back(detail::RenameDone{from, to, inode});
    return {};
}

Result<void> FaultyDisk::sync_directory(const std::string& path) {
    if (state_->hook) state_->hook(DiskCall::sync_directory);
    const std::scoped_lock guard(state_->mutex);
    if (const int error = state_->error_of(DiskCall::sync_directory, true); error != 0) return disk_error("sync", path, error);
    state_->sync_where([&](const detail::Operation& operation) {
        if (const auto* set = std::get_if<detail::NameSet>(&operation)) return detail::parent_of(set->path) == path;
        if (const auto* done = std::get_if<detail::RenameDone>(&operation)) return detail::parent_of(done->to) == path;
        return false;
    });
    return {};
}

Result<std::unique_ptr<DiskLock>> FaultyDisk::lock(const std::string& path) {
    if (state_->hook) state_->hook(DiskCall::lock);
    const std::scoped_lock guard(state_->mutex);
    if (const int error = state_->error_of(DiskCall::lock, true); error != 0) return disk_error("open", path, error);
    if (!state_->locks.insert(path).second) return Error{"LOCKED", path + " is held by process 1"};
    const auto generation = state_->generation;
    return std::unique_ptr<DiskLock>(std::make_unique<FaultyLock>([state = state_.get(), path, generation] {
        const std::scoped_lock letting_go(state->mutex);
        if (state->generation == generation) state->locks.erase(path);
    }));
}

}  // namespace trellis::adapters
