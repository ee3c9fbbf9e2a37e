// What is counted on the hot path: every duration finds its bucket, and nothing is lost between threads.
#include "adapters/metrics/instruments.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <thread>
#include <vector>

namespace trellis::adapters {
namespace {

using std::chrono::nanoseconds;

std::size_t bucket_by_search(std::uint64_t duration) {
    return static_cast<std::size_t>(std::ranges::count_if(histogram_edges, [&](auto edge) { return edge < duration; }));
}

std::uint64_t count_of(const Histogram& histogram) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < histogram_buckets; ++i) count += histogram.bucket(i);
    return count;
}

TEST(HistogramBuckets, AreFoundAtEveryEdgeAndBesideIt) {
    for (const auto edge : histogram_edges) {
        for (const auto duration : {edge - 1, edge, edge + 1}) EXPECT_EQ(bucket_of(duration), bucket_by_search(duration)) << duration;
    }
    for (const auto duration : {std::uint64_t{0}, std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()}) {
        EXPECT_EQ(bucket_of(duration), bucket_by_search(duration)) << duration;
    }
}

RC_GTEST_PROP(HistogramBuckets, AreThoseThatASearchWouldFind, ()) {
    const auto bits = *rc::gen::inRange(0, 64);
    const auto duration = *rc::gen::arbitrary<std::uint64_t>() >> bits;
    RC_ASSERT(bucket_of(duration) == bucket_by_search(duration));
}

TEST(HistogramBuckets, KnowTheThreeSecondsThatTradingViewWaits) {
    EXPECT_NE(bucket_of(3'000'000'000), bucket_of(3'000'000'001));
}

TEST(Histogram, AddsUpWhatItSaw) {
    for (const auto writers : {Writers::one, Writers::many}) {
        Histogram histogram(writers);
        for (const auto taken : {nanoseconds(0), nanoseconds(10'000), nanoseconds(10'001), nanoseconds(20'000'000'000)}) histogram.observe(taken);
        EXPECT_EQ(histogram.bucket(0), 2U);
        EXPECT_EQ(histogram.bucket(1), 1U);
        EXPECT_EQ(histogram.bucket(histogram_edges.size()), 1U);
        EXPECT_EQ(count_of(histogram), 4U);
        EXPECT_EQ(histogram.sum_nanoseconds(), 20'000'020'001U);
    }
}

TEST(Histogram, TakesLessThanNothingForNothing) {
    Histogram histogram;
    histogram.observe(nanoseconds(-5));
    EXPECT_EQ(histogram.bucket(0), 1U);
    EXPECT_EQ(histogram.sum_nanoseconds(), 0U);
}

TEST(Counter, AddsOneOrMany) {
    for (const auto writers : {Writers::one, Writers::many}) {
        Counter counter(writers);
        counter.add();
        counter.add(41);
        EXPECT_EQ(counter.value(), 42U);
    }
}

TEST(Gauge, GoesUpAndDown) {
    Gauge gauge;
    gauge.set(3);
    gauge.add(-5);
    EXPECT_EQ(gauge.value(), -2);
}

TEST(Instruments, LoseNothingBetweenThreads) {
    constexpr std::uint64_t turns = 20'000;
    Counter counter;
    Histogram histogram;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (std::uint64_t turn = 0; turn < turns; ++turn) {
                counter.add();
                histogram.observe(nanoseconds(turn));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(counter.value(), 4 * turns);
    EXPECT_EQ(count_of(histogram), 4 * turns);
    EXPECT_EQ(histogram.sum_nanoseconds(), 4 * (turns * (turns - 1) / 2));
}

TEST(Instruments, OfOneWriterAreReadByAnyThread) {
    Counter counter(Writers::one);
    std::uint64_t seen = 0;
    std::thread reader([&] {
        while (seen < 1'000) {
            const auto now = counter.value();
            EXPECT_GE(now, seen);
            seen = now;
        }
    });
    for (int i = 0; i < 1'000; ++i) counter.add();
    reader.join();
    EXPECT_EQ(seen, 1'000U);
}

}  // namespace
}  // namespace trellis::adapters
