// Orders at the paper exchange that no engine here placed (O-8).
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Lines;
using testing::Venue;

void stand(Venue& venue, const char* client_id, OrderSide side, const char* quantity, const char* price) {
    Fault fault;
    fault.account = venue.account;
    fault.kind = VenueFaultKind::unknown_order;
    fault.instrument = venue.at;
    fault.side = side;
    fault.quantity = decimal<Quantity>(quantity);
    fault.price = decimal<Price>(price);
    fault.client_id = client_id;
    venue.exchange.inject(fault, venue.now);
}

std::vector<std::string> open_ids(const Venue& venue) {
    std::vector<std::string> ids;
    const auto open = venue.exchange.open_orders(venue.account, venue.now);
    for (const auto& order : open.value_or(std::vector<OpenOrder>{})) ids.push_back(order.client_id);
    return ids;
}

void cancel(Venue& venue, const char* client_id) {
    venue.exchange.request(CancelOrphan{parse_client_order_id(client_id).value(), venue.at, venue.account}, venue.now);
}

TEST(PaperExchange, O8ListsEveryOpenOrderOfTheAccount) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "2", "90");
    stand(venue, "TzzZ1Z9Z1", OrderSide::buy, "1", "91");
    stand(venue, "web_1", OrderSide::buy, "1", "92");
    EXPECT_EQ(open_ids(venue), (std::vector<std::string>{text(venue.id(1)), "TzzZ1Z9Z1", "web_1"}));
    EXPECT_EQ(venue.balance("USDT"), "637/363") << "they hold money as any other";
    const auto first = venue.exchange.open_orders(venue.account, venue.now)->at(0);
    EXPECT_EQ(first, (OpenOrder{text(venue.id(1)), venue.at, OrderSide::buy, decimal<Price>("90"), decimal<Quantity>("2"), {}}));
}

TEST(PaperExchange, O8SaysNothingOfOpenOrdersWhileItsStreamIsSilent) {
    Venue venue;
    Fault silence;
    silence.account = venue.account;
    silence.kind = VenueFaultKind::disconnect;
    silence.duration = std::chrono::seconds(10);
    venue.exchange.inject(silence, venue.now);
    EXPECT_FALSE(venue.exchange.open_orders(venue.account, venue.now).has_value());
    venue.now += std::chrono::seconds(10);
    EXPECT_TRUE(venue.exchange.open_orders(venue.account, venue.now).has_value());
}

TEST(PaperExchange, O8CancelsAnOrphanAndAnswersWithItsEnd) {
    Venue venue;
    venue.quote("99", "100");
    stand(venue, "TzzZ1Z9Z1", OrderSide::buy, "2", "98");
    venue.print("97", "0.5");
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 0.5@98 maker 0.049", "0 holds 0.5 long"}));
    cancel(venue, "TzzZ1Z9Z1");
    EXPECT_EQ(venue.seen(), (Lines{"1 cancelled 0.5", "1 orphan CANCELLED 0.5"}));
    EXPECT_EQ(open_ids(venue), std::vector<std::string>{});
    EXPECT_EQ(venue.balance("USDT"), "950.951/0");  // 1000 - 49 - 0.049
    cancel(venue, "TzzZ1Z9Z1");
    EXPECT_EQ(venue.seen(), Lines{"1 orphan CANCELLED 0.5"});
    cancel(venue, "TzzZ1Z9Z2");
    EXPECT_EQ(venue.seen(), Lines{"2 orphan UNKNOWN 0"});
}

TEST(PaperExchange, O8TellsNothingOfAnotherPersonsOrderButWhatTheAccountHolds) {
    Venue venue;
    venue.quote("99", "100");
    stand(venue, "web_1", OrderSide::buy, "2", "98");
    stand(venue, "TzzZ7Z9Z1", OrderSide::buy, "1", "98");
    EXPECT_EQ(venue.seen(), Lines{});
    venue.print("97", "3");
    EXPECT_EQ(venue.seen(), (Lines{"0 holds 2 long", "0 holds 3 long"}));
}

TEST(PaperExchange, O8TakesNoOrderOfNobodyThatFiltersOrBalanceRefuse) {
    Venue venue;
    venue.quote("99", "100");
    stand(venue, "TzzZ1Z9Z1", OrderSide::buy, "200", "98");
    stand(venue, "TzzZ1Z9Z2", OrderSide::sell, "1", "120");
    stand(venue, "TzzZ1Z9Z3", OrderSide::buy, "0.00000001", "98");
    EXPECT_EQ(open_ids(venue), std::vector<std::string>{});
    EXPECT_TRUE(venue.exchange.violations().empty());
}

}  // namespace
}  // namespace trellis::adapters
