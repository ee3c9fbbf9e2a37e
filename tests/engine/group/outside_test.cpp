// What the user sells at the venue, and dust that a new group takes along.
#include <gtest/gtest.h>

#include "engine/base/rounding.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// Two legs of 1 and 3 at 100 and 98, filled, with their targets; a third at 96 works. The book at 100 / 100.01.
GroupRun holding() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"98", "3"}, {"96", "1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    return run;
}

TakeOutside give_up(const char* total) { return TakeOutside{decimal<Quantity>(total)}; }

// pro rata out of its lots, nothing realised, flagged; targets are lowered, nothing is bought.
TEST(Outside, X6TakesItsShareOutOfItsLots) {
    GroupRun run = holding();
    const GroupEvents events = run.tell(give_up("2"));
    EXPECT_EQ(names(events), "ExternalReduction OrderAmendRequested OrderAmendRequested");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("2"));
    EXPECT_EQ(run.leg(0).lot.open, decimal<Quantity>("0.5"));
    EXPECT_EQ(run.leg(1).lot.open, decimal<Quantity>("1.5"));
    EXPECT_EQ(average(run.group.open_cost, run.group.open_quantity), decimal<Price>("98.5"));
    EXPECT_TRUE(run.group.realised.is_zero());
    EXPECT_EQ(run.group.outside.quantity, decimal<Quantity>("2"));
    EXPECT_EQ(run.group.outside.cost, decimal<Money>("197"));
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// told the whole of it each time, so that a repetition takes nothing.
TEST(Outside, X6TakesNothingTwice) {
    GroupRun run = holding();
    run.tell(give_up("2"));
    EXPECT_TRUE(run.tell(give_up("2")).empty());
    run.answer_requests();
    run.tell(give_up("2.5"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("1.5"));
}

// emptied by others, it is closed with that reason; its entries do not wait for more.
TEST(Outside, X6ClosesAGroupThatIsEmptied) {
    GroupRun run = holding();
    run.tell(give_up("4"));
    EXPECT_EQ(run.group.closing->reason, CloseReason::external);
    EXPECT_EQ(text(run.group.closing->reason), "EXTERNAL");
    run.answer_requests();
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.dust.is_zero());
    EXPECT_TRUE(run.group.realised.is_zero());
}

// X-6, T-1: a target that the venue filled all the same is booked with what its coins had cost.
TEST(Outside, X6BooksAFillOfWhatWasGivenUpTooEarly) {
    GroupRun run = holding();
    run.tell(give_up("4"));
    run.fill(4, "101", "1");
    EXPECT_EQ(run.group.outside.quantity, decimal<Quantity>("3"));
    EXPECT_EQ(run.group.closed, decimal<Quantity>("1"));
    // 101 less a quarter of 394, of the entry fees of 0.394, and the fee of 0.101
    EXPECT_EQ(run.group.realised, decimal<Money>("2.3005"));
}

// dust of earlier groups joins the lots of its close, with what it had cost.
TEST(Dust, X5IsSoldWithTheNextClose) {
    GroupRun run;
    run.instrument.step = decimal<Quantity>("0.01");
    run.quote("100", "100.01");
    OpenGroup command;
    command.group = {AccountId{1}, 1};
    command.identity = {run.instrument.id, 900, run.side};
    command.signal = SignalNumber{++run.signals};
    command.strategy = run.strategy;
    command.plan = ladder({{"100", "1"}});
    command.dust = {decimal<Quantity>("0.015"), decimal<Money>("1.35"), {}};
    run.tell(command);
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("1"));  // until then it is nobody's position
    EXPECT_EQ(names(run.exit()), "CloseStarted OrderCancelRequested DustSwept OrderPlaced");
    EXPECT_EQ(run.newest_row(), "exit sell 1.01 @ 99 SENT");
    run.answer_requests();
    run.fill(run.newest().number.value, "100", "1.01");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.dust, decimal<Quantity>("0.005"));
    // What is left keeps its share of the cost: 101.35 x 0.005 / 1.015
    EXPECT_EQ(dust_of(run.group).cost, decimal<Money>("0.4992610837438424"));
}

// a group that never held anything gives back what it was given.
TEST(Dust, X5IsGivenBackByAGroupThatFails) {
    GroupRun run;
    OpenGroup command;
    command.group = {AccountId{1}, 1};
    command.identity = {run.instrument.id, 900, run.side};
    command.signal = SignalNumber{++run.signals};
    command.strategy = run.strategy;
    command.plan = ladder({{"100", "1"}});
    command.dust = {decimal<Quantity>("0.015"), decimal<Money>("1.35"), {}};
    run.tell(command);
    run.rejected(1);
    EXPECT_EQ(run.state(), "FAILED");
    EXPECT_EQ(dust_of(run.group), command.dust);
}

}  // namespace
}  // namespace trellis::tests
