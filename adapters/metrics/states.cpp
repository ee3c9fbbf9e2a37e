#include "adapters/metrics/states.hpp"

#include <algorithm>
#include <utility>

namespace trellis::adapters {
namespace {

template <class E>
std::uint64_t& at(CountBy<E>& counts, E state) {
    return counts[static_cast<std::size_t>(state)];
}

}  // namespace

LegState state_of(const Group& group, const Leg& leg) {
    const Order* entry = group.find(leg.entry);
    if (entry == nullptr) return LegState::planned;
    if (entry->is_live()) return leg.lot.filled.is_zero() ? LegState::resting : LegState::partial;
    if (leg.lot.filled.is_zero()) return LegState::ended;
    return leg.lot.open.is_zero() ? LegState::closed : LegState::filled;
}

void StateTally::begin(Timestamp now) {
    now_ = now;
    counts_ = {};
    unknown_before_ = std::move(unknown_since_);
    unknown_since_.clear();
}

void StateTally::add(const Group& group) {
    if (group.has_ended()) return;
    ++at(counts_.groups, trellis::state_of(group));
    if (group.quarantine.has_value()) ++counts_.quarantined;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) ++at(counts_.legs, state_of(group, leg));
    }
    for (const auto& order : group.orders) add(group, order);
}

void StateTally::add(const Group& group, const Order& order) {
    if (!order.is_live()) return;
    ++at(counts_.orders, order.state);
    if (order.state != OrderState::unknown) return;
    const OrderKey key{group.id, order.number};
    const auto before = unknown_before_.find(key);
    const auto since = before != unknown_before_.end() ? before->second : order.waiting_since.value_or(now_);
    unknown_since_.emplace(key, since);
    counts_.unknown_order_age = std::max(counts_.unknown_order_age, now_ - since);
}

StateCounts StateTally::finish() { return counts_; }

}  // namespace trellis::adapters
