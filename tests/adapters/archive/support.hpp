// What the archive's tests share: trading that is journaled as it happens, a folder for LMDB's files, and hands to damage them with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/archive/archive.hpp"
#include "adapters/archive/recovery.hpp"
#include "adapters/journal/testing/faulty_disk.hpp"
#include "tests/support/trading.hpp"

namespace trellis::adapters::testing {

/// A folder of its own, gone with this.
class ScratchFolder {
public:
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// Trading with a journal on a disk in memory and an archive in a real folder.
class JournaledTrading {
public:
    explicit JournaledTrading(std::uint64_t seed, std::uint64_t segment_bytes = 1U << 20U, const tests::TradingOptions& trading = {});

    /// Trades until the journal has this many more events; everything is durable then.
    void trade(std::uint64_t events);
    /// A new start of the process.
    void restart();

    /// A commit of these events, past whoever trades.
    void slip_in(const std::vector<Event>& events);

    std::uint64_t sequence() const { return writer_->next_sequence() - 1; }
    const World& world() const { return trading_.world(); }
    const Config& config() const { return trading_.config(); }
    Writer& writer() { return *writer_; }
    FaultyDisk& disk() { return disk_; }
    JournalDirectory& directory() { return *directory_; }
    std::string archive_path() const { return folder_.path() + "/state.mdb"; }
    RecoverOptions where() const { return {"/journal", archive_path(), true}; }

    std::unique_ptr<Archive> open_archive(const ArchiveOptions& options = {});
    Result<Recovered> recover() { return adapters::recover(disk_, where(), config()); }
    /// From the first event, without any cut.
    Result<Recovered> replay();
    /// The data directory with the journal as it is now, for whoever reads real files.
    std::string data_directory() const;

private:
    void append(const Commit& commit);

    ScratchFolder folder_;
    FaultyDisk disk_;
    std::unique_ptr<JournalDirectory> directory_;
    std::unique_ptr<Writer> writer_;
    tests::Trading trading_;
};

/// Changes one record of a cut behind its checksum's back: the bit of its value, counted from the end.
void flip_bit(const std::string& path, const std::vector<std::byte>& key, std::size_t bit_from_end);
void remove_record(const std::string& path, const std::vector<std::byte>& key);
/// Makes a value's checksum right again.
void seal_record(const std::vector<std::byte>& key, std::vector<std::byte>& value);
std::vector<std::byte> file_bytes(const std::string& path);
void write_file(const std::string& path, const std::vector<std::byte>& bytes);

}  // namespace trellis::adapters::testing
