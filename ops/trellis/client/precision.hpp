// `trellis precision refresh`: the venue is asked for the rules of its instruments (V-3).
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct PrecisionRefreshOptions {
    ClientOptions client;
    std::string account;  ///< empty: all of them
    bool dry_run = false;
    bool json = false;
};
int precision_refresh(const PrecisionRefreshOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
