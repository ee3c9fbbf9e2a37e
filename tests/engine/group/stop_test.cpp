// The stop of a group and the signal's target of the whole position: from the signal (W-5), by hand (T-13), in the order of R-21.
#include <gtest/gtest.h>

#include "engine/group/stop.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

GroupRun stopped_run(const char* stop, const char* target = nullptr, Instrument instrument = bitcoin(),
                     PositionSide side = PositionSide::long_side) {
    GroupRun run(std::move(instrument), side);
    if (stop != nullptr) run.stop_loss = decimal<Price>(stop);
    if (target != nullptr) run.take_profit = decimal<Price>(target);
    run.quote("100", "100.01");
    return run;
}

std::string refusal_of(const GroupEvents& events) {
    if (events.size() != 1) return "";
    const auto* refused = std::get_if<RefusalNoted>(&events.front());
    return refused == nullptr ? "" : refused->code;
}

// T-13: a grid has none unless somebody gives it one.
TEST(Stop, T13APlainGroupHasNone) {
    GroupRun run = stopped_run(nullptr);
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(run.group.stop, std::nullopt);
    EXPECT_TRUE(run.evaluate("0.01", "0.02").empty());
}

// W-5, R-53: rounded away from entry, in force from the first fill on.
TEST(Stop, R53IsRoundedAwayFromEntry) {
    GroupRun run = stopped_run("95.129");
    EXPECT_EQ(names(run.open(ladder({{"100", "1"}}))), "GroupOpened StopMoved PyramidAdded OrderPlaced");
    EXPECT_EQ(run.group.stop->price, decimal<Price>("95.12"));
    EXPECT_EQ(run.group.stop_in_force(), std::nullopt);
    EXPECT_EQ(watch(run.group, run.instrument), WatchLevels{});
    run.fill_whole(1);
    EXPECT_EQ(run.group.stop_in_force(), decimal<Price>("95.12"));
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, decimal<Price>("95.12"));
    GroupRun other = stopped_run("105.121", nullptr, bitcoin_perpetual(), PositionSide::short_side);
    other.open(ladder({{"100", "1"}}));
    other.fill_whole(1);
    EXPECT_EQ(other.group.stop_in_force(), decimal<Price>("105.13"));
    EXPECT_EQ(watch(other.group, other.instrument).ask_at_or_above->price, decimal<Price>("105.13"));
}

// a long when the bid is at it or below, a short when the ask is at it or above; R-6 keeps the price behind the close.
TEST(Stop, R21FiresAtTheTick) {
    GroupRun run = stopped_run("95");
    run.open(ladder({{"100", "1"}, {"97", "1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    EXPECT_TRUE(run.evaluate("95.01", "95.02").empty());
    EXPECT_EQ(names(run.evaluate("95", "95.01")), "CloseStarted OrderCancelRequested OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::stop);
    EXPECT_EQ(run.newest_row(), "stop sell 1 @ 94.05 SENT");
    run.fill(run.newest().number.value, "95", "1");
    run.cancelled(2);
    run.cancelled(3);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.stop_in_force(), decimal<Price>("95"));

    GroupRun other = stopped_run("105", nullptr, bitcoin_perpetual(), PositionSide::short_side);
    other.open(ladder({{"100", "1"}}));
    other.fill_whole(1);
    EXPECT_TRUE(other.evaluate("104", "104.99").empty());
    EXPECT_FALSE(other.evaluate("104", "105").empty());
    EXPECT_EQ(other.newest_row(), "stop buy 1 @ 106.05 SENT");
}

// a price between two looks at the book counts.
TEST(Stop, R21CountsQuotesThatTheGroupHasNotSeen) {
    GroupRun run = stopped_run("95");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    GroupContext context = run.context();
    EXPECT_FALSE(is_stopped(run.group.stop, run.group, context));
    context.missed = QuoteExtremes{decimal<Price>("94.9"), decimal<Price>("100"), decimal<Price>("95"), decimal<Price>("100")};
    EXPECT_TRUE(is_stopped(run.group.stop, run.group, context));
}

// the stop comes before the targets.
TEST(Stop, R21IsLookedAtBeforeTheTarget) {
    GroupRun run = stopped_run("95", "110");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    GroupContext context = run.context();
    context.missed = QuoteExtremes{decimal<Price>("94"), decimal<Price>("111"), decimal<Price>("94"), decimal<Price>("111")};
    const auto events = std::get<GroupEvents>(decide(run.group, Evaluate{}, context));
    EXPECT_EQ(std::get<CloseStarted>(events.front()).reason, CloseReason::stop);
}

// nothing fires on what cannot be sold.
TEST(Stop, R21IsNotTriggeredByASliver) {
    GroupRun run = stopped_run("95");
    run.instrument.min_notional = decimal<Money>("5");
    run.open(ladder({{"100", "1"}}));
    run.acknowledge_all();
    run.fill(1, "100", "0.01");
    EXPECT_TRUE(run.evaluate("94", "94.01").empty());
    run.fill(1, "100", "0.5");
    EXPECT_FALSE(run.tell(Evaluate{}).empty());
}

// F-3: a stop must finish, whatever slippage_action says.
TEST(Stop, F3IsNeverGivenUp) {
    GroupRun run = stopped_run("95");
    run.config.slippage_action = SlippageAction::reject;
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.evaluate("95", "95.01");
    run.cancelled(2);
    EXPECT_EQ(names(run.expired(3)), "OrderEnded CloseRetryScheduled");
}

// W-5: the sample payload's stop is the entry price itself; on the wrong side a field is ignored and says so.
TEST(SignalLevels, W5AStopOnTheWrongSideIsIgnored) {
    for (const char* stop : {"100", "100.5"}) {
        GroupRun run = stopped_run(stop);
        const auto events = run.open(ladder({{"100", "1"}}));
        EXPECT_EQ(names(events), "GroupOpened RefusalNoted PyramidAdded OrderPlaced");
        EXPECT_EQ(std::get<RefusalNoted>(events[1]).code, "SL_WRONG_SIDE");
        EXPECT_EQ(run.group.stop, std::nullopt);
    }
    GroupRun other = stopped_run("99", "101", bitcoin_perpetual(), PositionSide::short_side);
    EXPECT_EQ(names(other.open(ladder({{"100", "1"}}))), "GroupOpened RefusalNoted RefusalNoted PyramidAdded OrderPlaced");
}

// W-5: the signal's target sells the whole position when the mark reaches it, beside whatever the mode has.
TEST(SignalLevels, W5TheTargetClosesTheWholePosition) {
    GroupRun run = stopped_run(nullptr, "104.001");
    run.open(ladder({{"100", "1", "10"}}));
    EXPECT_EQ(run.group.position_target, decimal<Price>("104.01"));
    run.fill_whole(1);
    run.acknowledge_all();
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1 @ 110 WORKING");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("104.01"));
    EXPECT_TRUE(run.evaluate("104", "104.01").empty());
    EXPECT_EQ(names(run.evaluate("104.01", "104.02")), "CloseStarted OrderCancelRequested OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::tp_aggregate);
    EXPECT_EQ(run.newest().role, OrderRole::aggregate_tp);
}

TEST(SignalLevels, W5ATargetOnTheWrongSideIsIgnored) {
    GroupRun run = stopped_run(nullptr, "99");
    const auto events = run.open(ladder({{"100", "1"}}));
    EXPECT_EQ(std::get<RefusalNoted>(events[1]).code, "TP_WRONG_SIDE");
    EXPECT_EQ(run.group.position_target, std::nullopt);
}

// T-13: an operator moves it freely; the event says old and new.
TEST(StopByHand, T13SaysOldAndNew) {
    GroupRun run = stopped_run("95");
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    const auto moved = run.tell(MoveStop{decimal<Price>("97.006")});
    ASSERT_EQ(names(moved), "StopMoved");
    EXPECT_EQ(std::get<StopMoved>(moved.front()).price, decimal<Price>("97"));
    EXPECT_EQ(std::get<StopMoved>(moved.front()).previous, decimal<Price>("95"));
    EXPECT_EQ(std::get<StopMoved>(moved.front()).source, LevelSource::by_hand);
    EXPECT_TRUE(run.tell(MoveStop{decimal<Price>("97")}).empty()) << "nothing changes";
    EXPECT_EQ(names(run.tell(MoveStop{})), "StopMoved");
    EXPECT_EQ(run.group.stop_in_force(), std::nullopt);
    EXPECT_EQ(names(run.tell(MoveStop{decimal<Price>("90")})), "StopMoved");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, decimal<Price>("90"));
}

// T-13: one that would fire at once is refused; without a position it is measured at the planned entry.
TEST(StopByHand, T13RefusesOneThatWouldFireAtOnce) {
    GroupRun run = stopped_run(nullptr);
    run.open(ladder({{"99", "1"}}));
    EXPECT_EQ(refusal_of(run.tell(MoveStop{decimal<Price>("99")})), "WOULD_TRIGGER");
    run.fill_whole(1);
    run.quote("100", "100.01");
    EXPECT_EQ(refusal_of(run.tell(MoveStop{decimal<Price>("100")})), "WOULD_TRIGGER");
    EXPECT_EQ(names(run.tell(MoveStop{decimal<Price>("99.99")})), "StopMoved") << "above entry, to keep a gain";
    EXPECT_EQ(refusal_of(run.tell(MoveStop{decimal<Price>("0.001")})), "OUT_OF_RANGE");
    GroupRun other = stopped_run(nullptr, nullptr, bitcoin_perpetual(), PositionSide::short_side);
    other.open(ladder({{"100", "1"}}));
    other.fill_whole(1);
    EXPECT_EQ(refusal_of(other.tell(MoveStop{decimal<Price>("100.01")})), "WOULD_TRIGGER");
    EXPECT_EQ(names(other.tell(MoveStop{decimal<Price>("100.02")})), "StopMoved");
}

TEST(StopByHand, T13IsRefusedByAGroupThatClosesOrIsOver) {
    GroupRun run = stopped_run(nullptr);
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.exit();
    EXPECT_EQ(refusal_of(run.tell(MoveStop{decimal<Price>("90")})), "ALREADY_CLOSING");
    run.cancelled(2);
    run.fill(3, "100", "1");
    EXPECT_EQ(refusal_of(run.tell(MoveStop{decimal<Price>("90")})), "NO_POSITION");
}

}  // namespace
}  // namespace trellis::tests
