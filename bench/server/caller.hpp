// The sender of webhooks: a new connection for each, as TradingView does. Tells when the order was on the wire and when the answer came.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/server/wire.hpp"

namespace trellis::bench {

struct Course {
    std::uint16_t port = 0;
    const Socket* sink = nullptr;              ///< where orders arrive; null: only the answer is awaited
    std::size_t orders_each = 1;               ///< how many: the next request waits for all of them
    std::function<std::string()> next;         ///< the request
    std::function<void()> settle = [] {};      ///< after each
    std::chrono::nanoseconds interval{};       ///< between two beginnings; zero: each when the one before is done
};

/// Microseconds from the moment at which it should have begun.
struct Times {
    std::vector<double> order;
    std::vector<double> answer;
};

/// One after the other at even intervals. One that begins late because the one before took too long is counted from when it should
/// have begun; what the sender itself oversleeps is not counted.
Times send_all(const Course& course, std::size_t count);

double quantile(std::vector<double> values, double part);

}  // namespace trellis::bench
