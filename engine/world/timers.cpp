#include "engine/world/timers.hpp"

namespace trellis {

void TimerQueue::update(TimerOwner owner, std::optional<Due> due) {
    const auto known = by_owner_.find(owner);
    if (known != by_owner_.end()) {
        if (due == known->second) return;
        entries_.erase({known->second, owner});
        by_owner_.erase(known);
    }
    if (!due.has_value()) return;
    entries_.insert({*due, owner});
    by_owner_.emplace(owner, *due);
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
    by_owner_.erase(first.owner);
    return Fired{first.owner, first.due.kind};
}

}  // namespace trellis
