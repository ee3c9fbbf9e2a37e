// The weekly target (B-19, R-58): worked numbers of 24.10.
#include "engine/pool/week.hpp"

#include <gtest/gtest.h>

#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {money("1000000"), {}}}}, equity, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("1000000"); }
    bool is_connected(AccountId) const override { return true; }
    std::optional<Money> equity = money("10000");
};

/// Two percent, reset on Mondays. The rig's clock begins on Monday, 2025-01-27, at 10:01 UTC.
struct WeeklyTarget : testing::Test {
    WeeklyTarget() {
        rig.config.grid_strategy.enabled = false;
        rig.account().preset = "week";
        rig.wallets = &purse;
        rig.config.timer_origin = rig.now;
        keep({true, ratio("2"), 1, true});
    }
    void keep(const PresetWeek& week, const std::string& zone = "SERVER") {
        Preset preset;
        preset.name = "week";
        preset.size.risk_per_trade_percent = ratio("0.5");
        preset.size.max_positions = 5;
        preset.size.max_positions_per_symbol = 5;
        preset.stop.pips = 20;
        preset.targets.targets[0].rr = ratio("1");
        preset.schedule.time_zone = zone;
        preset.week = week;
        rig.config.presets.insert_or_assign("week", preset);
    }
    DeskEvents boundary() { return rig.tell(DeskTimerDue{TimerKind::boundary}); }
    GroupId open(const char* timeframe = "15") {
        rig.pass(seconds(1));
        return rig.open(on(buy_signal(), "BTCUSDT", timeframe));
    }
    DeskEvents realise(GroupId group, const char* total) { return rig.tell(GroupRealised{group, money(total), rig.now}); }
    std::string sent(const char* timeframe) {
        rig.pass(seconds(1));
        return code(rig.send(on(buy_signal(), "BTCUSDT", timeframe)));
    }

    DeskRig rig;
    Purse purse;
};

TEST_F(WeeklyTarget, B19BeginsAtTheStartWithTheEquityOfThen) {
    EXPECT_EQ(next_due(rig.desk, rig.config, rig.now), (Due{rig.now, TimerKind::boundary}));
    const auto begun = single<WeekBegan>(boundary());
    EXPECT_EQ(begun.starts, at("2025-01-27T00:00:00Z"));
    EXPECT_EQ(begun.ends, at("2025-02-03T00:00:00Z"));
    EXPECT_EQ(begun.base, money("10000"));
    EXPECT_EQ(next_week(rig.desk, rig.config, rig.now), begun.ends);
    EXPECT_TRUE(boundary().empty());
}

// 10 000 x 2 % = 200, reached at ">=".
TEST_F(WeeklyTarget, B19TwoPercentOfTenThousandIsTwoHundred) {
    boundary();
    const GroupId group = open();
    EXPECT_TRUE(only<WeeklyTargetReached>(realise(group, "199.99")).empty());
    const auto reached = single<WeeklyTargetReached>(realise(group, "200"));
    EXPECT_EQ(reached.realised, money("200"));
    EXPECT_EQ(reached.target, money("200"));
    EXPECT_TRUE(only<WeeklyTargetReached>(realise(group, "300")).empty()) << "said once a week";
}

// A group of 10 coins at 100 is at 95 when the week begins, and at 116 later: without its fees it gained 210 since then.
TEST_F(WeeklyTarget, B19WhatIsOpenCountsWhereThatIsAsked) {
    const auto set = [&](const char* bid) {
        const InstrumentId coin = rig.instruments.all().front().id;
        rig.quote(coin, bid, bid);
        Group held;
        held.id = {rig.desk.account, 900};
        held.identity = {coin, 900, PositionSide::long_side};
        held.open_quantity = quantity("10");
        held.open_cost = money("1000");
        rig.board.note(held, true);
    };
    for (const auto& instrument : rig.instruments.all()) {
        InstrumentRules rules = rules_of(instrument);
        rules.taker_fee = {};
        rig.instruments.renew(instrument.id, rules);
    }
    rig.config.schedule.week_includes_unrealised = true;
    set("95");
    EXPECT_EQ(single<WeekBegan>(boundary()).unrealised, money("-50"));
    EXPECT_EQ(next_week(rig.desk, rig.config, rig.now), rig.now + seconds(1)) << "looked at each second";
    set("114.9");
    EXPECT_TRUE(only<WeeklyTargetReached>(boundary()).empty());
    set("116");
    const auto reached = single<WeeklyTargetReached>(boundary());
    EXPECT_EQ(reached.unrealised, money("210"));
    EXPECT_EQ(reached.realised, Money{});
    EXPECT_EQ(reached.target, money("200"));
    set("95");
    EXPECT_EQ(sent("15"), "WEEKLY_TARGET") << "reached is reached";
}

TEST_F(WeeklyTarget, B19EveryGroupOfTheAccountCounts) {
    boundary();
    const GroupId first = open();
    const GroupId second = open("60");
    realise(first, "150");
    realise(second, "-10");
    EXPECT_EQ(rig.desk.weeks.at("week").realised, money("140"));
    EXPECT_EQ(single<WeeklyTargetReached>(realise(second, "50")).realised, money("200"));
}

TEST_F(WeeklyTarget, B19StopsEntriesUntilTheResetAndOpenGroupsGoOn) {
    boundary();
    const GroupId group = open();
    realise(group, "200");
    EXPECT_EQ(sent("60"), "WEEKLY_TARGET");
    rig.next_bar();
    EXPECT_EQ(sent("15"), "WEEKLY_TARGET") << "a pyramid";
    EXPECT_EQ(rig.desk.groups.size(), 1U);
    EXPECT_EQ(single<SignalAdmitted>(rig.send(exit_signal())).hand_over, HandOver::close_groups);
    rig.now = at("2025-02-03T00:00:00Z");
    purse.equity = money("10200");
    const auto begun = single<WeekBegan>(boundary());
    EXPECT_EQ(begun.base, money("10200"));
    EXPECT_EQ(sent("60"), "");
    EXPECT_EQ(rig.desk.weeks.at("week").realised, Money{});
}

TEST_F(WeeklyTarget, B19WithoutAutoStopItIsOnlySaid) {
    keep({true, ratio("2"), 1, false});
    boundary();
    EXPECT_EQ(single<WeeklyTargetReached>(realise(open(), "200")).preset, "week");
    EXPECT_EQ(sent("60"), "");
}

// what waits stays, and comes in behind the reset.
TEST_F(WeeklyTarget, B19WhatWaitsComesInBehindTheReset) {
    boundary();
    rig.config.max_open_groups = 1;
    const GroupId group = open();
    EXPECT_EQ(sent("60"), "POOL_FULL");
    realise(group, "200");
    EXPECT_EQ(single<PromotionFailed>(rig.tell(GroupEnded{group})).code, "WEEKLY_TARGET");
    rig.config.queue.ttl_hours = 1'000;
    rig.now = at("2025-02-03T00:00:00Z");
    EXPECT_EQ(only<EntryPromoted>(boundary()).size(), 1U);
}

TEST_F(WeeklyTarget, B19TheWeekIsOfThePresetsDayAndZone) {
    rig.config.preset_zones.emplace("Europe/Berlin", TimeZone("Europe/Berlin", 3600, {}));
    keep({true, ratio("2"), 3, true}, "Europe/Berlin");
    const auto begun = single<WeekBegan>(boundary());
    EXPECT_EQ(begun.starts, at("2025-01-21T23:00:00Z"));
    EXPECT_EQ(begun.ends, at("2025-01-28T23:00:00Z"));
}

// B-3: an equity that is not known is never invented: the week is measured as soon as it is.
TEST_F(WeeklyTarget, B19AnUnknownEquityIsAskedForEachSecond) {
    purse.equity.reset();
    EXPECT_EQ(single<WeekBegan>(boundary()).base, std::nullopt);
    EXPECT_EQ(next_week(rig.desk, rig.config, rig.now), rig.now + seconds(1));
    rig.pass(seconds(1));
    EXPECT_TRUE(boundary().empty());
    purse.equity = money("5000");
    EXPECT_EQ(single<WeekBegan>(boundary()).base, money("5000"));
    EXPECT_TRUE(boundary().empty());
}

// what closed before the week began is none of it.
TEST_F(WeeklyTarget, R58OnlyFillsSinceTheWeeksStartCount) {
    boundary();
    const GroupId group = open();
    rig.tell(GroupRealised{group, money("500"), at("2025-01-26T23:59:59Z")});
    EXPECT_EQ(rig.desk.weeks.at("week").realised, Money{});
}

TEST_F(WeeklyTarget, B19TheFirstEntryOfASignalsPresetBeginsItsWeek) {
    Preset other = rig.config.presets.at("week");
    other.name = "other";
    rig.config.presets.emplace("other", other);
    rig.config.preset_settings.allow_signal_preset = true;
    boundary();
    Signal signal = buy_signal();
    signal.preset = "other";
    rig.pass(seconds(1));
    EXPECT_EQ(single<WeekBegan>(rig.send(signal)).preset, "other");
    EXPECT_EQ(rig.desk.weeks.size(), 2U);
}

TEST_F(WeeklyTarget, R52DefaultsCountNoWeeksBesideAGridStrategy) {
    rig.account().preset.clear();
    rig.config.preset_settings.user_default = "week";
    rig.config.grid_strategy.enabled = true;
    EXPECT_EQ(next_week(rig.desk, rig.config, rig.now), std::nullopt);
    rig.config.grid_strategy.enabled = false;
    EXPECT_EQ(next_week(rig.desk, rig.config, rig.now), rig.now);
}

}  // namespace
}  // namespace trellis::tests
