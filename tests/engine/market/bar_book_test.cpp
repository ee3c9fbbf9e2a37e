// The bars that a market keeps, who is woken by them, and the smoothing against numbers that others computed.
#include "engine/market/bar_book.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "engine/market/symbol_book.hpp"
#include "tests/engine/preset/support.hpp"
#include "tests/support/paths.hpp"

namespace trellis::tests {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Timestamp noon() { return parse_rfc3339("2026-01-05T12:00:00Z").value(); }

Quote quote(const char* middle, Timestamp at) {
    Quote made;
    made.bid = price(middle) - price("1");
    made.ask = price(middle) + price("1");
    made.at = at;
    return made;
}

const std::vector<BarWish> wishes{{60, 2}, {300, 1}};

TEST(BarBook, R55IsWarmBehindAsManyClosedBarsAsThePeriodHas) {
    BarBook book;
    book.want(wishes);
    EXPECT_TRUE(book.on_quote(quote("100", noon() + seconds(10))).empty());
    EXPECT_TRUE(book.on_quote(quote("104", noon() + seconds(50))).empty());
    EXPECT_EQ(book.on_quote(quote("90", noon() + seconds(60))), (std::vector<std::uint32_t>{60})) << "the boundary's quote is the new bar's";
    EXPECT_FALSE(book.reading({60, 2}).has_value());
    EXPECT_EQ(book.on_quote(quote("91", noon() + seconds(125))), (std::vector<std::uint32_t>{60}));
    EXPECT_EQ(book.reading({60, 2}), (BarReading{price("104"), price("90"), price("9")}));  // true ranges 4 and 104 - 90
    EXPECT_FALSE(book.reading({300, 1}).has_value());
    EXPECT_EQ(book.on_quote(quote("91", noon() + minutes(5))), (std::vector<std::uint32_t>{60, 300}));
    EXPECT_EQ(book.reading({300, 1}), (BarReading{price("104"), price("90"), price("14")}));
}

TEST(BarBook, R55WhatNobodyWantedIsNotKept) {
    BarBook book;
    book.want(std::vector<BarWish>{{0, 14}, {60, 0}});
    EXPECT_TRUE(book.is_empty());
    book.want(wishes);
    EXPECT_FALSE(book.reading({60, 14}).has_value());
    EXPECT_FALSE(book.reading({900, 1}).has_value());
}

TEST(BarBook, R55AWishKnownBeforeStartsNothingAnew) {
    BarBook book;
    book.want(wishes);
    book.on_quote(quote("100", noon()));
    book.want(wishes);
    EXPECT_EQ(book.on_quote(quote("102", noon() + minutes(2))), (std::vector<std::uint32_t>{60}));
    EXPECT_TRUE(book.reading({60, 2}).has_value());
}

TEST(SymbolBook, R55TheFirstQuoteBehindTheCloseOfABarWakesWhoFollowsIt) {
    SymbolBook book;
    book.want_bars(wishes);
    const GroupId follower{AccountId{1}, 7};
    const GroupId other{AccountId{1}, 8};
    book.on_quote(quote("100", noon()));
    WatchLevels levels;
    levels.bars = BarWish{60, 2};
    book.watch(follower, levels);
    levels.bars = BarWish{300, 1};
    book.watch(other, levels);
    EXPECT_TRUE(book.on_quote(quote("101", noon() + seconds(59))).empty());
    EXPECT_EQ(book.on_quote(quote("101", noon() + seconds(61))), (std::vector<GroupId>{follower}));
    EXPECT_TRUE(book.on_quote(quote("101", noon() + seconds(62))).empty());
    levels.bars = BarWish{60, 2};
    levels.bid_at_or_above = WatchLevel{price("100")};
    book.watch(follower, levels);
    EXPECT_EQ(book.on_quote(quote("101", noon() + seconds(121))), (std::vector<GroupId>{follower})) << "woken once for both";
    EXPECT_TRUE(book.bars_of(follower).has_value());
    EXPECT_FALSE(book.bars_of(other).has_value()) << "not warm";
    book.forget(follower);
    EXPECT_TRUE(book.on_quote(quote("101", noon() + seconds(181))).empty());
    EXPECT_FALSE(book.bars_of(follower).has_value());
}

// ---- numbers of others ----

std::vector<std::vector<std::string>> rows_of(const std::string& file) {
    std::ifstream in(shared_data() / "reference" / file);
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::vector<std::string> cells(1);
        for (const char sign : line) {
            if (sign == ',') {
                cells.emplace_back();
            } else if (sign != '\r') {
                cells.back() += sign;
            }
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

/// Half a unit of the tenth digit behind the point: theirs are of binary floating point.
bool is_near(Price ours, const std::string& theirs) {
    const Price other = price(theirs.substr(0, theirs.find('.') + 11).c_str());
    return (ours - other).abs() <= price("0.000000001");
}

Bar bar_of(const std::vector<std::string>& row) {
    return {price(row[2].c_str()), price(row[3].c_str()), price(row[4].c_str())};
}

TEST(AverageTrueRange, B12EqualsTheReferenceColumn) {
    if (!std::filesystem::exists(shared_data())) GTEST_SKIP() << "no recorded data beside this checkout";
    const auto quotes = rows_of("skender_default_quotes.csv");
    const auto expected = rows_of("skender_atr.csv");
    ASSERT_EQ(quotes.size(), expected.size());
    ASSERT_GT(quotes.size(), 500U);
    // There the first bar gives a close only (R-55 says where ours starts).
    AverageTrueRange range(14, bar_of(quotes[0]).close);
    for (std::size_t day = 1; day < quotes.size(); ++day) {
        range.add(bar_of(quotes[day]));
        ASSERT_EQ(range.value().has_value(), !expected[day][2].empty()) << quotes[day][0];
        if (!range.value().has_value()) continue;
        EXPECT_TRUE(is_near(*range.value(), expected[day][2])) << quotes[day][0] << " " << range.value()->text();
    }
}

TEST(BarWindow, B13EqualsTheReferenceColumn) {
    if (!std::filesystem::exists(shared_data())) GTEST_SKIP() << "no recorded data beside this checkout";
    const auto quotes = rows_of("skender_default_quotes.csv");
    const auto expected = rows_of("skender_chexit.csv");
    ASSERT_EQ(quotes.size(), expected.size());
    BarWindow window(22, bar_of(quotes[0]).close);
    std::size_t compared = 0;
    for (std::size_t day = 1; day < quotes.size(); ++day) {
        window.add(bar_of(quotes[day]));
        const auto reading = window.reading();
        ASSERT_EQ(reading.has_value(), !expected[day][1].empty()) << quotes[day][0];
        if (!reading.has_value()) continue;
        const Price exit = reading->highest - Price::from_raw(multiply(reading->average_true_range.raw(), 3));
        EXPECT_TRUE(is_near(exit, expected[day][1])) << quotes[day][0] << " " << exit.text();
        ++compared;
    }
    EXPECT_EQ(compared, quotes.size() - 22);
}

}  // namespace
}  // namespace trellis::tests
