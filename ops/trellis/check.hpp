// `trellis check`: what is wrong with a scenario or configuration document, everything at once.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct CheckOptions {
    std::string file;  ///< "-": standard input; empty: trellis.json
    bool json = false;
};

/// Returns 0, or 4 when the document is wrong or there is none.
int check(const CheckOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
