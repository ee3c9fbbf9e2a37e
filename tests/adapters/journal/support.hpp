// What the journal's tests share: commits with recognisable payloads, a journal on any disk, and all of its frames at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/journal/directory.hpp"
#include "adapters/journal/disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/journal/writer.hpp"

namespace trellis::adapters::testing {

using Bytes = std::vector<std::byte>;

/// A commit that owns its payload.
struct Commit {
    std::uint32_t event_count = 1;
    Timestamp at{};
    Cause cause{};
    Bytes payload;

    Frame frame() const { return {event_count, at, cause, payload}; }
    bool operator==(const Commit&) const = default;
};

/// The n-th commit of a series: 1 to 3 events, sizes that differ, bytes that tell it from its neighbours.
Commit make_commit(std::uint64_t n, std::size_t payload_bytes_max = 40);
std::vector<Commit> make_commits(std::size_t count, std::size_t payload_bytes_max = 40);
std::uint64_t events_in(const std::vector<Commit>& commits);

JournalId test_id(std::uint8_t seed = 7);

inline const std::string journal_path = "/journal";

/// A journal opened for writing, behind everything it holds.
struct OpenJournal {
    std::unique_ptr<JournalDirectory> directory;
    std::unique_ptr<Writer> writer;
    JournalEnd end;
    std::vector<Commit> commits;  ///< what was read on opening
};
Result<OpenJournal> open_journal(Disk& disk, std::uint64_t segment_bytes, const std::string& path = journal_path,
                                 const JournalId& id = test_id());

struct ReadBack {
    std::vector<Commit> commits;
    JournalEnd end;
};
Result<ReadBack> read_back(Disk& disk, const std::string& path = journal_path, const ReadOptions& options = {});

/// Appends each commit by itself. Stops at the first error.
Result<void> append_all(Writer& writer, const std::vector<Commit>& commits);

/// A closed journal of these commits, synced after every third.
std::unique_ptr<FaultyDisk> journal_of(const std::vector<Commit>& commits, std::uint64_t segment_bytes, bool is_closed = true);

std::string segment_path(std::uint64_t number);

/// Whether `part` is how `whole` begins.
bool is_prefix(const std::vector<Commit>& part, const std::vector<Commit>& whole);

}  // namespace trellis::adapters::testing
