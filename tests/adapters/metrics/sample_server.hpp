// A server's metrics without a server: with the most labels that a configuration can lead to, and every series there is.
#pragma once

#include <memory>
#include <string>

#include "adapters/metrics/exposition.hpp"

namespace trellis::tests {

struct SampleServer {
    std::unique_ptr<adapters::Metrics> metrics;
    adapters::Readings readings;

    std::string text() const;
};

/// One account, one venue, a little of everything counted.
SampleServer small_server();
/// More accounts and venues than labels are given to, codes that nobody knows.
SampleServer largest_server();

}  // namespace trellis::tests
