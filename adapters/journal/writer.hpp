// Appends commits and makes them durable. A segment is synced whole before the next one is begun, so only the last one can have a
// torn tail.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "adapters/journal/directory.hpp"
#include "adapters/journal/frame.hpp"
#include "adapters/journal/reader.hpp"

namespace trellis::adapters {

struct WriterOptions {
    std::uint64_t segment_bytes = 16U << 20U;
};

/// How much of an append went through: those before an error are in the journal, the others are not.
struct Appended {
    std::size_t frames = 0;
    std::optional<Error> error;  ///< DISK_FULL: the rest may be tried again. Any other: the writer has stopped for good.
};

/// What a sync of `file` would make durable: every event up to `sequence`.
struct SyncPoint {
    std::shared_ptr<File> file;  ///< empty: nothing to sync
    std::uint64_t sequence = 0;
};

/// One thread at a time, but for prepare_next() and drop_before(), which any other thread may call meanwhile.
class Writer {
public:
    /// Continues behind `end`, as a Reader found it: removes the torn tail and makes durable what lies behind the synced mark
    /// before it returns. `directory` must outlive the writer.
    static Result<std::unique_ptr<Writer>> open(JournalDirectory& directory, const JournalEnd& end,
                                                const WriterOptions& options = {});

    Appended append(std::span<const Frame> frames);
    Result<void> sync();

    /// The parts of sync() for a caller that syncs on another thread: take the point, sync its file, report it.
    SyncPoint sync_point() const;
    void mark_synced(std::uint64_t sequence);

    std::uint64_t next_sequence() const { return next_sequence_; }
    std::uint64_t synced_sequence() const { return synced_; }

    /// Makes the next segment ahead of its use, filled with zeros; does nothing when it is there. DISK_FULL here comes a whole
    /// segment before an append would fail.
    Result<void> prepare_next();
    /// More than half of the segment is used and the next one is not there: what cannot wait may still be appended, the rest should
    /// not. From any thread.
    bool is_short_of_room() const {
        return !has_next_.load(std::memory_order_relaxed) && used_.load(std::memory_order_relaxed) > options_.segment_bytes / 2;
    }
    /// Deletes segments all of whose events lie before `sequence`, but for the newest `keep_segments` of those.
    Result<void> drop_before(std::uint64_t sequence, std::uint64_t keep_segments);

    /// Syncs and leaves a durable mark behind the last commit, so that any later damage to it is told from a torn tail.
    Result<void> close();

private:
    Writer(JournalDirectory& directory, const WriterOptions& options);
    Result<void> resume(const JournalEnd& end);
    Result<void> clean_tail(const JournalEnd& end);
    Result<void> take_unused(const JournalEnd& end);
    Result<void> roll();
    Result<void> begin_segment(JournalDirectory::NewSegment& next);
    void encode(const Frame& frame);
    Result<void> write_pending();
    Appended stop_at(std::size_t written, Error error);
    Result<void> repair();
    bool fits(std::size_t frame_bytes) const;
    Error give_up(Error error);

    JournalDirectory& directory_;
    WriterOptions options_;
    std::shared_ptr<File> file_;
    std::uint64_t number_ = 0;
    std::uint64_t offset_ = 0;           // where the next frame goes
    std::uint64_t file_bytes_ = 0;       // the file's size: prepared zeros, or what was written
    std::uint64_t next_sequence_ = 1;
    std::uint64_t pending_sequence_ = 1; // the next sequence behind pending_
    std::uint64_t synced_ = 0;
    Timestamp last_at_{};
    std::uint64_t repair_end_ = 0;       // a write that failed may have reached up to here; 0: none did
    std::optional<Error> broken_;
    std::vector<std::byte> pending_;     // frames encoded and not written yet

    std::mutex ahead_;                   // guards next_, which prepare_next() fills on another thread
    std::optional<JournalDirectory::NewSegment> next_;
    std::atomic<bool> has_next_{false};
    std::atomic<std::uint64_t> used_{0};  // of the segment, for is_short_of_room()
};

}  // namespace trellis::adapters
