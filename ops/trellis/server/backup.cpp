// Copies of the data directory while the server runs.
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

Result<void> Server::backup(const std::string& path) {
    return Error{"NOT_BUILT", path + ": stop the server and copy the data directory; a backup while it runs is not built yet"};
}

}  // namespace trellis::program
