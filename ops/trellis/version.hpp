// `trellis version`: which program this is.
#pragma once

#include <iosfwd>

namespace trellis::program {

struct VersionOptions {
    bool json = false;
};

/// "0.2.0"
const char* program_version();
/// "GNU 12.2.0"
const char* program_compiler();

int version(const VersionOptions& options, std::ostream& out);

}  // namespace trellis::program
