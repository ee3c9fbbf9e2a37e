// The user's own trades at the paper exchange.
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Lines;
using testing::Venue;

void by_hand(Venue& venue, OrderSide side, const char* quantity) {
    Fault fault;
    fault.account = venue.account;
    fault.kind = VenueFaultKind::manual_trade;
    fault.instrument = venue.at;
    fault.side = side;
    fault.quantity = decimal<Quantity>(quantity);
    venue.exchange.inject(fault, venue.now);
}

// what is free is sold at the bid, as taker; the stream tells what is left.
TEST(PaperExchange, X6SellsFreeCoinsByHandAndTellsWhatIsLeft) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.seen();
    by_hand(venue, OrderSide::sell, "0.5");
    EXPECT_EQ(venue.seen(), Lines{"0 holds 1.5 long"});
    EXPECT_EQ(venue.balance("BTC"), "1.5/0");
    EXPECT_EQ(venue.balance("USDT"), "849.001/0");  // 1000 - 200.4 + 49.5 - 0.099
}

// coins that our orders lock are freed by cancelling those, newest first; the change of the holdings is told first.
TEST(PaperExchange, X6CancelsOurOrdersToSellWhatTheyLock) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.sell(2, "1", "110");
    venue.sell(3, "1", "120");
    venue.seen();
    by_hand(venue, OrderSide::sell, "0.5");
    EXPECT_EQ(venue.seen(), (Lines{"0 holds 1.5 long", "3 cancelled 0"}));
    EXPECT_EQ(venue.balance("BTC"), "0.5/1");
}

// nobody sells what he does not have, or buys what he cannot pay, or trades without a price.
TEST(PaperExchange, X6TradesByHandWithinWhatThereIs) {
    Venue venue;
    by_hand(venue, OrderSide::sell, "1");
    venue.quote("99", "100");
    by_hand(venue, OrderSide::sell, "1");
    by_hand(venue, OrderSide::buy, "11");
    EXPECT_EQ(venue.seen(), Lines{});
    by_hand(venue, OrderSide::buy, "2");
    EXPECT_EQ(venue.seen(), Lines{"0 holds 2 long"});
    by_hand(venue, OrderSide::sell, "5");
    EXPECT_EQ(venue.seen(), Lines{"0 holds 0 long"});
}

// of a position on perpetuals the user closes a part.
TEST(PaperExchange, X6ReducesAPositionByHand) {
    Venue venue;
    venue.at = Venue::perpetual;
    venue.account = Venue::one_way;
    venue.quote("99", "100");
    venue.buy(1, "2", "100");
    venue.seen();
    by_hand(venue, OrderSide::sell, "0.5");
    EXPECT_EQ(venue.seen(), Lines{"0 holds 1.5 long"});
}

}  // namespace
}  // namespace trellis::adapters
