// What venues say and when: ids, duplicates, lateness, silence and doubt (O-1 .. O-5, O-7, O-9).
#include <gtest/gtest.h>

#include <set>

#include "engine/group/reports.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

GroupRun opened() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    return run;
}

template <class Request>
Request only(const std::vector<VenueRequest>& requests) {
    EXPECT_EQ(requests.size(), 1U);
    const auto* request = requests.empty() ? nullptr : std::get_if<Request>(&requests.front());
    EXPECT_NE(request, nullptr);
    return request == nullptr ? Request{} : *request;
}

// O-1: start, account, group and number, in 28 characters that every venue takes.
TEST(ClientOrderIds, AreDeterministicAndShort) {
    const ClientOrderId longest{Incarnation{0xFFFFFFFF}, {{AccountId{0xFFFF}, 0xFFFFFFFF}, OrderNumber{0xFFFFFFFF}}};
    EXPECT_LE(text(longest).size(), 32U);
    const ClientOrderId id{Incarnation{3}, {{AccountId{1}, 36}, OrderNumber{12}}};
    EXPECT_EQ(text(id), "T3Z1Z10Zc");
    EXPECT_EQ(parse_client_order_id("T3Z1Z10Zc"), id);
    for (const char letter : text(longest)) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(letter))) << letter;
}

// O-1
TEST(ClientOrderIds, OfOthersAreNotRead) {
    for (const char* text : {"", "T", "x-abc", "T1Z1Z1", "T1Z1Z1Z1Z1", "T01Z1Z1Z1", "T1Z1Z1ZA", "T1Z1Z1Z", "T1Z1ekhZ1Z1"}) {
        EXPECT_EQ(parse_client_order_id(text), std::nullopt) << text;
    }
}

// O-1: the id of an order is that of the start that placed it, however often it is asked for.
TEST(ClientOrderIds, StayTheSameForEveryRequestOfAnOrder) {
    GroupRun run;
    const auto placed = run.requests(run.open(ladder({{"100", "1"}})));
    const auto id = only<PlaceOrder>(placed).id;
    run.pass(seconds(3));
    EXPECT_EQ(only<QueryOrder>(run.requests(run.tell(TimerDue{TimerKind::order_timeout}))).id, id);
    EXPECT_EQ(only<PlaceOrder>(run.requests(run.report(1, OrderNotFound{}))).id, id);
}

// O-3
TEST(Reports, BookATradeOnce) {
    GroupRun run = opened();
    const OrderFill fill = run.fill_of(1, "100", "0.3");
    EXPECT_EQ(names(run.report(1, fill)), "OrderFilled OrderPlaced");
    EXPECT_TRUE(run.report(1, fill).empty());
    run.fill(1, "100", "0.7");
    EXPECT_TRUE(run.report(1, fill).empty()) << "after the order was filled as well";
    EXPECT_EQ(run.group.bought, decimal<Quantity>("1"));
}

// O-3: fills may come in any order.
TEST(Reports, BookTradesInAnyOrder) {
    GroupRun run = opened();
    const OrderFill first = run.fill_of(1, "100", "0.3");
    OrderFill second = run.fill_of(1, "99.9", "0.7");
    second.cumulative = decimal<Quantity>("1");
    run.report(1, second);
    run.report(1, first);
    EXPECT_EQ(run.order(1).state, OrderState::filled);
    EXPECT_EQ(run.group.open_cost, decimal<Money>("99.93"));
}

// O-3: a cancelled order's fills count: asked for first, when its total says that some are missing.
TEST(Reports, AskForTheFillsOfACancelledOrder) {  // 32.18
    GroupRun run = opened();
    run.acknowledge_all();
    const OrderFill missing = run.fill_of(1, "100", "0.4");
    const auto asked = run.requests(run.report(1, OrderCancelled{decimal<Quantity>("0.4")}));
    only<QueryOrder>(asked);
    EXPECT_EQ(run.order(1).state, OrderState::working);
    run.report(1, missing);
    run.report(1, OrderFound{OrderState::cancelled, decimal<Price>("100"), decimal<Quantity>("1"), decimal<Quantity>("0.4")});
    EXPECT_EQ(run.row(1), "entry 0/0 buy 0.4/1 @ 100 CANCELLED");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.4"));
}

// O-2: a doubt is answered once; nobody asks for ever.
TEST(Reports, StopAskingWhenTheVenueConfirmsWhatIsKnown) {
    GroupRun run = opened();
    run.acknowledge_all();
    const OrderFill overtaken = run.fill_of(1, "100", "0.4");
    const OrderFound found{OrderState::partial, decimal<Price>("100"), decimal<Quantity>("1"), decimal<Quantity>("0.4")};
    EXPECT_EQ(names(run.report(1, found)), "OrderDoubted");
    run.report(1, overtaken);
    run.acknowledge_all();
    EXPECT_EQ(names(run.report(1, found)), "OrderAccepted");
    EXPECT_EQ(run.order(1).state, OrderState::partial);
    EXPECT_EQ(next_due(run.group), std::nullopt);
}

// O-3: a fill behind the end of its order counts, once.
TEST(Reports, BookAFillBehindTheEndOfItsOrderOnce) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.cancelled(1);
    const OrderFill late = run.fill_of(1, "100", "0.4");
    EXPECT_EQ(names(run.report(1, late)), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 0.4/1 @ 100 CANCELLED");
    EXPECT_TRUE(run.report(1, late).empty());
    EXPECT_EQ(run.group.bought, decimal<Quantity>("0.4"));
}

// O-4
TEST(Reports, IgnoreAnAcknowledgementBehindAFill) {
    GroupRun run = opened();
    run.fill(1, "100", "0.3");
    EXPECT_EQ(run.order(1).state, OrderState::partial);
    EXPECT_TRUE(run.acknowledge(1).empty());
    run.fill(1, "100", "0.7");
    EXPECT_TRUE(run.acknowledge(1).empty());
    EXPECT_EQ(run.order(1).state, OrderState::filled);
}

// O-4
TEST(Reports, IgnoreASmallerTotal) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill(1, "100", "0.5");
    EXPECT_TRUE(run.report(1, OrderFound{OrderState::partial, decimal<Price>("100"), decimal<Quantity>("1"),
                                         decimal<Quantity>("0.2")}).empty());
    EXPECT_EQ(run.order(1).filled, decimal<Quantity>("0.5"));
}

// O-2: no answer in 3 s: UNKNOWN, and a query, never a blind second order; the query is repeated.
TEST(Reports, AskAfterAnOrderThatIsNotAnswered) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    const Timestamp sent_at = run.now;
    for (int asked = 1; asked <= 3; ++asked) {
        only<QueryOrder>(run.requests(run.timer()));
        EXPECT_EQ(run.now - sent_at, seconds(3 * asked));
        EXPECT_EQ(run.order(1).state, OrderState::unknown);
    }
}

// O-2: found: adopt.
TEST(Reports, AdoptAnOrderThatTheVenueKnows) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    run.timer();
    EXPECT_EQ(names(run.report(1, OrderFound{OrderState::working, decimal<Price>("100"), decimal<Quantity>("1"), {}})),
              "OrderAccepted");
    EXPECT_EQ(run.order(1).state, OrderState::working);
    EXPECT_EQ(next_due(run.group), std::nullopt);
}

// O-2: definitively not found: the same order again, under the same id.
TEST(Reports, SendAnOrderAgainThatTheVenueNeverHad) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    run.timer();
    EXPECT_EQ(names(run.report(1, OrderNotFound{})), "OrderResent");
    EXPECT_EQ(run.order(1).state, OrderState::sent);
    EXPECT_EQ(run.group.orders.size(), 1U);
}

// O-2: "not found" about an order that has been seen since is an old answer; believed, it would be sold twice.
// O-2: two questions that left together bring two answers; the second is older than the order that left behind the first.
TEST(Reports, SendAnOrderOnceForTwoAnswersThatItIsNotThere) {  // 32.15
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    for (int questions = 0; questions < 2; ++questions) {
        run.pass(seconds(4));
        EXPECT_EQ(names(run.tell(TimerDue{TimerKind::order_timeout})), "OrderDoubted");
    }
    EXPECT_EQ(names(run.report(1, OrderNotFound{})), "OrderResent");
    EXPECT_TRUE(run.report(1, OrderNotFound{}).empty());
}

TEST(Reports, IgnoreNotFoundAboutAnOrderThatRests) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    run.timer();
    run.report(1, OrderNotFound{});
    run.acknowledge(1);
    EXPECT_TRUE(run.report(1, OrderNotFound{}).empty());
    EXPECT_EQ(run.order(1).state, OrderState::working);
}

// O-2: what is not wanted any more is not sent again.
TEST(Reports, DropAnUnknownEntryWhileClosing) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    run.timer();
    run.tell(CloseGroup{CloseReason::manual, std::nullopt, std::nullopt});
    EXPECT_EQ(names(run.report(1, OrderNotFound{})), "OrderEnded GroupClosed");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 1 @ 100 CANCELLED");
}

// O-2: a closing order that got lost is sent again.
TEST(Reports, SendALostClosingOrderAgain) {
    GroupRun run = opened();
    run.fill_whole(1);
    run.exit();
    const auto closing = run.newest().number.value;
    run.answer_requests();
    run.report(closing, OrderExpired{});
    run.timer();
    const auto second = run.newest().number.value;
    run.timer();
    EXPECT_EQ(run.order(second).state, OrderState::unknown);
    EXPECT_EQ(names(run.report(second, OrderNotFound{})), "OrderResent");
}

// G-5, O-2: an IOC that was acknowledged is still asked about until its end is known, or a lost report would stop the close.
TEST(Reports, AskForTheEndOfAClosingOrder) {
    GroupRun run = opened();
    run.fill_whole(1);
    run.exit();
    run.answer_requests();
    const auto closing = run.newest().number.value;
    run.fill(closing, "100", "0.4");
    only<QueryOrder>(run.requests(run.timer()));
    const OrderFound found{OrderState::expired, decimal<Price>("99"), decimal<Quantity>("1"), decimal<Quantity>("0.4")};
    EXPECT_EQ(names(run.report(closing, found)), "OrderEnded CloseRetryScheduled");
}

// O-5: a 5xx says nothing: UNKNOWN, ask.
TEST(Reports, AskAfterAnOrderWhoseAnswerIsUseless) {
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    only<QueryOrder>(run.requests(run.report(1, RequestUnanswered{})));
    EXPECT_EQ(run.order(1).state, OrderState::unknown);
    run.acknowledge(1);
    EXPECT_TRUE(run.report(1, RequestUnanswered{}).empty()) << "an acknowledged order is beyond doubt";
}

// O-5: what never left goes again after 50, 100, 200 ms ... 5 s, the same id.
TEST(Reports, SendAgainWhatNeverLeft) {  // 32.16
    GroupRun run;
    run.open(ladder({{"100", "1"}}));
    for (const int wait : {50, 100, 200, 400, 800, 1'600, 3'200, 5'000, 5'000}) {
        const Timestamp failed_at = run.now;
        EXPECT_TRUE(run.requests(run.report(1, RequestNotSent{})).empty());
        const auto again = only<PlaceOrder>(run.requests(run.timer()));
        EXPECT_EQ(again.id.key.order, OrderNumber{1});
        EXPECT_EQ(run.now - failed_at, milliseconds(wait));
    }
    run.acknowledge(1);
    EXPECT_EQ(next_due(run.group), std::nullopt);
}

// O-5: amendments and cancels that never left are repeated as what they were.
TEST(Reports, SendCancelsAndAmendmentsAgain) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.report(3, RequestNotSent{});
    EXPECT_EQ(only<AmendOrder>(run.requests(run.timer())).quantity, decimal<Quantity>("0.6"));
    run.answer_requests();
    run.tell(CancelEntries{});
    run.cancelled(1);
    run.report(2, RequestNotSent{});
    EXPECT_EQ(only<CancelOrder>(run.requests(run.timer())).id.key.order, OrderNumber{2});
}

// O-5: insufficient balance: no retry, the leg is REJECTED.
TEST(Reports, DoNotRetryWhatTheVenueRefuses) {
    GroupRun run = opened();
    EXPECT_EQ(names(run.rejected(1, "INSUFFICIENT_BALANCE")), "OrderEnded");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 1 @ 100 REJECTED");
    EXPECT_EQ(run.leg(0).lot, Lot{});
}

// O-2: a refusal of what was filled is of another sending: ask.
TEST(Reports, DoubtTheRefusalOfAnOrderWithFills) {
    GroupRun run = opened();
    run.fill(1, "100", "0.3");
    only<QueryOrder>(run.requests(run.rejected(1)));
    EXPECT_EQ(run.order(1).state, OrderState::partial);
}

// O-7: "not found" on a cancel: ask; if it is over, adopt its fills.
TEST(Reports, AskWhenACancelFindsNoOrder) {  // 32.22
    GroupRun run = opened();
    run.acknowledge_all();
    run.tell(CancelEntries{});
    only<QueryOrder>(run.requests(run.report(1, RequestRefused{"ORDER_NOT_FOUND"})));
    run.fill(1, "100", "1");
    EXPECT_TRUE(run.report(1, OrderFound{OrderState::filled, decimal<Price>("100"), decimal<Quantity>("1"),
                                         decimal<Quantity>("1")}).empty());
    EXPECT_EQ(run.order(1).state, OrderState::filled);
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("1"));
}

// O-7: still there: cancelled again.
TEST(Reports, CancelAgainWhatStillWorks) {  // 32.21
    GroupRun run = opened();
    run.acknowledge_all();
    run.tell(CancelEntries{});
    run.report(1, RequestRefused{"BUSY"});
    const auto found = OrderFound{OrderState::working, decimal<Price>("100"), decimal<Quantity>("1"), {}};
    only<CancelOrder>(run.requests(run.report(1, found)));
}

// O-7: an amendment that came too late because the target was filled.
TEST(Reports, AdoptATargetThatWasFilledBeforeItsAmendment) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.acknowledge_all();
    const OrderFill sold = run.fill_of(3, "101", "0.3");
    run.fill(1, "100", "0.3");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 0.6 @ 101 PENDING_REPLACE");
    only<QueryOrder>(run.requests(run.report(3, RequestRefused{"ORDER_NOT_FOUND"})));
    run.report(3, sold);
    EXPECT_EQ(names(run.report(3, OrderFound{OrderState::filled, decimal<Price>("101"), decimal<Quantity>("0.3"),
                                             decimal<Quantity>("0.3")})),
              "OrderChanged OrderPlaced");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 0.3/0.3 @ 101 FILLED");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 0.3 @ 101 SENT");
}

// O-7: an amendment that got lost is made again.
TEST(Reports, AmendAgainWhatTheVenueNeverHeardOf) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    only<QueryOrder>(run.requests(run.timer()));
    const auto stale = OrderFound{OrderState::working, decimal<Price>("101"), decimal<Quantity>("0.3"), {}};
    EXPECT_EQ(only<AmendOrder>(run.requests(run.report(3, stale))).quantity, decimal<Quantity>("0.6"));
    const auto fresh = OrderFound{OrderState::working, decimal<Price>("101"), decimal<Quantity>("0.6"), {}};
    EXPECT_EQ(names(run.report(3, fresh)), "OrderChanged");
}

// O-4: the answer to an older amendment says nothing about the newest.
TEST(Reports, IgnoreTheAnswerToAnOlderAmendment) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.acknowledge_all();
    run.fill(1, "100", "0.3");
    run.fill(1, "100", "0.3");
    EXPECT_TRUE(run.report(3, OrderAmended{decimal<Price>("101"), decimal<Quantity>("0.6")}).empty());
    EXPECT_EQ(names(run.report(3, OrderAmended{decimal<Price>("101"), decimal<Quantity>("0.9")})), "OrderChanged");
}

// O-9: exit fills are fills of exit orders; no leg is made up for them.
TEST(Reports, BookExitFillsOnExitOrders) {  // 32.27
    GroupRun run = opened();
    run.fill_whole(1);
    run.exit();
    run.answer_requests();
    run.fill(run.newest().number.value, "100", "1");
    EXPECT_EQ(run.newest().pyramid, std::nullopt);
    EXPECT_EQ(run.newest().leg, std::nullopt);
    EXPECT_EQ(run.newest().filled, decimal<Quantity>("1"));
    EXPECT_EQ(run.group.pyramids[0].legs.size(), 2U);
}

}  // namespace
}  // namespace trellis::tests
