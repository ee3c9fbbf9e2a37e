// `trellis limits`: how far each account is from each of its limits, why its entries wait, and letting the results count from nothing.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct LimitsOptions {
    ClientOptions client;
    std::string account;  ///< empty: all of them
    bool json = false;
    bool watch = false;
};
int limits(const LimitsOptions& options, std::ostream& out, std::ostream& err);

struct LimitsResetOptions {
    ClientOptions client;
    std::string account;  ///< empty: all of them
    bool dry_run = false;
    bool json = false;
};
/// Ends halts by results; the day's sum and the peak of equity count from nothing.
int limits_reset(const LimitsResetOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
