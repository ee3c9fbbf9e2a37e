// Keeps snapshots behind a running journal without keeping a world: two files, each a cut, written in turn.
//
//   state.mdb/a.mdb  cut at event 150000      each advance takes the older file, loads from it the aggregates that the journal
//   state.mdb/b.mdb  cut at event 100000      touched since, applies the frames, writes them back: one synced transaction a chunk
//
// So one cut is never being written, damage in one file leaves the other, and a reader beside reads the newer one undisturbed. The
// journal is kept from the older cut on.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "adapters/archive/cut.hpp"
#include "adapters/journal/directory.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/writer.hpp"

namespace trellis::adapters {

/// The two files of an archive; its directory is DATA_DIR/state.mdb.
std::array<std::string, 2> cut_paths(const std::string& directory);

struct ArchiveOptions {
    std::uint64_t snapshot_every_events = 50'000;
    std::uint64_t keep_segments = 64;
    std::uint64_t chunk_events = 16'384;         ///< events of one transaction, about
    std::size_t chunk_aggregates = 4'096;        ///< aggregates in memory at once, about
    std::uint64_t map_bytes_min = 256ULL << 20U;  ///< of a file's map; it grows
};

struct Advanced {
    std::uint64_t from = 0;        ///< sequence of the cut that was taken up
    std::uint64_t to = 0;          ///< where it is now
    std::uint64_t events = 0;
    std::uint64_t aggregates = 0;  ///< written, those of several chunks counted several times
    std::uint64_t chunks = 0;
    bool operator==(const Advanced&) const = default;
};

/// Belongs to one thread, the archive's. The directory of the journal is what keeps other processes out. Every operation leaves a
/// usable archive behind, whatever its error; it may be repeated.
class Archive {
public:
    /// `journal` outlives it; `initial` holds a desk for each account, as new (World::empty). Makes the directory if it is absent. A
    /// damaged file is given up: `dropped()` says why. Errors: SNAPSHOT_FOREIGN (the cut of another journal), disk errors.
    static Result<std::unique_ptr<Archive>> open(JournalDirectory& journal, std::string directory, World initial,
                                                 const ArchiveOptions& options = {});

    /// Brings the older cut up to `durable`, the last event known durable: a cut is never ahead of the durable journal. Errors:
    /// REPLAY_FAILED, STATE_DIFFERS and the codec's, naming the sequence; JOURNAL_STARTS_LATER; disk errors.
    Result<Advanced> advance(std::uint64_t durable);
    /// Advances if the newest cut is `snapshot_every_events` behind, then lets the journal delete what neither cut needs but for
    /// `keep_segments` and what somebody else still needs, from `also_needed_from` on. Nothing: it was not due.
    Result<std::optional<Advanced>> keep_up(std::uint64_t durable, Writer& writer, std::uint64_t also_needed_from = UINT64_MAX);

    /// The last event of the newest cut; 0: there is none.
    std::uint64_t sequence() const;
    /// The first event that the journal must keep.
    std::uint64_t needed_from() const;
    /// Files given up when it was opened, and why.
    const std::vector<Error>& dropped() const { return dropped_; }

private:
    struct Slot {
        std::string path;
        CutInfo info;
        std::unique_ptr<Store> store;  // opened when first written
    };
    struct Chunk {
        std::uint64_t events = 0;
        std::uint64_t aggregates = 0;
    };

    Archive(JournalDirectory& journal, std::string directory, World initial, const ArchiveOptions& options);
    CutInfo no_cut() const;
    Result<void> examine(Slot& slot);
    Result<void> discard(Slot& slot);
    Slot& older();
    const Slot& newer() const;
    Result<void> prepare(Slot& slot);
    Result<void> copy_newer(Slot& slot);
    Result<Advanced> advance_slot(Slot& slot, std::uint64_t durable);
    Result<Chunk> advance_chunk(Slot& slot, std::uint64_t durable);
    Result<Chunk> write_chunk(Slot& slot, std::uint64_t durable);

    JournalDirectory& journal_;
    std::string directory_;
    PosixDisk disk_;  // LMDB's files are real ones, whatever the journal lies on
    World initial_;
    ArchiveOptions options_;
    std::array<Slot, 2> slots_;
    std::vector<Error> dropped_;
    std::set<GroupId> careful_;  // groups that could not take an event
};

}  // namespace trellis::adapters
