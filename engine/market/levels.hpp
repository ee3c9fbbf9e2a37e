// Nearest-first books of watch levels: four indexed 4-ary heaps, so that a quote is checked against the nearest level of each
// direction in the same few nanoseconds however many levels there are (architecture, property 5).
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/market/quote.hpp"
#include "engine/market/watch.hpp"

namespace trellis {

/// A 4-ary heap of prices by slot; a slot stands in it at most once and knows its place.
class LevelHeap {
public:
    /// `rising`: the lowest price is nearest (reached from below). Otherwise the highest is.
    explicit LevelHeap(bool rising) : rising_(rising) {}

    void set(std::uint32_t slot, const WatchLevel& level);
    void clear(std::uint32_t slot);

    /// True when the price has reached the nearest level.
    bool is_reached(Price price) const noexcept {
        return !entries_.empty() && (rising_ ? price >= entries_.front().level.price
                                             : price <= entries_.front().level.price);
    }
    /// Appends every slot whose level the price has reached.
    void collect(Price price, Timestamp at, std::vector<std::uint32_t>& out) const;

private:
    struct Entry {
        WatchLevel level;
        std::uint32_t slot{};
    };
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    bool is_nearer(const Entry& one, const Entry& other) const {
        return rising_ ? one.level.price < other.level.price : one.level.price > other.level.price;
    }
    void place(std::size_t index, const Entry& entry);
    void rise(std::size_t index, Entry entry);
    void sink(std::size_t index, Entry entry);

    bool rising_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> places_;      // by slot
    mutable std::vector<std::size_t> walk_;  // scratch of collect
};

/// What all groups of one instrument watch. Slots are small and dense.
class LevelBook {
public:
    /// Replaces what a slot watches.
    void set(std::uint32_t slot, const WatchLevels& levels);
    void clear(std::uint32_t slot);
    /// True when the quote has reached a level; levels that are not due yet count here.
    bool crosses(const Quote& quote) const noexcept {
        return bid_rises_.is_reached(quote.bid) || bid_falls_.is_reached(quote.bid) ||
               ask_rises_.is_reached(quote.ask) || ask_falls_.is_reached(quote.ask);
    }
    /// Every slot with a level that the quote has reached and that is not for later; ascending, each once.
    void collect(const Quote& quote, std::vector<std::uint32_t>& out) const;

private:
    LevelHeap bid_rises_{true};
    LevelHeap bid_falls_{false};
    LevelHeap ask_rises_{true};
    LevelHeap ask_falls_{false};
};

}  // namespace trellis
