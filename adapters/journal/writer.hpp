// Appends commits and makes them durable. A segment is synced whole before the next one is begun, so only the last one can have a
// torn tail.
#pragma once

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

/// How much of an append went through. Frames are whole or absent; those before an error are in the journal.
struct Appended {
    std::size_t frames = 0;
    std::optional<Error> error;  ///< DISK_FULL: the rest may be tried again. Any other: stop.
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
    /// Deletes segments all of whose events lie before `sequence`, but for the newest `keep_segments` of those.
    Result<void> drop_before(std::uint64_t sequence, std::uint64_t keep_segments);

    /// Syncs and leaves a durable mark behind the last commit, so that any later damage to it is told from a torn tail.
    Result<void> close();

private:
    struct Started {
        std::uint64_t number = 0;
        std::uint64_t first_sequence = 0;
    };

    Writer(JournalDirectory& directory, const WriterOptions& options);
    Result<void> resume(const JournalEnd& end);
    Result<void> clean_tail(const JournalEnd& end);
    Result<void> take_blank_segment(std::uint64_t number);
    Result<void> roll();
    Result<JournalDirectory::NewSegment> take_next_segment();
    Result<void> write_pending();
    Result<void> repair();
    bool fits(std::size_t frame_bytes) const;

    JournalDirectory& directory_;
    WriterOptions options_;
    std::shared_ptr<File> file_;
    std::uint64_t number_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t next_sequence_ = 1;
    std::uint64_t synced_ = 0;
    bool needs_repair_ = false;
    std::uint64_t size_before_ = 0;
    std::vector<std::byte> pending_;

    std::mutex ahead_;  ///< guards what other threads touch
    std::optional<JournalDirectory::NewSegment> next_;
    std::vector<Started> started_;
};

}  // namespace trellis::adapters
