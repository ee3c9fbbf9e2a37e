// Watch levels against a naive list of them: whatever is armed, moved and cleared, a quote finds exactly those it reaches.
#include "engine/market/levels.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <vector>

#include "tests/engine/market/market_values.hpp"

namespace trellis {
namespace {

using tests::level;
using tests::quote;
using Slots = std::vector<std::uint32_t>;

Slots crossed(const LevelBook& book, const Quote& at) {
    Slots slots{99};
    book.collect(at, slots);
    return slots;
}

TEST(Levels, AnEmptyBookIsNeverCrossed) {
    const LevelBook book;
    EXPECT_FALSE(book.crosses(quote(1, 2)));
    EXPECT_EQ(crossed(book, quote(1, 2)), Slots{});
}

TEST(Levels, EachDirectionIsReachedAtItsPriceAndBeyond) {
    struct Row {
        WatchLevels levels;
        Quote before, at, beyond;
    };
    const Row rows[] = {
        {{.bid_at_or_above = level(10)}, quote(9, 50), quote(10, 50), quote(11, 50)},
        {{.bid_at_or_below = level(10)}, quote(11, 50), quote(10, 50), quote(9, 50)},
        {{.ask_at_or_above = level(10)}, quote(1, 9), quote(1, 10), quote(1, 11)},
        {{.ask_at_or_below = level(10)}, quote(1, 11), quote(1, 10), quote(1, 9)},
    };
    for (const auto& row : rows) {
        LevelBook book;
        book.set(3, row.levels);
        EXPECT_FALSE(book.crosses(row.before));
        EXPECT_EQ(crossed(book, row.before), Slots{});
        EXPECT_TRUE(book.crosses(row.at));
        EXPECT_EQ(crossed(book, row.at), Slots{3});
        EXPECT_EQ(crossed(book, row.beyond), Slots{3});
    }
}

TEST(Levels, ASlotIsFoundOnceThoughSeveralOfItsLevelsAreReached) {
    LevelBook book;
    book.set(7, {level(1), level(99), level(1), level(99)});
    book.set(2, {.bid_at_or_above = level(5)});
    EXPECT_EQ(crossed(book, quote(10, 11)), (Slots{2, 7}));
}

TEST(Levels, ALevelForLaterDoesNotWakeNorHideOnesBehindIt) {
    LevelBook book;
    book.set(1, {.bid_at_or_above = level(5, 60)});
    book.set(2, {.bid_at_or_above = level(6)});
    EXPECT_EQ(crossed(book, quote(10, 11, 59)), Slots{2});
    EXPECT_EQ(crossed(book, quote(10, 11, 60)), (Slots{1, 2}));
}

TEST(Levels, SettingReplacesAndClearingForgets) {
    LevelBook book;
    book.set(1, {.bid_at_or_above = level(5), .ask_at_or_below = level(50)});
    book.set(1, {.bid_at_or_above = level(20)});
    EXPECT_FALSE(book.crosses(quote(10, 11)));
    book.clear(1);
    book.clear(1);
    book.clear(77);
    EXPECT_FALSE(book.crosses(quote(30, 31)));
}

RC_GTEST_PROP(Levels, FindWhatANaiveListFinds, ()) {
    LevelBook book;
    std::map<std::uint32_t, WatchLevels> naive;
    const int steps = *rc::gen::inRange(1, 300);
    for (int i = 0; i < steps; ++i) {
        const auto slot = *rc::gen::inRange<std::uint32_t>(0, 60);
        if (*rc::gen::inRange(0, 4) == 0) {
            book.clear(slot);
            naive.erase(slot);
        } else {
            naive[slot] = tests::any_levels();
            book.set(slot, naive[slot]);
        }
        const Quote at = tests::any_quote();
        Slots expected;
        for (const auto& [number, levels] : naive) {
            if (tests::is_reached(levels, at)) expected.push_back(number);
        }
        RC_ASSERT(crossed(book, at) == expected);
        if (!expected.empty()) RC_ASSERT(book.crosses(at));
    }
}

}  // namespace
}  // namespace trellis
