// `trellis queue`: who waits and why, who left, and what an operator does about it.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"

namespace trellis::program {

struct QueueOptions {
    ListOptions list;
    std::string account;
};
/// Waiting entries, first to be promoted first.
int queue(const QueueOptions& options, std::ostream& out, std::ostream& err);
/// Entries that left.
int queue_history(const QueueOptions& options, std::ostream& out, std::ostream& err);

struct QueueEntryOptions {
    ClientOptions client;
    std::string entry;  ///< s12 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE
    bool ignore_exposure = false;
    bool dry_run = false;
    bool json = false;
};
int queue_promote(const QueueEntryOptions& options, std::ostream& out, std::ostream& err);
int queue_force(const QueueEntryOptions& options, std::ostream& out, std::ostream& err);
int queue_remove(const QueueEntryOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
