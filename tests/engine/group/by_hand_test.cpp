// Percentages of targets changed by an operator: all or none, with typed refusals, and the orders that follow (T-2, T-4, T-7).
#include <gtest/gtest.h>

#include "engine/group/aggregate.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

TargetPercent aggregate(const char* percent) { return {std::nullopt, std::nullopt, decimal<Ratio>(percent)}; }
TargetPercent pyramid(std::uint16_t index, const char* percent) {
    return {PyramidIndex{index}, std::nullopt, decimal<Ratio>(percent)};
}
TargetPercent leg(std::uint16_t index, std::uint16_t of, const char* percent) {
    return {PyramidIndex{index}, LegIndex{of}, decimal<Ratio>(percent)};
}

GroupRun run_in(TakeProfitMode mode) {
    GroupRun run;
    run.strategy.take_profit_mode = mode;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("5");
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1", "5"}, {"99", "1", "5"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

std::string refusal_of(GroupRun& run, const TargetPercent& target) {
    const auto events = run.tell(ChangeTargets{{target}});
    if (events.size() != 1) return names(events);
    const auto* refused = std::get_if<RefusalNoted>(&events.front());
    return refused == nullptr ? names(events) : refused->code;
}

// T-2: the order of a leg follows at once; the event says old and new.
TEST(TargetsByHand, T2AmendsTheOrderOfALeg) {
    GroupRun run = run_in(TakeProfitMode::per_leg);
    const auto events = run.tell(ChangeTargets{{leg(0, 0, "2"), leg(0, 1, "3")}});
    EXPECT_EQ(names(events), "TargetsChanged OrderAmendRequested");
    const auto& changes = std::get<TargetsChanged>(events.front()).changes;
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].previous, decimal<Ratio>("5"));
    EXPECT_EQ(changes[0].percent, decimal<Ratio>("2"));
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 1 @ 102 PENDING_REPLACE");
    run.answer_requests();
    run.fill_whole(2);
    EXPECT_EQ(run.newest_row(), "leg_tp 0/1 sell 1 @ 101.97 SENT");
}

// T-2: a target that was filled in part moves too, with what it has left.
TEST(TargetsByHand, T2MovesATargetThatIsPartlyFilled) {
    GroupRun run = run_in(TakeProfitMode::per_leg);
    run.fill(3, "105", "0.4");
    EXPECT_EQ(names(run.tell(ChangeTargets{{leg(0, 0, "2")}})), "TargetsChanged OrderAmendRequested");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 0.4/1 @ 102 PENDING_REPLACE");
}

// T-4: the aggregate's percentage; what is watched follows.
TEST(TargetsByHand, T4MovesTheAggregate) {
    GroupRun run = run_in(TakeProfitMode::aggregate);
    EXPECT_EQ(names(run.tell(ChangeTargets{{aggregate("2")}})), "TargetsChanged");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, decimal<Price>("102"));
    EXPECT_TRUE(run.tell(ChangeTargets{{aggregate("2")}}).empty()) << "nothing changes";
}

// T-4: an order that rests at it is amended.
TEST(TargetsByHand, T4AmendsTheRestingOrder) {
    GroupRun run;
    run.strategy.take_profit_mode = TakeProfitMode::aggregate;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("5");
    run.strategy.aggregate_execution = AggregateExecution::resting_limit;
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    run.acknowledge_all();
    EXPECT_EQ(names(run.tell(ChangeTargets{{aggregate("2")}})), "TargetsChanged OrderAmendRequested");
    EXPECT_EQ(run.row(2), "aggregate_tp sell 1 @ 102 PENDING_REPLACE");
}

// T-7: one pyramid's.
TEST(TargetsByHand, T7MovesOnePyramid) {
    GroupRun run = run_in(TakeProfitMode::pyramid_aggregate);
    const auto events = run.tell(ChangeTargets{{pyramid(0, "3")}});
    EXPECT_EQ(std::get<TargetsChanged>(events.front()).changes.front().previous, decimal<Ratio>("5"));
    EXPECT_EQ(aggregate_target(run.group, run.instrument), decimal<Price>("103"));
}

TEST(TargetsByHand, RefusesWhatTheModeDoesNotHave) {
    GroupRun legs = run_in(TakeProfitMode::per_leg);
    EXPECT_EQ(refusal_of(legs, aggregate("2")), "TARGET_NOT_IN_MODE");
    EXPECT_EQ(refusal_of(legs, pyramid(0, "2")), "TARGET_NOT_IN_MODE");
    GroupRun whole = run_in(TakeProfitMode::aggregate);
    EXPECT_EQ(refusal_of(whole, leg(0, 0, "2")), "TARGET_NOT_IN_MODE");
    EXPECT_EQ(refusal_of(whole, pyramid(0, "2")), "TARGET_NOT_IN_MODE");
    GroupRun both = run_in(TakeProfitMode::hybrid);
    EXPECT_EQ(names(both.tell(ChangeTargets{{leg(0, 0, "2"), aggregate("3")}})), "TargetsChanged OrderAmendRequested");
}

TEST(TargetsByHand, RefusesUnknownNamesAndAbsurdNumbersWithoutChangingAnything) {
    GroupRun run = run_in(TakeProfitMode::per_leg);
    EXPECT_EQ(refusal_of(run, leg(1, 0, "2")), "UNKNOWN_PYRAMID");
    EXPECT_EQ(refusal_of(run, leg(0, 7, "2")), "UNKNOWN_LEG");
    EXPECT_EQ(refusal_of(run, leg(0, 0, "0")), "OUT_OF_RANGE");
    EXPECT_EQ(refusal_of(run, leg(0, 0, "-1")), "OUT_OF_RANGE");
    EXPECT_EQ(refusal_of(run, leg(0, 0, "1000000.1")), "OUT_OF_RANGE");
    EXPECT_EQ(names(run.tell(ChangeTargets{{leg(0, 0, "2"), leg(0, 9, "2")}})), "RefusalNoted");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 1 @ 105 WORKING");
    run.exit();
    EXPECT_EQ(refusal_of(run, leg(0, 0, "2")), "ALREADY_CLOSING");
}

}  // namespace
}  // namespace trellis::tests
