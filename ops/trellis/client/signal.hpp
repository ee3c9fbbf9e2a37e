// `trellis signal test | send FILE`: what a signal would do on the running server, and sending it.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct SignalOptions {
    ClientOptions client;
    std::string file;     ///< the body as a webhook takes it; "-": standard input
    std::string account;  ///< empty: the only one there is
    bool json = false;
};

/// Nothing is recorded. Returns 0; 4 when the signal would not be accepted.
int signal_test(const SignalOptions& options, std::ostream& out, std::ostream& err);
/// Returns 0 when it was accepted, queued, a duplicate or ignored; 4 when it was rejected.
int signal_send(const SignalOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
