// The client's side of a numbered stream of reports: whatever the wire loses, repeats or turns round, the engine sees each report
// once and in the venue's order. Knows no venue.
//
//   arrives  1 2 2 4 3 | 6         expected 1
//   passes   1 2 3 4   | 5 6       5 was asked for again
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/market/order.hpp"

namespace trellis::adapters {

struct StreamMessage {
    std::uint64_t number = 0;  ///< from 1, without holes at the venue
    OrderReport report;
    bool operator==(const StreamMessage&) const = default;
};

class StreamGuard {
public:
    /// Asks the venue for the report with this number again.
    using Refetch = std::function<OrderReport(std::uint64_t number)>;

    /// Takes what arrived together and answers with what is new, in order; holes before the newest are fetched.
    std::vector<OrderReport> receive(std::vector<StreamMessage> arrived, const Refetch& refetch);
    /// The venue says which number it sent last: fetches what never came.
    std::vector<OrderReport> heartbeat(std::uint64_t last_sent, const Refetch& refetch);
    /// The number that comes next.
    std::uint64_t expected() const { return expected_; }

private:
    void fetch_until(std::uint64_t number, const Refetch& refetch, std::vector<OrderReport>& passed);

    std::uint64_t expected_ = 1;
};

}  // namespace trellis::adapters
