#include "adapters/exchange/stream_guard.hpp"

#include <algorithm>
#include <utility>

namespace trellis::adapters {

void StreamGuard::fetch_until(std::uint64_t number, const Refetch& refetch, std::vector<OrderReport>& passed) {
    for (; expected_ < number; ++expected_) passed.push_back(refetch(expected_));
}

std::vector<OrderReport> StreamGuard::receive(std::vector<StreamMessage> arrived, const Refetch& refetch) {
    std::ranges::stable_sort(arrived, {}, &StreamMessage::number);
    std::vector<OrderReport> passed;
    passed.reserve(arrived.size());
    for (auto& message : arrived) {
        if (message.number < expected_) continue;  // seen before, on the wire or by a refetch
        fetch_until(message.number, refetch, passed);
        passed.push_back(std::move(message.report));
        ++expected_;
    }
    return passed;
}

std::vector<OrderReport> StreamGuard::heartbeat(std::uint64_t last_sent, const Refetch& refetch) {
    std::vector<OrderReport> passed;
    fetch_until(last_sent + 1, refetch, passed);
    return passed;
}

}  // namespace trellis::adapters
