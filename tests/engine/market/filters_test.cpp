// The order in which an order meets the venue's filters, and what each says of the one it refuses (V-4, V-5).
#include "engine/market/filters.hpp"

#include <gtest/gtest.h>

#include "tests/engine/market/market_values.hpp"
#include "tests/support/sample.hpp"

namespace trellis {
namespace {


Price price(const char* text) { return decimal<Price>(text); }
Quantity quantity(const char* text) { return decimal<Quantity>(text); }

Instrument strict() {
    Instrument row = parse_instrument_name("binance:spot:BTC-USDT").value();
    row.tick = price("0.01");
    row.step = quantity("0.001");
    row.min_quantity = quantity("0.01");
    row.max_quantity = quantity("9.0005");
    row.min_notional = decimal<Money>("5");
    row.price_band_percent = decimal<Ratio>("5");
    return row;
}

std::string said(const Instrument& row, const OrderSize& order) {
    const auto refusal = refused_by(row, order);
    return refusal.has_value() ? std::string(text(refusal->filter)) + ": " + text(*refusal) : "";
}

// Each row breaks its own filter and every later one that it can.
TEST(Filters, V5AreTestedInTheirOrderEachWithItsNumbers) {
    const Instrument row = strict();
    EXPECT_EQ(said(row, {price("0"), quantity("0")}), "PRICE_FLOOR: price 0 is not above 0");
    EXPECT_EQ(said(row, {price("100"), quantity("0")}), "STEP: quantity 0 is less than one step of 0.001");
    EXPECT_EQ(said(row, {price("100"), quantity("0.009")}), "MIN_QTY: quantity 0.009 is below min_qty 0.01");
    EXPECT_EQ(said(row, {price("0.01"), quantity("9.001")}), "MAX_QTY: quantity 9.001 is above max_qty 9.0005");
    EXPECT_EQ(said(row, {price("499"), quantity("0.01")}), "MIN_NOTIONAL: notional 4.99 is below min_notional 5");
    EXPECT_EQ(said(row, {price("500"), quantity("0.01")}), "");
}

// 105 * 0.95 = 99.75: an entry of a long at 95 needs a mark of at most 100; a short's at 105 one of at least 100.
TEST(Filters, V5TheBandIsMeasuredFromTheMark) {
    const Instrument row = strict();
    EXPECT_EQ(refused_by_band(row, price("95"), PositionSide::long_side, price("100")), std::nullopt);
    const auto deep = refused_by_band(row, price("95"), PositionSide::long_side, price("100.01"));
    ASSERT_TRUE(deep.has_value());
    EXPECT_EQ(deep->filter, Filter::price_band);
    EXPECT_EQ(text(*deep), "price 95 is outside the band until the mark is at 100");
    EXPECT_EQ(refused_by_band(row, price("105"), PositionSide::short_side, price("100")), std::nullopt);
    EXPECT_TRUE(refused_by_band(row, price("105"), PositionSide::short_side, price("99.99")).has_value());
}

TEST(Filters, V4WhatTheVenueDoesNotNameIsNoFilter) {
    Instrument row = strict();
    row.min_notional = {};
    row.max_quantity.reset();
    row.price_band_percent.reset();
    EXPECT_EQ(said(row, {price("0.01"), quantity("0.01")}), "");
    EXPECT_EQ(said(row, {price("1"), quantity("1000000")}), "");
    EXPECT_EQ(refused_by_band(row, price("1"), PositionSide::long_side, price("1000")), std::nullopt);
    EXPECT_EQ(most_for_one_order(row, true), std::nullopt);
}

TEST(Filters, V4MarketOrdersHaveALotAndAMinimumOfTheirOwn) {
    Instrument row = strict();
    row.max_market_quantity = quantity("2.5");
    row.min_notional_on_market = false;
    EXPECT_EQ(most_for_one_order(row, false), quantity("9"));
    EXPECT_EQ(most_for_one_order(row, true), quantity("2.5"));
    EXPECT_EQ(said(row, {price("100"), quantity("3"), Purpose::opening, true}), "MAX_QTY: quantity 3 is above max_qty 2.5");
    EXPECT_EQ(said(row, {price("100"), quantity("3")}), "");
    EXPECT_EQ(said(row, {price("1"), quantity("0.01"), Purpose::opening, true}), "");
}

TEST(Filters, R17ReduceOnlyOrdersAreExemptFromTheNotional) {
    Instrument row = strict();
    row.market = Market::linear;
    EXPECT_EQ(said(row, {price("1"), quantity("0.01"), Purpose::closing}), "");
    EXPECT_NE(said(row, {price("1"), quantity("0.01"), Purpose::opening}), "");
}

}  // namespace
}  // namespace trellis
