// Fees of groups that have ended: what the venue says of them late changes the account's result and nothing else (F-7, F-8).
#include "engine/pool/late_fees.hpp"

#include <gtest/gtest.h>

#include "engine/pool/standing.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis {
namespace {

using tests::DeskRig;
using tests::only;

Money money(const char* text) { return decimal<Money>(text); }

struct LateFees : testing::Test {
    LateFees() { rig.config.trade_limits.max_realized_loss = money("100"); }

    /// A group that realised `total` and ended with one fee of 0.1 on trade 7 that is not final.
    GroupId ended(const char* total, OpenFee fee) {
        rig.next_bar();
        const GroupId group = rig.open(tests::buy_signal());
        rig.obey();
        rig.tell(GroupRealised{group, money(total), rig.now});
        instrument = rig.desk.find(group)->identity.instrument;
        rig.tell(GroupEnded{group, instrument, {}, {std::move(fee)}, rig.now});
        return group;
    }
    static OpenFee estimate() {
        return {OrderNumber{2}, TradeId{7}, decimal<Price>("100"), money("0.1"), FeeAsset::quote, {}, FeeState::estimated, {}, false};
    }
    static OpenFee unpriced() {
        return {OrderNumber{2}, TradeId{7}, decimal<Price>("100"), {}, FeeAsset::quote, {"BNB", money("0.001")}, FeeState::unpriced, {}, false};
    }
    DeskEvents say(GroupId group, const char* fee) {
        return rig.tell(DeskFact{StrayFee{{group, OrderNumber{2}}, {TradeId{7}, money(fee), FeeAsset::quote, ""}}});
    }
    Money today() { return realised_today(rig.desk.standing, rig.config, rig.now); }

    DeskRig rig;
    InstrumentId instrument;
};

TEST_F(LateFees, F8WhatTheVenueSaysAfterTheEndChangesTheResult) {
    const GroupId group = ended("-50", estimate());
    EXPECT_EQ(today(), money("-50"));
    const auto events = only<LeftFeeSettled>(say(group, "0.3"));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].amount, money("-0.2"));
    EXPECT_EQ(today(), money("-50.2"));
    EXPECT_TRUE(rig.desk.left_fees.empty());
    EXPECT_EQ(say(group, "0.3"), DeskEvents{}) << "it is known";
}

TEST_F(LateFees, F8ItMayHaltTheDay) {
    const GroupId group = ended("-99.9", estimate());
    const auto events = say(group, "0.2");
    EXPECT_EQ(only<EntriesHalted>(events).size(), 1U) << "99.9 and 0.1 more are the limit (K-17)";
}

TEST_F(LateFees, F8ItCountsForTheDayOfItsGroupsLastFill) {
    const GroupId group = ended("-50", estimate());
    rig.pass(std::chrono::hours(24));
    const GroupId other = ended("-1", unpriced());
    say(group, "90");
    EXPECT_EQ(today(), money("-1"));
    EXPECT_TRUE(rig.desk.left_fees.contains(other));
}

TEST_F(LateFees, F8NobodyElsesFeeIsBooked) {
    const GroupId group = ended("-50", estimate());
    EXPECT_EQ(rig.tell(DeskFact{StrayFee{{group, OrderNumber{2}}, {TradeId{8}, money("5"), FeeAsset::quote, ""}}}), DeskEvents{});
    EXPECT_EQ(rig.tell(DeskFact{StrayFee{{GroupId{group.account, 99}, OrderNumber{2}}, {TradeId{7}, money("5"), FeeAsset::quote, ""}}}),
              DeskEvents{});
    EXPECT_EQ(today(), money("-50"));
}

// 0.001 BNB at a bid of 600 are 0.6.
TEST_F(LateFees, F7AnAssetWithoutAPriceIsRevaluedWithWhatTheDeskDoesNext) {
    Instrument pair = parse_instrument_name("binance:linear:BNB-USDT-USDT").value();
    const InstrumentId bnb = rig.instruments.add(std::move(pair)).value();
    ended("-50", unpriced());
    rig.sweep();
    EXPECT_EQ(today(), money("-50"));
    rig.quote(bnb, "600", "600.1");
    EXPECT_EQ(only<LeftFeeSettled>(rig.sweep()).size(), 1U);
    EXPECT_EQ(today(), money("-50.6"));
}

TEST_F(LateFees, F8AreForgottenAfterAWeek) {
    const GroupId group = ended("-50", estimate());
    rig.pass(fees_waited_for + std::chrono::seconds(1));
    ended("-1", estimate());
    EXPECT_FALSE(rig.desk.left_fees.contains(group));
    EXPECT_EQ(rig.desk.left_fees.size(), 1U);
}

TEST_F(LateFees, F8AGroupWithoutSuchFeesLeavesNothing) {
    rig.next_bar();
    const GroupId group = rig.open(tests::buy_signal());
    rig.obey();
    EXPECT_EQ(rig.tell(GroupEnded{group}), DeskEvents{SlotReleased{group}});
}

}  // namespace
}  // namespace trellis
