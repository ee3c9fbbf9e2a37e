#include "engine/market/symbol_book.hpp"

#include <algorithm>

namespace trellis {

const std::vector<GroupId>& SymbolBook::on_quote(Quote quote) {
    ring_.push(std::move(quote));
    crossed_.clear();
    const Quote& newest = *ring_.newest();
    if (levels_.crosses(newest)) {
        levels_.collect(newest, crossed_slots_);
        for (const std::uint32_t slot : crossed_slots_) crossed_.push_back(groups_[slot]);
    }
    if (!bars_.is_empty()) close_bars(newest);
    if (crossed_.size() < 2) return crossed_;
    std::ranges::sort(crossed_);
    crossed_.erase(std::unique(crossed_.begin(), crossed_.end()), crossed_.end());
    return crossed_;
}

void SymbolBook::close_bars(const Quote& quote) {
    const auto& closed = bars_.on_quote(quote);
    if (closed.empty()) return;
    for (const auto& [group, wish] : followers_) {
        if (std::ranges::binary_search(closed, wish.seconds)) crossed_.push_back(group);
    }
}

void SymbolBook::follow_bars(GroupId group, const std::optional<BarWish>& wish) {
    if (wish.has_value()) {
        followers_.insert_or_assign(group, *wish);
    } else {
        followers_.erase(group);
    }
}

std::optional<BarReading> SymbolBook::bars_of(GroupId group) const {
    const auto found = followers_.find(group);
    return found == followers_.end() ? std::nullopt : bars_.reading(found->second);
}

std::uint32_t SymbolBook::slot_of(GroupId group) {
    const auto known = slots_.find(group);
    if (known != slots_.end()) return known->second;
    std::uint32_t slot = static_cast<std::uint32_t>(groups_.size());
    if (free_slots_.empty()) {
        groups_.push_back(group);
        seen_.push_back(0);
    } else {
        slot = free_slots_.back();
        free_slots_.pop_back();
        groups_[slot] = group;
    }
    slots_.emplace(group, slot);
    return slot;
}

namespace {

bool is_reached(const WatchLevels& levels, const QuoteExtremes& span) {
    if (levels.bid_at_or_above.has_value() && span.bid_high >= levels.bid_at_or_above->price) return true;
    if (levels.bid_at_or_below.has_value() && span.bid_low <= levels.bid_at_or_below->price) return true;
    if (levels.ask_at_or_above.has_value() && span.ask_high >= levels.ask_at_or_above->price) return true;
    return levels.ask_at_or_below.has_value() && span.ask_low <= levels.ask_at_or_below->price;
}

}  // namespace

bool SymbolBook::watch(GroupId group, const WatchLevels& levels) {
    const Quote* quote = ring_.newest();
    return watch(group, levels, quote == nullptr ? 0 : quote->number);
}

bool SymbolBook::watch(GroupId group, const WatchLevels& levels, std::uint64_t seen) {
    follow_bars(group, levels.bars);
    if (WatchLevels prices = levels; prices.bars.reset(), prices == WatchLevels{}) {
        unwatch(group);
        return false;
    }
    const std::uint32_t slot = slot_of(group);
    levels_.set(slot, levels);
    seen_[slot] = std::max(seen_[slot], seen);
    const Quote* quote = ring_.newest();
    if (quote == nullptr) return false;
    if (is_reached(levels, QuoteExtremes{quote->bid, quote->bid, quote->ask, quote->ask})) return true;
    const auto missed = ring_.extremes_since(seen_[slot]);
    return missed.has_value() && is_reached(levels, *missed);
}

std::optional<QuoteExtremes> SymbolBook::wake(GroupId group) {
    const auto known = slots_.find(group);
    const Quote* quote = ring_.newest();
    if (known == slots_.end() || quote == nullptr) return std::nullopt;
    auto missed = ring_.extremes_since(seen_[known->second]);
    seen_[known->second] = quote->number;
    return missed;
}

void SymbolBook::forget(GroupId group) {
    followers_.erase(group);
    unwatch(group);
}

void SymbolBook::unwatch(GroupId group) {
    const auto known = slots_.find(group);
    if (known == slots_.end()) return;
    levels_.clear(known->second);
    seen_[known->second] = 0;
    free_slots_.push_back(known->second);
    slots_.erase(known);
}

std::optional<Quote> SymbolBook::newest() const {
    const Quote* quote = ring_.newest();
    return quote == nullptr ? std::nullopt : std::optional(*quote);
}

}  // namespace trellis
