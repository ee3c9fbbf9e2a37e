// The tick queue: nothing is conflated below its bound; at it, what no rule can do without survives in order.
#include "adapters/market/tick_queue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <vector>

namespace trellis::adapters {
namespace {

/// A quote is told apart from others by its number.
Tick tick(std::uint64_t number, std::int64_t bid, std::int64_t ask, std::uint32_t instrument = 0) {
    return {InstrumentId{instrument}, Quote{Price::from_integer(bid), Price::from_integer(ask), {}, {}, {}, number}};
}

std::vector<std::uint64_t> drain(TickQueue& queue) {
    std::vector<std::uint64_t> numbers;
    while (const auto next = queue.pop()) numbers.push_back(next->quote.number);
    return numbers;
}

using Numbers = std::vector<std::uint64_t>;

TEST(TickQueue, KeepsEveryQuoteBelowItsBound) {
    TickQueue queue(3);
    EXPECT_FALSE(queue.pop().has_value());
    for (const std::uint64_t number : {1U, 2U, 3U}) queue.push(tick(number, 10, 11));
    EXPECT_EQ(drain(queue), (Numbers{1, 2, 3}));
    EXPECT_EQ(queue.merged(), 0U);
}

TEST(TickQueue, MergesIntoTheExtremesOfEachSideInOrderTheNewestLast) {
    TickQueue queue(1);
    queue.push(tick(1, 50, 60));
    queue.push(tick(2, 10, 20));  // lowest ask and, with the next, lowest bid: the first counts
    queue.push(tick(3, 10, 30));
    queue.push(tick(4, 40, 90));  // highest ask
    queue.push(tick(5, 45, 50));  // highest bid
    queue.push(tick(6, 30, 40));
    queue.push(tick(7, 31, 41));  // newest
    EXPECT_EQ(drain(queue), (Numbers{1, 2, 4, 5, 7}));
    EXPECT_EQ(queue.merged(), 2U);
}

TEST(TickQueue, MergesEachInstrumentByItself) {
    TickQueue queue(1);
    queue.push(tick(1, 50, 60, 7));
    queue.push(tick(2, 10, 20, 8));
    queue.push(tick(3, 12, 22, 9));
    queue.push(tick(4, 11, 21, 8));
    queue.push(tick(5, 13, 23, 9));
    EXPECT_EQ(drain(queue), (Numbers{1, 2, 3, 4, 5}));
    EXPECT_EQ(queue.merged(), 0U);
}

TEST(TickQueue, QueuesAgainWhenWhatWasMergedIsOut) {
    TickQueue queue(2);
    for (std::uint64_t number = 1; number <= 6; ++number) queue.push(tick(number, 10, 11));
    EXPECT_EQ(drain(queue), (Numbers{1, 2, 3, 6}));
    EXPECT_EQ(queue.merged(), 2U);
    queue.push(tick(7, 10, 11));
    queue.push(tick(8, 10, 11));
    EXPECT_EQ(drain(queue), (Numbers{7, 8}));
    EXPECT_EQ(queue.merged(), 2U);
}

TEST(TickQueue, PutsNothingAheadOfWhatIsMerged) {
    TickQueue queue(2);
    for (std::uint64_t number = 1; number <= 3; ++number) queue.push(tick(number, 10, 11));
    EXPECT_EQ(queue.pop()->quote.number, 1U);
    queue.push(tick(4, 20, 21));  // there is room, but 3 is older and waits
    EXPECT_EQ(drain(queue), (Numbers{2, 3, 4}));
}

struct Range {
    Price low_bid, high_bid, low_ask, high_ask;
    void widen(const Quote& quote) {
        low_bid = std::min(low_bid, quote.bid), high_bid = std::max(high_bid, quote.bid);
        low_ask = std::min(low_ask, quote.ask), high_ask = std::max(high_ask, quote.ask);
    }
    bool operator==(const Range&) const = default;
};

RC_GTEST_PROP(TickQueue, LosesNoExtremeNoOrderAndNoNewestWhateverTheBound, ()) {
    TickQueue queue(*rc::gen::inRange<std::size_t>(1, 8));
    std::map<InstrumentId, Range> in;
    std::map<InstrumentId, Range> out;
    std::map<InstrumentId, std::uint64_t> newest_in;
    std::map<InstrumentId, std::uint64_t> newest_out;
    std::uint64_t pushed = 0;
    std::uint64_t popped = 0;
    const auto see = [](std::map<InstrumentId, Range>& ranges, const Tick& next) {
        const Quote& quote = next.quote;
        ranges.try_emplace(next.instrument, Range{quote.bid, quote.bid, quote.ask, quote.ask}).first->second.widen(quote);
    };
    const auto pop = [&] {
        const auto next = queue.pop();
        if (!next) return false;
        ++popped;
        see(out, *next);
        RC_ASSERT(next->quote.number > newest_out[next->instrument]);
        newest_out[next->instrument] = next->quote.number;
        return true;
    };
    const int steps = *rc::gen::inRange(1, 200);
    for (int i = 0; i < steps; ++i) {
        if (*rc::gen::inRange(0, 3) == 0) {
            pop();
            continue;
        }
        const auto next = tick(++pushed, *rc::gen::inRange<std::int64_t>(1, 50), *rc::gen::inRange<std::int64_t>(1, 50),
                               *rc::gen::inRange<std::uint32_t>(0, 3));
        see(in, next);
        newest_in[next.instrument] = pushed;
        queue.push(next);
    }
    while (pop()) {
    }
    RC_ASSERT(in == out);
    RC_ASSERT(newest_in == newest_out);
    RC_ASSERT(pushed == popped + queue.merged());
}

TEST(TickQueue, HandsOverBetweenTwoThreads) {
    TickQueue queue(16);
    constexpr std::uint64_t count = 200'000;
    std::atomic<bool> is_done{false};
    std::thread producer([&] {
        for (std::uint64_t number = 1; number <= count; ++number) {
            const auto price = static_cast<std::int64_t>(1 + number * 7919 % 1000);
            queue.push(tick(number, price, price + 1, static_cast<std::uint32_t>(number % 3)));
        }
        is_done = true;
    });
    std::map<InstrumentId, std::uint64_t> newest;
    std::uint64_t popped = 0;
    bool is_last = false;
    while (!is_last) {
        is_last = is_done;
        while (const auto next = queue.pop()) {
            EXPECT_GT(next->quote.number, newest[next->instrument]);
            newest[next->instrument] = next->quote.number;
            ++popped;
        }
    }
    producer.join();
    EXPECT_EQ(popped + queue.merged(), count);
    for (std::uint64_t number = count - 2; number <= count; ++number) {
        EXPECT_EQ(newest[InstrumentId{static_cast<std::uint32_t>(number % 3)}], number);
    }
}

}  // namespace
}  // namespace trellis::adapters
