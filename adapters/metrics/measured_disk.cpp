#include "adapters/metrics/measured_disk.hpp"

#include <atomic>
#include <chrono>
#include <utility>

namespace trellis::adapters {
namespace {

using Clock = std::chrono::steady_clock;

class MeasuredFile final : public File {
public:
    MeasuredFile(std::unique_ptr<File> file, Metrics& metrics, bool is_in_use)
        : file_(std::move(file)), metrics_(metrics), is_in_use_(is_in_use) {}

    Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) override { return file_->read(offset, bytes); }

    Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) override {
        if (!is_in_use_.load(std::memory_order_relaxed)) return file_->write(offset, bytes);
        const auto begin = Clock::now();
        auto written = file_->write(offset, bytes);
        if (written) {
            metrics_.journal_append.observe(Clock::now() - begin);
            metrics_.journal_bytes.add(bytes.size());
        }
        return written;
    }

    Result<void> sync() override {
        if (!is_in_use_.exchange(true, std::memory_order_relaxed)) return file_->sync();
        const auto begin = Clock::now();
        auto synced = file_->sync();
        if (synced) metrics_.journal_sync.observe(Clock::now() - begin);
        return synced;
    }

    Result<void> truncate(std::uint64_t size) override { return file_->truncate(size); }
    Result<std::uint64_t> size() override { return file_->size(); }

private:
    std::unique_ptr<File> file_;
    Metrics& metrics_;
    std::atomic<bool> is_in_use_;  // a sync may run beside a write
};

}  // namespace

Result<std::unique_ptr<File>> MeasuredDisk::open(const std::string& path, OpenMode mode) {
    auto file = disk_.open(path, mode);
    if (!file) return file.error();
    return std::unique_ptr<File>(std::make_unique<MeasuredFile>(std::move(*file), metrics_, mode != OpenMode::create));
}

}  // namespace trellis::adapters
