// Reads a journal from a sequence to its end and believes nothing unchecked. What cannot be read is either damage, which is an
// error, or a torn tail: the part behind everything that any surviving frame calls durable. docs/journal.md has the rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/directory.hpp"
#include "adapters/journal/disk.hpp"
#include "adapters/journal/frame.hpp"
#include "adapters/journal/segment_list.hpp"

namespace trellis::adapters {

struct ReadOptions {
    /// The first event wanted; 0: from the oldest segment kept. Segments wholly before it are checked by their headers only.
    std::uint64_t from_sequence = 1;
    /// The last event that the caller knows durable from elsewhere (a snapshot): a journal that ends before it is damaged.
    std::uint64_t known_durable = 0;
};

/// Where and what the damage is. `sequence` is the first event that cannot be read.
struct JournalDamage {
    std::string file;
    std::uint64_t offset = 0;
    std::uint64_t sequence = 0;
    std::string what;

    bool operator==(const JournalDamage&) const = default;
};

/// Where the readable journal ends, and what a writer has to do before it continues there.
struct JournalEnd {
    std::uint64_t next_sequence = 1;
    std::uint64_t segment = 0;         ///< the last segment with a header; 0: none yet
    std::uint64_t offset = 0;          ///< behind its last frame
    std::uint64_t synced = 0;          ///< the highest synced mark read
    std::uint64_t unsynced_from = 0;   ///< offset of the first frame of the last segment behind that mark
    std::uint64_t trimmed_bytes = 0;   ///< the torn tail: bytes from `offset` to the last that is not zero
    std::uint64_t stray_bytes = 0;     ///< bytes that are not zero in padding nobody reads; harmless, reported
    std::uint64_t frames = 0;          ///< delivered, marks not counted

    bool operator==(const JournalEnd&) const = default;
};

/// Errors of open: JOURNAL_NOT_FOUND; JOURNAL_MISSING_SEGMENT; JOURNAL_FOREIGN_SEGMENT (another journal's, or under another number);
/// JOURNAL_VERSION; JOURNAL_DAMAGED (the file JOURNAL); disk errors. Of next: JOURNAL_DAMAGED; JOURNAL_STARTS_LATER (`from_sequence`
/// is not kept any more); disk errors.
class Reader {
public:
    /// Takes no lock: also for `cat`, `verify` and `tail` beside a running engine. Damage is reported by next().
    static Result<Reader> open(Disk& disk, const std::string& directory, const ReadOptions& options = {});

    /// The next commit, or nothing at the end. The payload lives until the next call. After an error it repeats the error.
    Result<std::optional<FrameView>> next();

    /// Valid after next() returned nothing.
    const JournalEnd& end() const { return end_; }
    /// Set when an error is damage at a place.
    const std::optional<JournalDamage>& damage() const { return damage_; }
    const JournalIdentity& identity() const { return segments_.identity; }

private:
    /// What to do after a place that is no frame.
    enum class Step : std::uint8_t { go_on, done };

    Reader(Disk& disk, std::string directory, SegmentList segments);
    Result<void> start(const ReadOptions& options);
    Result<void> load_segment();
    Result<std::optional<FrameView>> advance();
    Result<bool> accept(const ParsedFrame& frame);
    Result<Step> leave_segment(std::optional<FrameFault> fault);
    Result<Step> finish(std::optional<FrameFault> fault);
    Result<void> judge_unused();
    Result<bool> has_changed();
    void describe_end();
    std::uint64_t number() const { return segments_.used[current_].header.number; }
    Error damaged(std::uint64_t segment, std::uint64_t offset, std::string what);

    Disk* disk_;
    std::string directory_;
    SegmentList segments_;
    ReadOptions options_;
    std::size_t current_ = 0;        // index into segments_.used
    std::vector<std::byte> bytes_;   // of the current segment
    std::size_t offset_ = 0;
    std::uint64_t expected_ = 1;     // the next sequence
    bool is_done_ = false;
    JournalEnd end_;
    std::optional<JournalDamage> damage_;
    std::optional<Error> failure_;
};

/// The state of a journal without its frames: what `verify` prints, and what opening it for writing needs.
Result<JournalEnd> read_to_end(Disk& disk, const std::string& directory, const ReadOptions& options = {});

}  // namespace trellis::adapters
