// Quotes on their way from a market connection to the feed: one thread puts in, one takes out, and memory is bounded. Up to the bound
// no quote is conflated. At the bound quotes are merged per instrument into what no rule can do without: the first lowest and highest
// bid and ask, and the newest, in their order (architecture, property 5).
//
//   push ─► queue (bound) ──────────────► pop       once merging began, everything is merged until the queue is empty:
//      └──► merged, per instrument ─► pop            so what was merged is younger than what is queued
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "engine/base/ids.hpp"
#include "engine/market/quote.hpp"

namespace trellis::adapters {

struct Tick {
    InstrumentId instrument;
    Quote quote;
    bool operator==(const Tick&) const = default;
};

class TickQueue {
public:
    /// `bound` quotes are queued at most; positive.
    explicit TickQueue(std::size_t bound);
    ~TickQueue();
    TickQueue(const TickQueue&) = delete;
    TickQueue& operator=(const TickQueue&) = delete;

    /// The producer's thread. Never waits for the consumer's work.
    void push(const Tick& tick);
    /// The consumer's thread: the next quote, or nothing now.
    std::optional<Tick> pop();

    /// Quotes that were merged into others and will not come out. Any thread.
    std::uint64_t merged() const { return merged_.load(std::memory_order_relaxed); }

private:
    struct Parts;
    void merge(const Tick& tick);
    void take_merged();

    const std::size_t bound_;
    std::atomic<std::size_t> queued_{0};
    std::atomic<bool> is_merging_{false};
    std::atomic<std::uint64_t> merged_{0};
    std::unique_ptr<Parts> parts_;
};

}  // namespace trellis::adapters
