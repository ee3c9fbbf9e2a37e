// The invented market: the same for the same seed and time, on the tick grid, within its swing, with jumps and gaps, and lively
// enough for a demo.
#include "adapters/market/synthetic_market.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "engine/base/rounding.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Timestamp start = parse_rfc3339("2026-03-02T09:00:00Z").value();

SyntheticTerms terms(std::uint64_t seed = 1, const char* swing = "3") {
    return {seed, decimal<Price>("64000"), decimal<Ratio>(swing), decimal<Price>("0.01"), milliseconds(100)};
}

std::vector<FeedRow> rows(const SyntheticTerms& of, Timestamp from, Timestamp until) {
    SyntheticFeed feed(InstrumentId{3}, of, from);
    std::vector<FeedRow> all;
    while (true) {
        const auto row = feed.next().value();
        if (!row || row->due >= until) return all;
        all.push_back(*row);
    }
}

const Quote& quote_of(const FeedRow& row) { return std::get<Quote>(row.body); }

TEST(SyntheticMarket, IsTheSameMarketWhereverItIsTakenUp) {
    const auto whole = rows(terms(), start, start + minutes(10));
    const auto later = rows(terms(), start + minutes(4) + milliseconds(33), start + minutes(10));
    ASSERT_GT(later.size(), 3000U);
    EXPECT_TRUE(std::equal(later.rbegin(), later.rend(), whole.rbegin()));
    EXPECT_EQ(later.front().due, start + minutes(4) + milliseconds(100));
}

TEST(SyntheticMarket, IsAnotherMarketUnderAnotherSeed) {
    const auto one = SyntheticMarket(terms(1)).quote(start + seconds(40));
    const auto other = SyntheticMarket(terms(2)).quote(start + seconds(40));
    ASSERT_TRUE(one && other);
    EXPECT_NE(one->bid, other->bid);
}

TEST(SyntheticMarket, NamesTheSamePricesOnEveryMachine) {
    const auto quote = SyntheticMarket(terms()).quote(start + seconds(40));
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->bid.text() + " " + quote->ask.text(), "64143.97 64143.99");
}

RC_GTEST_PROP(SyntheticMarket, StaysWithinItsSwingAndOnTheTickGrid, ()) {
    SyntheticTerms any = terms(*rc::gen::arbitrary<std::uint64_t>());
    any.tick = Price::from_raw(*rc::gen::elementOf(std::vector<std::int64_t>{1'000'000, 100'000'000'000'000, 5'000'000'000'000'000}));
    any.price = Price::from_raw(any.tick.raw() * *rc::gen::inRange<std::int64_t>(100, 100'000'000));
    any.swing_percent = Ratio::from_raw(Ratio::scale / 10 * *rc::gen::inRange<std::int64_t>(0, 999));
    const SyntheticMarket market(any);
    const Price low = any.price - Price::from_raw(multiply_divide(any.price.raw(), any.swing_percent.raw(), 100 * Ratio::scale, Rounding::ceil));
    const Price high = any.price + any.price - low;
    for (int i = 0; i < 50; ++i) {
        const auto at = start + Duration(*rc::gen::inRange<std::int64_t>(-4'000'000'000'000'000'000 / 4, 4'000'000'000'000'000'000));
        const auto quote = market.quote(at);
        if (!quote) continue;
        RC_ASSERT(quote->at == at);
        RC_ASSERT(is_multiple(quote->bid, any.tick));
        RC_ASSERT(is_multiple(quote->ask, any.tick));
        RC_ASSERT(quote->bid >= std::max(low - any.tick, any.tick));
        RC_ASSERT(quote->ask <= std::max(high, any.tick) + Price::from_raw(3 * any.tick.raw()));
        RC_ASSERT(quote->ask - quote->bid >= any.tick);
    }
}

TEST(SyntheticMarket, HasGapsOfSecondsAndElseAQuoteAtEachInterval) {
    const auto all = rows(terms(), start, start + hours(1));
    Duration longest{};
    std::size_t gaps = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const Duration between = all[i].due - all[i - 1].due;
        if (between == milliseconds(100)) continue;
        ++gaps;
        longest = std::max(longest, between);
    }
    EXPECT_GE(gaps, 5U);
    EXPECT_LE(gaps, 60U);
    EXPECT_GE(longest, seconds(1));
    EXPECT_LE(longest, seconds(5));
}

TEST(SyntheticMarket, JumpsNowAndThen) {
    const auto all = rows(terms(), start, start + hours(1));
    const Price far = decimal<Price>("64");  // a tenth of a percent within a tenth of a second
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const Price moved = quote_of(all[i]).bid - quote_of(all[i - 1]).bid;
        const bool is_jump = moved.abs() > far && all[i].due - all[i - 1].due == milliseconds(100);
        jumps += is_jump ? 1U : 0U;
    }
    EXPECT_GE(jumps, 5U);
    EXPECT_LE(jumps, 120U);
}

// A demo's visitor waits some tens of seconds: a ladder from 0 to -2 % with targets of 1 %.
TEST(SyntheticMarket, MovesAPercentWithinAMinuteMostOfTheTime) {
    std::size_t lively = 0;
    constexpr std::size_t minutes_tried = 200;
    for (std::size_t i = 0; i < minutes_tried; ++i) {
        const auto from = start + minutes(7 * i);
        const auto all = rows(terms(i), from, from + seconds(60));
        const auto [low, high] = std::minmax_element(all.begin(), all.end(), [](const FeedRow& a, const FeedRow& b) {
            return quote_of(a).bid < quote_of(b).bid;
        });
        const Price range = quote_of(*high).bid - quote_of(*low).bid;
        lively += range >= decimal<Price>("640") ? 1U : 0U;
    }
    EXPECT_GE(lively, minutes_tried * 7 / 10);
}

TEST(SyntheticMarket, StandsStillWithoutASwing) {
    for (const auto& row : rows(terms(5, "0"), start, start + seconds(20))) EXPECT_EQ(quote_of(row).bid, decimal<Price>("64000"));
}

}  // namespace
}  // namespace trellis::adapters
