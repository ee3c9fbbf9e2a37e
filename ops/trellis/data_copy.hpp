// Copying a server's data directory to a backup and back, whole or not at all. Also beside a running server: a journal only grows, and
// what of it can be read does not change any more.
//
//   backup.json                      what it is: format, journal, last event
//   config.json                      the configuration in effect
//   journal/JOURNAL, 00000001.trl... up to the last commit that was whole
//   state.mdb/a.mdb | b.mdb          the newest snapshot, and
//   state.mdb/history.mdb            the lists: both only when the journal's beginning is not kept any more
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/base/result.hpp"

namespace trellis::program {

/// What a backup holds, as recovery sees it.
struct BackupSummary {
    std::string journal;            ///< id
    std::uint64_t first_event = 0;  ///< kept in the journal
    std::uint64_t last_event = 0;
    std::uint64_t groups = 0;       ///< that had not ended
};

/// How the lists are copied to a path; a running server does it under their lock.
using CopyHistory = std::function<Result<void>(const std::string& path)>;
/// For a directory that no server has.
CopyHistory copy_of_history(const std::string& data_dir);

/// Writes a backup of `data_dir` to the new file `file`, after a recovery of the copy succeeded and reached `durable`. Errors: NO_DATA
/// (no server ran there), FILE_EXISTS, DISK_ERROR, those of journal and recovery.
Result<BackupSummary> write_backup(const std::string& data_dir, const std::string& file, std::uint64_t durable, const CopyHistory& history);

/// Makes the data directory `directory`, which must be absent or empty, of a backup; recovers it first. Errors: NOT_EMPTY,
/// INVALID_BACKUP, DISK_ERROR, those of journal and recovery; then there is nothing in it.
Result<BackupSummary> restore_backup(const std::string& file, const std::string& directory);

}  // namespace trellis::program
