// Which groups of an instrument a quote wakes.
#include "engine/market/symbol_book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <vector>

#include "tests/engine/market/market_values.hpp"

namespace trellis {
namespace {

using tests::level;
using tests::quote;

GroupId group(std::uint32_t counter, std::uint16_t account = 1) { return {AccountId{account}, counter}; }
using Groups = std::vector<GroupId>;

TEST(SymbolBook, WakesTheGroupsWhoseLevelAQuoteReachesInTheirOrder) {
    SymbolBook book;
    book.watch(group(9), {.bid_at_or_above = level(10)});
    book.watch(group(2), {.bid_at_or_above = level(12)});
    book.watch(group(4), {.ask_at_or_below = level(3)});
    EXPECT_EQ(book.on_quote(quote(9, 10)), Groups{});
    EXPECT_EQ(book.on_quote(quote(12, 13)), (Groups{group(2), group(9)}));
    EXPECT_EQ(book.newest()->number, 2U);
}

TEST(SymbolBook, TellsWhenANewLevelIsReachedAlready) {
    SymbolBook book;
    EXPECT_FALSE(book.watch(group(1), {.bid_at_or_above = level(10)}));
    book.on_quote(quote(11, 12));
    EXPECT_TRUE(book.watch(group(2), {.bid_at_or_above = level(11)}));
    EXPECT_FALSE(book.watch(group(3), {.bid_at_or_above = level(12)}));
    EXPECT_FALSE(book.watch(group(3), {}));
}

RC_GTEST_PROP(SymbolBook, WakesExactlyWhomANaiveListWakes, ()) {
    SymbolBook book;
    std::map<GroupId, WatchLevels> naive;
    const int steps = *rc::gen::inRange(1, 200);
    for (int i = 0; i < steps; ++i) {
        const auto who = group(*rc::gen::inRange<std::uint32_t>(1, 20), *rc::gen::inRange<std::uint16_t>(1, 3));
        if (*rc::gen::inRange(0, 4) == 0) {
            book.forget(who);
            naive.erase(who);
        } else {
            naive[who] = tests::any_levels();
            book.watch(who, naive[who]);
        }
        const Quote next = tests::any_quote();
        Groups expected;
        for (const auto& [id, levels] : naive) {
            if (tests::is_reached(levels, next)) expected.push_back(id);
        }
        RC_ASSERT(book.on_quote(next) == expected);
    }
}

}  // namespace
}  // namespace trellis
