// Take-profits of legs: price and quantity follow the leg's own fills (T-2, T-3, T-10, T-12, D-2, D-3, R-36).
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

PyramidPlan first_leg() { return ladder({{"64231.37", "0.00311", "1"}}); }

// T-2: the worked example.
TEST(LegTarget, FollowsTheFillsOfItsLeg) {  // 32.19
    GroupRun run;
    run.open(first_leg());
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill(1, "64231.37", "0.001")), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.001 @ 64873.68 SENT");
    run.acknowledge(2);
    EXPECT_EQ(names(run.fill(1, "64230.5", "0.00211")), "OrderFilled OrderAmendRequested");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.00311 @ 64873.08 PENDING_REPLACE");
    run.answer_requests();
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.00311 @ 64873.08 WORKING");
}

// T-2: the worked example with 0.1 % taken in BTC.
TEST(LegTarget, SellsOnlyWhatABaseFeeLeft) {
    GroupRun run;
    run.instrument.fee_asset = FeeAsset::base;
    run.open(first_leg());
    run.acknowledge_all();
    run.fill(1, "64231.37", "0.001");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.00099 @ 64873.68 SENT");
    run.fill(1, "64230.5", "0.00211");
    run.answer_requests();
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.0031 @ 64873.08 WORKING");
    EXPECT_EQ(run.leg(0).lot.open - run.order(2).quantity, decimal<Quantity>("0.00000689"));
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.dust, decimal<Quantity>("0.00000689"));
}

// T-2: a quantity below the minimum is gathered, and sent when it is large enough.
TEST(LegTarget, WaitsUntilItsQuantityIsPlaceable) {
    GroupRun run;
    run.instrument.min_notional = decimal<Money>("50");
    run.open(first_leg());
    run.acknowledge_all();
    EXPECT_EQ(names(run.fill(1, "64231.37", "0.0005")), "OrderFilled");
    EXPECT_EQ(names(run.fill(1, "64231.37", "0.0003")), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.0008 @ 64873.68 SENT");
}

// a filled target is over; later fills of its leg get a new row.
TEST(LegTarget, IsNewWhenItsPredecessorWasFilled) {
    GroupRun run;
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.open(first_leg());
    run.acknowledge_all();
    run.fill(1, "64231.37", "0.001");
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "LIVE");
    EXPECT_EQ(names(run.fill(1, "64230.5", "0.00211")), "OrderFilled OrderPlaced");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.001/0.001 @ 64873.68 FILLED");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 0.00211 @ 64873.08 SENT");
}

// T-2: the target's own fills move neither its price nor its total.
TEST(LegTarget, IsLeftAloneByItsOwnFills) {
    GroupRun run;
    run.open(first_leg());
    run.fill_whole(1);
    run.acknowledge(2);
    EXPECT_EQ(names(run.fill(2, "64873.68", "0.001")), "OrderFilled");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.001/0.00311 @ 64873.68 PARTIAL");
}

// T-2: an entry fill behind a partly filled target raises the total by what the leg now holds.
TEST(LegTarget, KeepsItsFillsWhenItsLegGrows) {
    GroupRun run;
    run.open(first_leg());
    run.acknowledge_all();
    run.fill(1, "64231.37", "0.001");
    run.acknowledge(2);
    run.fill(2, "64873.68", "0.0004");
    run.fill(1, "64231.37", "0.00211");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.0004/0.00311 @ 64873.68 PENDING_REPLACE");
}

// T-3: each leg has its own target, and the order says whose it is.
TEST(LegTarget, BelongsToOneLegByItsId) {  // 32.20
    GroupRun run;
    run.open(ladder({{"100", "1", "1"}, {"99.99", "1", "1"}}));
    run.fill_whole(1);
    run.fill_whole(2);
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 1 @ 101 SENT");
    EXPECT_EQ(run.row(4), "leg_tp 0/1 sell 1 @ 100.98 SENT");
    run.fill_whole(4);
    EXPECT_TRUE(run.leg(1).lot.open.is_zero());
    EXPECT_EQ(run.leg(0).lot.open, decimal<Quantity>("1"));
}

// T-3: reduce-only on derivatives, not on spot.
TEST(LegTarget, IsReduceOnlyOnDerivatives) {
    for (const auto& [instrument, expected] : {std::pair{bitcoin(), false}, std::pair{bitcoin_perpetual(), true}}) {
        GroupRun run(instrument);
        run.open(first_leg());
        const auto sent = run.requests(run.fill_whole(1));
        ASSERT_EQ(sent.size(), 1U);
        EXPECT_EQ(std::get<PlaceOrder>(sent[0]).reduce_only, expected);
    }
}

// T-3
TEST(LegTarget, IsReplacedAtOnceWhenTheVenueCancelsIt) {  // 32.30
    GroupRun run;
    run.open(first_leg());
    run.fill_whole(1);
    run.acknowledge(2);
    EXPECT_EQ(names(run.cancelled(2)), "OrderEnded OrderPlaced");
    EXPECT_EQ(run.row(3), "leg_tp 0/0 sell 0.00311 @ 64873.68 SENT");
}

// T-3, O-5: at once the first time, then after 50, 100, 200 ms.
TEST(LegTarget, IsReplacedEverMoreSlowlyWhileTheVenueRefusesIt) {
    GroupRun run;
    run.open(first_leg());
    run.fill_whole(1);
    EXPECT_EQ(names(run.rejected(2)), "OrderEnded OrderPlaced");
    for (const int wait : {50, 100, 200, 400}) {
        const Timestamp refused_at = run.now;
        EXPECT_EQ(names(run.rejected(run.newest().number.value)), "OrderEnded") << wait;
        EXPECT_EQ(names(run.timer()), "OrderPlaced") << wait;
        EXPECT_EQ(run.now - refused_at, std::chrono::milliseconds(wait));
    }
    run.acknowledge(run.newest().number.value);
    EXPECT_EQ(names(run.rejected(run.newest().number.value)), "OrderEnded OrderPlaced") << "an acknowledgement starts anew";
}

// T-10
TEST(LegTarget, DoesNotReArmItsEntry) {
    GroupRun run;
    run.open(default_ladder());
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.fill_whole(7);  // leg 1's target
    for (std::uint32_t number = 8; number <= run.group.orders.size(); ++number) {
        EXPECT_NE(run.order(number).role, OrderRole::entry);
    }
}

// T-12: the book is beyond the target already; it is sent at its price and takes the better one.
TEST(LegTarget, IsSentAsAMarketableLimitBehindThePrice) {
    GroupRun run;
    run.quote("65000", "65000.01");
    run.open(first_leg());
    run.fill_whole(1);
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.00311 @ 64873.68 SENT");
    run.fill(2, "65000", "0.00311");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.realised, decimal<Money>("1.9885297393"));  // 0.00311 x (768.63 - 0.001 x 129231.37)
}

// D-2: all targets are rounded down, passive ones to the trader's side.
TEST(LegTarget, IsRoundedAsTheStrategySays) {
    for (const auto& [rounding, side, target] :
         {std::tuple{GridRounding::sow, PositionSide::long_side, "64229.76"},
          std::tuple{GridRounding::passive, PositionSide::long_side, "64229.77"},
          std::tuple{GridRounding::sow, PositionSide::short_side, "63590.65"},
          std::tuple{GridRounding::passive, PositionSide::short_side, "63590.65"}}) {
        GroupRun run(bitcoin_perpetual(), side);
        run.strategy.rounding = rounding;
        run.open(ladder({{"63910.21", "0.00312", "0.5"}}));
        run.fill_whole(1);
        EXPECT_EQ(run.newest().price, decimal<Price>(target)) << target;
    }
}

// 7.1: the targets of the SoW's table, long and short.
TEST(LegTarget, MatchesTheTableOfTheDefaultLadder) {
    GroupRun run;
    run.open(default_ladder());
    for (std::uint32_t number = 1; number <= 5; ++number) run.fill_whole(number);
    std::vector<std::string> targets;
    for (std::uint16_t leg = 0; leg < 5; ++leg) targets.push_back(run.group.order(run.leg(leg).target).price.text());
    EXPECT_EQ(targets, (std::vector<std::string>{"64873.68", "64229.76", "64860.83", "64216.9", "63576.2"}));

    GroupRun other(bitcoin_perpetual(), PositionSide::short_side);
    other.open(ladder({{"64231.37", "0.00311", "1"},
                       {"64552.52", "0.00309", "0.5"},
                       {"64873.68", "0.00308", "2"},
                       {"65194.84", "0.00306", "1.5"},
                       {"65515.99", "0.00305", "1"}}));
    for (std::uint32_t number = 1; number <= 5; ++number) other.fill_whole(number);
    targets.clear();
    for (std::uint16_t leg = 0; leg < 5; ++leg) targets.push_back(other.group.order(other.leg(leg).target).price.text());
    EXPECT_EQ(targets, (std::vector<std::string>{"63589.05", "64229.75", "63576.2", "64216.91", "64860.83"}));
}

// D-3: a target that rounding would leave without a profit is one tick away.
TEST(LegTarget, EarnsAtLeastOneTick) {  // 32.26
    for (const auto& [side, target] : {std::pair{PositionSide::long_side, "0.01172"}, {PositionSide::short_side, "0.0117"}}) {
        GroupRun run(bitcoin_perpetual(), side);
        run.instrument.tick = decimal<Price>("0.00001");
        run.instrument.step = decimal<Quantity>("1");
        run.open(ladder({{"0.01171", "1000", "0.05"}}));
        run.fill_whole(1);
        EXPECT_EQ(run.newest().price, decimal<Price>(target));
    }
}

// from an average between two ticks the guard counts from the tick beyond it.
TEST(LegTarget, EarnsATickBeyondAnAverageBetweenTicks) {
    for (const auto& [side, target] : {std::pair{PositionSide::long_side, "0.01173"}, {PositionSide::short_side, "0.0117"}}) {
        GroupRun run(bitcoin_perpetual(), side);
        run.instrument.tick = decimal<Price>("0.00001");
        run.instrument.step = decimal<Quantity>("1");
        run.open(ladder({{"0.01171", "1000", "0.05"}}));
        run.acknowledge_all();
        run.fill(1, "0.01171", "500");
        run.fill(1, "0.01172", "500");
        EXPECT_EQ(run.newest().price, decimal<Price>(target));
    }
}

}  // namespace
}  // namespace trellis::tests
