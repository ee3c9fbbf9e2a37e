#include "adapters/market/tick_queue.hpp"

#include <concurrentqueue/concurrentqueue.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

struct Numbered {
    std::uint64_t number = 0;  // of its push
    Tick tick;
};

// The quotes of one instrument that must survive; one quote may be several of them.
struct Extremes {
    enum Part : std::uint8_t { low_bid, high_bid, low_ask, high_ask, newest, part_count };
    std::array<Numbered, part_count> parts;

    explicit Extremes(const Numbered& first) { parts.fill(first); }

    void add(const Numbered& next) {
        const Quote& quote = next.tick.quote;
        if (quote.bid < parts[low_bid].tick.quote.bid) parts[low_bid] = next;
        if (quote.bid > parts[high_bid].tick.quote.bid) parts[high_bid] = next;
        if (quote.ask < parts[low_ask].tick.quote.ask) parts[low_ask] = next;
        if (quote.ask > parts[high_ask].tick.quote.ask) parts[high_ask] = next;
        parts[newest] = next;
    }
    /// Each once, in order.
    std::vector<Numbered> survivors() const {
        std::vector<Numbered> all(parts.begin(), parts.end());
        std::ranges::sort(all, {}, &Numbered::number);
        const auto is_same = [](const Numbered& a, const Numbered& b) { return a.number == b.number; };
        all.erase(std::unique(all.begin(), all.end(), is_same), all.end());
        return all;
    }
};

}  // namespace

struct TickQueue::Parts {
    moodycamel::ConcurrentQueue<Tick> queue;
    moodycamel::ProducerToken producer{queue};
    moodycamel::ConsumerToken consumer{queue};

    std::mutex mutex;  // guards the two below; taken at the bound only
    std::map<InstrumentId, Extremes> merging;
    std::uint64_t pushes = 0;

    std::deque<Tick> taken;  // the consumer's: merged quotes that go out next
};

TickQueue::TickQueue(std::size_t bound) : bound_(bound), parts_(std::make_unique<Parts>()) {
    TRELLIS_CHECK(bound > 0, "a queue has room for a quote");
}
TickQueue::~TickQueue() = default;

void TickQueue::push(const Tick& tick) {
    const bool has_room = queued_.load(std::memory_order_acquire) < bound_;
    if (is_merging_.load(std::memory_order_acquire) || !has_room) return merge(tick);
    queued_.fetch_add(1, std::memory_order_relaxed);
    const bool is_taken = parts_->queue.enqueue(parts_->producer, tick);
    TRELLIS_CHECK(is_taken, "the tick queue has memory up to its bound");
}

void TickQueue::merge(const Tick& tick) {
    const std::scoped_lock guard(parts_->mutex);
    const Numbered next{++parts_->pushes, tick};
    const auto [place, is_first] = parts_->merging.try_emplace(tick.instrument, next);
    if (!is_first) {
        const auto before = place->second.survivors().size();
        place->second.add(next);
        merged_.fetch_add(before + 1 - place->second.survivors().size(), std::memory_order_relaxed);
    }
    is_merging_.store(true, std::memory_order_release);
}

// While merging the producer queues nothing, and what it queued before is visible to whoever saw that it merges: a queue that is then
// found empty has given out everything older.
std::optional<Tick> TickQueue::pop() {
    if (parts_->taken.empty()) {
        Tick tick;
        const bool was_merging = is_merging_.load(std::memory_order_acquire);
        if (parts_->queue.try_dequeue(parts_->consumer, tick)) {
            queued_.fetch_sub(1, std::memory_order_release);
            return tick;
        }
        if (!was_merging) return std::nullopt;
        take_merged();
    }
    const Tick tick = parts_->taken.front();
    parts_->taken.pop_front();
    return tick;
}

void TickQueue::take_merged() {
    std::vector<Numbered> all;
    {
        const std::scoped_lock guard(parts_->mutex);
        for (const auto& [instrument, extremes] : parts_->merging) {
            const auto survivors = extremes.survivors();
            all.insert(all.end(), survivors.begin(), survivors.end());
        }
        parts_->merging.clear();
        is_merging_.store(false, std::memory_order_release);
    }
    std::ranges::sort(all, {}, &Numbered::number);
    for (const auto& one : all) parts_->taken.push_back(one.tick);
}

}  // namespace trellis::adapters
