#include "engine/world/timers.hpp"

namespace trellis {

void TimerQueue::update(GroupAddress address, std::optional<Due> due) {
    const auto known = by_group_.find(address);
    if (known != by_group_.end()) {
        if (due == known->second) return;
        entries_.erase({known->second, address});
        by_group_.erase(known);
    }
    if (!due.has_value()) return;
    entries_.insert({*due, address});
    by_group_.emplace(address, *due);
}

std::optional<Timestamp> TimerQueue::next() const {
    if (entries_.empty()) return std::nullopt;
    return entries_.begin()->due.at;
}

std::optional<TimerQueue::Fired> TimerQueue::pop(Timestamp now) {
    if (entries_.empty()) return std::nullopt;
    const Entry first = *entries_.begin();
    if (first.due.at > now) return std::nullopt;
    entries_.erase(entries_.begin());
    by_group_.erase(first.address);
    return Fired{first.address, first.due.kind};
}

}  // namespace trellis
