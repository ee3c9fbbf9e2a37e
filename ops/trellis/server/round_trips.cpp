#include "ops/trellis/server/round_trips.hpp"

#include "engine/base/overloaded.hpp"

namespace trellis::program {

namespace {

constexpr std::size_t under_way_max = 65'536;  // a venue that answers nothing must not cost memory

adapters::OrderOperation operation_of(const VenueRequest& request) {
    using enum adapters::OrderOperation;
    return std::visit(Overloaded{[](const PlaceOrder&) { return place; }, [](const AmendOrder&) { return amend; },
                                 [](const CancelOrder&) { return cancel; }, [](const QueryOrder&) { return query; },
                                 [](const CancelOrphan&) { return cancel; }},
                      request);
}

}  // namespace

void RoundTrips::on_sent(const std::vector<VenueRequest>& requests, Stages::Time now) {
    if (now == Stages::Time{}) return;
    const std::scoped_lock guard(mutex_);
    for (const auto& request : requests) {
        if (under_way_.size() >= under_way_max) return;
        const ClientOrderId id = std::visit([](const auto& asked) { return asked.id; }, request);
        under_way_.insert_or_assign(id, Trip{operation_of(request), now});
    }
}

void RoundTrips::on_report(const OrderReport& report, Stages::Time now) {
    auto& metrics = stages_.metrics();
    if (const auto* rejected = std::get_if<OrderRejected>(&report.body)) metrics.order_rejects[rejected->code].add();
    if (const auto* refused = std::get_if<RequestRefused>(&report.body)) metrics.order_rejects[refused->code].add();
    if (now == Stages::Time{}) return;
    Trip trip;
    {
        const std::scoped_lock guard(mutex_);
        const auto found = under_way_.find(report.id);
        if (found == under_way_.end()) return;
        trip = found->second;
        under_way_.erase(found);
    }
    stages_.observe(metrics.order_round_trip[trip.operation], trip.sent, now);
}

}  // namespace trellis::program
