// Orders that a filter of the venue refuses: rules asked for once, rounded again, sent once more (O-5, V-2, V-3, 32.40).
#include <gtest/gtest.h>

#include "engine/group/refit.hpp"
#include "engine/market/filters.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// A venue that says its rules when it is asked, and counts how often.
struct Venue final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return std::nullopt; }
    std::optional<Money> free(AccountId, std::string_view) const override { return std::nullopt; }
    bool is_connected(AccountId) const override { return true; }
    std::optional<InstrumentRules> rules(InstrumentId, Timestamp) const override {
        ++asked;
        return said;
    }
    std::optional<InstrumentRules> said;
    mutable int asked = 0;
};

struct Refit : testing::Test {
    Refit() {
        run.wallets = &venue;
        venue.said = rules_of(run.instrument);
        run.quote("100.05", "100.06");
    }
    void open(const std::vector<LegText>& legs) { run.open(ladder(legs)); }
    /// From now on the venue takes whole tenths of a dollar and hundredths of a coin.
    void coarsen() {
        venue.said->tick = decimal<Price>("0.1");
        venue.said->step = decimal<Quantity>("0.01");
    }
    Venue venue;
    GroupRun run;
};

TEST_F(Refit, O5ARefusedEntryIsRoundedByTheNewRulesAndSentOnceMoreUnderANewId) {  // 32.40
    open({{"100.05", "1.234"}, {"99.05", "1"}});
    coarsen();
    const auto events = run.rejected(1, "FILTER");
    EXPECT_EQ(names(events), "OrderEnded RulesRenewedOnRefusal LegHeld OrderPlaced");
    EXPECT_EQ(run.row(1), "entry 0/0 buy 1.234 @ 100.05 REJECTED");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 1.23 @ 100 SENT") << "buys are rounded down, as when they were planned";
    const auto requests = run.requests(events);
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(std::get<PlaceOrder>(requests[0]).id.key.order, OrderNumber{3});
    EXPECT_EQ(std::get<RulesRenewedOnRefusal>(events[1]).before.tick, decimal<Price>("0.01"));
    EXPECT_EQ(std::get<RulesRenewedOnRefusal>(events[1]).rules, *venue.said);
}

TEST_F(Refit, O5ASecondRefusalRejectsTheLeg) {
    open({{"100.05", "1.234"}, {"99.05", "1"}});
    coarsen();
    run.rejected(1, "FILTER");
    EXPECT_EQ(names(run.rejected(3, "FILTER")), "OrderEnded");
    EXPECT_EQ(run.row(3), "entry 0/0 buy 1.23 @ 100 REJECTED");
    EXPECT_EQ(venue.asked, 2);
}

TEST_F(Refit, O5EveryOrderOfABurstIsSentOnceMoreAlthoughTheFirstBroughtTheRules) {
    open({{"100.05", "1.234"}, {"99.05", "1.111"}});
    coarsen();
    run.rejected(1, "FILTER");
    EXPECT_EQ(names(run.rejected(2, "FILTER")), "OrderEnded LegHeld OrderPlaced");
    EXPECT_EQ(run.newest_row(), "entry 0/1 buy 1.11 @ 99 SENT");
}

TEST_F(Refit, O5ARefusalUnderTheKnownRulesIsTheEnd) {
    open({{"100.05", "1.234"}, {"99.05", "1"}});
    EXPECT_EQ(names(run.rejected(1, "FILTER")), "OrderEnded");
    venue.said.reset();
    EXPECT_EQ(names(run.rejected(2, "FILTER")), "OrderEnded GroupFailed") << "a venue that does not say its rules changes nothing";
}

TEST_F(Refit, O5ALegThatIsTooSmallByTheNewRulesIsDroppedWithTheNumbers) {
    open({{"100.05", "1"}, {"99.05", "1"}});
    venue.said->min_notional = Money::from_integer(101);
    const auto events = run.rejected(1, "FILTER");
    EXPECT_EQ(names(events), "OrderEnded RulesRenewedOnRefusal LegHeld LegDropped");
    EXPECT_EQ(std::get<LegDropped>(events.back()).detail, "notional 100.05 is below min_notional 101");
}

TEST_F(Refit, O5AShortRoundsItsEntriesUp) {
    GroupRun sells(bitcoin_perpetual(), PositionSide::short_side);
    sells.wallets = &venue;
    sells.quote("100.05", "100.06");
    sells.strategy.rounding = GridRounding::passive;
    sells.open(ladder({{"100.05", "1.234"}}));
    coarsen();
    sells.rejected(1, "FILTER");
    EXPECT_EQ(sells.newest_row(), "entry 0/0 sell 1.23 @ 100.1 SENT");
}

TEST_F(Refit, O5AMarketEntryStaysAMarketEntry) {
    PyramidPlan plan = ladder({{"100.06", "1.234"}});
    plan.legs[0].entry = LegEntry::market;
    run.open(plan);
    coarsen();
    run.rejected(1, "FILTER");
    EXPECT_EQ(run.newest_row(), "entry 0/0 buy 1.23 @ market SENT");
}

TEST_F(Refit, O5WhatIsPlacedLaterGoesByTheNewRules) {
    open({{"100.05", "1.23"}, {"99.05", "1"}});
    run.acknowledge(1);
    coarsen();
    run.rejected(2, "FILTER");
    run.fill_whole(1);
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 1.23 @ 101 SENT") << "101.0505 down to a tenth, as sow rounds";
}

TEST_F(Refit, O5ARefusedTargetFollowsTheNewRules) {
    open({{"100.05", "1.23"}});
    run.fill_whole(1);
    ASSERT_EQ(run.newest_row(), "leg_tp 0/0 sell 1.23 @ 101.05 SENT");
    coarsen();
    EXPECT_EQ(names(run.rejected(2, "FILTER")), "OrderEnded RulesRenewedOnRefusal OrderPlaced");
    EXPECT_EQ(run.newest_row(), "leg_tp 0/0 sell 1.23 @ 101 SENT");
}

// V-2: a close is made again at once by the newer rules; a second refusal goes the way of every refused try (F-4).
TEST_F(Refit, O5ARefusedCloseIsMadeAgainAtOnceAndThenEscalates) {
    open({{"100.05", "1.234"}});
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.exit();
    coarsen();
    const std::uint32_t first = run.newest().number.value;
    ASSERT_EQ(run.newest().role, OrderRole::exit);
    EXPECT_EQ(names(run.rejected(first, "FILTER")), "OrderEnded RulesRenewedOnRefusal OrderPlaced");
    EXPECT_EQ(run.newest().quantity, decimal<Quantity>("1.23"));
    EXPECT_TRUE(!is_misfit(run.newest(), run.instrument));
    EXPECT_EQ(run.group.closing->attempt, 1U) << "the refusal by older rules was no try";
    EXPECT_EQ(names(run.rejected(first + 1, "FILTER")), "OrderEnded CloseRetryScheduled");
    EXPECT_EQ(run.group.closing->attempt, 2U);
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
}

TEST_F(Refit, O5ARefusedPartialCloseIsMadeAgainAtOnce) {
    open({{"100.05", "2.468"}});
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.reduce("0.5");
    const std::uint32_t first = run.newest().number.value;
    ASSERT_EQ(run.newest().role, OrderRole::reduce);
    coarsen();
    run.rejected(first, "FILTER");
    EXPECT_EQ(run.newest().quantity, decimal<Quantity>("1.23"));
    EXPECT_EQ(run.group.reducing->attempt, 1U);
}

// An amendment that a filter refuses is asked about, and made again on the new grid; never twice the same.
TEST_F(Refit, O5ARefusedAmendmentIsRoundedByTheNewRules) {
    open({{"100.05", "1.234"}});
    run.acknowledge(1);
    run.fill(1, "100.05", "0.617");
    run.acknowledge(2);
    run.fill(1, "100.05", "0.617");
    ASSERT_EQ(run.order(2).state, OrderState::pending_replace);
    venue.said->tick = decimal<Price>("0.1");
    const auto refused = run.report(2, RequestRefused{"FILTER"});
    EXPECT_EQ(names(refused), "RulesRenewedOnRefusal OrderRequestRefused");
    const auto found = OrderFound{OrderState::working, decimal<Price>("101.05"), decimal<Quantity>("0.617"), {}};
    EXPECT_EQ(names(run.report(2, found)), "OrderAmendRequested");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1.234 @ 101 PENDING_REPLACE");
}

TEST_F(Refit, O5ARefusedAmendmentOfANewStepIsAskedForAtOnce) {
    open({{"100.05", "1.234"}});
    run.acknowledge(1);
    run.fill(1, "100.05", "0.617");
    run.acknowledge(2);
    run.fill(1, "100.05", "0.617");
    coarsen();
    EXPECT_EQ(names(run.report(2, RequestRefused{"FILTER"})), "RulesRenewedOnRefusal OrderRequestRefused OrderAmendRequested");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1.23 @ 101 PENDING_REPLACE");
}

}  // namespace
}  // namespace trellis::tests
