// Names of instruments and venues, and what may be ordered of one.
#include "engine/market/instrument.hpp"

#include <gtest/gtest.h>

#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using tests::price;
using tests::quantity;

TEST(Instrument, I1ACanonicalNameTellsVenueMarketAndAssets) {
    const auto spot = parse_instrument_name("binance:spot:BTC-USDT").value();
    EXPECT_EQ(spot.venue, "binance");
    EXPECT_EQ(spot.market, Market::spot);
    EXPECT_EQ(spot.base, "BTC");
    EXPECT_EQ(spot.quote, "USDT");
    EXPECT_EQ(spot.symbol, "BTCUSDT");
    const auto linear = parse_instrument_name("bybit:linear:BTC-USDT-USDT").value();
    EXPECT_EQ(linear.venue, "bybit");
    EXPECT_EQ(linear.market, Market::linear);
    EXPECT_EQ(linear.symbol, "BTCUSDT");
}

TEST(Instrument, I1WhatIsNoCanonicalNameIsRefused) {
    for (const auto* name : {"", "BTCUSDT", "binance:spot", "binance:spot:BTCUSDT", "binance:spot:BTC-USDT:X", "kraken:spot:BTC-USDT",
                             "binance:margin:BTC-USDT", "binance:spot:BTC-USDT-USDT", "binance:linear:BTC-USDT",
                             "binance:spot:-USDT", "binance:spot:BTC-", "binance:linear:BTC-USDT-"}) {
        const auto result = parse_instrument_name(name);
        ASSERT_FALSE(result.ok()) << name;
        EXPECT_EQ(result.error().code, "INVALID_INSTRUMENT");
        EXPECT_NE(result.error().detail.find(name), std::string::npos) << result.error().detail;
    }
}

TEST(Instrument, I2VenuesHaveAliases) {
    EXPECT_EQ(canonical_venue("BINANCE"), "binance");
    EXPECT_EQ(canonical_venue("Bybit"), "bybit");
    EXPECT_EQ(canonical_venue("OKX"), "okx");
    EXPECT_EQ(canonical_venue("okex"), "okx");
    EXPECT_EQ(canonical_venue("KUCOIN"), "kucoin");
    EXPECT_EQ(canonical_venue("MEXC"), "mexc");
    EXPECT_EQ(canonical_venue("GATE"), "gate");
    EXPECT_EQ(canonical_venue("GateIO"), "gate");
    EXPECT_EQ(canonical_venue("KRAKEN"), "");
    EXPECT_EQ(canonical_venue(""), "");
}

TEST(InstrumentTable, I1ResolvesExactlyWhatItLists) {
    const InstrumentTable table = tests::market();
    for (const auto* name : {"BTCUSDT", "btcUSDT", "BTC/USDT", "BTC-USDT", "binance:spot:BTC-USDT"}) {
        const auto* found = table.resolve("binance", Market::spot, name);
        ASSERT_NE(found, nullptr) << name;
        EXPECT_EQ(found->id, tests::btc_spot) << name;
    }
    for (const auto* name : {"BTC", "USDTBTC", "BTCUSDT.P", "BTCUSDTX", "BTC USDT"}) {
        EXPECT_EQ(table.resolve("binance", Market::spot, name), nullptr) << name;
    }
    EXPECT_EQ(table.resolve("binance", Market::linear, "BTCUSDT.P")->id, tests::btc_linear);
    EXPECT_EQ(table.resolve("bybit", Market::spot, "BTCUSDT"), nullptr);
}

TEST(InstrumentTable, I1TakesEachNameOnce) {
    InstrumentTable table = tests::market();
    const auto again = table.add(tests::instrument("binance:spot:BTC-USDT"));
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, "DUPLICATE_INSTRUMENT");
    EXPECT_EQ(table.all().size(), 4U);
    EXPECT_EQ(table.find("binance:spot:ETH-USDT")->id, tests::eth_spot);
    EXPECT_EQ(table.at(tests::eth_linear).name, "binance:linear:ETH-USDT-USDT");
    EXPECT_EQ(table.find("ETHUSDT"), nullptr);
}

TEST(InstrumentTable, NamesNoRowItDoesNotHave) {
    EXPECT_THROW(tests::market().at(InstrumentId{4}), InvariantBroken);
}

TEST(Instrument, R17WhatMeetsBothMinimumsExactlyIsPlaceable) {
    auto row = tests::instrument("binance:spot:BTC-USDT");
    row.min_quantity = quantity("0.002");
    EXPECT_TRUE(is_placeable(row, price("2500"), quantity("0.002"), Purpose::opening));
    EXPECT_FALSE(is_placeable(row, price("2499.99"), quantity("0.002"), Purpose::opening));
    EXPECT_FALSE(is_placeable(row, price("9999"), quantity("0.00199"), Purpose::opening));
}

TEST(Instrument, R17ClosingOrdersOnLinearNeedNoNotional) {
    const auto spot = tests::instrument("binance:spot:BTC-USDT");
    const auto linear = tests::instrument("binance:linear:BTC-USDT-USDT");
    EXPECT_FALSE(is_placeable(spot, price("100"), quantity("0.01"), Purpose::closing));
    EXPECT_TRUE(is_placeable(linear, price("100"), quantity("0.01"), Purpose::closing));
    EXPECT_FALSE(is_placeable(linear, price("100"), quantity("0.01"), Purpose::opening));
    EXPECT_FALSE(is_placeable(linear, price("100"), quantity("0.000009"), Purpose::closing));
}

TEST(Instrument, R35NothingIsPlaceableAtNoPriceOrInNoQuantity) {
    auto row = tests::instrument("binance:linear:BTC-USDT-USDT");
    row.min_quantity = Quantity{};
    row.min_notional = Money{};
    for (const auto purpose : {Purpose::opening, Purpose::closing}) {
        EXPECT_FALSE(is_placeable(row, price("0"), quantity("1"), purpose));
        EXPECT_FALSE(is_placeable(row, price("-1"), quantity("1"), purpose));
        EXPECT_FALSE(is_placeable(row, price("1"), quantity("0"), purpose));
    }
}

}  // namespace
}  // namespace trellis
