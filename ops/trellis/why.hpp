// `trellis why`: the chain of causes behind anything that a run on a data directory made, down to the signal.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct WhyOptions {
    std::string id;  ///< s3, e57, g1.4, main:BTCUSDT:900:long, g1.4/entry/0/2 or a client order id
    std::string data_dir;
    bool json = false;
};

/// Returns 0; 3 when there is no run or nothing of that name; 4 and 7 for a directory that cannot be understood.
int why(const WhyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
