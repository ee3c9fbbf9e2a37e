#include "engine/market/symbol_book.hpp"

#include <algorithm>

namespace trellis {

const std::vector<GroupId>& SymbolBook::on_quote(Quote quote) {
    ring_.push(std::move(quote));
    crossed_.clear();
    const Quote& newest = *ring_.newest();
    if (!levels_.crosses(newest)) return crossed_;
    levels_.collect(newest, crossed_slots_);
    for (const std::uint32_t slot : crossed_slots_) crossed_.push_back(groups_[slot]);
    std::ranges::sort(crossed_);
    return crossed_;
}

std::uint32_t SymbolBook::slot_of(GroupId group) {
    const auto known = slots_.find(group);
    if (known != slots_.end()) return known->second;
    std::uint32_t slot = static_cast<std::uint32_t>(groups_.size());
    if (free_slots_.empty()) {
        groups_.push_back(group);
    } else {
        slot = free_slots_.back();
        free_slots_.pop_back();
        groups_[slot] = group;
    }
    slots_.emplace(group, slot);
    return slot;
}

bool SymbolBook::watch(GroupId group, const WatchLevels& levels) {
    if (levels == WatchLevels{}) {
        forget(group);
        return false;
    }
    levels_.set(slot_of(group), levels);
    const Quote* quote = ring_.newest();
    if (quote == nullptr) return false;
    const auto reached = [](const std::optional<WatchLevel>& level, auto&& test) {
        return level.has_value() && test(level->price);
    };
    return reached(levels.bid_at_or_above, [&](Price price) { return quote->bid >= price; }) ||
           reached(levels.bid_at_or_below, [&](Price price) { return quote->bid <= price; }) ||
           reached(levels.ask_at_or_above, [&](Price price) { return quote->ask >= price; }) ||
           reached(levels.ask_at_or_below, [&](Price price) { return quote->ask <= price; });
}

void SymbolBook::forget(GroupId group) {
    const auto known = slots_.find(group);
    if (known == slots_.end()) return;
    levels_.clear(known->second);
    free_slots_.push_back(known->second);
    slots_.erase(known);
}

std::optional<Quote> SymbolBook::newest() const {
    const Quote* quote = ring_.newest();
    return quote == nullptr ? std::nullopt : std::optional(*quote);
}

}  // namespace trellis
