// When the preset that governs lets an entry in (B-18), at admission, out of the queue and behind a reversal.
#include <gtest/gtest.h>

#include <functional>

#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {money("1000000"), {}}}}, money("10000"), true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("1000000"); }
    bool is_connected(AccountId) const override { return true; }
};

MinuteOfDay clock(int hour, int minute = 0) { return {static_cast<std::uint16_t>(hour * 60 + minute)}; }

/// The rig's clock begins on Monday, 2025-01-27, at 10:01 UTC.
struct PresetGate : testing::Test {
    PresetGate() {
        rig.config.grid_strategy.enabled = false;
        rig.account().preset = "day";
        rig.wallets = &purse;
        keep({});
    }
    void keep(const PresetSchedule& schedule) {
        Preset preset;
        preset.name = "day";
        preset.size.risk_per_trade_percent = ratio("0.5");
        preset.size.max_positions = 5;
        preset.size.max_positions_per_symbol = 5;
        preset.stop.pips = 20;
        preset.targets.targets[0].rr = ratio("1");
        preset.schedule = schedule;
        rig.config.presets.insert_or_assign("day", preset);
    }
    static PresetSchedule within(MinuteOfDay begins, MinuteOfDay ends) {
        PresetSchedule schedule;
        schedule.begins = begins;
        schedule.ends = ends;
        return schedule;
    }
    /// Another signal each time (W-8).
    std::string sent(const Signal& signal = buy_signal()) {
        rig.pass(seconds(1));
        return code(rig.send(signal));
    }
    std::string detail(const Signal& signal = buy_signal()) {
        rig.pass(seconds(1));
        return single<SignalRefused>(rig.send(signal)).detail;
    }

    DeskRig rig;
    Purse purse;
};

TEST_F(PresetGate, B18ANewGroupOutsideOfTheHoursIsRefused) {
    keep(within(clock(11), clock(18)));
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE");
    rig.now = at("2025-01-27T10:59:58Z");
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE") << "10:59:59";
    EXPECT_EQ(sent(), "") << "11:00:00";
}

TEST_F(PresetGate, B18ASignalMayWaitForTheHours) {
    rig.config.schedule.queues_out_of_schedule = true;
    keep(within(clock(11), clock(18)));
    rig.pass(seconds(1));
    const auto queued = rig.send(buy_signal());
    EXPECT_EQ(only<SignalQueued>(queued).size(), 1U);
    EXPECT_EQ(code(queued), "OUT_OF_SCHEDULE");
    EXPECT_TRUE(only<PromotionFailed>(queued).empty()) << "it waits, and is not tried in vain";
    rig.now = at("2025-01-27T10:59:59Z");
    EXPECT_TRUE(rig.sweep().empty());
    rig.now = at("2025-01-27T11:00:00Z");
    EXPECT_EQ(only<EntryPromoted>(rig.sweep()).size(), 1U);
}

TEST_F(PresetGate, B18SaysWhatTheClockOnThatWallShows) {
    PresetSchedule schedule = within(clock(8), clock(10));
    schedule.days = 31;
    schedule.time_zone = "Europe/Berlin";
    schedule.sessions = {SessionProfile::london, SessionProfile::new_york};
    schedule.only_in_session = true;
    keep(schedule);
    rig.config.preset_zones.emplace("Europe/Berlin", TimeZone("Europe/Berlin", 3600, {}));
    EXPECT_EQ(detail(), "preset day lets entries in on Mon Tue Wed Thu Fri 08:00-10:00 in Europe/Berlin, and LONDON or NY in UTC; there it is "
                        "Mon 11:01 (B-18)");
    rig.config.preset_zones.clear();
    EXPECT_EQ(detail(), "preset day keeps the hours of Europe/Berlin, a time zone that is not known here (B-18)");
}

TEST_F(PresetGate, B18ServerIsTheConfiguredZone) {
    keep(within(clock(8), clock(11)));
    rig.config.time_zone = TimeZone("Asia/Tokyo", 9 * 3600, {});
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE") << "19:01 there";
    rig.config.time_zone = TimeZone();
    EXPECT_EQ(sent(), "");
}

TEST_F(PresetGate, B18TheDaysMaskIsOfTheLocalDay) {
    PresetSchedule schedule;
    schedule.days = 126;  // all but Monday
    keep(schedule);
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE");
    rig.config.time_zone = TimeZone("far east", 14 * 3600, {});
    EXPECT_EQ(sent(), "") << "Tuesday there";
}

// before the bar and the group, behind NO_CONFIG and the size.
TEST_F(PresetGate, R31IsAskedBeforeTheSameCandle) {
    const GroupId first = rig.open(buy_signal());
    EXPECT_EQ(sent(), "DUPLICATE_CANDLE");
    keep(within(clock(11), clock(18)));
    rig.end(first);
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE");
    Signal disabled = buy_signal();
    rig.account().preset.clear();
    EXPECT_EQ(sent(disabled), "NO_CONFIG");
}

// B-28: a group's pyramids come by the hours that it opened with.
TEST_F(PresetGate, B18APyramidFollowsTheHoursOfItsGroup) {
    keep(within(clock(10), clock(11)));
    rig.open(buy_signal());
    keep({});
    rig.now = at("2025-01-27T11:00:00Z");
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE");
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "");
}

TEST_F(PresetGate, B18NeverRefusesWhatCloses) {
    keep(within(clock(10), clock(11)));
    rig.open(buy_signal());
    rig.now = at("2025-01-27T12:00:00Z");
    const auto exit = rig.send(exit_signal());
    EXPECT_EQ(single<SignalAdmitted>(exit).hand_over, HandOver::close_groups);
}

// what waits stays while the hours are over, is tried each 5 seconds, and comes in with the window.
TEST_F(PresetGate, B18WhatWaitsIsNotPromotedOutsideOfTheHours) {
    keep(within(clock(10), clock(11)));
    rig.config.max_open_groups = 1;
    const GroupId first = rig.open(on(buy_signal(), "ETHUSDT", "15"));
    EXPECT_EQ(sent(), "POOL_FULL");
    rig.now = at("2025-01-27T11:00:00Z");
    const auto tried = single<PromotionFailed>(rig.tell(GroupEnded{first}));
    EXPECT_EQ(tried.code, "OUT_OF_SCHEDULE");
    EXPECT_EQ(tried.retry_at, rig.now + seconds(5));
    ASSERT_EQ(rig.desk.queue.size(), 1U);
    rig.pass(seconds(1));
    EXPECT_TRUE(rig.sweep().empty());
    keep(within(clock(11), clock(12)));
    rig.pass(seconds(4));
    EXPECT_EQ(single<EntryPromoted>(rig.sweep()).signal, SignalNumber{2});
}

// the close of a reversal stands, nothing opens behind it.
TEST_F(PresetGate, B18AReversalClosesAndOpensNothingOutsideOfTheHours) {
    keep(within(clock(10), clock(11)));
    const GroupId first = rig.open(buy_signal());
    rig.now = at("2025-01-27T12:00:00Z");
    rig.send(typed(short_signal(), SignalType::reverse));
    rig.obey();
    const auto ended = single<ReversalEnded>(rig.tell(GroupEnded{first}));
    EXPECT_EQ(ended.code, "OUT_OF_SCHEDULE");
    EXPECT_TRUE(rig.desk.groups.empty());
}

TEST_F(PresetGate, R52AGridStrategyKeepsNoHours) {
    keep(within(clock(11), clock(18)));
    rig.account().preset.clear();
    rig.config.preset_settings.user_default = "day";
    EXPECT_EQ(sent(), "OUT_OF_SCHEDULE");
    rig.config.grid_strategy.enabled = true;
    EXPECT_EQ(sent(), "");
}

}  // namespace
}  // namespace trellis::tests
