// Bars of a market and their true range (R-55, B-12, B-13).
#include "engine/market/bars.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/preset/support.hpp"

namespace trellis::tests {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const std::vector<Bar> example{{price("102"), price("99"), price("101")},
                               {price("103"), price("100"), price("102")},
                               {price("106"), price("101"), price("105")},
                               {price("107"), price("104"), price("106")},
                               {price("108"), price("103"), price("104")}};

TEST(AverageTrueRange, B12IsSmoothedAsWilderDid) {
    AverageTrueRange range(3);
    std::vector<std::string> values;
    for (const auto& bar : example) {
        range.add(bar);
        values.push_back(range.value().value_or(Price{}).text().substr(0, 6));
    }
    EXPECT_EQ(values, (std::vector<std::string>{"0", "0", "3.6666", "3.4444", "3.9629"}));
}

TEST(BarWindow, B13KnowsTheLastBarsOnly) {
    BarWindow window(3);
    for (const auto& bar : example) window.add(bar);
    ASSERT_TRUE(window.reading().has_value());
    EXPECT_EQ(window.reading()->highest, price("108"));
    EXPECT_EQ(window.reading()->lowest, price("101"));
}

Quote quote(const char* bid, const char* ask) {
    Quote made;
    made.bid = price(bid);
    made.ask = price(ask);
    return made;
}

TEST(BarBuilder, R55ClosesWhenTimeReachesTheEnd) {
    const Timestamp noon = parse_rfc3339("2026-01-05T12:00:00Z").value();
    BarBuilder builder(minutes(5));
    EXPECT_FALSE(builder.close_one(noon).has_value()) << "nothing before the first quote";
    builder.take(quote("99", "101"), noon + seconds(30));
    builder.take(quote("103", "105"), noon + seconds(60));
    builder.take(quote("101", "103"), noon + seconds(90));
    EXPECT_FALSE(builder.close_one(noon + minutes(5) - Duration(1)).has_value());
    EXPECT_EQ(builder.close_one(noon + minutes(5)), (Bar{price("104"), price("100"), price("102")}));
    EXPECT_FALSE(builder.close_one(noon + minutes(5)).has_value());
    builder.take(quote("90", "92"), noon + minutes(5));
    EXPECT_EQ(builder.close_one(noon + minutes(11)), (Bar{price("91"), price("91"), price("91")})) << "the boundary's quote is the new bar's";
}

TEST(BarBuilder, R55ABarWithoutAQuoteRepeatsTheLastClose) {
    const Timestamp noon = parse_rfc3339("2026-01-05T12:00:00Z").value();
    BarBuilder builder(minutes(1));
    builder.take(quote("99", "101"), noon);
    const Bar flat{price("100"), price("100"), price("100")};
    for (int bar = 0; bar < 3; ++bar) EXPECT_EQ(builder.close_one(noon + minutes(3)), flat) << bar;
    EXPECT_FALSE(builder.close_one(noon + minutes(3)).has_value());
}

}  // namespace
}  // namespace trellis::tests
