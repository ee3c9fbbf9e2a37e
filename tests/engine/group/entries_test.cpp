// How planned legs get to the venue (docs/entries.md): market first legs, touched and breakout legs, chase, time-outs, deferral.
#include "engine/group/entries.hpp"

#include <gtest/gtest.h>

#include "engine/base/rounding.hpp"
#include "engine/group/board.hpp"
#include "engine/pool/ladder.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }
Ratio ratio(const char* text) { return decimal<Ratio>(text); }
Money money(const char* text) { return decimal<Money>(text); }

/// A group whose ladder is planned by its own strategy: 1000 at 100 over gaps 0, -1, -2 with weights 50, 30, 20.
struct Planned : GroupRun {
    explicit Planned(PositionSide held_side = PositionSide::long_side)
        : GroupRun(held_side == PositionSide::long_side ? bitcoin() : bitcoin_perpetual(), held_side) {
        strategy.levels = {{ratio("0"), ratio("50"), ratio("1")},
                           {ratio("-1"), ratio("30"), ratio("1")},
                           {ratio("-2"), ratio("20"), ratio("1")}};
    }
    PyramidPlan plan(std::uint16_t pyramid = 0, const char* base = "100") const {
        const auto ladder = plan_pyramid(strategy, PyramidIndex{pyramid}, side, price(base), money("1000"), instrument);
        return with_market_leg(ladder.value(), side, book, account_bound, instrument).value();
    }
    GroupEvents start() { return open(plan()); }
    std::string held() const {
        std::string result;
        for (const auto& pyramid : group.pyramids) {
            for (const auto& leg : pyramid.legs) result += std::to_string(static_cast<int>(leg.hold));
        }
        return result;
    }
};

// ---- market first leg (S-3, P-2, R-35) ----

// 500 / (101 * 1.01) = 4.90148...; the others wait for what it cost.
TEST(MarketLeg, P2TheOthersWaitForItsAverage) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.quote("100.9", "101");
    run.start();
    ASSERT_EQ(run.group.orders.size(), 1U);
    EXPECT_EQ(run.row(1), "entry 0/0 buy 4.90148 @ market SENT");
    EXPECT_EQ(run.held(), "011");
    EXPECT_EQ(run.state(), "LIVE");
    run.acknowledge(1);
    run.fill(1, "101", "4");
    EXPECT_EQ(run.group.orders.size(), 2U);  // its target; the rest of the order is still out
    run.fill(1, "101.5", "0.90148");
    // VWAP 101.09194...: 1 % below it 100.08, 2 % below 99.07.
    ASSERT_EQ(run.group.orders.size(), 4U);
    EXPECT_EQ(run.row(3), "entry 0/1 buy 2.9976 @ 100.08 SENT");
    EXPECT_EQ(run.row(4), "entry 0/2 buy 2.01877 @ 99.07 SENT");
    EXPECT_EQ(run.group.held_legs, 0U);
}

TEST(MarketLeg, R35APartFillAnchorsWhenTheRestHasExpired) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.quote("99", "100");
    run.start();
    run.acknowledge(1);
    run.fill(1, "100", "1");
    EXPECT_EQ(run.held(), "011");
    run.expired(1);
    EXPECT_EQ(run.held(), "000");
    EXPECT_EQ(run.newest_row(), "entry 0/2 buy 2.04081 @ 98 SENT");
}

TEST(MarketLeg, R35WithoutAFillNothingElseIsSent) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.quote("99", "100");
    run.start();
    EXPECT_EQ(names(run.rejected(1, "NO_PRICE")), "OrderEnded LegDropped LegDropped GroupFailed");
    EXPECT_EQ(run.state(), "FAILED");
}

TEST(MarketLeg, P2WithAnchorSignalAllAreSentTogether) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.strategy.anchor = LadderAnchor::signal;
    run.quote("99", "100");
    run.start();
    ASSERT_EQ(run.group.orders.size(), 3U);
    EXPECT_EQ(run.row(2), "entry 0/1 buy 3.0303 @ 99 SENT");
}

TEST(MarketLeg, X1AnExitTakesThePlannedLegsAlong) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.quote("99", "100");
    run.start();
    run.acknowledge(1);
    run.exit();
    EXPECT_EQ(run.group.held_legs, 0U);
}

TEST(MarketLeg, S4PlannedLegsCountInTheWorstCase) {
    Planned run;
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.start();
    Board board;
    board.note(run.group, true);
    // 5 at 100, 3.0303 at 99, 2.04081 at 98
    EXPECT_EQ(board.find(run.group.id)->resting_entries, money("999.99908"));
    EXPECT_EQ(board.find(run.group.id)->live_entries, 1U);
}

// A market order in flight counts at the price its leg was planned at: 4.95049 at 100, and two planned legs.
TEST(MarketLeg, S4AMarketOrderOnItsWayCountsToo) {
    Planned run;
    run.strategy.entry_order_type = EntryOrderType::market;
    run.quote("99.99", "100");
    run.start();
    EXPECT_EQ(run.row(1), "entry 0/0 buy 4.95049 @ market SENT");
    Board board;
    board.note(run.group, true);
    EXPECT_EQ(board.find(run.group.id)->resting_entries, money("995.04808"));
}

// Of 5 at 100 the touch gave 2; the 3 that are left rest at its price and count alone.
TEST(TouchedLeg, S4OnlyTheRestOfADeferredLegCounts) {
    Planned run;
    run.strategy.levels = {{ratio("0"), ratio("50"), ratio("1")}, {ratio("-1"), ratio("50"), ratio("1")}};
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.instrument.max_orders = 2;
    run.start();
    run.acknowledge(1);
    run.evaluate("98.9", "99");
    run.acknowledge(2);
    run.fill(2, "99", "2");
    run.expired(2);
    EXPECT_EQ(run.held(), "05");
    Board board;
    board.note(run.group, true);
    const Quantity rest = run.order(2).remaining();
    EXPECT_EQ(board.find(run.group.id)->resting_entries, money("500") + notional(price("99"), rest));
}

// ---- market_if_touched (D-6) ----

TEST(TouchedLeg, D6IsSentWhenTheTouchIsAtItsPrice) {
    Planned run;
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.start();
    ASSERT_EQ(run.group.orders.size(), 1U);
    EXPECT_EQ(run.held(), "022");
    run.acknowledge(1);
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_below->price, price("99"));
    EXPECT_EQ(names(run.evaluate("98.9", "99.01")), "");
    run.evaluate("98.85", "98.9");
    // 300 / (98.9 * 1.01), at most 1 % above the touch
    EXPECT_EQ(run.newest_row(), "entry 0/1 buy 3.00333 @ 99.88 SENT");
    EXPECT_EQ(run.newest().time_in_force, TimeInForce::ioc);
    EXPECT_EQ(run.held(), "002");
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_below->price, price("98"));
}

TEST(TouchedLeg, D6WhatTheTouchDidNotGiveRestsAtItsPrice) {
    Planned run;
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.start();
    run.acknowledge(1);
    run.evaluate("98.85", "98.9");
    run.fill(2, "98.9", "1");
    run.expired(2);
    EXPECT_EQ(run.newest_row(), "entry 0/1 buy 2.00333 @ 99 SENT");
    EXPECT_EQ(run.newest().time_in_force, TimeInForce::gtc);
}

TEST(TouchedLeg, D6AShortIsTouchedFromBelow) {
    Planned run(PositionSide::short_side);
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.start();
    run.acknowledge(1);
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("101"));
    run.evaluate("101", "101.05");
    EXPECT_EQ(run.newest_row(), "entry 0/1 sell 2.94088 @ 99.99 SENT");
}

TEST(TouchedLeg, K18CancellingEntriesDropsIt) {
    Planned run;
    run.strategy.dca_trigger = DcaTrigger::market_if_touched;
    run.start();
    run.acknowledge(1);
    EXPECT_EQ(names(run.tell(CancelEntries{})), "EntriesCancelOrdered OrderCancelRequested LegDropped LegDropped");
    EXPECT_EQ(names(run.cancelled(1)), "OrderEnded GroupFailed");
}

// ---- breakout adds (D-1) ----

TEST(BreakoutLeg, D1IsAStopEntry) {
    Planned run;
    run.strategy.levels[2].gap = ratio("2");
    run.start();
    run.acknowledge_all();
    EXPECT_EQ(run.held(), "003");
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_above->price, price("102"));
    EXPECT_EQ(names(run.evaluate("101.9", "101.99")), "");
    run.evaluate("102", "102.5");
    EXPECT_EQ(run.newest_row(), "entry 0/2 buy 1.9319 @ 103.52 SENT");
    run.fill_whole(3);
    EXPECT_EQ(run.state(), "PARTIALLY_FILLED");
}

// ---- the first leg (D-7) ----

TEST(FirstLeg, D7FollowsTheTouchAsFarAsItMay) {
    Planned run;
    run.strategy.leg0_chase_percent = ratio("0.5");
    run.start();
    run.acknowledge_all();
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_above->price, price("100.01"));
    run.evaluate("100.1", "100.2");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 4.99001 @ 100.2 PENDING_REPLACE");  // the capital stays
    run.answer_requests();
    EXPECT_EQ(names(run.evaluate("100.3", "100.4")), "");  // once a second
    run.pass(std::chrono::seconds(1));
    run.evaluate("101", "102");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 4.97512 @ 100.5 PENDING_REPLACE");
    run.answer_requests();
    EXPECT_FALSE(watch(run.group, run.instrument).ask_at_or_above.has_value());
    run.pass(std::chrono::seconds(9));
    EXPECT_EQ(names(run.evaluate("103", "104")), "");
}

TEST(FirstLeg, D7IsNotChasedOnceItHasAFill) {
    Planned run;
    run.strategy.leg0_chase_percent = ratio("0.5");
    run.start();
    run.acknowledge_all();
    run.fill(1, "100", "1");
    EXPECT_EQ(names(run.evaluate("100.1", "100.2")), "");
}

TEST(FirstLeg, D7IsGivenUpAfterItsTime) {
    Planned run;
    run.strategy.leg0_timeout_seconds = 60;
    run.start();
    run.acknowledge_all();
    EXPECT_EQ(next_due(run.group), (Due{run.now + std::chrono::seconds(60), TimerKind::order_timeout}));
    EXPECT_EQ(names(run.timer()), "OrderCancelRequested");
    EXPECT_EQ(run.order(1).state, OrderState::pending_cancel);
    run.cancelled(1);
    EXPECT_EQ(run.state(), "LIVE");  // its other legs stay
    EXPECT_FALSE(next_due(run.group).has_value());
}

TEST(FirstLeg, D7AloneItsEndIsTheGroups) {
    Planned run;
    run.strategy.levels.resize(1);
    run.strategy.leg0_timeout_seconds = 1;
    run.start();
    run.acknowledge(1);
    run.timer();
    EXPECT_EQ(names(run.cancelled(1)), "OrderEnded GroupFailed");
}

// ---- post-only (D-7, O-5) ----

TEST(PostOnly, D7IsAskedForOfRestingEntriesAlone) {
    Planned run;
    run.strategy.post_only = true;
    const auto sent = run.requests(run.start());
    ASSERT_EQ(sent.size(), 3U);
    for (const auto& request : sent) EXPECT_TRUE(std::get<PlaceOrder>(request).post_only);
    run.acknowledge_all();
    const auto target = run.requests(run.fill(1, "100", "5"));
    EXPECT_FALSE(std::get<PlaceOrder>(target.front()).post_only);
}

TEST(PostOnly, O5OneThatWouldCrossGoesATickBehindTheTouchThreeTimes) {
    Planned run;
    run.strategy.post_only = true;
    run.quote("98.98", "99.5");
    run.start();
    run.rejected(1, "POST_ONLY_WOULD_CROSS");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 5 @ 99.49 SENT");
    run.quote("99.6", "99.7");
    run.rejected(4, "POST_ONLY_WOULD_CROSS");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 5 @ 99.48 SENT");
    run.rejected(5, "POST_ONLY_WOULD_CROSS");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 5 @ 99.47 SENT");
    EXPECT_EQ(names(run.rejected(6, "POST_ONLY_WOULD_CROSS")), "OrderEnded LegDropped");
    EXPECT_EQ(run.group.orders.size(), 6U);
}

TEST(PostOnly, G4AllOrNothingWaitsForItsTries) {
    Planned run;
    run.strategy.post_only = true;
    run.strategy.all_or_nothing = true;
    run.start();
    EXPECT_EQ(names(run.rejected(2, "POST_ONLY_WOULD_CROSS")), "OrderEnded OrderPlaced");
    EXPECT_EQ(names(run.rejected(3, "FILTER")), "OrderEnded OrderCancelRequested OrderCancelRequested");
}

// ---- beyond the grid (D-9) ----

TEST(Grid, D9DeeperLegsGoWhenTheMarkIsFarBeyondTheDeepest) {
    Planned run;
    run.strategy.cancel_dca_beyond_percent = ratio("3");
    run.start();
    run.acknowledge_all();
    // 97 % of 98 is 95.06: more than 3 % beyond is below it.
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("95.05"));
    EXPECT_EQ(names(run.evaluate("95.06", "99.5")), "");
    EXPECT_EQ(names(run.evaluate("95.05", "99.5")), "GridAbandoned OrderCancelRequested OrderCancelRequested");
    EXPECT_EQ(run.order(1).state, OrderState::working);
    run.answer_requests();
    run.pass(std::chrono::minutes(15));
    run.add(run.plan(1, "95"));
    run.acknowledge_all();
    EXPECT_EQ(names(run.evaluate("80", "99.5")), "");  // once in a group's life
}

// ---- deferred legs (D-11) ----

TEST(DeferredLeg, D11WaitsForRoomAmongTheVenuesOrders) {
    Planned run;
    run.instrument.max_orders = 2;
    const auto opened = run.start();
    EXPECT_EQ(names(opened), "GroupOpened PyramidAdded OrderPlaced LegHeld LegHeld");
    EXPECT_EQ(std::get<LegHeld>(opened[3]).detail, "1 orders of the group work, the venue takes 2 and one is kept for its close");
    EXPECT_EQ(run.held(), "055");
    run.acknowledge(1);
    EXPECT_EQ(run.state(), "LIVE");
    run.cancelled(1);
    EXPECT_EQ(run.newest_row(), "entry 0/1 buy 3.0303 @ 99 SENT");
    EXPECT_EQ(run.held(), "005");
}

TEST(DeferredLeg, D11WaitsUntilItsPriceIsInsideOfTheBand) {
    Planned run;
    run.instrument.price_band_percent = ratio("1.5");
    run.quote("100", "100.01");
    const auto opened = run.start();
    EXPECT_EQ(run.held(), "004");
    EXPECT_EQ(run.group.orders.size(), 2U);
    EXPECT_EQ(std::get<LegHeld>(opened.back()).detail, "price 98 is outside the band until the mark is at 99.49, it is at 100");
    // 98 is within 1.5 % of every mark up to 98 / 0.985 = 99.492...
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("99.49"));
    EXPECT_EQ(names(run.evaluate("99.5", "99.51")), "");
    run.evaluate("99.49", "99.51");
    EXPECT_EQ(run.newest_row(), "entry 0/2 buy 2.04081 @ 98 SENT");
}

TEST(DeferredLeg, D5ALimitFirstLegMayAnchorToo) {
    Planned run;
    run.strategy.anchor = LadderAnchor::first_fill;
    run.start();
    EXPECT_EQ(run.held(), "011");
    run.acknowledge(1);
    run.fill(1, "99.5", "5");
    EXPECT_EQ(run.row(3), "entry 0/1 buy 3.04568 @ 98.5 SENT");
    EXPECT_EQ(run.group.held_legs, 0U);
}

}  // namespace
}  // namespace trellis::tests
