// Leaving: the sequence of a close, its bounded orders, tries and alarms (X-1 .., F-1 .. F-4, G-5).
#include <gtest/gtest.h>

#include "engine/group/close.hpp"
#include "engine/group/tries.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One leg of 1 at 100 filled, one at 99 working, the book at 100 / 100.01.
GroupRun holding(Instrument instrument = bitcoin(), PositionSide side = PositionSide::long_side) {
    GroupRun run(std::move(instrument), side);
    run.quote("100", "100.01");
    const char* deeper = side == PositionSide::long_side ? "99" : "101";
    run.open(ladder({{"100", "1"}, {deeper, "1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

/// The closing order that works ends without a fill.
void fail_try(GroupRun& run) {
    run.acknowledge_all();
    run.expired(run.newest().number.value);
}

// CLOSING, every working order cancelled in row order, then one closing order for what is open.
TEST(Exit, CancelsEverythingAndSellsWhatIsOpen) {
    GroupRun run = holding();
    const GroupEvents events = run.exit();
    EXPECT_EQ(names(events), "CloseStarted OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(std::get<OrderCancelRequested>(events[1]).order, OrderNumber{2});  // the entry
    EXPECT_EQ(std::get<OrderCancelRequested>(events[2]).order, OrderNumber{3});  // the target
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 99 SENT");
    EXPECT_EQ(run.newest().time_in_force, TimeInForce::ioc);
    run.answer_requests();
    run.fill(4, "100", "1");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::exit_signal);
}

// with latency, a spot close waits until no target locks its coins.
TEST(Exit, WaitsForTheCancelsOnSpotWithLatency) {
    GroupRun run = holding();
    run.cancels_at_once = false;
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested OrderCancelRequested");
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded");
    EXPECT_EQ(names(run.cancelled(3)), "OrderEnded OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 99 SENT");
}

// derivatives close at once, reduce-only, whatever the cancels do.
TEST(Exit, DoesNotWaitOnDerivatives) {
    GroupRun run = holding(bitcoin_perpetual());
    run.cancels_at_once = false;
    const auto sent = run.requests(run.exit());
    EXPECT_TRUE(std::get<PlaceOrder>(sent.back()).reduce_only);
}

// X-1, T-9: an entry fill that crosses its cancel is sold by a follow-up order.
TEST(Exit, SellsAnEntryFillThatComesLate) {
    GroupRun run = holding();
    run.exit();
    run.cancelled(3);
    run.fill(2, "99", "0.5");
    run.cancelled(2);
    run.acknowledge_all();
    run.fill(4, "100", "1");
    EXPECT_EQ(run.state(), "CLOSING");
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 0.5 @ 98 SENT");
    run.fill(5, "100", "0.5");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.open_quantity.is_zero());
}

// CLOSED waits for the last order to end.
TEST(Exit, IsOverWhenNoOrderLives) {
    GroupRun run = holding();
    run.exit();
    run.cancelled(3);
    run.acknowledge_all();
    run.fill(4, "100", "1");
    EXPECT_EQ(run.state(), "CLOSING");
    run.cancelled(2);
    EXPECT_EQ(run.state(), "CLOSED");
}

// repeated exits.
TEST(Exit, AnswersThatItIsClosingAlready) {
    GroupRun run = holding();
    run.exit();
    EXPECT_EQ(run.refusal(CloseGroup{CloseReason::exit_signal, SignalNumber{9}, std::nullopt}), "ALREADY_CLOSING");
    EXPECT_EQ(run.refusal(AddPyramid{SignalNumber{9}, ladder({{"98", "1"}}, 1)}), "GROUP_CLOSING");
    run.answer_requests();
    run.fill(4, "100", "1");
    EXPECT_EQ(run.refusal(CloseGroup{CloseReason::exit_signal, SignalNumber{10}, std::nullopt}), "NO_POSITION");
    EXPECT_EQ(run.refusal(AddPyramid{SignalNumber{10}, ladder({{"98", "1"}}, 1)}), "NO_POSITION");
}

// the same hand-over twice is one close.
TEST(Exit, ObeysAHandOverOnce) {
    GroupRun run = holding();
    run.exit();
    EXPECT_TRUE(run.tell(CloseGroup{CloseReason::exit_signal, SignalNumber{run.signals}, std::nullopt}).empty());
}

// an operator's close takes the same path.
TEST(Exit, IsTheSameByHand) {
    GroupRun run = holding();
    EXPECT_EQ(names(run.tell(CloseGroup{CloseReason::manual, std::nullopt, std::nullopt})),
              "CloseStarted OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::manual);
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 99 SENT");
}

// without anything open it cancels and closes.
TEST(Exit, ByHandClosesAGroupWithoutFills) {
    GroupRun run;
    run.open(default_ladder());
    run.acknowledge_all();
    run.tell(CloseGroup{CloseReason::manual, std::nullopt, std::nullopt});
    run.answer_requests();
    EXPECT_EQ(run.state(), "CLOSED");
}

// without a quote the close waits for the first one.
TEST(Exit, WaitsForAQuote) {
    GroupRun run = holding();
    run.book.reset();
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested OrderCancelRequested");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above, (WatchLevel{Price{}, {}}));
    EXPECT_EQ(names(run.evaluate("98", "98.01")), "OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 97.02 SENT");
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
}

// F-2: worked: reference 100, 0.2 %.
TEST(Exit, BoundsItsPriceBeforeTheTrade) {  // 32.32
    const Ratio bound = decimal<Ratio>("0.2");
    const Price reference = decimal<Price>("100");
    EXPECT_EQ(bounded_limit(reference, bound, OrderSide::sell, decimal<Price>("0.01")), decimal<Price>("99.8"));
    EXPECT_EQ(bounded_limit(reference, bound, OrderSide::buy, decimal<Price>("0.01")), decimal<Price>("100.2"));
    // A tick is never rounded to the looser side.
    EXPECT_EQ(bounded_limit(reference, bound, OrderSide::sell, decimal<Price>("0.3")), decimal<Price>("99.9"));
    EXPECT_EQ(bounded_limit(reference, bound, OrderSide::buy, decimal<Price>("0.3")), decimal<Price>("100.2"));
}

// F-1: the book side at decision time is journaled: bid for a sale, ask for a purchase.
TEST(Exit, RemembersItsReferencePrice) {
    for (const auto& [side, reference, limit] : {std::tuple{PositionSide::long_side, "100", "99"},
                                                 std::tuple{PositionSide::short_side, "100.01", "101.01"}}) {
        GroupRun run = holding(bitcoin_perpetual(), side);
        const GroupEvents events = run.exit();
        const auto& placed = std::get<OrderPlaced>(events.back());
        EXPECT_EQ(placed.reference, decimal<Price>(reference));
        EXPECT_EQ(placed.price, decimal<Price>(limit));
    }
}

// F-4, R-26: the tightest of account, strategy, the opening payload and the closing payload.
TEST(Exit, TakesTheTightestBound) {
    for (const auto& [account, strategy, opening, closing, limit] :
         {std::tuple{"1", "2", "3", "4", "99"}, std::tuple{"1", "0.5", "3", "4", "99.5"},
          std::tuple{"1", "0.5", "0.4", "4", "99.6"}, std::tuple{"1", "0.5", "0.4", "0.1", "99.9"}}) {
        GroupRun run;
        run.account_bound = decimal<Ratio>(account);
        run.strategy.max_slippage_percent = decimal<Ratio>(strategy);
        run.payload_bound = decimal<Ratio>(opening);
        run.quote("100", "100.01");
        run.open(ladder({{"100", "1"}}));
        run.fill_whole(1);
        run.tell(CloseGroup{CloseReason::exit_signal, SignalNumber{9}, decimal<Ratio>(closing)});
        EXPECT_EQ(run.newest().price, decimal<Price>(limit));
    }
}

// 250 ms apart, the bound doubled, then the market; F-3 warn lets the rest go unbounded.
TEST(Exit, EscalatesUntilItSellsAtTheMarket) {
    GroupRun run = holding();
    run.exit();
    for (const char* row : {"exit sell 1 @ 98 SENT", "exit sell 1 @ 96 SENT", "exit sell 1 @ market SENT"}) {
        fail_try(run);
        const Timestamp failed_at = run.now;
        EXPECT_EQ(names(run.timer()), "OrderPlaced");
        EXPECT_EQ(run.now - failed_at, milliseconds(250));
        EXPECT_EQ(run.newest_row(), row);
    }
}

// what a try did sell is sold.
TEST(Exit, RetriesOnlyTheRest) {
    GroupRun run = holding();
    run.exit();
    run.acknowledge_all();
    run.fill(4, "99.5", "0.7");
    EXPECT_EQ(names(run.expired(4)), "OrderEnded CloseRetryScheduled");
    run.timer();
    EXPECT_EQ(run.newest_row(), "exit sell 0.3 @ 98 SENT");
}

// never looser than 50 %.
TEST(Exit, DoublesItsBoundToHalfThePriceAtMost) {
    GroupRun run = holding();
    run.account_bound = Ratio::from_integer(30);
    run.exit();
    EXPECT_EQ(run.newest().price, decimal<Price>("70"));
    for (const char* limit : {"50", "50"}) {
        fail_try(run);
        run.timer();
        EXPECT_EQ(run.newest().price, decimal<Price>(limit));
    }
}

// G-5, R-24: behind the escalations the market again after 1, 2, 4 ... 30 s, and an alarm each 30 s; never reverted.
TEST(Exit, KeepsTryingAndSaysThatItIsStuck) {  // 32.37
    GroupRun run = holding();
    run.exit();
    run.answer_requests();
    const Timestamp started = run.now;
    for (int attempt = 1; attempt <= 3; ++attempt) {
        fail_try(run);
        run.timer();
    }
    std::vector<Timestamp> alarms;
    for (const int wait : {1, 2, 4, 8, 16, 30, 30}) {
        run.acknowledge_all();
        const Timestamp failed_at = run.now;
        const GroupEvents events = run.expired(run.newest().number.value);
        ASSERT_FALSE(events.empty());
        if (std::holds_alternative<CloseStuck>(events.back())) alarms.push_back(run.now);
        run.timer();
        EXPECT_EQ(run.now - failed_at, seconds(wait));
        EXPECT_EQ(run.newest_row(), "exit sell 1 @ market SENT");
        EXPECT_EQ(run.state(), "CLOSING");
    }
    ASSERT_EQ(alarms.size(), 2U);
    EXPECT_GE(alarms[0] - started, seconds(30));
    EXPECT_GE(alarms[1] - alarms[0], seconds(30));
}

// without a final market order the tries stay bounded.
TEST(Exit, StaysBoundedWithoutAFinalMarketOrder) {
    GroupRun run;
    run.strategy.exit_final_market = false;
    run.strategy.exit_escalations = 2;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.exit();
    run.answer_requests();
    for (const int wait : {250, 1'000, 2'000}) {
        fail_try(run);
        const Timestamp failed_at = run.now;
        run.timer();
        EXPECT_EQ(run.now - failed_at, milliseconds(wait));
        EXPECT_EQ(run.newest_row(), "exit sell 1 @ 98 SENT");
    }
}

// each try is priced from the book of its own moment.
TEST(Exit, FollowsTheBookFromTryToTry) {
    GroupRun run = holding();
    run.exit();
    fail_try(run);
    run.quote("50", "50.01");
    run.timer();
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 49 SENT");
}

// what cannot be sold is dust and keeps no slot.
TEST(Exit, LeavesDust) {  // 32.39
    GroupRun run = holding();
    run.instrument.min_notional = decimal<Money>("5");
    run.exit();
    run.answer_requests();
    run.fill(4, "100", "0.96");
    EXPECT_EQ(names(run.expired(4)), "OrderEnded GroupClosed");
    EXPECT_EQ(run.group.dust, decimal<Quantity>("0.04"));
    EXPECT_EQ(run.group.open_quantity + run.group.closed, run.group.bought);
}

// nothing placeable from the start.
TEST(Exit, ClosesAtOnceWhenNothingCanBeSold) {
    GroupRun run;
    run.instrument.min_notional = decimal<Money>("5");
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.01");
    run.exit();
    EXPECT_EQ(names(run.cancelled(1)), "OrderEnded GroupClosed");
    EXPECT_EQ(run.group.dust, decimal<Quantity>("0.01"));
}

// a venue's largest order caps each of them.
TEST(Exit, SellsInPiecesOfTheLargestOrder) {
    GroupRun run = holding();
    run.instrument.max_quantity = decimal<Quantity>("0.6");
    run.exit();
    run.answer_requests();
    EXPECT_EQ(run.newest_row(), "exit sell 0.6 @ 99 WORKING");
    run.fill(4, "100", "0.6");
    run.timer();
    EXPECT_EQ(run.newest().quantity, decimal<Quantity>("0.4"));
}

// a closing order that the venue rejects is one more failed try.
TEST(Exit, TriesAgainWhenTheVenueRejectsItsOrder) {
    GroupRun run = holding();
    run.exit();
    EXPECT_EQ(names(run.rejected(4, "NO_PRICE")), "OrderEnded CloseRetryScheduled");
    run.timer();
    EXPECT_EQ(run.newest_row(), "exit sell 1 @ 98 SENT");
}

}  // namespace
}  // namespace trellis::tests
