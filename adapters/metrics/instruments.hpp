// What is counted and timed on the hot path: plain atomics without lock, allocation or floating point. What they become at a scrape
// is exposition.hpp's business.
//
//   histogram, edges in nanoseconds:  10 us  20 us  50 us  100 us ... 1 s  2 s  3 s  5 s  10 s  beyond
//   no two edges lie between two powers of two, so the highest bit of a duration and one comparison find its bucket
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace trellis::adapters {

/// Whether two threads may change an instrument at once. One at a time is four times cheaper: a load and a store, no locked addition.
/// Reading is free for any thread in both cases.
enum class Writers : std::uint8_t { one, many };

namespace detail {

inline void add_to(std::atomic<std::uint64_t>& sum, std::uint64_t more, Writers writers) {
    if (writers == Writers::one) {
        sum.store(sum.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
    } else {
        sum.fetch_add(more, std::memory_order_relaxed);
    }
}

}  // namespace detail

/// Only grows.
class Counter {
public:
    Counter() = default;
    explicit Counter(Writers writers) : writers_(writers) {}
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    void add() { add(1); }
    void add(std::uint64_t more) { detail::add_to(value_, more, writers_); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
    Writers writers_ = Writers::many;
};

/// Goes up and down.
class Gauge {
public:
    Gauge() = default;
    Gauge(const Gauge&) = delete;
    Gauge& operator=(const Gauge&) = delete;

    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t more) { value_.fetch_add(more, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// Upper edges of the buckets; a duration belongs to the first edge it does not exceed. 3 s is how long TradingView waits.
inline constexpr std::array<std::uint64_t, 20> histogram_edges{
    10'000,     20'000,     50'000,      100'000,     200'000,     500'000,       1'000'000,     2'000'000,     5'000'000,     10'000'000,
    20'000'000, 50'000'000, 100'000'000, 200'000'000, 500'000'000, 1'000'000'000, 2'000'000'000, 3'000'000'000, 5'000'000'000, 10'000'000'000};
inline constexpr std::size_t histogram_buckets = histogram_edges.size() + 1;

namespace detail {

/// By the number of bits of a duration: how many edges are below all such durations, and the edge among them, if there is one.
struct BitRow {
    std::uint64_t edge = UINT64_MAX;
    std::uint32_t below = 0;
};

consteval std::array<BitRow, 65> bit_rows() {
    std::array<BitRow, 65> rows{};
    for (std::size_t bits = 0; bits < rows.size(); ++bits) {
        const std::uint64_t low = bits == 0 ? 0 : std::uint64_t{1} << (bits - 1);
        const std::uint64_t high = bits == 0 ? 0 : low + (low - 1);
        for (const std::uint64_t edge : histogram_edges) {
            if (edge < low) {
                ++rows[bits].below;
            } else if (edge <= high) {
                if (rows[bits].edge != UINT64_MAX) throw "two edges between two powers of two";
                rows[bits].edge = edge;
            }
        }
    }
    return rows;
}

inline constexpr std::array<BitRow, 65> bit_table = bit_rows();

}  // namespace detail

/// Where a duration in nanoseconds is counted: a place in histogram_edges, or one behind the last.
constexpr std::size_t bucket_of(std::uint64_t nanoseconds) {
    const auto& row = detail::bit_table[static_cast<std::size_t>(std::bit_width(nanoseconds))];
    return row.below + (nanoseconds > row.edge ? 1U : 0U);
}

/// How long something took, by buckets that all histograms share.
class Histogram {
public:
    Histogram() = default;
    explicit Histogram(Writers writers) : writers_(writers) {}
    Histogram(const Histogram&) = delete;
    Histogram& operator=(const Histogram&) = delete;

    /// Less than nothing counts as nothing: clocks of two threads may disagree by a few nanoseconds.
    void observe(std::chrono::nanoseconds taken) {
        const auto nanoseconds = taken.count() > 0 ? static_cast<std::uint64_t>(taken.count()) : 0;
        detail::add_to(buckets_[bucket_of(nanoseconds)], 1, writers_);
        detail::add_to(sum_, nanoseconds, writers_);
    }

    std::uint64_t bucket(std::size_t index) const { return buckets_[index].load(std::memory_order_relaxed); }
    std::uint64_t sum_nanoseconds() const { return sum_.load(std::memory_order_relaxed); }

private:
    std::array<std::atomic<std::uint64_t>, histogram_buckets> buckets_{};
    std::atomic<std::uint64_t> sum_{0};
    Writers writers_ = Writers::many;
};

}  // namespace trellis::adapters
