// Who is filled, at what price, in which order: PV-1..4, PV-9, R-10..12.
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Lines;
using testing::Venue;

TEST(PaperExchange, PV1SizesAreUnlimitedUnlessTheQuoteGivesThem) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "9", "100");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 9@100 taker 1.8"}));
}

TEST(PaperExchange, PV2ACrossingLimitFillsAtTheTouchAsTaker) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "101");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 2@100 taker 0.4"}));
    venue.sell(2, "1", "98.5");
    EXPECT_EQ(venue.seen(), (Lines{"2 ack", "2 fill 1@99 taker 0.198"}));
}

TEST(PaperExchange, PV2AMarketOrderFillsAtTheTouch) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2");
    venue.sell(2, "2");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 2@100 taker 0.4", "2 ack", "2 fill 2@99 taker 0.396"}));
    EXPECT_TRUE(venue.order(1).price.is_zero());
}

TEST(PaperExchange, PV2TheRestOfALimitOrderRestsAndOfAnIocExpires) {
    Venue venue;
    venue.quote("99", "100", "5", "1");
    venue.buy(1, "3", "100");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 1@100 taker 0.2"}));
    EXPECT_EQ(venue.order(1).state, OrderState::partial);
    venue.quote("99", "100", "5", "1");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@100 maker 0.1"}));
    venue.take(2, OrderSide::buy, "2", "100");
    EXPECT_EQ(venue.seen(), (Lines{"2 ack", "2 expired 0"}));
    venue.take(3, OrderSide::sell, "1.5", "99");
    EXPECT_EQ(venue.seen(), (Lines{"3 ack", "3 fill 1.5@99 taker 0.297"}));
}

TEST(PaperExchange, PV2AnIocThatDoesNotCrossExpiresUnfilled) {
    Venue venue;
    venue.quote("99", "100");
    venue.take(1, OrderSide::buy, "1", "99.99");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 expired 0"}));
    EXPECT_EQ(venue.balance("USDT"), "1000/0");
}

TEST(PaperExchange, R7TheRestOfAMarketOrderExpires) {
    Venue venue;
    venue.quote("99", "100", "1", "1");
    venue.buy(1, "3");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 1@100 taker 0.2", "1 expired 1"}));
    EXPECT_EQ(venue.order(1).state, OrderState::expired);
    EXPECT_EQ(venue.balance("USDT"), "899.8/0");
}

TEST(PaperExchange, PV3RestingOrdersFillAtTheirOwnLimitAsMaker) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "98");
    venue.quote("98", "98.01");
    EXPECT_EQ(venue.seen(), Lines{"1 ack"});
    venue.quote("97", "97.5");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@98 maker 0.098"}));
    venue.sell(2, "1", "110");
    venue.quote("110", "111");
    EXPECT_EQ(venue.seen(), (Lines{"2 ack", "2 fill 1@110 maker 0.11"}));
}

TEST(PaperExchange, PV3TheBetterPriceFillsFirstThenTheOlder) {
    Venue venue;
    venue.buy(1, "1", "97");
    venue.buy(2, "1", "98");
    venue.buy(3, "1", "98");
    venue.seen();
    venue.quote("90", "91", "9", "2.5");
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 1@98 maker 0.098", "3 fill 1@98 maker 0.098", "1 fill 0.5@97 maker 0.0485"}));
}

TEST(PaperExchange, R10BuysAreMatchedBeforeSellsAndSellsLowestFirst) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.sell(2, "1", "120");
    venue.sell(3, "1", "110");
    venue.buy(4, "1", "95");
    venue.seen();
    // A quote that crosses all of them at once: crossed itself, as feeds sometimes are.
    venue.quote("130", "90");
    EXPECT_EQ(venue.seen(), (Lines{"4 fill 1@95 maker 0.095", "3 fill 1@110 maker 0.11", "2 fill 1@120 maker 0.12"}));
}

TEST(PaperExchange, R10ASizeIsTheBudgetOfTakersAndMakersUntilTheNextQuote) {
    Venue venue;
    venue.buy(1, "1", "100");
    venue.seen();
    venue.quote("99", "100", "3", "1.5");
    venue.buy(2, "1", "100");
    venue.buy(3, "1", "100");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@100 maker 0.1", "2 ack", "2 fill 0.5@100 taker 0.1", "3 ack"}));
    venue.quote("99", "100", "3", "1");
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 0.5@100 maker 0.05", "3 fill 0.5@100 maker 0.05"}));
    venue.quote("99", "100");
    EXPECT_EQ(venue.seen(), (Lines{"3 fill 0.5@100 maker 0.05"}));
}

TEST(PaperExchange, R10AccountsOfOneVenueAndMarketShareBookAndBudgets) {
    Venue venue;
    venue.buy(1, "1", "100");
    venue.account = Venue::other;
    venue.buy(2, "1", "100");
    venue.account = Venue::main;
    venue.buy(3, "1", "100");
    venue.seen();
    venue.quote("99", "100", "1", "2");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@100 maker 0.1", "2 fill 1@100 maker 0.1"}));
    EXPECT_EQ(venue.order(3).state, OrderState::working);
}

TEST(PaperExchange, R10ANewPriceOrMoreQuantityMakesAnOrderNewInAge) {
    for (const auto& [quantity, price] : {std::pair{"1", "98"}, std::pair{"1.5", "97"}}) {
        Venue venue;
        venue.buy(1, "1", "97");
        venue.buy(2, "1", price);
        venue.amend(1, quantity, price);
        venue.seen();
        venue.quote("90", "91", "9", "1");
        EXPECT_EQ(venue.seen().front().substr(0, 6), "2 fill");
    }
}

TEST(PaperExchange, R10LessQuantityKeepsTheAge) {
    Venue venue;
    venue.buy(1, "2", "97");
    venue.buy(2, "1", "97");
    venue.amend(1, "1", "97");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "2 ack", "1 amended 1@97"}));
    venue.quote("90", "91", "9", "1");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@97 maker 0.097"}));
}

TEST(PaperExchange, R10AnAmendedLimitThatCrossesFillsFirstAsTakerAndTheRestRests) {
    Venue venue;
    venue.quote("99", "100", "1", "1");
    venue.buy(1, "2", "98");
    venue.amend(1, "2", "101");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 amended 2@101", "1 fill 1@100 taker 0.2"}));
    EXPECT_EQ(venue.balance("USDT"), "798.8/101");
    venue.quote("99", "100.5");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@101 maker 0.101"}));
}

TEST(PaperExchange, PV4APrintFillsLimitsStrictlyBeyondItUpToItsQuantity) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "98");
    venue.buy(2, "1", "97.01");
    venue.buy(3, "1", "97");
    venue.seen();
    venue.print("97", "1.5");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@98 maker 0.098", "2 fill 0.5@97.01 maker 0.048505"}));
    venue.print("97", "9");
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 0.5@97.01 maker 0.048505"}));
    EXPECT_EQ(venue.order(3).state, OrderState::working);
}

TEST(PaperExchange, R11APrintLeavesTheBookAlone) {
    Venue venue;
    venue.quote("99", "100", "2", "2");
    venue.buy(1, "2", "100");
    venue.sell(2, "1", "101");
    venue.buy(3, "1", "98");
    venue.seen();
    venue.print("97", "0.5");
    venue.print("102", "0.25");
    EXPECT_EQ(venue.seen(), (Lines{"3 fill 0.5@98 maker 0.049", "2 fill 0.25@101 maker 0.02525"}));
    EXPECT_EQ(venue.exchange.quote(Venue::btc)->bid, decimal<Price>("99"));
    EXPECT_EQ(venue.exchange.quote(Venue::btc)->ask, decimal<Price>("100"));
}

TEST(PaperExchange, R11OneBudgetServesBuysBeforeSells) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    venue.exchange.on_quote(Venue::btc, {decimal<Price>("80"), decimal<Price>("200"), {}, {}, venue.now, 2}, venue.now);
    venue.buy(2, "1", "110");
    venue.sell(3, "1", "90");
    venue.seen();
    venue.print("100", "1.5");
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 1@110 maker 0.11", "3 fill 0.5@90 maker 0.045"}));
}

TEST(PaperExchange, PV9AForcedFillIgnoresTheQuoteAndItsSizes) {
    Venue venue;
    venue.quote("99", "100", "1", "1");
    venue.buy(1, "2", "90");
    EXPECT_TRUE(venue.exchange.force_fill(venue.id(1), decimal<Quantity>("0.5"), venue.now));
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 0.5@90 maker 0.045"}));
    venue.buy(2, "1", "100");
    EXPECT_EQ(venue.seen(), (Lines{"2 ack", "2 fill 1@100 taker 0.2"}));
}

TEST(PaperExchange, R12AForcedFillIsClippedToTheRestAndNeedsARestingOrder) {
    Venue venue;
    venue.buy(1, "2", "90");
    EXPECT_TRUE(venue.exchange.force_fill(venue.id(1), decimal<Quantity>("5"), venue.now));
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 2@90 maker 0.18"}));
    EXPECT_FALSE(venue.exchange.force_fill(venue.id(1), decimal<Quantity>("1"), venue.now));
    EXPECT_FALSE(venue.exchange.force_fill(venue.id(7), decimal<Quantity>("1"), venue.now));
    EXPECT_EQ(venue.seen(), Lines{});
}

TEST(PaperExchange, TradeIdsAreUniqueAndIncreasePerInstrument) {
    Venue venue;
    venue.quote("99", "100", "9", "1");
    venue.buy(1, "2", "100");
    venue.at = Venue::sol;
    venue.quote("9", "10");
    venue.buy(2, "2", "10");
    venue.at = Venue::btc;
    venue.quote("99", "100");
    ASSERT_EQ(venue.order(1).trades.size(), 2U);
    EXPECT_EQ(venue.order(1).trades[0].id, TradeId{1});
    EXPECT_EQ(venue.order(1).trades[1].id, TradeId{2});
    EXPECT_EQ(venue.order(2).trades.at(0).id, TradeId{1});
}

}  // namespace
}  // namespace trellis::adapters
