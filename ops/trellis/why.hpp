// `trellis why`: the chain of causes behind anything that a run or a server made, down to the signal.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct WhyOptions {
    std::string id;  ///< s3, e57, g1.4, main:BTCUSDT:900:long, g1.4/entry/0/2 or a client order id
    ClientOptions client;
    bool json = false;
};

/// A data directory that is named and has no admin.token, as of a simulated run, is read itself; otherwise the server is asked, and
/// when none runs its data directory is read. Returns 0; 3 when there is no run or nothing of that name; 4 and 7 for a directory that
/// cannot be understood.
int why(const WhyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
