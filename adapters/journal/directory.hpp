// A journal's directory: one process owns it (LOCK), and the small file JOURNAL says whose segments belong here and which of them
// must exist. Its changes are atomic: written beside, synced, renamed, directory synced.
//
//   JOURNAL = "trellis journal 1" LF "id " 32HEX LF "incarnation " NUMBER LF "oldest " NUMBER LF "newest " NUMBER LF
//             "checksum " 16HEX LF                 XXH3-64 of all bytes before the word "checksum"
//   oldest   the first segment that must exist; what lies before it may be deleted
//   newest   the last segment that was made, prepared ones included; 0: none yet
//   incarnation   how often the engine started on this journal; part of every client order id
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/journal/disk.hpp"
#include "adapters/journal/segment.hpp"

namespace trellis::adapters {

/// The content of JOURNAL.
struct JournalIdentity {
    JournalId id;
    std::uint32_t incarnation = 0;
    std::uint64_t oldest = 1;
    std::uint64_t newest = 0;

    bool operator==(const JournalIdentity&) const = default;
};

std::string text_of(const JournalIdentity& identity);
/// Error JOURNAL_DAMAGED naming `path`, or JOURNAL_VERSION.
Result<JournalIdentity> parse_identity(std::string_view text, const std::string& path);
/// Reads JOURNAL without taking the directory. Error JOURNAL_NOT_FOUND when there is none.
Result<JournalIdentity> read_identity(Disk& disk, const std::string& directory);

/// An owned directory. Errors: JOURNAL_LOCKED naming the process, JOURNAL_DAMAGED when segments stand beside no JOURNAL, disk errors.
/// All members may be called from any thread.
class JournalDirectory {
public:
    /// Opens the journal in `path`, or makes one with `id_if_new` (the directory too; its parent must exist).
    static Result<std::unique_ptr<JournalDirectory>> open(Disk& disk, std::string path, const JournalId& id_if_new);

    Disk& disk() const { return disk_; }
    const std::string& path() const { return path_; }
    JournalIdentity identity() const;

    /// The next incarnation number, durable when it returns. Called once per start, after recovery.
    Result<std::uint32_t> begin_incarnation();

    /// Makes the file of the segment behind the newest one, `zeros` bytes long, and records it. Returns it open.
    struct NewSegment {
        std::uint64_t number = 0;
        std::unique_ptr<File> file;
    };
    Result<NewSegment> create_segment(std::uint64_t zeros);
    /// Records that segments before `number` are not needed any more, then deletes them.
    Result<void> drop_segments_before(std::uint64_t number);
    /// Deletes segment files that JOURNAL does not ask for: what a crash left between two steps.
    Result<void> remove_leftovers();

private:
    JournalDirectory(Disk& disk, std::string path, std::unique_ptr<DiskLock> lock, JournalIdentity identity);
    Result<void> store(const JournalIdentity& next);

    Disk& disk_;
    std::string path_;
    std::unique_ptr<DiskLock> lock_;
    mutable std::mutex mutex_;
    JournalIdentity identity_;
};

}  // namespace trellis::adapters
