// The floor: the same bytes, raw, into a file written with zeros before.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "bench/journal/peers.hpp"

namespace trellis::bench {
namespace {

constexpr std::size_t file_bytes = 16U << 20U;
// As the journal prewrites its segments: larger pieces make every later write slower, and a slow floor flatters what stands on it.
constexpr std::size_t piece_bytes = 64U << 10U;

class FloorPeer final : public Peer {
public:
    FloorPeer(const std::string& directory, bool has_sync) : path_(directory + "/floor"), has_sync_(has_sync) {
        file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        const std::vector<std::byte> zeros(piece_bytes);
        bool is_written = file_ >= 0;
        for (std::size_t at = 0; is_written && at < file_bytes; at += piece_bytes) {
            is_written = ::pwrite(file_, zeros.data(), zeros.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(zeros.size());
        }
        if (!is_written || ::fsync(file_) != 0) throw std::runtime_error("cannot write " + path_);
    }
    ~FloorPeer() override {
        ::close(file_);
        ::unlink(path_.c_str());
    }

    void store(std::span<const std::byte> record, std::size_t count) override {
        group_.clear();
        for (std::size_t i = 0; i < count; ++i) group_.insert(group_.end(), record.begin(), record.end());
        if (at_ + group_.size() > file_bytes) at_ = 0;
        if (::pwrite(file_, group_.data(), group_.size(), static_cast<off_t>(at_)) < 0) throw std::runtime_error("pwrite");
        if (has_sync_ && ::fdatasync(file_) != 0) throw std::runtime_error("fdatasync");
        at_ += group_.size();
    }

private:
    std::string path_;
    bool has_sync_;
    int file_ = -1;
    std::size_t at_ = 0;
    std::vector<std::byte> group_;
};

}  // namespace

std::unique_ptr<Peer> floor_peer(const std::string& directory, bool has_sync) {
    return std::make_unique<FloorPeer>(directory, has_sync);
}

}  // namespace trellis::bench
