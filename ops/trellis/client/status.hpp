// `trellis status`: how the server, its journal and each account are.
#pragma once

#include <iosfwd>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct StatusOptions {
    ClientOptions client;
    bool json = false;
    bool watch = false;
};

/// Returns 0; 7 when something stands against it: it is starting or stopping, or its journal does not take everything.
int status(const StatusOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
