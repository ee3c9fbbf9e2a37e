// What fills and resting orders do to balances, positions and equity: PV-5, PV-6, R-8, R-13..15.
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Lines;
using testing::Venue;

Venue linear(AccountId account) {
    Venue venue;
    venue.account = account;
    venue.at = Venue::perpetual;
    return venue;
}

TEST(PaperExchange, PV5TheFeeIsTheRateTimesTheNotionalInQuote) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    EXPECT_EQ(venue.balance("USDT"), "799.6/0");
    EXPECT_EQ(venue.balance("BTC"), "2/0");
    venue.sell(2, "2", "99");
    EXPECT_EQ(venue.balance("USDT"), "997.204/0");
    EXPECT_EQ(venue.order(1).fee_quote, decimal<Money>("0.4"));
    EXPECT_EQ(venue.order(2).fee_quote, decimal<Money>("0.396"));
}

TEST(PaperExchange, R13BaseMeansTheAssetReceived) {
    Venue venue;
    venue.at = Venue::sol;
    venue.quote("9", "10");
    venue.buy(1, "5", "10");
    venue.sell(2, "4", "9");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 5@10 taker 0.01 base", "2 ack", "2 fill 4@9 taker 0.072"}));
    EXPECT_EQ(venue.balance("SOL"), "0.99/0");
    EXPECT_EQ(venue.balance("USDT"), "985.928/0");
    EXPECT_EQ(venue.order(1).fee_base, decimal<Money>("0.01"));
}

TEST(PaperExchange, R13LinearMarketsAlwaysPayInQuote) {
    Venue venue = linear(Venue::one_way);
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 1@100 taker 0.2"}));
    EXPECT_EQ(venue.balance("USDT"), "979.8/20");
}

TEST(PaperExchange, R14ARestingBuyLocksItsQuoteAndASellItsBase) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.buy(2, "3", "90");
    venue.sell(3, "1.5", "110");
    EXPECT_EQ(venue.balance("USDT"), "529.6/270");
    EXPECT_EQ(venue.balance("BTC"), "0.5/1.5");
    venue.cancel(2);
    venue.cancel(3);
    EXPECT_EQ(venue.balance("USDT"), "799.6/0");
    EXPECT_EQ(venue.balance("BTC"), "2/0");
}

TEST(PaperExchange, R14ABuyFilledAtABetterPriceReturnsTheDifference) {
    Venue venue;
    venue.quote("99", "100", "5", "1");
    venue.buy(1, "2", "110");
    EXPECT_EQ(venue.balance("USDT"), "789.8/110");
    venue.quote("99", "100");
    EXPECT_EQ(venue.balance("USDT"), "789.69/0");
}

TEST(PaperExchange, R14WhatCannotBeLockedIsRejectedWhole) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "10.001", "100");
    venue.sell(2, "1", "99");
    venue.buy(3, "10.001");
    EXPECT_EQ(venue.seen(), (Lines{"1 rejected INSUFFICIENT_BALANCE", "2 rejected INSUFFICIENT_BALANCE",
                                   "3 rejected INSUFFICIENT_BALANCE"}));
    EXPECT_TRUE(venue.exchange.violations().empty());
    EXPECT_EQ(venue.balance("USDT"), "1000/0");
}

TEST(PaperExchange, R14AQuoteFeeMayMakeFreeNegativeByAtMostTheFee) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "10", "100");
    EXPECT_EQ(venue.balance("USDT"), "-2/0");
    venue.buy(2, "1", "10");
    EXPECT_EQ(venue.seen().back(), "2 rejected INSUFFICIENT_BALANCE");
}

TEST(PaperExchange, R14AnAmendmentLocksOnlyTheDifference) {
    Venue venue;
    venue.buy(1, "5", "100");
    venue.amend(1, "9", "100");
    EXPECT_EQ(venue.balance("USDT"), "100/900");
    venue.amend(1, "10.5", "100");
    EXPECT_EQ(venue.seen().back(), "1 refused INSUFFICIENT_BALANCE");
    EXPECT_EQ(venue.balance("USDT"), "100/900");
    venue.amend(1, "9", "50");
    EXPECT_EQ(venue.balance("USDT"), "550/450");
}

TEST(PaperExchange, R15AnOpeningOrderNeedsItsMarginAndLocksIt) {
    Venue venue = linear(Venue::one_way);
    venue.quote("99", "100");
    venue.buy(1, "40", "100");
    EXPECT_EQ(venue.balance("USDT"), "192/800");
    venue.buy(2, "9.6", "99.99");
    EXPECT_EQ(venue.seen().back(), "2 ack");
    venue.buy(3, "9.6", "99.99");
    EXPECT_EQ(venue.seen().back(), "3 rejected INSUFFICIENT_BALANCE");
    venue.cancel(2);
    EXPECT_EQ(venue.balance("USDT"), "192/800");
}

TEST(PaperExchange, R15TheWalletMovesByRealisedProfitAndFees) {
    Venue venue = linear(Venue::one_way);
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.quote("109", "110");
    venue.buy(2, "1", "110");
    EXPECT_EQ(venue.position_text(), "long 3 cost 310");
    venue.quote("120", "121");
    EXPECT_EQ(venue.exchange.equity(Venue::one_way), decimal<Money>("1049.38"));  // 1000 - 0.4 - 0.22 + 3 x 120 - 310
    venue.reduce_only = true;
    venue.sell(3, "1.5", "120");
    EXPECT_EQ(venue.position_text(), "long 1.5 cost 155");
    EXPECT_EQ(venue.balance("USDT"), "993.02/31");  // + 1.5 x 120 - 155 - 0.36, 155 / 5 locked
}

TEST(PaperExchange, R15AShortEarnsWhenThePriceFalls) {
    Venue venue = linear(Venue::one_way);
    venue.position = PositionSide::short_side;
    venue.quote("100", "101");
    venue.sell(1, "2", "100");
    venue.quote("89", "90");
    EXPECT_EQ(venue.position_text(), "short 2 cost 200");
    EXPECT_EQ(venue.exchange.equity(Venue::one_way), decimal<Money>("1019.6"));  // marked at the ask
    venue.reduce_only = true;
    venue.buy(2, "2", "90");
    EXPECT_EQ(venue.position_text(), "");
    EXPECT_EQ(venue.balance("USDT"), "1019.24/0");
}

TEST(PaperExchange, R15OneWayAnOpeningOrderAgainstThePositionTurnsIt) {
    Venue venue = linear(Venue::one_way);
    venue.quote("100", "100.01");
    venue.buy(1, "1", "100.01");
    venue.sell(2, "3", "100");
    EXPECT_EQ(venue.position_text(), "short 2 cost 200");
    EXPECT_EQ(venue.balance("USDT"), "959.18998/40");  // -0.01 realised, fees 0.20002 and 0.6
}

TEST(PaperExchange, R15HedgeModeKeepsBothSides) {
    Venue venue = linear(Venue::hedge);
    venue.quote("100", "100.01");
    venue.buy(1, "1", "100.01");
    venue.position = PositionSide::short_side;
    venue.group = 2;
    venue.sell(2, "3", "100");
    EXPECT_EQ(venue.position_text(), "long 1 cost 100.01, short 3 cost 300");
    venue.buy(3, "5", "100.01");
    EXPECT_EQ(venue.position_text(), "long 1 cost 100.01");
    EXPECT_EQ(venue.order(3).filled, decimal<Quantity>("3"));
}

TEST(PaperExchange, R15ReduceOnlyLocksNothingAndIsExemptFromMinNotional) {
    Venue venue = linear(Venue::one_way);
    venue.quote("100", "100.01");
    venue.buy(1, "1", "100.01");
    const auto before = venue.balance("USDT");
    venue.reduce_only = true;
    venue.sell(2, "0.002", "110");
    EXPECT_EQ(venue.seen().back(), "2 ack");
    EXPECT_EQ(venue.balance("USDT"), before);
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, R15ReduceOnlyIsHeldAgainstTheLotsOfItsOwnGroup) {
    Venue venue = linear(Venue::one_way);
    venue.quote("100", "100.01");
    venue.buy(1, "1", "100.01");
    venue.group = 2;
    venue.reduce_only = true;
    venue.sell(2, "1", "100");
    EXPECT_EQ(venue.seen().back(), "2 rejected REDUCE_ONLY");
    venue.group = 1;
    venue.take(3, OrderSide::sell, "4", "100");
    EXPECT_EQ(venue.order(3).filled, decimal<Quantity>("1"));
    EXPECT_EQ(venue.seen().back(), "3 expired 1");
    EXPECT_EQ(venue.exchange.net_quantity(GroupId{Venue::one_way, 1}), Quantity{});
}

TEST(PaperExchange, R15DustOfOtherGroupsNeitherClipsNorRefuses) {
    Venue venue = linear(Venue::one_way);
    venue.quote("100", "100.01");
    venue.group = 2;
    venue.buy(9, "0.06", "100.01");
    venue.group = 1;
    venue.buy(1, "1", "100.01");
    venue.reduce_only = true;
    venue.sell(2, "1", "100");
    EXPECT_EQ(venue.order(2).filled, decimal<Quantity>("1"));
    EXPECT_EQ(venue.position_text(), "long 0.06 cost 6.0006");
}

TEST(PaperExchange, R15ARestingReduceOnlyOrderIsClippedAndEndsWhenItsGroupIsFlat) {
    Venue venue = linear(Venue::one_way);
    venue.quote("100", "100.01");
    venue.buy(1, "1", "100.01");
    venue.reduce_only = true;
    venue.sell(2, "1", "110");
    venue.sell(3, "0.4", "100");
    venue.seen();
    venue.quote("110", "110.01");
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 0.6@110 maker 0.066", "2 cancelled 0.6"}));
    EXPECT_EQ(venue.position_text(), "");
}

TEST(PaperExchange, R8EquityCountsOtherAssetsAtTheBidOfTheirPair) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.buy(2, "1", "90");
    EXPECT_EQ(venue.exchange.equity(Venue::main), decimal<Money>("997.6"));
    venue.quote("200", "201");
    EXPECT_EQ(venue.exchange.equity(Venue::main), decimal<Money>("1199.6"));
}

TEST(PaperExchange, R8AnAssetWithoutAPriceCountsNothing) {
    InstrumentTable rows = Venue::table();
    auto accounts = Venue::accounts(0);
    accounts[0].balances["DOGE"] = decimal<Money>("77");
    accounts[0].balances["BTC"] = decimal<Money>("1");
    const PaperExchange exchange(std::move(rows), accounts);
    EXPECT_EQ(exchange.equity(Venue::main), decimal<Money>("1000"));
    EXPECT_EQ(exchange.free(Venue::main, "DOGE"), decimal<Money>("77"));
    EXPECT_EQ(exchange.free(Venue::main, "XRP"), std::nullopt);
}

}  // namespace
}  // namespace trellis::adapters
