// Bots on a desk (B-31): which entry comes by whom, when it may, and what they are told of it afterwards.
#include "engine/pool/bots.hpp"

#include <gtest/gtest.h>

#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr BotId scalper{operator_owner, 1};

struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {money("1000000"), {}}}}, money("10000"), true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("1000000"); }
    bool is_connected(AccountId) const override { return true; }
};

Preset fixed(const char* name, const char* lot) {
    Preset preset;
    preset.name = name;
    preset.size.mode = SizeMode::fixed;
    preset.size.fixed_lot = quantity(lot);
    preset.size.max_positions = 9;
    preset.size.max_positions_per_symbol = 9;
    preset.stop.pips = 500;
    preset.targets.targets[0].rr = ratio("1");
    return preset;
}

/// One bot of everything, running. The rig's clock begins on Monday, 2025-01-27, at 10:01 UTC.
struct DeskBots : testing::Test {
    DeskBots() {
        rig.wallets = &purse;
        rig.config.presets.emplace("small", fixed("small", "0.1"));
        rig.config.presets.emplace("large", fixed("large", "0.2"));
        Bot bot;
        bot.id = scalper;
        bot.terms.name = "scalper";
        bot.terms.account = AccountId{1};
        bot.state = BotState::running;
        rig.config.bots.push_back(bot);
    }
    Bot& bot() { return rig.config.bots.front(); }
    DeskEvents send(const Signal& signal = buy_signal()) {
        rig.next_bar();
        return rig.send(signal);
    }
    GroupId open(const char* symbol = "BTCUSDT") {
        rig.next_bar();
        return rig.open(on(buy_signal(), symbol, "15"));
    }
    std::string sent(const Signal& signal = buy_signal()) { return code(send(signal)); }
    std::string detail(const Signal& signal = buy_signal()) { return single<SignalRefused>(send(signal)).detail; }
    void realise(GroupId group, const char* total) { rig.tell(GroupRealised{group, money(total), rig.now}); }
    DeskEvents flatten() {
        SetTradingState change;
        change.flattens_bot = scalper;
        return rig.tell(change);
    }

    DeskRig rig;
    Purse purse;
};

const Signal eth = on(buy_signal(), "ETHUSDT", "15");

TEST_F(DeskBots, B31AnEntryIsAdmittedByTheBotThatTakesIt) {
    const auto admitted = single<SignalAdmitted>(send());
    ASSERT_TRUE(admitted.bot.has_value());
    EXPECT_EQ(admitted.bot->bot, scalper);
    EXPECT_EQ(rig.desk.bots.opened.at(group(1)), scalper);
    bot().terms.filter.symbols = {"BTCUSDT"};
    EXPECT_FALSE(single<SignalAdmitted>(send(eth)).bot.has_value()) << "the connection's";
}

TEST_F(DeskBots, B20ItsPresetStandsAboveTheConnections) {
    rig.account().preset = "small";
    bot().preset = "large";
    const auto admitted = single<SignalAdmitted>(send());
    EXPECT_EQ(admitted.preset->preset->name, "large");
    EXPECT_EQ(admitted.preset->level, PresetLevel::bot);
    bot().terms.filter.symbols = {"BTCUSDT"};
    EXPECT_EQ(single<SignalAdmitted>(send(eth)).preset->level, PresetLevel::connection);
}

TEST_F(DeskBots, B20WithoutAPresetOfItsOwnTheConnectionsGoverns) {
    rig.account().preset = "small";
    EXPECT_EQ(single<SignalAdmitted>(send()).preset->level, PresetLevel::connection);
}

TEST_F(DeskBots, B31ItsStrategyReplacesTheLookup) {
    bot().preset = "large";
    bot().terms.strategy = BotStrategy::none;
    EXPECT_EQ(single<SignalAdmitted>(send()).plan->legs.size(), 1U) << "by preset alone";
    bot().terms.strategy = BotStrategy::account;
    EXPECT_EQ(single<SignalAdmitted>(send(eth)).plan->legs.size(), 5U);
}

TEST_F(DeskBots, B31ItsLadderIsTheStrategyThatItNamesWhateverThatSaysOfItsScope) {
    StrategyRule rule;
    rule.owner = operator_owner;
    rule.account = "another";
    rule.instrument = "binance:spot:ETH-USDT";
    rule.timeframe_seconds = 60;
    rule.strategy = rig.config.grid_strategy;
    rule.strategy.levels.resize(2);
    rule.id = "s1.7";
    rig.config.strategies.push_back(rule);
    bot().terms.strategy = BotStrategy::chosen;
    bot().terms.ladder = StrategyId{operator_owner, 7};
    EXPECT_EQ(single<SignalAdmitted>(send()).plan->legs.size(), 2U);
    rig.config.strategies.front().strategy.levels.resize(1);
    EXPECT_EQ(single<SignalAdmitted>(send(eth)).plan->legs.size(), 1U) << "a new group opens with what it says now";
}

TEST_F(DeskBots, B31WithoutTheStrategyThatItNamesThereIsNoLadder) {
    bot().terms.strategy = BotStrategy::chosen;
    bot().terms.ladder = StrategyId{operator_owner, 7};
    EXPECT_EQ(sent(), "NO_CONFIG") << "nobody chose another one";
}

TEST_F(DeskBots, B31PausedAndStoppedBlockEntriesAndNothingElse) {
    const GroupId opened = open();
    for (const auto& [state, refused] : {std::pair{BotState::paused, "BOT_PAUSED"}, std::pair{BotState::stopped, "BOT_STOPPED"}}) {
        bot().state = state;
        EXPECT_EQ(sent(), refused) << "a pyramid";
        EXPECT_EQ(sent(eth), refused) << "a new group";
    }
    EXPECT_EQ(single<SignalAdmitted>(send(exit_signal())).groups, std::vector{opened});
}

TEST_F(DeskBots, B31APausedOneDoesNotHandItsSignalsToAnother) {
    Bot general = bot();
    general.id.counter = 2;
    bot().terms.filter.symbols = {"BTCUSDT"};
    bot().state = BotState::paused;
    rig.config.bots.push_back(general);
    EXPECT_EQ(sent(), "BOT_PAUSED");
    EXPECT_EQ(single<SignalAdmitted>(send(eth)).bot->bot, general.id);
}

TEST_F(DeskBots, B31OutOfItsHoursEntriesAreRefused) {
    bot().terms.schedule.begins = MinuteOfDay{12 * 60};
    bot().terms.schedule.ends = MinuteOfDay{18 * 60};
    EXPECT_EQ(detail(), "bot b1.1 (scalper) lets entries in on Mon Tue Wed Thu Fri Sat Sun 12:00-18:00 in UTC; there it is Mon 10:16 (B-31)");
    EXPECT_EQ(sent(), "BOT_SCHEDULE");
    rig.now = at("2025-01-27T11:50:00Z");
    EXPECT_EQ(sent(), "") << "12:05";
    bot().terms.schedule.time_zone = "Europe/Berlin";
    EXPECT_EQ(sent(eth), "BOT_SCHEDULE") << "nobody knows that zone here";
}

TEST_F(DeskBots, B31EntriesOfADayAreCounted) {
    bot().terms.max_entries_per_day = 2;
    open();
    EXPECT_EQ(sent(), "") << "a pyramid counts too";
    EXPECT_EQ(detail(eth), "bot b1.1 (scalper) took 2 entries today, 2 are allowed (B-31)");
    EXPECT_EQ(sent(eth), "BOT_DAILY_CAP");
    rig.now = at("2025-01-27T23:50:00Z");
    EXPECT_EQ(sent(eth), "") << "00:05 of the next day";
    EXPECT_EQ(rig.desk.bots.days.at(scalper).entries, 1U);
}

TEST_F(DeskBots, B31ADayIsTheAccounts) {
    bot().terms.max_entries_per_day = 1;
    rig.config.time_zone = TimeZone("far east", 14 * 3600, {});
    rig.now = at("2025-01-27T09:40:00Z");
    open();
    EXPECT_EQ(sent(eth), "") << "10:10, which is the next day there";
}

TEST_F(DeskBots, B31WhatItsGroupsLoseOnADayIsCounted) {
    bot().terms.max_loss_per_day = money("50");
    const GroupId opened = open();
    realise(opened, "-49.99");
    EXPECT_EQ(sent(eth), "");
    realise(opened, "-50");
    EXPECT_EQ(detail(), "bot b1.1 (scalper) realised -50 today, the limit is -50 (B-31)");
    rig.now = at("2025-01-28T09:00:00Z");
    EXPECT_EQ(sent(), "");
}

TEST_F(DeskBots, B31WhatTheConnectionOpenedIsNotItsLoss) {
    bot().terms.filter.symbols = {"ETHUSDT"};
    bot().terms.max_loss_per_day = money("50");
    realise(open(), "-500");
    EXPECT_EQ(sent(eth), "");
}

TEST_F(DeskBots, B31AStopThatFlattensClosesWhatItOpened) {
    const GroupId opened = open();
    bot().terms.filter.symbols = {"BTCUSDT"};
    const GroupId others = open("ETHUSDT");
    bot().state = BotState::stopped;
    EXPECT_EQ(single<BotFlattened>(flatten()).groups, std::vector{opened});
    EXPECT_TRUE(rig.desk.tasks.at(opened).flatten);
    EXPECT_FALSE(rig.desk.tasks.contains(others));
    EXPECT_TRUE(flatten().empty()) << "it was told";
    EXPECT_TRUE(rig.tell(BotStopped{scalper}).empty()) << "by whomever";
    rig.close(opened);
    EXPECT_TRUE(flatten().empty()) << "it closes already";
    rig.end(opened);
    EXPECT_TRUE(rig.desk.bots.opened.empty());
}

TEST_F(DeskBots, B31AStopIsCarriedOutAlsoWhenItsDeskHearsOfItLater) {
    const GroupId opened = open();
    bot().state = BotState::stopped;
    bot().flattens = true;
    EXPECT_EQ(left_open(rig.desk, scalper, rig.config), std::vector{opened});
    EXPECT_EQ(single<BotFlattened>(rig.tell(BotStopped{scalper})).groups, std::vector{opened});
    EXPECT_TRUE(left_open(rig.desk, scalper, rig.config).empty());
}

TEST_F(DeskBots, B31ThePyramidsOfAGroupComeByTheBotThatOpenedIt) {
    open();
    Bot nearer = bot();
    nearer.id.counter = 2;
    nearer.terms.filter.symbols = {"BTCUSDT"};
    rig.config.bots.push_back(nearer);
    EXPECT_EQ(single<SignalAdmitted>(send()).bot->bot, scalper);
}

TEST_F(DeskBots, B31WhenABotIsRemovedItsGroupsLiveOnAndTheConnectionTrades) {
    open();
    rig.config.bots.clear();
    const auto pyramid = single<SignalAdmitted>(send());
    EXPECT_EQ(pyramid.hand_over, HandOver::add_pyramid);
    EXPECT_FALSE(pyramid.bot.has_value());
}

// what waits is asked again when its turn comes.
TEST_F(DeskBots, B31WhatWaitsStaysWhileItsBotIsPausedAndLeavesWhenItIsStopped) {
    rig.config.max_open_groups = 1;
    const GroupId opened = open("ETHUSDT");
    EXPECT_EQ(sent(), "POOL_FULL");
    bot().state = BotState::paused;
    EXPECT_EQ(single<PromotionFailed>(rig.tell(GroupEnded{opened})).code, "BOT_PAUSED");
    EXPECT_EQ(rig.desk.queue.size(), 1U);
    bot().state = BotState::stopped;
    rig.pass(seconds(5));
    EXPECT_EQ(single<QueueEntryLeft>(rig.sweep()).code, "BOT_STOPPED");
}

TEST_F(DeskBots, B31OfAReversalOnlyTheCloseStandsWhileItIsPaused) {
    const GroupId opened = open();
    bot().state = BotState::paused;
    rig.next_bar();
    rig.send(typed(short_signal(), SignalType::reverse));
    rig.obey();
    EXPECT_EQ(single<ReversalEnded>(rig.tell(GroupEnded{opened})).code, "BOT_PAUSED");
}

TEST_F(DeskBots, B31AReplayKnowsAllOfIt) {
    const GroupId opened = open();
    realise(opened, "-5");
    send();
    bot().state = BotState::stopped;
    flatten();
    Desk replayed;
    replayed.account = AccountId{1};
    for (const auto& event : rig.journal) replayed.apply(event);
    EXPECT_EQ(replayed, rig.desk);
    EXPECT_EQ(replayed.bots.days.at(scalper).realised, money("-5"));
}

}  // namespace
}  // namespace trellis::tests
