// A copy of the data directory while it is in use.
#include "ops/trellis/data_copy.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

Result<void> Server::backup(const std::string& path) {
    const auto written = write_backup(data_->path(), path, journal_->durable_sequence(),
                                      [this](const std::string& to) { return data_->history().copy_to(to); });
    if (!written.ok()) {
        log_.error("backup " + path + ": " + written.error().code + ": " + written.error().detail);
        return written.error();
    }
    log_.info("backup " + path + " holds events up to " + std::to_string(written->last_event));
    return {};
}

}  // namespace trellis::program
