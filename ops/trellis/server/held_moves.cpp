#include "ops/trellis/server/held_moves.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trellis::program {

void HeldMoves::hold(std::vector<FactItem> facts, std::size_t instruments, Timestamp now) {
    const std::scoped_lock guard(mutex_);
    held_ = std::move(facts);
    quoted_ = std::vector<std::atomic<bool>>(instruments);
    known_.assign(instruments, false);
    until_ = now + patience;
    is_holding_ = !held_.empty();
}

bool HeldMoves::is_ready(const FactItem& item, bool is_late) const {
    const auto& moved = std::get<LeaderMoved>(item.fact);
    if (is_late && moved.is_closing) return true;
    return known_[moved.identity.instrument.value] && (is_late || std::ranges::find(known_, false) == known_.end());
}

std::vector<FactItem> HeldMoves::look(Timestamp now) {
    std::vector<FactItem> ready;
    if (!is_holding_) return ready;
    const std::scoped_lock guard(mutex_);
    const bool is_late = now >= until_;
    const auto waits = std::stable_partition(held_.begin(), held_.end(), [&](const FactItem& item) { return is_ready(item, is_late); });
    std::move(held_.begin(), waits, std::back_inserter(ready));
    held_.erase(held_.begin(), waits);
    for (std::size_t at = 0; at < known_.size(); ++at) known_[at] = quoted_[at].load(std::memory_order_relaxed);
    is_holding_ = !held_.empty();
    return ready;
}

}  // namespace trellis::program
