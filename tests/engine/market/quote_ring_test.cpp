// The quote history against a list that forgets nothing.
#include "engine/market/quote_ring.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/engine/market/market_values.hpp"

namespace trellis {
namespace {

using tests::quote;

QuoteExtremes extremes(std::int64_t bid_low, std::int64_t bid_high, std::int64_t ask_low, std::int64_t ask_high) {
    return {Price::from_integer(bid_low), Price::from_integer(bid_high), Price::from_integer(ask_low),
            Price::from_integer(ask_high)};
}

TEST(QuoteRing, NumbersQuotesFromOne) {
    QuoteRing ring;
    EXPECT_EQ(ring.newest(), nullptr);
    EXPECT_EQ(ring.at(0), nullptr);
    EXPECT_EQ(ring.push(quote(5, 6)), 1U);
    EXPECT_EQ(ring.push(quote(6, 7)), 2U);
    EXPECT_EQ(ring.newest()->number, 2U);
    EXPECT_EQ(ring.at(1)->bid, Price::from_integer(5));
    EXPECT_EQ(ring.at(3), nullptr);
}

TEST(QuoteRing, TellsTheExtremesBehindANumber) {
    QuoteRing ring;
    for (const auto& next : {quote(5, 6), quote(2, 9), quote(7, 8)}) ring.push(next);
    EXPECT_EQ(ring.extremes_since(0), extremes(2, 7, 6, 9));
    EXPECT_EQ(ring.extremes_since(1), extremes(2, 7, 8, 9));
    EXPECT_EQ(ring.extremes_since(2), extremes(7, 7, 8, 8));
    EXPECT_EQ(ring.extremes_since(3), std::nullopt);
}

TEST(QuoteRing, KeepsTheLast1024AndKnowsNothingOfASpanThatBeganEarlier) {
    QuoteRing ring;
    for (std::int64_t i = 1; i <= 1025; ++i) ring.push(quote(i, i + 1));
    EXPECT_EQ(ring.at(1), nullptr);
    ASSERT_NE(ring.at(2), nullptr);
    EXPECT_EQ(ring.at(2)->number, 2U);
    EXPECT_EQ(ring.extremes_since(0), std::nullopt);
    EXPECT_EQ(ring.extremes_since(1), extremes(2, 1025, 3, 1026));
}

RC_GTEST_PROP(QuoteRing, AgreesWithAListThatForgetsNothing, ()) {
    QuoteRing ring;
    std::vector<Quote> all;
    const auto count = *rc::gen::elementOf(std::vector<std::size_t>{1, 7, 1023, 1024, 1025, 1500});
    while (all.size() < count) {
        all.push_back(tests::any_quote());
        all.back().number = all.size();
        RC_ASSERT(ring.push(all.back()) == all.size());
    }
    RC_ASSERT(*ring.newest() == all.back());
    const auto since = *rc::gen::inRange<std::size_t>(0, count + 2);
    const bool is_known = since < count && since + QuoteRing::capacity >= count;
    RC_ASSERT((ring.at(since + 1) != nullptr) == is_known);
    const auto found = ring.extremes_since(since);
    RC_ASSERT(found.has_value() == is_known);
    if (!is_known) return;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(since);
    const auto [bid_low, bid_high] = std::minmax_element(first, all.end(), [](auto& a, auto& b) { return a.bid < b.bid; });
    const auto [ask_low, ask_high] = std::minmax_element(first, all.end(), [](auto& a, auto& b) { return a.ask < b.ask; });
    RC_ASSERT(*found == (QuoteExtremes{bid_low->bid, bid_high->bid, ask_low->ask, ask_high->ask}));
}

}  // namespace
}  // namespace trellis
