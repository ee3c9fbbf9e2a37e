// Which segments a journal consists of, by their names and headers alone. Nothing behind a header is read here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/journal/directory.hpp"
#include "adapters/journal/disk.hpp"
#include "adapters/journal/segment.hpp"

namespace trellis::adapters {

/// A segment whose header is good, or is not but stands before one that is.
struct ListedSegment {
    SegmentHeader header;
    bool is_readable = true;
};

struct SegmentList {
    JournalIdentity identity;
    std::vector<ListedSegment> used;       ///< in order, the last one readable
    std::vector<std::uint64_t> unused;     ///< behind them: prepared ones, by number
};

/// Errors: JOURNAL_NOT_FOUND, JOURNAL_DAMAGED (the file JOURNAL), JOURNAL_VERSION, JOURNAL_MISSING_SEGMENT,
/// JOURNAL_FOREIGN_SEGMENT, disk errors. May run beside a writer.
Result<SegmentList> list_segments(Disk& disk, const std::string& directory);

/// It still begins with the first event: nothing but itself is needed to rebuild everything. Errors as above.
Result<bool> reaches_first_event(Disk& disk, const std::string& directory);

/// The header of one segment. Errors as above, a bad header is none.
Result<SegmentHeaderParse> read_segment_header(Disk& disk, const std::string& directory, std::uint64_t number);

/// A whole file.
Result<std::vector<std::byte>> read_file(Disk& disk, const std::string& path);

}  // namespace trellis::adapters
