// Follows a journal that another thread or process is writing: the frames so far, and more at each call. For the archive thread and
// `journal tail`; recovery uses Reader, which judges what it cannot read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/disk.hpp"
#include "adapters/journal/frame.hpp"
#include "adapters/journal/segment.hpp"

namespace trellis::adapters {

class Follower {
public:
    /// Starts with the frame that holds `from_sequence`. Error JOURNAL_STARTS_LATER when it is not kept any more.
    static Result<Follower> open(Disk& disk, const std::string& directory, std::uint64_t from_sequence);

    /// The next commit whose events are all at or below `limit`, or nothing yet. The payload lives until the next call.
    Result<std::optional<FrameView>> next(std::uint64_t limit = UINT64_MAX);

    std::uint64_t next_sequence() const { return expected_; }

private:
    Follower(Disk& disk, std::string directory, std::uint64_t from_sequence);
    Result<void> find_start();
    Result<bool> enter(std::uint64_t number);
    Result<void> refill(std::size_t wanted);
    std::size_t bytes_missing() const;
    Result<bool> look_again(bool is_fresh);
    FrameParse parse() const;

    Disk* disk_;
    std::string directory_;
    JournalId journal_;
    std::uint64_t from_sequence_;
    std::uint64_t expected_ = 1;
    std::uint64_t number_ = 0;
    std::unique_ptr<File> file_;
    std::uint64_t offset_ = 0;         ///< of buffer_[used_] in the file
    std::vector<std::byte> buffer_;
    std::size_t used_ = 0;
};

}  // namespace trellis::adapters
