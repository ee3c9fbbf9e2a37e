#include "engine/market/levels.hpp"

#include <algorithm>

namespace trellis {

namespace {

constexpr std::size_t arity = 4;

}  // namespace

void LevelHeap::place(std::size_t index, const Entry& entry) {
    entries_[index] = entry;
    places_[entry.slot] = static_cast<std::uint32_t>(index);
}

void LevelHeap::rise(std::size_t index, Entry entry) {
    while (index > 0) {
        const std::size_t parent = (index - 1) / arity;
        if (!is_nearer(entry, entries_[parent])) break;
        place(index, entries_[parent]);
        index = parent;
    }
    place(index, entry);
}

void LevelHeap::sink(std::size_t index, Entry entry) {
    while (true) {
        const std::size_t first = index * arity + 1;
        if (first >= entries_.size()) break;
        const std::size_t last = std::min(first + arity, entries_.size());
        std::size_t nearest = first;
        for (std::size_t child = first + 1; child < last; ++child) {
            if (is_nearer(entries_[child], entries_[nearest])) nearest = child;
        }
        if (!is_nearer(entries_[nearest], entry)) break;
        place(index, entries_[nearest]);
        index = nearest;
    }
    place(index, entry);
}

void LevelHeap::set(std::uint32_t slot, const WatchLevel& level) {
    if (slot >= places_.size()) places_.resize(slot + 1, absent);
    const Entry entry{level, slot};
    std::size_t index = places_[slot];
    if (index == absent) {
        index = entries_.size();
        entries_.push_back(entry);
        rise(index, entry);
        return;
    }
    const bool nearer = is_nearer(entry, entries_[index]);
    nearer ? rise(index, entry) : sink(index, entry);
}

void LevelHeap::clear(std::uint32_t slot) {
    if (slot >= places_.size() || places_[slot] == absent) return;
    const std::size_t index = places_[slot];
    places_[slot] = absent;
    const Entry last = entries_.back();
    entries_.pop_back();
    if (index == entries_.size()) return;
    const bool nearer = index > 0 && is_nearer(last, entries_[(index - 1) / arity]);
    nearer ? rise(index, last) : sink(index, last);
}

void LevelHeap::collect(Price price, Timestamp at, std::vector<std::uint32_t>& out) const {
    if (!is_reached(price)) return;
    walk_.assign(1, 0);
    while (!walk_.empty()) {
        const std::size_t index = walk_.back();
        walk_.pop_back();
        const Entry& entry = entries_[index];
        if (rising_ ? price < entry.level.price : price > entry.level.price) continue;
        if (entry.level.not_before <= at) out.push_back(entry.slot);
        const std::size_t first = index * arity + 1;
        for (std::size_t child = first; child < std::min(first + arity, entries_.size()); ++child) walk_.push_back(child);
    }
}

void LevelBook::set(std::uint32_t slot, const WatchLevels& levels) {
    const auto put = [slot](LevelHeap& heap, const std::optional<WatchLevel>& level) {
        level.has_value() ? heap.set(slot, *level) : heap.clear(slot);
    };
    put(bid_rises_, levels.bid_at_or_above);
    put(bid_falls_, levels.bid_at_or_below);
    put(ask_rises_, levels.ask_at_or_above);
    put(ask_falls_, levels.ask_at_or_below);
}

void LevelBook::clear(std::uint32_t slot) { set(slot, {}); }

void LevelBook::collect(const Quote& quote, std::vector<std::uint32_t>& out) const {
    out.clear();
    bid_rises_.collect(quote.bid, quote.at, out);
    bid_falls_.collect(quote.bid, quote.at, out);
    ask_rises_.collect(quote.ask, quote.at, out);
    ask_falls_.collect(quote.ask, quote.at, out);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace trellis
