// B-31: whose filter takes an entry.
#include "engine/config/bots.hpp"

#include <gtest/gtest.h>

#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

Bot bot(std::uint32_t counter, const BotFilter& filter) {
    Bot made;
    made.id = {operator_owner, counter};
    made.terms.account = AccountId{1};
    made.terms.filter = filter;
    return made;
}

/// Bitcoin on 15 minutes, long.
std::uint32_t taker(const std::vector<Bot>& bots, const BotSubject& subject = {AccountId{1}, operator_owner, "BTCUSDT", 900, true}) {
    const Bot* found = bot_for(bots, subject);
    return found == nullptr ? 0 : found->id.counter;
}

TEST(BotFilters, B31AnEmptyFilterTakesAll) { EXPECT_EQ(taker({bot(1, {})}), 1U); }

TEST(BotFilters, B31EveryNamedPartMustMatch) {
    EXPECT_EQ(taker({bot(1, {{"ETHUSDT"}, {}, true, true})}), 0U);
    EXPECT_EQ(taker({bot(1, {{"ETHUSDT", "BTCUSDT"}, {60}, true, true})}), 0U);
    EXPECT_EQ(taker({bot(1, {{"ETHUSDT", "BTCUSDT"}, {60, 900}, false, true})}), 0U);
    EXPECT_EQ(taker({bot(1, {{"ETHUSDT", "BTCUSDT"}, {60, 900}, true, false})}), 1U);
}

TEST(BotFilters, B31TheMostSpecificWinsThenTheOldest) {
    const BotFilter instrument{{"BTCUSDT"}, {}, true, true};
    const BotFilter timeframe{{}, {900}, true, true};
    const BotFilter side{{}, {}, true, false};
    EXPECT_EQ(taker({bot(1, {}), bot(2, side), bot(3, timeframe), bot(4, instrument)}), 4U);
    EXPECT_EQ(taker({bot(1, {}), bot(2, side), bot(3, timeframe)}), 3U);
    EXPECT_EQ(taker({bot(2, side), bot(1, {})}), 2U);
    EXPECT_EQ(taker({bot(2, timeframe), bot(1, timeframe)}), 1U);
}

TEST(BotFilters, B31OnlyItsOwnersConnectionCounts) {
    EXPECT_EQ(taker({bot(1, {})}, {AccountId{2}, operator_owner, "BTCUSDT", 900, true}), 0U);
    EXPECT_EQ(taker({bot(1, {})}, {AccountId{1}, OwnerId{7}, "BTCUSDT", 900, true}), 0U);
}

TEST(BotFilters, B31AStrategyReplacesTheLookup) {
    Config config;
    config.grid_strategy.max_pyramids = 1;
    StrategyRule rule;
    rule.strategy.max_pyramids = 2;
    config.strategies = {rule};
    const auto chosen = [&](BotStrategy strategy) {
        Bot one = bot(1, {});
        one.terms.strategy = strategy;
        const auto* found = select_strategy(config, tests::account(Market::spot), tests::instrument("binance:spot:BTC-USDT"), 900, &one);
        return found == nullptr ? 0 : found->max_pyramids;
    };
    EXPECT_EQ(chosen(BotStrategy::account), 2);
    EXPECT_EQ(chosen(BotStrategy::base), 1);
    EXPECT_EQ(chosen(BotStrategy::none), 0);
    config.grid_strategy.enabled = false;
    EXPECT_EQ(chosen(BotStrategy::base), 0);
}

TEST(BotFilters, HaveAnIdThatPeopleRead) { EXPECT_EQ(text(BotId{OwnerId{2}, 3}), "b2.3"); }

}  // namespace
}  // namespace trellis
