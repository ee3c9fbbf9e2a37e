// What all journal commands share: where DIR's journal and snapshots are, and what an error means for the exit code.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace trellis::program {

struct JournalPlace {
    std::string journal;
    std::string archive;  ///< need not exist
};
/// Error JOURNAL_NOT_FOUND.
Result<JournalPlace> find_journal(const std::string& directory);

/// Prints "trellis journal COMMAND: CODE: detail" and returns the exit code that belongs to the code.
int fail_journal(std::ostream& err, std::string_view command, const Error& error);
/// The exit code alone.
int exit_code_of(const Error& error);

}  // namespace trellis::program
