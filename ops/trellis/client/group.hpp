// `trellis group ID`: one group with its pyramids, legs, orders and fills.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct GroupOptions {
    ClientOptions client;
    std::string id;  ///< g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE
    bool json = false;
    bool watch = false;
};

int group(const GroupOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
