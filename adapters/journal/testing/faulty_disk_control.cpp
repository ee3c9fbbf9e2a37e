// The hands on the disk in memory: crashes, faults and a look at what it holds.
#include <cerrno>
#include <utility>

#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/journal/testing/faulty_disk_state.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

std::size_t FaultyDisk::unsynced_operations() const {
    const std::scoped_lock guard(state_->mutex);
    return state_->operations.size();
}

std::size_t FaultyDisk::operation_bytes(std::size_t index) const {
    const std::scoped_lock guard(state_->mutex);
    const auto* done = std::get_if<detail::WriteDone>(&state_->operations.at(index));
    return done == nullptr ? 0 : done->bytes.size();
}

void FaultyDisk::crash_keeping(std::size_t operations, std::size_t torn_bytes) {
    const std::scoped_lock guard(state_->mutex);
    for (std::size_t i = 0; i < state_->operations.size() && i <= operations; ++i) {
        const auto& operation = state_->operations[i];
        if (i < operations) {
            state_->apply_durably(operation, SIZE_MAX);
        } else if (std::holds_alternative<detail::WriteDone>(operation)) {
            state_->apply_durably(operation, torn_bytes);
        }
    }
    state_->forget();
}

void FaultyDisk::crash_choosing(const std::function<bool(std::size_t)>& is_kept) {
    const std::scoped_lock guard(state_->mutex);
    for (std::size_t i = 0; i < state_->operations.size(); ++i) {
        if (is_kept(i)) state_->apply_durably(state_->operations[i], SIZE_MAX);
    }
    state_->forget();
}

void FaultyDisk::kill_process() {
    const std::scoped_lock guard(state_->mutex);
    state_->end_process();
}

void FaultyDisk::cut_power_after(std::size_t changing_calls) {
    const std::scoped_lock guard(state_->mutex);
    state_->power_cut_after = state_->changing_calls + changing_calls;
}

std::size_t FaultyDisk::changing_calls() const {
    const std::scoped_lock guard(state_->mutex);
    return state_->changing_calls;
}

void FaultyDisk::fail_call(DiskCall call, std::size_t nth, int error_number, std::size_t times) {
    const std::scoped_lock guard(state_->mutex);
    state_->faults.push_back({call, nth, times, error_number});
}

void FaultyDisk::fail_any_call(std::size_t nth, int error_number, std::size_t times) {
    const std::scoped_lock guard(state_->mutex);
    state_->faults.push_back({std::nullopt, nth, times, error_number});
}

void FaultyDisk::heal() {
    const std::scoped_lock guard(state_->mutex);
    state_->faults.clear();
    state_->power_cut_after.reset();
    state_->capacity = UINT64_MAX;
    state_->is_read_only = false;
}

void FaultyDisk::set_capacity(std::uint64_t bytes, int error_number) {
    const std::scoped_lock guard(state_->mutex);
    state_->capacity = bytes;
    state_->capacity_error = error_number;
}

void FaultyDisk::set_read_only(bool is_read_only) {
    const std::scoped_lock guard(state_->mutex);
    state_->is_read_only = is_read_only;
}

void FaultyDisk::on_each_call(std::function<void(DiskCall)> hook) { state_->hook = std::move(hook); }

std::size_t FaultyDisk::calls() const {
    const std::scoped_lock guard(state_->mutex);
    return state_->calls;
}

std::vector<std::byte> FaultyDisk::content(const std::string& path) const {
    const std::scoped_lock guard(state_->mutex);
    const auto found = state_->current.find(path);
    TRELLIS_CHECK(found != state_->current.end(), "there is a file " + path);
    return found->second->current;
}

void FaultyDisk::set_content(const std::string& path, std::vector<std::byte> bytes) {
    const std::scoped_lock guard(state_->mutex);
    auto& inode = state_->current[path];
    if (inode == nullptr) inode = std::make_shared<detail::Inode>();
    inode->current = std::move(bytes);
    inode->durable = inode->current;
    state_->durable[path] = inode;
}

void FaultyDisk::flip_bit(const std::string& path, std::uint64_t bit) {
    auto bytes = content(path);
    bytes.at(bit / 8) ^= static_cast<std::byte>(1U << (bit % 8));
    set_content(path, std::move(bytes));
}

void FaultyDisk::erase(const std::string& path) {
    const std::scoped_lock guard(state_->mutex);
    state_->current.erase(path);
    state_->durable.erase(path);
}

bool FaultyDisk::exists(const std::string& path) const {
    const std::scoped_lock guard(state_->mutex);
    return state_->current.contains(path);
}

std::vector<std::string> FaultyDisk::paths() const {
    const std::scoped_lock guard(state_->mutex);
    std::vector<std::string> paths;
    for (const auto& [path, inode] : state_->current) paths.push_back(path);
    return paths;
}

std::unique_ptr<FaultyDisk> FaultyDisk::copy() const {
    const std::scoped_lock guard(state_->mutex);
    auto other = std::make_unique<FaultyDisk>();
    std::map<const detail::Inode*, detail::InodePtr> twins;
    const auto twin = [&](const detail::InodePtr& inode) -> detail::InodePtr {
        if (inode == nullptr) return nullptr;
        auto& known = twins[inode.get()];
        if (known == nullptr) known = std::make_shared<detail::Inode>(*inode);
        return known;
    };
    for (const auto& [path, inode] : state_->current) other->state_->current[path] = twin(inode);
    for (const auto& [path, inode] : state_->durable) other->state_->durable[path] = twin(inode);
    for (auto operation : state_->operations) {
        std::visit([&](auto& done) { done.inode = twin(done.inode); }, operation);
        other->state_->operations.push_back(std::move(operation));
    }
    other->state_->directories = state_->directories;
    return other;
}

}  // namespace trellis::adapters
