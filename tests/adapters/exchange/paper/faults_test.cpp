// What each injected fault does to orders and to the stream: the venue's truth stays, only its way to the engine suffers.
#include <gtest/gtest.h>

#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::seconds;
using testing::Lines;
using testing::Venue;

struct OrderFaultRow {
    VenueFaultKind kind;
    Lines answer;  // to a new order that crosses
    bool is_taken;
    std::string query;
};

TEST(PaperExchange, R61EachFaultAboutNewOrdersLeavesTheTruthThatAQueryTells) {
    const OrderFaultRow rows[] = {
        {VenueFaultKind::reject, {"1 rejected REJECTED"}, false, "1 not found"},
        {VenueFaultKind::timeout_before_accept, {}, false, "1 not found"},
        {VenueFaultKind::timeout_after_accept, {"1 fill 1@100 taker 0.2"}, true, "1 found FILLED 1/1@100"},
        {VenueFaultKind::server_error, {"1 unanswered"}, false, "1 not found"},
    };
    for (const auto& row : rows) {
        Venue venue;
        venue.quote("99", "100");
        venue.fault(row.kind);
        venue.buy(1, "1", "100");
        EXPECT_EQ(venue.seen(), row.answer);
        EXPECT_EQ(venue.balance("USDT"), row.is_taken ? "899.8/0" : "1000/0");
        venue.query(1);
        EXPECT_EQ(venue.seen(), Lines{row.query});
        EXPECT_TRUE(venue.exchange.violations().empty());
        venue.buy(2, "1", "100");
        EXPECT_EQ(venue.seen(), (Lines{"2 ack", "2 fill 1@100 taker 0.2"}));
    }
}

TEST(PaperExchange, R61ARejectionCarriesTheGivenCode) {
    Venue venue;
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::reject;
    fault.code = "POST_ONLY";
    venue.exchange.inject(fault, venue.now);
    venue.buy(1, "1", "90");
    EXPECT_EQ(venue.seen(), Lines{"1 rejected POST_ONLY"});
    EXPECT_EQ(venue.order(1).reject_code, "POST_ONLY");
}

TEST(PaperExchange, R61OrdersCountsTheNewOrdersOfTheAccountFromTheFaultOn) {
    Venue venue;
    venue.fault(VenueFaultKind::reject, 2);
    venue.account = Venue::other;
    venue.buy(1, "1", "90");
    venue.account = Venue::main;
    venue.buy(2, "1", "90");
    venue.cancel(9);
    venue.buy(3, "1", "90");
    venue.buy(4, "1", "90");
    EXPECT_EQ(venue.seen(), (Lines{"1 ack", "2 rejected REJECTED", "9 refused ORDER_NOT_FOUND", "3 rejected REJECTED", "4 ack"}));
}

TEST(PaperExchange, R61OfOverlappingFaultsTheOldestActsAndAllCount) {
    Venue venue;
    venue.fault(VenueFaultKind::server_error, 1);
    venue.fault(VenueFaultKind::reject, 2);
    for (const auto number : {1U, 2U, 3U}) venue.buy(number, "1", "90");
    EXPECT_EQ(venue.seen(), (Lines{"1 unanswered", "2 rejected REJECTED", "3 ack"}));
}

TEST(PaperExchange, R61WhileDisconnectedRequestsDoNotLeaveAndReportsAreHeldInOrder) {
    Venue venue;
    venue.buy(1, "1", "90");
    venue.buy(2, "1", "91");
    venue.seen();
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::disconnect;
    fault.duration = seconds(5);
    venue.exchange.inject(fault, venue.now);
    venue.buy(3, "1", "92");
    venue.query(1);
    venue.cancel(1);
    EXPECT_EQ(venue.seen(), (Lines{"3 not sent", "1 not sent", "1 not sent"}));
    venue.now += seconds(1);
    venue.quote("80", "90");
    venue.exchange.settle(venue.now);
    EXPECT_EQ(venue.seen(), Lines{});
    EXPECT_EQ(venue.exchange.next_due(), venue.now + seconds(4));
    venue.now += seconds(4);
    venue.exchange.advance(venue.now);
    EXPECT_EQ(venue.seen(), (Lines{"2 fill 1@91 maker 0.091", "1 fill 1@90 maker 0.09"}));
    venue.buy(3, "1", "70");
    EXPECT_EQ(venue.seen(), Lines{"3 ack"});
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, R61AReportUnderWayWhenTheLineBreaksWaitsForIt) {
    Venue venue(100);
    venue.buy(1, "1", "90");
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::disconnect;
    fault.duration = seconds(5);
    venue.exchange.inject(fault, venue.now);
    EXPECT_EQ(venue.exchange.next_due(), venue.now + seconds(5));
    venue.account = Venue::other;
    venue.buy(2, "1", "90");
    venue.exchange.advance(venue.now + seconds(1));
    EXPECT_EQ(venue.seen(), Lines{"2 ack"});
    venue.exchange.advance(venue.now + seconds(5));
    EXPECT_EQ(venue.seen(), Lines{"1 ack"});
}

TEST(PaperExchange, R61ALostFillIsSeenWithTheNextReport) {
    Venue venue;
    venue.buy(1, "1", "90");
    venue.buy(2, "1", "80");
    venue.seen();
    venue.fault(VenueFaultKind::drop_fill);
    venue.quote("84", "85");
    EXPECT_EQ(venue.seen(), Lines{});
    venue.cancel(2);
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@90 maker 0.09", "2 cancelled 0"}));
}

TEST(PaperExchange, R61ALostFillIsSeenAtTheEndOfTheInstantAtTheLatest) {
    Venue venue;
    venue.buy(1, "2", "90");
    venue.seen();
    venue.fault(VenueFaultKind::drop_fill, 2);
    venue.quote("84", "85", "1", "0.5");
    venue.quote("84", "85");
    EXPECT_EQ(venue.seen(), Lines{});
    venue.exchange.settle(venue.now);
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 0.5@90 maker 0.045", "1 fill 1.5@90 maker 0.135"}));
    venue.exchange.settle(venue.now);
    EXPECT_EQ(venue.seen(), Lines{});
}

TEST(PaperExchange, O3AQueryBringsLostFillsBeforeItsAnswer) {
    Venue venue;
    venue.buy(1, "1", "90");
    venue.seen();
    venue.fault(VenueFaultKind::drop_fill);
    venue.quote("84", "85");
    venue.query(1);
    EXPECT_EQ(venue.seen(), (Lines{"1 fill 1@90 maker 0.09", "1 found FILLED 1/1@90"}));
}

// The same trades with and without faults of the stream: the engine sees the same.
TEST(PaperExchange, R61DoubledAndReorderedFillsChangeNothingThatIsSeen) {
    const auto run = [](std::optional<VenueFaultKind> kind) {
        Venue venue;
        for (const auto number : {1U, 2U, 3U}) venue.buy(number, "1", "90");
        venue.account = Venue::other;
        venue.buy(4, "1", "90");
        venue.account = Venue::main;
        venue.buy(5, "1", "90");
        if (kind) venue.fault(*kind, 3);
        venue.quote("84", "85");
        venue.cancel(1);
        venue.take(6, OrderSide::sell, "2", "84");
        venue.exchange.settle(venue.now);
        return venue.seen();
    };
    const auto plain = run(std::nullopt);
    EXPECT_EQ(plain.size(), 13U);
    EXPECT_EQ(run(VenueFaultKind::duplicate_fill), plain);
    EXPECT_EQ(run(VenueFaultKind::reorder_fills), plain);
}

TEST(PaperExchange, R61TheVenueCancelsOpeningOrdersFirstThenTheOldest) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "3", "100");
    venue.sell(2, "1", "110");
    venue.buy(3, "1", "95");
    venue.buy(4, "1", "96");
    venue.seen();
    venue.fault(VenueFaultKind::cancel_by_venue);
    EXPECT_EQ(venue.seen(), Lines{"3 cancelled 0"});
    venue.fault(VenueFaultKind::cancel_by_venue, 9);
    EXPECT_EQ(venue.seen(), (Lines{"4 cancelled 0", "2 cancelled 0"}));
    EXPECT_EQ(venue.balance("BTC"), "3/0");
}

TEST(PaperExchange, R61TheVenueCancelsTheOrderOrTheInstrumentThatIsNamed) {
    Venue venue;
    venue.buy(1, "1", "95");
    venue.buy(2, "1", "96");
    venue.at = Venue::sol;
    venue.buy(3, "1", "10");
    venue.seen();
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::cancel_by_venue;
    fault.order = venue.id(2);
    venue.exchange.inject(fault, venue.now);
    EXPECT_EQ(venue.seen(), Lines{"2 cancelled 0"});
    fault.order.reset();
    fault.instrument = Venue::sol;
    venue.exchange.inject(fault, venue.now);
    EXPECT_EQ(venue.seen(), Lines{"3 cancelled 0"});
}

TEST(PaperExchange, O5AfterA429EntriesWaitAsLongAsTheVenueSaysAndClosesGo) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    venue.seen();
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::rate_limit;
    fault.duration = seconds(3);
    venue.exchange.inject(fault, venue.now);
    venue.exchange.request(venue.terms(2, OrderSide::buy, "1", "90"), venue.now);
    auto answers = venue.exchange.take_reports();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(std::get<RequestNotSent>(answers[0].body).retry_after, seconds(3));
    venue.now += seconds(1);
    venue.buy(3, "1", "90");
    answers = venue.exchange.take_reports();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(std::get<RequestNotSent>(answers[0].body).retry_after, seconds(2));
    venue.sell(4, "1", "101");
    venue.cancel(4);
    EXPECT_EQ(venue.seen(), (Lines{"4 ack", "4 cancelled 0"}));
    venue.now += seconds(2);
    venue.buy(2, "1", "90");
    EXPECT_EQ(venue.seen(), Lines{"2 ack"});
    EXPECT_TRUE(venue.exchange.violations().empty());
}

TEST(PaperExchange, O6ABurstOfEntriesLeavesRoomForExits) {
    Venue venue;
    venue.quote("99", "100");
    venue.exchange.limit_rate(Venue::main, {10, seconds(1)});
    for (std::uint32_t number = 1; number <= 20; ++number) venue.buy(number, "0.1", "90");
    std::size_t held = 0;
    for (const auto& report : venue.exchange.take_reports()) held += std::holds_alternative<RequestNotSent>(report.body) ? 1U : 0U;
    EXPECT_EQ(held, 13U);
    venue.cancel(1);
    EXPECT_EQ(venue.seen(), Lines{"1 cancelled 0"});
}

TEST(PaperExchange, K20AStreamThatIsSilentForMoreThanFiveSecondsIsNotHeard) {
    Venue venue;
    Fault fault;
    fault.account = Venue::main;
    fault.kind = VenueFaultKind::disconnect;
    fault.duration = seconds(8);
    const Timestamp lost = venue.now;
    venue.exchange.inject(fault, venue.now);
    EXPECT_TRUE(venue.exchange.is_heard(Venue::main, lost + seconds(5)));
    EXPECT_FALSE(venue.exchange.is_heard(Venue::main, lost + seconds(5) + std::chrono::nanoseconds(1)));
    EXPECT_TRUE(venue.exchange.is_heard(Venue::other, lost + seconds(6)));
    venue.exchange.inject(fault, lost + seconds(6));
    EXPECT_FALSE(venue.exchange.is_heard(Venue::main, lost + seconds(13)));
    EXPECT_TRUE(venue.exchange.is_heard(Venue::main, lost + seconds(14)));
}

TEST(PaperExchange, F11AWalletHasItsAssetsAndItsEquity) {
    Venue venue;
    venue.quote("99", "100");
    venue.buy(1, "1", "100");
    venue.buy(2, "1", "90");
    const Wallet wallet = venue.exchange.wallet(Venue::main, venue.now);
    EXPECT_EQ(wallet.assets.at("USDT"), (AssetBalance{decimal<Money>("809.8"), decimal<Money>("90")}));
    EXPECT_EQ(wallet.equity, decimal<Money>("998.8"));
    EXPECT_TRUE(wallet.is_connected);
    EXPECT_EQ(venue.exchange.free(Venue::main, "USDT"), decimal<Money>("809.8"));
}

}  // namespace
}  // namespace trellis::adapters
