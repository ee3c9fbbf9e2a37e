// `trellis pause`, `resume`, `panic`, `close` and `release`: steering accounts and groups of a running server.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct TradingOptions {
    ClientOptions client;
    std::string account;  ///< empty: all of them
    bool dry_run = false;
    bool yes = false;     ///< of panic: without a question
    bool json = false;
};
/// No new exposure; what is open is managed to its end.
int pause(const TradingOptions& options, std::ostream& out, std::ostream& err);
int resume(const TradingOptions& options, std::ostream& out, std::ostream& err);
/// Halts, cancels entries and closes all groups. Asks on a terminal; without one it needs `yes` and returns 2 otherwise.
int panic(const TradingOptions& options, std::ostream& out, std::ostream& err);

struct CloseOptions {
    ClientOptions client;
    std::string group;     ///< g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE
    std::string fraction;  ///< of what is open; empty: all of it
    bool dry_run = false;
    bool json = false;
};
/// The whole group, or a part of what it holds.
int close_group(const CloseOptions& options, std::ostream& out, std::ostream& err);

struct ReleaseOptions {
    ClientOptions client;
    std::string group;  ///< g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE
    bool dry_run = false;
    bool json = false;
};
/// A quarantined group acts again.
int release_group(const ReleaseOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
