// How long venues take to answer: which request is under way since when, for the latency figures only. Nothing waits for it.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "engine/market/order.hpp"
#include "ops/trellis/server/stages.hpp"

namespace trellis::program {

class RoundTrips {
public:
    explicit RoundTrips(Stages& stages) : stages_(stages) {}

    /// These leave now.
    void on_sent(const std::vector<VenueRequest>& requests, Stages::Time now);
    /// The first word about an order since then ends its trip; refusals are counted by their code.
    void on_report(const OrderReport& report, Stages::Time now);

private:
    struct Trip {
        adapters::OrderOperation operation{};
        Stages::Time sent{};
    };
    Stages& stages_;
    std::mutex mutex_;
    std::map<ClientOrderId, Trip> under_way_;
};

}  // namespace trellis::program
