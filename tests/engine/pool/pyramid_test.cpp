// Entries for a group that is open: the list of R-32, the limit, the snapshot.
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

const Identity identity{btc_linear, 900, PositionSide::long_side};

/// A group of `entries` entries, in the bar after the last of them.
DeskRig grown(std::uint16_t entries, Config (*change)(Config) = [](Config config) { return config; }) {
    DeskRig rig;
    rig.config = change(rig.config);
    rig.open(buy_signal());
    for (std::uint16_t entry = 1; entry < entries; ++entry) {
        rig.next_bar();
        rig.send(buy_signal());
        rig.obey();
    }
    rig.next_bar();
    return rig;
}

TEST(Pyramid, P1CountsTheInitialEntryTowardsTheLimit) {
    DeskRig rig = grown(4);
    EXPECT_EQ(rig.desk.find(identity)->entries_total, 4);
    const auto fifth = rig.send(buy_signal());
    EXPECT_EQ(only<SignalAdmitted>(fifth).at(0).plan->pyramid, PyramidIndex{4});
    EXPECT_EQ(rig.desk.find(identity)->entries_total, 5);
    rig.next_bar();
    EXPECT_EQ(code(rig.send(buy_signal())), "MAX_PYRAMIDS");
    EXPECT_EQ(rig.desk.find(identity)->entries_total, 5);
}

TEST(Pyramid, P1ALimitOfOneAllowsTheInitialEntryAlone) {
    DeskRig rig = grown(1, [](Config config) {
        config.grid_strategy.max_pyramids = 1;
        return config;
    });
    EXPECT_EQ(code(rig.send(buy_signal())), "MAX_PYRAMIDS");
}

TEST(Pyramid, P2HasTheBasePriceOfItsOwnSignal) {
    DeskRig rig = grown(1);
    Signal lower = buy_signal();
    lower.entry_price = price("60000");
    lower.order_size = quantity("500");
    const auto admitted = only<SignalAdmitted>(rig.send(lower)).at(0);
    EXPECT_EQ(admitted.hand_over, HandOver::add_pyramid);
    EXPECT_EQ(admitted.groups, (std::vector{GroupId{AccountId{1}, 1}}));
    EXPECT_EQ(admitted.plan->pyramid, PyramidIndex{1});
    EXPECT_EQ(admitted.plan->base_price, price("60000"));
    EXPECT_EQ(admitted.plan->capital, money("500"));
    EXPECT_EQ(admitted.plan->legs[1].price, price("59700"));
    EXPECT_EQ(admitted.strategy, std::nullopt);
}

TEST(Pyramid, P3OneTooManyConfirmsTheGroupAndOpensNoSecond) {
    DeskRig rig = grown(5);
    const auto events = rig.send(buy_signal());
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<SignalRefused>(events[0]).code, "MAX_PYRAMIDS");
    EXPECT_EQ(std::get<SignalRefused>(events[0]).outcome, SignalOutcome::rejected);
    EXPECT_EQ(std::get<ReplacementCounted>(events[1]).group, (GroupId{AccountId{1}, 1}));
    EXPECT_EQ(rig.desk.find(identity)->replacement_count, 1U);
    EXPECT_EQ(rig.desk.groups.size(), 1U);
    rig.pass(seconds(1));
    rig.send(buy_signal());
    EXPECT_EQ(rig.desk.find(identity)->replacement_count, 2U);
}

TEST(Pyramid, P4NeedsNoSlotOfItsOwn) {
    DeskRig rig = grown(1);
    rig.config.max_open_groups = 1;
    EXPECT_EQ(outcome(rig.send(buy_signal())), SignalOutcome::accepted);
    EXPECT_EQ(rig.desk.groups.size(), 1U);
}

TEST(Pyramid, P4UnlessSamePairTimeframeIsOffAndNoneIsFree) {
    DeskRig rig = grown(1);
    rig.config.same_pair_timeframe = false;
    rig.config.max_open_groups = 1;
    EXPECT_EQ(code(rig.send(buy_signal())), "POOL_FULL");
    rig.config.max_open_groups = 2;
    const auto events = rig.tell(DeskTimerDue{TimerKind::queue_sweep});
    EXPECT_EQ(only<SignalAdmitted>(events).at(0).hand_over, HandOver::add_pyramid);
    EXPECT_TRUE(only<SlotTaken>(events).empty());
    EXPECT_EQ(rig.desk.groups.size(), 1U);
}

TEST(Pyramid, R32RefusesByTheFirstOfItsList) {
    DeskRig rig = grown(5);
    rig.config.same_pair_timeframe = false;
    rig.config.max_open_groups = 1;
    rig.trade(TradingState::halted);
    Signal small = buy_signal();
    small.order_size = quantity("10");
    const auto next = [&] {
        rig.pass(seconds(1));
        const Desk before = rig.desk;
        const auto events = rig.send(small);
        if (outcome(events) == SignalOutcome::queued) rig.put_back(before);
        return code(events);
    };
    EXPECT_EQ(next(), "MAX_PYRAMIDS");
    rig.desk.groups.begin()->second.strategy.change([](GridStrategy& own) { own.max_pyramids = 6; });
    EXPECT_EQ(next(), "FORCE_STOPPED");
    rig.trade(TradingState::active);
    EXPECT_EQ(next(), "POOL_FULL");
    rig.config.max_open_groups = 2;
    EXPECT_EQ(next(), "BELOW_MINIMUM");
    small.order_size = quantity("1000");
    EXPECT_EQ(next(), "");
}

TEST(Pyramid, R32ARejectedOneDoesNotCount) {
    DeskRig rig = grown(2);
    Signal small = buy_signal();
    small.order_size = quantity("10");
    EXPECT_EQ(code(rig.send(small)), "BELOW_MINIMUM");
    EXPECT_EQ(rig.desk.find(identity)->entries_total, 2);
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->pyramid, PyramidIndex{2});
}

TEST(Pyramid, D12UsesTheSnapshotOfItsGroup) {
    DeskRig rig = grown(1);
    rig.config.grid_strategy.levels = {{ratio("0"), ratio("100"), ratio("9")}};
    rig.config.grid_strategy.max_pyramids = 1;
    const auto admitted = only<SignalAdmitted>(rig.send(buy_signal()));
    ASSERT_EQ(admitted.size(), 1U);
    EXPECT_EQ(admitted[0].plan->legs.size(), 5U);
}

TEST(Pyramid, D12FollowsTheConfigurationWhereItIsToldTo) {
    DeskRig rig = grown(1, [](Config config) {
        config.grid_strategy.follow_config_changes = true;
        return config;
    });
    rig.config.grid_strategy.levels = {{ratio("0"), ratio("100"), ratio("9")}};
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->legs.size(), 1U);
}

TEST(Pyramid, D8HasItsOwnLevelsWhereTheyAreGiven) {
    DeskRig rig = grown(1, [](Config config) {
        config.grid_strategy.pyramid_levels[1] = {{ratio("-1"), ratio("100"), ratio("4")}};
        return config;
    });
    const auto second = only<SignalAdmitted>(rig.send(buy_signal())).at(0);
    ASSERT_EQ(second.plan->legs.size(), 1U);
    EXPECT_EQ(second.plan->legs[0].price, price("63589.05"));
    rig.next_bar();
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->legs.size(), 5U);
}

}  // namespace
}  // namespace trellis::tests
