// `trellis init`: a set-up to start from, on paper: a configuration, secrets that nobody else has, and the text of an alert.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct InitOptions {
    std::string directory;  ///< made if it is not there; else it must be empty
};

/// Returns 0; 4 when something is in the directory or it is none; 1 when it cannot be written.
int init(const InitOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
