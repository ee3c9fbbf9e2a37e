// `trellis version`: which program this is.
#pragma once

#include <iosfwd>

namespace trellis::program {

struct VersionOptions {
    bool json = false;
};

int version(const VersionOptions& options, std::ostream& out);

}  // namespace trellis::program
