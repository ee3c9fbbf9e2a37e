// What the connections of one listener have in common: options, counters, the date of this second.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/net/http_server.hpp"

namespace trellis::adapters {

/// Lives as long as the last connection; counters are read from other threads.
struct HttpShared {
    HttpServerOptions options;
    std::shared_ptr<IoMailbox> mailbox;
    std::atomic<std::uint64_t> connections_open{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> timed_out{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> accept_failures{0};

    HttpResponse refusal(unsigned status, std::string_view reason);
    /// Of this second.
    const std::string& date();

private:
    std::time_t date_at_ = 0;
    std::string date_;
};

}  // namespace trellis::adapters
