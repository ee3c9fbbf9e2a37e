// D-12: which strategy a signal trades by.
#include <gtest/gtest.h>

#include "engine/config/config.hpp"
#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

/// A strategy that its number of pyramids names.
GridStrategy marked(std::uint16_t mark) {
    GridStrategy strategy;
    strategy.levels = default_levels();
    strategy.max_pyramids = mark;
    return strategy;
}

StrategyRule rule(std::uint16_t mark) { return {{}, {}, {}, {}, {}, marked(mark)}; }
StrategyRule for_account(StrategyRule rule, const char* name) { return rule.account = name, rule; }
StrategyRule for_venue(StrategyRule rule, const char* venue) { return rule.venue = venue, rule; }
StrategyRule for_timeframe(StrategyRule rule, std::uint32_t seconds) { return rule.timeframe_seconds = seconds, rule; }
StrategyRule for_instrument(StrategyRule rule, const char* name) { return rule.instrument = name, rule; }

constexpr auto* btc = "binance:spot:BTC-USDT";
constexpr auto* eth = "binance:spot:ETH-USDT";

/// The mark of what BTC on 15 minutes trades by; zero is nothing.
std::uint16_t chosen(std::vector<StrategyRule> rules, bool is_default_enabled = true) {
    Config config;
    config.grid_strategy = marked(1);
    config.grid_strategy.enabled = is_default_enabled;
    config.strategies = std::move(rules);
    const auto* found = select_strategy(config, tests::account(Market::spot), tests::instrument(btc), 900);
    return found == nullptr ? 0 : found->max_pyramids;
}

TEST(SelectStrategy, D12WithoutAMatchTheCommonStrategyApplies) {
    EXPECT_EQ(chosen({}), 1);
    EXPECT_EQ(chosen({for_instrument(rule(2), eth)}), 1);
    EXPECT_EQ(chosen({for_timeframe(rule(2), 3'600)}), 1);
    EXPECT_EQ(chosen({for_venue(rule(2), "bybit")}), 1);
    EXPECT_EQ(chosen({for_account(rule(2), "other")}), 1);
}

TEST(SelectStrategy, D12EveryNamedPartMustMatch) {
    EXPECT_EQ(chosen({for_timeframe(for_instrument(rule(2), btc), 3'600)}), 1);
    EXPECT_EQ(chosen({for_account(for_instrument(rule(2), btc), "other")}), 1);
    EXPECT_EQ(chosen({for_timeframe(for_instrument(rule(2), btc), 900)}), 2);
}

TEST(SelectStrategy, D12TheMostSpecificRuleWinsWhereverItStands) {
    const auto exact = for_timeframe(for_instrument(rule(2), btc), 900);
    const auto any_timeframe = for_instrument(rule(3), btc);
    const auto venue = for_venue(rule(4), "binance");
    const auto account = for_account(rule(5), "main");
    const auto everything = rule(6);
    EXPECT_EQ(chosen({everything, account, venue, any_timeframe, exact}), 2);
    EXPECT_EQ(chosen({any_timeframe, everything, account, venue}), 3);
    EXPECT_EQ(chosen({account, everything, venue}), 4);
    EXPECT_EQ(chosen({everything, account}), 5);
    EXPECT_EQ(chosen({everything}), 6);
}

TEST(SelectStrategy, D12AmongEquallySpecificTheFirstWins) {
    EXPECT_EQ(chosen({for_instrument(rule(2), btc), for_instrument(rule(3), btc)}), 2);
    EXPECT_EQ(chosen({for_instrument(rule(3), btc), for_instrument(rule(2), btc)}), 3);
}

TEST(SelectStrategy, D12ADisabledStrategyIsNone) {
    EXPECT_EQ(chosen({}, false), 0);
    EXPECT_EQ(chosen({for_instrument(rule(2), btc)}, false), 2);
    auto off = for_instrument(rule(2), btc);
    off.strategy.enabled = false;
    EXPECT_EQ(chosen({off}), 0);
}

TEST(DefaultLevels, D1AreTheFiveOfTheWorkedLadder) {
    const auto levels = default_levels();
    ASSERT_EQ(levels.size(), 5U);
    const std::vector<GridLevel> expected{{tests::ratio("0"), tests::ratio("20"), tests::ratio("1")},
                                          {tests::ratio("-0.5"), tests::ratio("20"), tests::ratio("0.5")},
                                          {tests::ratio("-1.0"), tests::ratio("20"), tests::ratio("2")},
                                          {tests::ratio("-1.5"), tests::ratio("20"), tests::ratio("1.5")},
                                          {tests::ratio("-2.0"), tests::ratio("20"), tests::ratio("1")}};
    EXPECT_EQ(levels, expected);
}

TEST(SelectStrategy, Z9ARuleOfOneOwnerIsForHisAccountsOnly) {
    Config config = default_config();
    StrategyRule own = rule(7);
    own.owner = OwnerId{2};
    config.strategies = {own};
    AccountConfig account;
    account.name = "a";
    const Instrument instrument;
    EXPECT_NE(select_strategy(config, account, instrument, 900)->max_pyramids, 7);
    account.owner = OwnerId{2};
    EXPECT_EQ(select_strategy(config, account, instrument, 900)->max_pyramids, 7);
}

}  // namespace
}  // namespace trellis
