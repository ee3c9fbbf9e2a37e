// `trellis demo`: a server that needs nothing. It sets itself up, trades a made-up market on paper by signals that it sends to its own
// webhook, and says what happens.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct DemoOptions {
    std::string directory = "trellis-demo";  ///< made by the first start; the next one goes on with it
    std::string webhook_listen;
    std::string admin_listen;
};

int demo(const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
