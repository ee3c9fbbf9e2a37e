// Closing a part: how much, what is refused, the order of targets and sale, tries, and what overtakes it (I-7, X-2, X-7, T-11,
// R-26 .. ).
#include <gtest/gtest.h>

#include "engine/base/rounding.hpp"
#include "engine/group/reduce.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

using std::chrono::milliseconds;

Instrument ether() {
    Instrument instrument = bitcoin();
    instrument.tick = decimal<Price>("0.05");
    instrument.step = decimal<Quantity>("0.001");
    instrument.min_quantity = decimal<Quantity>("0.001");
    instrument.min_notional = decimal<Money>("5");
    return instrument;
}

/// The position of example 10.1 before its reduce, with leg targets: 0.199, 0.121, 0.03 and 0.1 ETH.
GroupRun example() {
    GroupRun run(ether());
    run.quote("2474.9", "2474.95");
    run.open(ladder({{"2500.05", "0.199", "1"}, {"2475", "0.121", "1.5"}, {"2442.5", "0.081", "3"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.fill(3, "2442.5", "0.03");
    run.add(ladder({{"2460", "0.203", "4"}}, 1));
    run.acknowledge_all();
    run.fill(7, "2460", "0.1");
    run.acknowledge_all();
    return run;
}

/// Two legs of 1 and 3 at 100 and 98, filled; the book at 100 / 100.01.
GroupRun holding(Instrument instrument = bitcoin()) {
    GroupRun run(std::move(instrument));
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"98", "3"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    return run;
}

ReduceGroup reduce_by_hand(const char* fraction) {
    ReduceGroup command;
    command.fraction = Portion{decimal<Quantity>(fraction), Quantity::from_integer(1)};
    return command;
}

ReduceGroup offset_leg(const char* quantity, std::uint32_t number = 1) {
    ReduceGroup command;
    command.role = OrderRole::risk_winner;
    command.offset = OffsetNumber{AccountId{1}, number};
    command.quantity = decimal<Quantity>(quantity);
    return command;
}

void fill_newest(GroupRun& run, const char* price) {
    const Order& newest = run.newest();
    run.fill(newest.number.value, price, newest.remaining().text().c_str());
}

// Example 10.1, I-7, R-27: a quarter of 0.45 in steps; targets are lowered first, at their prices, then the bounded order leaves.
TEST(Reduce, R27LowersTheTargetsOfExample101BeforeItSells) {
    GroupRun run = example();
    const GroupEvents events = run.reduce("1", "4");
    EXPECT_EQ(names(events),
              "ReductionStarted OrderAmendRequested OrderAmendRequested OrderAmendRequested OrderAmendRequested OrderPlaced");
    EXPECT_EQ(run.row(4), "leg_tp 0/0 sell 0.149 @ 2525.05 PENDING_REPLACE");
    EXPECT_EQ(run.row(5), "leg_tp 0/1 sell 0.09 @ 2512.1 PENDING_REPLACE");
    EXPECT_EQ(run.row(6), "leg_tp 0/2 sell 0.022 @ 2515.75 PENDING_REPLACE");
    EXPECT_EQ(run.row(8), "leg_tp 1/0 sell 0.075 @ 2558.4 PENDING_REPLACE");
    EXPECT_EQ(run.newest_row(), "reduce sell 0.112 @ 2450.2 SENT");
    EXPECT_EQ(run.newest().time_in_force, TimeInForce::ioc);
}

// R-28, F-10: the average stays; what was closed is reported net of its fees. T-11: targets at what the lots hold, prices as before.
TEST(Reduce, R28TakesTheSameShareOfEveryLotAndKeepsTheAverage) {
    GroupRun run = example();
    const Price before = average(run.group.open_cost, run.group.open_quantity);
    run.reduce("1", "4");
    run.answer_requests();
    const Money realised = run.group.realised;
    EXPECT_EQ(names(run.fill(9, "2474.9", "0.112")), "OrderFilled ReductionEnded");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.338"));
    EXPECT_EQ(average(run.group.open_cost, run.group.open_quantity), before);
    EXPECT_EQ(run.leg(0).lot.open, decimal<Quantity>("0.1494711111111111"));
    EXPECT_EQ(run.row(4), "leg_tp 0/0 sell 0.149 @ 2525.05 WORKING");
    EXPECT_EQ(run.row(5), "leg_tp 0/1 sell 0.09 @ 2512.1 WORKING");
    EXPECT_EQ(run.row(6), "leg_tp 0/2 sell 0.022 @ 2515.75 WORKING");
    EXPECT_EQ(run.row(8), "leg_tp 1/0 sell 0.075 @ 2558.4 WORKING");
    // 0.112 x 2474.9 less 0.112 / 0.45 of the cost and of the entry fees, less the exit fee
    EXPECT_EQ(run.group.realised - realised, decimal<Money>("-1.1909121653333338"));
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// on spot with latency the coins are free when the venue has lowered the targets.
TEST(Reduce, R27WaitsForTheTargetsOnSpotWithLatency) {
    GroupRun run = holding();
    run.cancels_at_once = false;
    EXPECT_EQ(names(run.reduce("0.5")), "ReductionStarted OrderAmendRequested OrderAmendRequested");
    EXPECT_EQ(names(run.report(3, OrderAmended{run.order(3).price, run.order(3).quantity})), "OrderChanged");
    EXPECT_EQ(names(run.report(4, OrderAmended{run.order(4).price, run.order(4).quantity})), "OrderChanged OrderPlaced");
    EXPECT_EQ(run.newest_row(), "reduce sell 2 @ 99 SENT");
}

// R-27 is about spot: a derivative's order is reduce-only and leaves at once.
TEST(Reduce, R27DoesNotWaitOnDerivatives) {
    GroupRun run = holding(bitcoin_perpetual());
    run.cancels_at_once = false;
    const auto sent = run.requests(run.reduce("0.5"));
    EXPECT_TRUE(std::get<PlaceOrder>(sent.back()).reduce_only);
}

// I-7, R-1: a third is an exact third; the quotient 1 - 2/3 would lose a step.
TEST(Reduce, I7TakesAnExactPart) {
    GroupRun run(ether());
    run.quote("100", "100.05");
    run.open(ladder({{"100", "0.3"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.reduce("1", "3");
    EXPECT_EQ(run.newest_row(), "reduce sell 0.1 @ 99 SENT");
}

// I-7: an order size in base units, clamped to what is open, or in quote at the mark.
TEST(Reduce, I7TakesAnOrderSizeInBaseOrInQuote) {
    GroupRun base = holding();
    ReduceGroup command;
    command.signal = SignalNumber{7};
    command.quantity = decimal<Quantity>("1.5");
    base.tell(command);
    EXPECT_EQ(base.newest_row(), "reduce sell 1.5 @ 99 SENT");

    GroupRun quote = holding();
    command.quantity.reset();
    command.worth = decimal<Money>("150");
    quote.tell(command);
    EXPECT_EQ(quote.newest_row(), "reduce sell 1.5 @ 99 SENT");

    GroupRun beyond = holding();
    command.worth = decimal<Money>("100000");
    EXPECT_TRUE(std::holds_alternative<CloseStarted>(beyond.tell(command).front()));
    EXPECT_EQ(beyond.newest_row(), "exit sell 4 @ 99 SENT");
}

// I-7, R-33: 99.9 % and more, or a rest below the minimum, is an EXIT.
TEST(Reduce, I7BecomesAnExitWhenItLeavesNothingThatCouldBeSold) {
    GroupRun nearly = holding();
    nearly.reduce("0.999");
    EXPECT_EQ(nearly.group.closing->reason, CloseReason::exit_signal);
    EXPECT_EQ(nearly.newest_row(), "exit sell 4 @ 99 SENT");

    GroupRun less = holding();
    less.reduce("0.998");
    EXPECT_EQ(less.newest_row(), "reduce sell 3.992 @ 99 SENT");

    Instrument instrument = bitcoin();
    instrument.min_notional = decimal<Money>("5");
    GroupRun dust = holding(instrument);
    dust.reduce("0.99");  // 0.04 at 100 is worth 4
    EXPECT_EQ(dust.group.closing->reason, CloseReason::exit_signal);
}

// R-33, in its order; who asked gets the code, and a repeated hand-over the same one.
TEST(Reduce, R33RefusesByTheFirstOfItsList) {
    GroupRun empty;
    empty.open(default_ladder());
    empty.acknowledge_all();
    EXPECT_EQ(names(empty.reduce("0.5")), "ReductionRefused");
    EXPECT_EQ(empty.group.refused, "NO_POSITION");
    EXPECT_EQ(answer_to(empty.group, SignalNumber{empty.signals}), "NO_POSITION");
    ReduceGroup again;
    again.signal = SignalNumber{empty.signals};
    again.fraction = Portion{decimal<Quantity>("0.5")};
    EXPECT_TRUE(empty.tell(again).empty());

    GroupRun closing = holding();
    closing.exit();
    closing.reduce("0.5");
    EXPECT_EQ(closing.group.refused, "ALREADY_CLOSING");

    GroupRun nothing = holding();
    nothing.book.reset();
    nothing.reduce("0");
    EXPECT_EQ(nothing.group.refused, "NOTHING_TO_REDUCE");
    nothing.reduce("-1", "4");
    EXPECT_EQ(nothing.group.refused, "NOTHING_TO_REDUCE");
    nothing.reduce("0.5");
    EXPECT_EQ(nothing.group.refused, "NO_PRICE");

    GroupRun small(ether());
    small.quote("100", "100.05");
    small.open(ladder({{"100", "1"}}));
    small.acknowledge_all();
    small.fill_whole(1);
    small.reduce("0.05");  // 0.05 at 99 is worth 4.95, the minimum is 5
    EXPECT_EQ(small.group.refused, "BELOW_MINIMUM");
    EXPECT_TRUE(small.group.open_quantity == decimal<Quantity>("1"));
}

std::string refused_code(const GroupEvents& events) {
    const auto* refused = std::get_if<ReductionRefused>(&events.front());
    return refused == nullptr ? "" : refused->code;
}

// an operator is refused by the same list.
TEST(Reduce, X7RefusesAnOperatorByTheSameList) {
    GroupRun run = holding();
    run.book.reset();
    EXPECT_EQ(refused_code(run.tell(reduce_by_hand("0.5"))), "NO_PRICE");
    run.quote("100", "100.01");
    run.tell(reduce_by_hand("0.5"));
    EXPECT_EQ(refused_code(run.tell(reduce_by_hand("0.5"))), "ALREADY_REDUCING");
}

// by hand it is the same way, and a whole one a manual close.
TEST(Reduce, X7IsTheSameByHand) {
    GroupRun run = holding();
    run.tell(reduce_by_hand("0.25"));
    EXPECT_EQ(run.newest_row(), "reduce sell 1 @ 99 SENT");
    GroupRun whole = holding();
    whole.tell(reduce_by_hand("1"));
    EXPECT_EQ(whole.group.closing->reason, CloseReason::manual);
}

// the signal's own bound tightens, that of the account holds.
TEST(Reduce, R26IsBoundByItsSignalToo) {
    GroupRun run = holding();
    ReduceGroup command;
    command.signal = SignalNumber{7};
    command.fraction = Portion{decimal<Quantity>("0.5")};
    command.max_slippage_percent = decimal<Ratio>("0.2");
    run.tell(command);
    EXPECT_EQ(run.newest_row(), "reduce sell 2 @ 99.8 SENT");
}

// the rest is tried again 250 ms later with twice the bound; after the last planned try it is left alone, and the targets take
// the place that the rest leaves.
TEST(Reduce, X2TriesTheRestAsOftenAsPlannedAndNoMore) {
    GroupRun run = holding();
    run.reduce("0.5");
    run.answer_requests();
    run.fill(5, "100", "0.5");
    EXPECT_EQ(names(run.expired(5)), "OrderEnded ReductionRetryScheduled");
    EXPECT_EQ(next_due(run.group)->at, run.now + milliseconds(250));
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
    EXPECT_EQ(run.newest_row(), "reduce sell 1.5 @ 98 SENT");
    for (const char* row : {"reduce sell 1.5 @ 96 SENT", "reduce sell 1.5 @ market SENT"}) {
        run.expired(run.newest().number.value);
        run.timer();
        EXPECT_EQ(run.newest_row(), row);
    }
    const GroupEvents events = run.expired(run.newest().number.value);
    EXPECT_EQ(names(events), "OrderEnded ReductionEnded OrderAmendRequested OrderAmendRequested");
    EXPECT_EQ(std::get<ReductionEnded>(events[1]).quantity, decimal<Quantity>("0.5"));
    EXPECT_EQ(run.order(3).quantity + run.order(4).quantity, decimal<Quantity>("3.5"));
    EXPECT_FALSE(run.group.reducing.has_value());
}

// X-1 over I-7: a close overtakes; it waits for the order that is out, and closes what that leaves.
TEST(Reduce, GivesWayToAClose) {
    GroupRun run = holding();
    run.reduce("0.5");
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested OrderCancelRequested");
    run.cancelled(3);
    run.cancelled(4);
    EXPECT_EQ(names(run.fill(5, "100", "2")), "OrderFilled ReductionEnded OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 2 @ 99 SENT");
    fill_newest(run, "100");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.closing->reason, CloseReason::exit_signal);
}

// what pro rata leaves of a lot may have no target of its own; a fragment that nothing works for is closed.
TEST(Reduce, R25ClosesAFragmentThatNoTargetCanSell) {
    GroupRun run(ether());
    run.quote("100", "100.05");
    run.open(ladder({{"100", "0.1"}, {"99", "0.1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    run.reduce("0.6");  // 0.04 left in each leg is worth 4 and less
    EXPECT_EQ(run.newest_row(), "reduce sell 0.12 @ 99 SENT");
    run.answer_requests();
    fill_newest(run, "100");
    EXPECT_EQ(run.newest_row(), "exit sell 0.08 @ 99 SENT");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_leg);
}

// I-7: entries go on, their fills get targets as ever, and the reduction is not grown by them.
TEST(Reduce, I7KeepsTheEntries) {  // 32.53
    GroupRun run = example();
    run.reduce("1", "4");
    EXPECT_EQ(run.row(3), "entry 0/2 buy 0.03/0.081 @ 2442.5 PARTIAL");
    run.answer_requests();
    run.fill(3, "2442.5", "0.051");
    EXPECT_EQ(run.group.reducing->quantity, decimal<Quantity>("0.112"));
    fill_newest(run, "2474.9");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.389"));
}

// K-9, K-13: the leg of an offset says what it really closed and realised, once, whatever is repeated.
TEST(Reduce, K9ReportsWhatAnOffsetGotFromIt) {
    GroupRun run = holding();
    run.tell(offset_leg("2"));
    EXPECT_EQ(run.newest_row(), "risk_winner sell 2 @ 99 SENT");
    EXPECT_FALSE(run.group.offset_leg->is_over);
    run.answer_requests();
    const Money before = run.group.realised;
    fill_newest(run, "100");
    EXPECT_TRUE(run.group.offset_leg->is_over);
    EXPECT_EQ(run.group.offset_leg->quantity, decimal<Quantity>("2"));
    EXPECT_EQ(run.group.offset_leg->realised, run.group.realised - before);
    EXPECT_EQ(run.group.offset_quantity, decimal<Quantity>("2"));
    EXPECT_EQ(run.group.offset_profit, run.group.realised - before);
    EXPECT_TRUE(run.tell(offset_leg("2")).empty());
}

// a winner that is wanted whole is closed whole, in that role and for that reason.
TEST(Reduce, R51ClosesAWinnerThatIsWantedWhole) {
    GroupRun run = holding();
    run.tell(offset_leg("4"));
    EXPECT_EQ(run.newest_row(), "risk_winner sell 4 @ 99 SENT");
    EXPECT_EQ(run.group.closing->reason, CloseReason::risk_winner);
    run.answer_requests();
    fill_newest(run, "100");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.offset_leg->is_over);
    EXPECT_EQ(run.group.offset_leg->quantity, decimal<Quantity>("4"));
    EXPECT_EQ(run.group.offset_leg->realised, run.group.realised);
}

// K-9: the loser's close is the offset's too.
TEST(Reduce, K9ReportsTheCloseOfALoser) {
    GroupRun run = holding();
    run.tell(CloseGroup{CloseReason::risk_loser, std::nullopt, std::nullopt, OffsetNumber{AccountId{1}, 3}});
    EXPECT_EQ(run.newest_row(), "risk_loser sell 4 @ 99 SENT");
    run.answer_requests();
    fill_newest(run, "97");
    EXPECT_EQ(run.group.offset_leg->offset, (OffsetNumber{AccountId{1}, 3}));
    EXPECT_EQ(run.group.offset_leg->realised, run.group.realised);
    EXPECT_TRUE(run.group.realised.is_negative());
}

// K-9: an offset that is refused learns it as a leg that brought nothing.
TEST(Reduce, K9AnOffsetThatIsRefusedGetsNothing) {
    GroupRun run = holding();
    run.reduce("0.5");
    EXPECT_EQ(names(run.tell(offset_leg("1"))), "ReductionRefused");
    EXPECT_TRUE(run.group.offset_leg->is_over);
    EXPECT_TRUE(run.group.offset_leg->quantity.is_zero());
    EXPECT_TRUE(run.tell(offset_leg("1")).empty());
}

// T-2 under way: a target that fills while the reduction's order is out takes what its lot is short of from the others.
TEST(Reduce, SurvivesATargetThatFillsMeanwhile) {
    GroupRun run = holding();
    run.cancels_at_once = false;
    run.reduce("0.75");
    run.answer_requests();
    EXPECT_EQ(run.newest_row(), "reduce sell 3 @ 99 WORKING");
    fill_newest(run, "100");                // the order comes first, out of all lots
    run.fill(4, "99.96", "0.75");
    run.fill(3, "101", "0.25");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.open_quantity.is_zero());
}

}  // namespace
}  // namespace trellis::tests
