// An account that copies another (B-29, B-30): what it makes of the leader's moves, told to its desk one by one.
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

struct Purses final : WalletPort {
    std::optional<Wallet> wallet(AccountId account) const override {
        Wallet wallet;
        wallet.equity = account == AccountId{2} ? leader : own;
        return wallet;
    }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("1000000"); }
    bool is_connected(AccountId) const override { return connected; }

    std::optional<Money> own = money("4000");
    std::optional<Money> leader = money("20000");
    bool connected = true;
};

/// Account 1 copies account 2; both trade BTCUSDT perpetuals.
struct Copies : testing::Test {
    Copies() {
        rig.config.accounts.push_back(rig.account());
        rig.config.accounts[1].id = AccountId{2};
        rig.config.accounts[1].name = "leader";
        rig.wallets = &purses;
        rig.quote(btc, "100", "100");
        Subscription subscription;
        subscription.id = {operator_owner, 1};
        subscription.terms.leader = AccountId{2};
        subscription.terms.follower = AccountId{1};
        subscription.terms.multiplier = ratio("1.5");
        rig.config.subscriptions.push_back(subscription);
        moved.origin = {subscription.id, {AccountId{2}, 7}};
        moved.identity = {btc, 900, PositionSide::long_side};
        moved.opened_at = rig.now;
        moved.price = price("100");
    }
    CopyTerms& terms() { return rig.config.subscriptions.front().terms; }
    SubscriptionState& state() { return rig.config.subscriptions.front().state; }

    DeskEvents entered(const char* total) {
        moved.figures.entered = moved.bought = quantity(total);
        return rig.tell(moved);
    }
    DeskEvents closed(const char* total) {
        moved.figures.closed = quantity(total);
        return rig.tell(moved);
    }
    DeskEvents closing() {
        moved.is_closing = true;
        return rig.tell(moved);
    }
    DeskEvents ended() {
        moved.is_closing = moved.has_ended = true;
        return rig.tell(moved);
    }
    DeskEvents done(std::uint32_t step) { return rig.tell(GroupFollowed{group, step, ""}); }
    static Quantity size(const DeskEvents& events) {
        if (const auto opened = only<CopyOpened>(events); !opened.empty()) return opened.at(0).plan.legs.at(0).quantity;
        return only<CopyOrdered>(events).at(0).step.plan->legs.at(0).quantity;
    }
    static std::string refusal(const DeskEvents& events) {
        const auto refused = only<CopyRefused>(events);
        return refused.empty() ? "" : refused.at(0).code;
    }

    const InstrumentId btc = btc_linear;
    const GroupId group{AccountId{1}, 1};
    DeskRig rig;
    Purses purses;
    LeaderMoved moved;
};

TEST_F(Copies, B29AProportionalCopyIsTheLeadersShareOfTheEquityTimesTheMultiplier) {
    EXPECT_EQ(size(entered("0.5")), quantity("0.15"));  // 0.5 x 4 000 / 20 000 x 1.5
}

TEST_F(Copies, B29TheQuotientIsRoundedOnce) {
    purses.leader = money("3000");
    EXPECT_EQ(size(entered("0.5")), quantity("1"));  // 0.5 x 4 000 x 1.5 / 3 000, where 4 000 / 3 000 ends nowhere
}

TEST_F(Copies, B29APercentageIsOfTheFollowersEquity) {
    terms().mode = CopyMode::percentage;
    terms().percentage = ratio("5");
    EXPECT_EQ(size(entered("0.5")), quantity("2"));  // 4 000 x 5 % / 100
}

TEST_F(Copies, B29AFixedQuantityIsThatOfEachEntry) {
    terms().mode = CopyMode::fixed_quantity;
    terms().fixed_quantity = quantity("0.25");
    EXPECT_EQ(size(entered("0.5")), quantity("0.25"));
    EXPECT_EQ(size(entered("3")), quantity("0.25"));
}

TEST_F(Copies, B29APresetOfTheSubscriptionSizesAndTheMultiplierMultiplies) {
    Preset preset;
    preset.name = "half";
    preset.size.risk_per_trade_percent = ratio("1");
    preset.stop.pips = 200;  // 2 % of 100
    preset.targets.targets[0].rr = ratio("1");
    rig.config.presets.insert_or_assign("half", preset);
    rig.config.subscriptions.front().preset = "half";
    terms().multiplier = ratio("0.5");
    const auto events = entered("0.5");
    const auto opened = only<CopyOpened>(events).at(0);
    EXPECT_EQ(opened.preset->level, PresetLevel::subscription);
    EXPECT_EQ(opened.preset->stop, price("98"));
    EXPECT_EQ(opened.plan.legs.at(0).quantity, quantity("9.09918"));  // 4 000 x 1 % / (2 + 0.001 x 198) x 0.5
}

TEST_F(Copies, B29ClampsToTheBoundsOfTheSubscription) {
    terms().max_quantity = quantity("0.1");
    EXPECT_EQ(size(entered("0.5")), quantity("0.1"));
    terms().max_quantity.reset();
    terms().min_quantity = quantity("0.4");
    EXPECT_EQ(size(entered("1")), quantity("0.4"));
    terms().max_position_size = money("20");  // nothing of the copy is on the board: 20 / 100
    EXPECT_EQ(size(entered("1.5")), quantity("0.2"));
}

TEST_F(Copies, B29WhatTheVenueDoesNotTakeIsRefusedWithItsNumbers) {
    const auto events = entered("0.0001");
    EXPECT_EQ(refusal(events), "COPY_TOO_SMALL");
    const std::string detail = only<CopyRefused>(events).at(0).detail;
    EXPECT_NE(detail.find("0.0001"), std::string::npos) << detail;
    EXPECT_NE(detail.find("4000 / 20000 x 1.5"), std::string::npos) << detail;
    EXPECT_TRUE(entered("0.5").empty()) << "what was not opened stays unopened";
}

TEST_F(Copies, B3AnEquityThatIsNotKnownIsNeverInvented) {
    purses.leader.reset();
    EXPECT_EQ(refusal(entered("0.5")), "NO_EQUITY");
    moved.origin.leader.counter = 8;
    purses.leader = money("20000");
    purses.own.reset();
    EXPECT_EQ(refusal(entered("0.5")), "NO_EQUITY");
}

TEST_F(Copies, B30IsARealGroupOfTheFollower) {
    const auto events = entered("0.5");
    EXPECT_EQ(only<SlotTaken>(events).at(0), (SlotTaken{group, moved.identity}));
    EXPECT_EQ(rig.desk.find(moved.identity)->id, group);
    EXPECT_TRUE(rig.tell(moved).empty()) << "the same once more";
}

TEST_F(Copies, B30EachMoveIsAnsweredOnceAndInTurn) {
    entered("0.5");
    const auto added = only<CopyOrdered>(entered("1")).at(0);
    EXPECT_EQ(added.step.number, 2U);
    EXPECT_EQ(added.step.plan->legs.at(0).quantity, quantity("0.15"));
    const auto reduced = only<CopyOrdered>(closed("0.25")).at(0);
    EXPECT_EQ(reduced.step.part, quantity("0.25"));
    EXPECT_EQ(reduced.step.whole, quantity("1"));
    const Copy& copy = rig.desk.copies.begin()->second;
    EXPECT_EQ(copy.owed.size(), 3U);
    EXPECT_EQ(only<CopyAnswered>(done(1)).at(0).step, 1U);
    EXPECT_TRUE(done(1).empty());
    done(2);
    done(3);
    EXPECT_TRUE(copy.owed.empty());
    EXPECT_TRUE(rig.tell(moved).empty());
}

TEST_F(Copies, B30AReductionIsAFractionOfWhatTheLeaderHeldThen) {
    entered("1");
    closed("0.5");
    const auto second = only<CopyOrdered>(closed("0.75")).at(0);
    EXPECT_EQ(second.step.part, quantity("0.25"));
    EXPECT_EQ(second.step.whole, quantity("0.5"));
}

TEST_F(Copies, B30WhatWasMissedIsInTheNextMove) {
    entered("0.5");
    moved.figures.entered = moved.bought = quantity("2");
    moved.figures.closed = quantity("1");
    const auto events = only<CopyOrdered>(rig.tell(moved));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].step.plan->legs.at(0).quantity, quantity("0.45"));
    EXPECT_EQ(events[1].step.part, quantity("1"));
    EXPECT_EQ(events[1].step.whole, quantity("2"));
}

TEST_F(Copies, B30TheLeadersCloseOvertakesWhatWaits) {
    entered("0.5");
    entered("1");
    const auto close = only<CopyOrdered>(closing()).at(0);
    EXPECT_EQ(close.step.kind, CopyKind::close);
    const Copy& copy = rig.desk.copies.begin()->second;
    ASSERT_EQ(copy.owed.size(), 2U) << "the opening, which may not have begun, and the close";
    EXPECT_EQ(copy.owed.back().kind, CopyKind::close);
    EXPECT_TRUE(closing().empty());
}

TEST_F(Copies, B30IsForgottenWhenBothSidesAreOver) {
    entered("0.5");
    ended();
    ASSERT_EQ(rig.desk.copies.size(), 1U);
    rig.end(group);
    EXPECT_TRUE(rig.desk.copies.empty());
    moved.origin.leader.counter = 8;
    moved.is_closing = moved.has_ended = false;
    entered("0.5");
    rig.end({AccountId{1}, 2});
    EXPECT_TRUE(entered("1").empty()) << "its own group is over";
    ended();
    EXPECT_TRUE(rig.desk.copies.empty());
}

TEST_F(Copies, B30WithoutFollowCloseThePositionStays) {
    terms().follow_close = false;
    entered("0.5");
    EXPECT_TRUE(closed("0.25").empty());
    EXPECT_TRUE(closing().empty());
    EXPECT_TRUE(only<CopyOrdered>(ended()).empty());
    EXPECT_NE(rig.desk.find(group), nullptr);
}

TEST_F(Copies, B30APausedSubscriptionOpensAndAddsNothingButCloses) {
    entered("0.5");
    state() = SubscriptionState::paused;
    EXPECT_EQ(refusal(entered("1")), "SUBSCRIPTION_PAUSED");
    EXPECT_EQ(only<CopyOrdered>(closed("0.5")).size(), 1U);
    EXPECT_EQ(only<CopyOrdered>(closing()).size(), 1U);
    moved.origin.leader.counter = 8;
    moved.is_closing = false;
    moved.figures = {};
    EXPECT_EQ(refusal(entered("0.5")), "SUBSCRIPTION_PAUSED");
}

TEST_F(Copies, B30PositionsOpenedBeforeTheSubscriptionAreNotCopied) {
    rig.config.subscriptions.front().since = rig.now + std::chrono::seconds(1);
    EXPECT_TRUE(entered("0.5").empty());
    EXPECT_TRUE(rig.desk.copies.empty());
}

TEST_F(Copies, B30TheFollowersOwnLimitsApplyToOpeningAndAddingButNotToClosing) {
    rig.config.max_open_groups = 0;
    EXPECT_EQ(refusal(entered("0.5")), "POOL_FULL");
    rig.config.max_open_groups = 10;
    moved.origin.leader.counter = 8;
    entered("0.5");
    rig.trade(TradingState::reducing);
    EXPECT_EQ(refusal(entered("1")), "PAUSED");
    EXPECT_EQ(only<CopyOrdered>(closed("0.5")).size(), 1U);
    rig.config.trade_limits.max_total_exposure = money("1");
    rig.trade(TradingState::active);
    EXPECT_EQ(refusal(entered("1.5")), "EXPOSURE_LIMIT");
    EXPECT_EQ(only<CopyOrdered>(closing()).size(), 1U);
}

TEST_F(Copies, B30ADisconnectedFollowerRefusesAndOnlyItself) {
    purses.connected = false;
    EXPECT_EQ(refusal(entered("0.5")), "CONNECTION_SILENT");
}

TEST_F(Copies, B30APriceBeyondTheSlippageBoundIsNotFollowed) {
    rig.config.risk_max_slippage_percent = ratio("1");
    rig.quote(btc, "101", "101");
    EXPECT_EQ(size(entered("0.5")), quantity("0.15")) << "exactly one percent";
    rig.quote(btc, "101.1", "101.1");
    EXPECT_EQ(refusal(entered("1")), "COPY_SLIPPAGE");
    rig.quote(btc, "90", "90");
    EXPECT_EQ(size(entered("1.5")), quantity("0.15")) << "better is welcome";
}

TEST_F(Copies, B30APositionOfOnesOwnIsNotMixedWithACopy) {
    rig.open(on(buy_signal(), "BTCUSDT", "15"));
    EXPECT_EQ(refusal(entered("0.5")), "POSITION_EXISTS");
}

TEST_F(Copies, B30ASignalAddsNothingToACopy) {
    entered("0.5");
    EXPECT_EQ(code(rig.send(on(buy_signal(), "BTCUSDT", "15"))), "COPIED_POSITION");
}

}  // namespace
}  // namespace trellis::tests
