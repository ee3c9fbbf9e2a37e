// What the venue accepts, refuses and answers: PV-2, PV-7, PV-8, R-16, R-17, O-2, O-7.
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Lines;
using testing::Venue;

struct FilterRow {
    const char* name;
    const char* quantity;
    const char* price;
    const char* detail;
};

TEST(PaperExchange, PV8EveryFilterIsEnforcedAndItsViolationRecorded) {
    const FilterRow rows[] = {
        {"tick", "1", "10.005", "price 10.005 is no multiple of tick 0.01"},
        {"step", "1.0005", "10", "quantity 1.0005 is no multiple of step 0.001"},
        {"minimum quantity", "0.001", "10", "quantity 0.001 is below minimum 0.002"},
        {"maximum quantity", "1000.001", "0.01", "quantity 1000.001 is above maximum 1000"},
        {"minimum notional", "0.499", "10", "notional 4.99 is below minimum 5"},
        {"sign", "-1", "10", "quantity -1 is not positive"},
        {"price", "1", "-10", "price -10 is not positive"},
    };
    for (const auto& row : rows) {
        Venue venue;
        venue.buy(1, row.quantity, row.price);
        EXPECT_EQ(venue.seen(), Lines{"1 rejected FILTER"}) << row.name;
        ASSERT_EQ(venue.exchange.violations().size(), 1U) << row.name;
        EXPECT_EQ(venue.exchange.violations()[0].kind, "filter");
        EXPECT_EQ(venue.exchange.violations()[0].detail, std::string("binance:spot:BTC-USDT: ") + row.detail);
        EXPECT_EQ(venue.order(1).state, OrderState::rejected);
    }
}

TEST(PaperExchange, R17WhatMeetsEveryMinimumExactlyIsPlaceable) {
    Venue venue;
    venue.buy(1, "0.5", "10");
    venue.buy(2, "0.002", "2500");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "2 ack"}));
}

TEST(PaperExchange, R17AMarketOrderIsJudgedAtTheTouchItTakes) {
    Venue venue;
    venue.quote("9.99", "10");
    venue.buy(1, "0.5");
    venue.sell(2, "0.5");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 0.5@10 taker 0.01", "2 rejected FILTER"}));
}

TEST(PaperExchange, R16AMarketOrderWithoutAQuoteIsRejected) {
    Venue venue;
    venue.buy(1, "1");
    EXPECT_EQ(venue.seen(), Lines{"1 rejected NO_PRICE"});
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, D7APostOnlyOrderRestsOrIsRefused) {
    Venue venue;
    venue.quote("9.99", "10");
    const auto post = [&](std::uint32_t number, OrderSide side, const char* price) {
        auto order = venue.terms(number, side, "1", price);
        order.post_only = true;
        venue.exchange.request(order, venue.now);
    };
    post(1, OrderSide::buy, "10");
    post(2, OrderSide::buy, "9.99");
    post(3, OrderSide::sell, "9.99");
    EXPECT_EQ(venue.seen(), (Lines{"1 rejected POST_ONLY_WOULD_CROSS", "2 ack", "3 rejected POST_ONLY_WOULD_CROSS"}));
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, PV8AnInstrumentOfAnotherMarketIsAViolation) {
    Venue venue;
    venue.at = Venue::perpetual;
    venue.buy(1, "1", "100");
    EXPECT_EQ(venue.seen(), Lines{"1 rejected UNKNOWN_INSTRUMENT"});
    EXPECT_EQ(venue.exchange.violations().size(), 1U);
}

TEST(PaperExchange, R16AmendsInPlaceAndShowsTheLastTerms) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.exchange.force_fill(venue.id(1), decimal<Quantity>("0.5"), venue.now);
    venue.amend(1, "3", "91");
    EXPECT_EQ(venue.seen().back(), "1 amended 3@91");
    EXPECT_EQ(venue.order(1).remaining(), decimal<Quantity>("2.5"));
    EXPECT_EQ(venue.order(1).state, OrderState::partial);
    EXPECT_EQ(venue.exchange.working(Venue::main).size(), 1U);
}

TEST(PaperExchange, PV8AnAmendmentThatViolatesAFilterLeavesTheOrderAsItWas) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.amend(1, "2", "90.001");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 refused FILTER"}));
    EXPECT_EQ(venue.order(1).price, decimal<Price>("90"));
    EXPECT_EQ(venue.exchange.violations().size(), 1U);
}

TEST(PaperExchange, V3ChangedRulesRefuseWhatTheOldOnesTookAndThatIsNoViolation) {
    Venue venue;
    venue.buy(1, "2", "90.01");
    InstrumentRules rules = venue.exchange.rules(Venue::btc, venue.now).value();
    rules.tick = decimal<Price>("0.1");
    venue.exchange.change_rules(Venue::btc, rules);
    EXPECT_EQ(venue.exchange.rules(Venue::btc, venue.now), rules);
    EXPECT_EQ(venue.order(1).state, OrderState::working) << "what rests stays";
    venue.buy(2, "2", "90.01");
    venue.buy(3, "2", "90.1");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "2 rejected FILTER", "3 ack"}));
    EXPECT_TRUE(venue.exchange.violations().empty());
    venue.buy(4, "2", "90.001");
    EXPECT_EQ(venue.exchange.violations().size(), 1U) << "no rules ever took it";
}

TEST(PaperExchange, R16AnAmendmentToWhatIsFilledAlreadyIsRefused) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.exchange.force_fill(venue.id(1), decimal<Quantity>("1.5"), venue.now);
    venue.amend(1, "1.5", "90");
    EXPECT_EQ(venue.seen().back(), "1 refused BELOW_FILLED");
    EXPECT_EQ(venue.order(1).quantity, decimal<Quantity>("2"));
}

TEST(PaperExchange, R16CancelsAtOnceWithWhatWasFilled) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.exchange.force_fill(venue.id(1), decimal<Quantity>("0.5"), venue.now);
    venue.cancel(1);
    EXPECT_EQ(venue.seen().back(), "1 cancelled 0.5");
    EXPECT_TRUE(venue.exchange.working(Venue::main).empty());
}

TEST(PaperExchange, O7CancelAndAmendmentOfWhatIsGoneAreRefused) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    venue.seen();
    venue.cancel(1);
    venue.amend(1, "2", "100");
    venue.cancel(8);
    EXPECT_EQ(venue.seen(), (Lines{"1 refused ORDER_NOT_FOUND", "1 refused ORDER_NOT_FOUND", "8 refused ORDER_NOT_FOUND"}));
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, O1TheSameIdTwiceIsAnsweredAsTheOrderItNamesAndRecorded) {
    Venue venue;
    venue.buy(1, "1", "90");
    venue.buy(1, "1", "90");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 ack"}));
    EXPECT_EQ(venue.balance("USDT"), "910/90");
    ASSERT_EQ(venue.exchange.violations().size(), 1U);
    EXPECT_EQ(venue.exchange.violations()[0].kind, "duplicate intent");
}

TEST(PaperExchange, O5ARejectedOrderMayBeSentAgainUnderItsId) {
    Venue venue;
    venue.buy(1, "1");
    venue.quote("99", "100");
    venue.query(1);
    venue.buy(1, "1");
    EXPECT_EQ(venue.seen(), (Lines{"1 rejected NO_PRICE", "1 not found", "1 ack", "1 fill 1@100 taker 0.2"}));
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, O2AQueryTellsThePresentTruth) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.query(1);
    venue.exchange.force_fill(venue.id(1), decimal<Quantity>("0.5"), venue.now);
    venue.query(1);
    venue.cancel(1);
    venue.query(1);
    venue.query(2);
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 found WORKING 0/2@90", "1 fill 0.5@90 maker 0.045", "1 found PARTIAL 0.5/2@90",
                                   "1 cancelled 0.5", "1 found CANCELLED 0.5/2@90", "2 not found"}));
}

TEST(PaperExchange, PV7ReportsArriveTheLatencyAfterTheyArose) {
    Venue venue(50);
    const auto sent = venue.now;
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    EXPECT_EQ(venue.order(1).state, OrderState::filled);
    EXPECT_EQ(venue.seen(), Lines{});
    EXPECT_EQ(venue.exchange.next_due(), sent + std::chrono::milliseconds(50));
    venue.exchange.advance(sent + std::chrono::milliseconds(49));
    EXPECT_EQ(venue.seen(), Lines{});
    venue.exchange.advance(sent + std::chrono::milliseconds(50));
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "1 fill 1@100 taker 0.2"}));
    EXPECT_EQ(venue.exchange.next_due(), std::nullopt);
}

TEST(PaperExchange, PV7WithLatencyZeroReportsAreThereAtOnce) {
    Venue venue;
    venue.buy(1, "1", "90");
    EXPECT_EQ(venue.exchange.next_due(), std::nullopt);
    EXPECT_EQ(venue.seen(), Lines{"1 ack"});
}

TEST(PaperExchange, ACopyIsTheWholeVenue) {
    Venue venue(10);
    venue.quote("99", "100", "5", "1");
    venue.buy(1, "2", "100");
    Venue copy = venue;
    for (Venue* each : {&venue, &copy}) {
        each->now += std::chrono::milliseconds(10);
        each->quote("99", "100");
        each->exchange.advance(each->now + std::chrono::milliseconds(10));
    }
    EXPECT_EQ(venue.order(1), copy.order(1));
    EXPECT_EQ(venue.seen(), copy.seen());
    EXPECT_EQ(venue.balance("USDT"), copy.balance("USDT"));
}

}  // namespace
}  // namespace trellis::adapters
