#include "tests/simulator/random_bots.hpp"

#include "tests/simulator/random_presets.hpp"

namespace trellis::tests {

namespace {

constexpr std::uint32_t ladders = 2;

/// Strategies of the directory; some apply to nothing but what a bot trades.
void draw_ladders(Dice& dice, Config& config) {
    for (std::uint32_t counter = 1; counter <= ladders; ++counter) {
        StrategyRule rule;
        rule.owner = operator_owner;
        rule.account = dice.one_in(3) ? "a1" : "of nobody";
        if (dice.one_in(3)) rule.timeframe_seconds = 60;
        rule.strategy = config.grid_strategy;
        rule.strategy.enabled = !dice.one_in(6);
        rule.strategy.max_pyramids = static_cast<std::uint16_t>(dice.between(1, 3));
        rule.strategy.levels.resize(static_cast<std::size_t>(dice.between(1, static_cast<std::int64_t>(rule.strategy.levels.size()))));
        rule.strategy.levels.front().weight = Ratio::from_integer(100);
        for (std::size_t place = 1; place < rule.strategy.levels.size(); ++place) {
            const Ratio part = Ratio::from_integer(20);
            rule.strategy.levels[place].weight = part;
            rule.strategy.levels.front().weight -= part;
        }
        rule.id = text(StrategyId{operator_owner, counter});
        config.strategies.push_back(std::move(rule));
    }
}

void draw_ladder(Dice& dice, BotTerms& terms) {
    terms.strategy = static_cast<BotStrategy>(dice.roll(4));
    terms.ladder.reset();
    if (terms.strategy == BotStrategy::chosen) terms.ladder = StrategyId{operator_owner, static_cast<std::uint32_t>(dice.between(1, ladders))};
}

BotFilter random_filter(Dice& dice, const AccountConfig& account, const InstrumentTable& instruments) {
    static constexpr std::uint32_t timeframes[] = {60, 900, 86'400};
    BotFilter filter;
    for (const auto& instrument : instruments.all()) {
        if (instrument.venue == account.venue && dice.one_in(4)) filter.symbols.push_back(instrument.symbol);
    }
    if (dice.one_in(3)) filter.timeframes_seconds.push_back(dice.pick(timeframes));
    filter.takes_longs = !dice.one_in(5);
    filter.takes_shorts = !filter.takes_longs || !dice.one_in(3);
    return filter;
}

}  // namespace

void draw_bots(Dice& dice, adapters::Scenario& scenario) {
    static constexpr BotState states[] = {BotState::running, BotState::running, BotState::running, BotState::paused, BotState::stopped};
    Config& config = scenario.config;
    draw_ladders(dice, config);
    const auto accounts = static_cast<std::int64_t>(config.accounts.size());
    const auto count = static_cast<std::uint32_t>(dice.between(1, 2 * accounts));
    for (std::uint32_t counter = 1; counter <= count; ++counter) {
        const AccountConfig& account = config.accounts[static_cast<std::size_t>(dice.between(0, accounts - 1))];
        Bot bot;
        bot.id = {operator_owner, counter};
        bot.terms.name = "bot " + std::to_string(counter);
        bot.terms.account = account.id;
        bot.terms.is_paper = account.is_paper;
        draw_ladder(dice, bot.terms);
        bot.terms.filter = random_filter(dice, account, scenario.instruments);
        if (dice.one_in(3)) bot.terms.schedule = random_schedule(dice);
        if (dice.one_in(2)) bot.terms.max_entries_per_day = static_cast<std::uint32_t>(dice.between(1, 4));
        if (dice.one_in(2)) bot.terms.max_loss_per_day = Money::from_raw(Money::scale / 10 * dice.between(1, 100));
        bot.state = dice.pick(states);
        if (dice.one_in(2)) bot.preset = random_preset_name(dice);
        config.bots.push_back(std::move(bot));
    }
}

Config changed_bots(Dice& dice, Config config) {
    Bot& bot = config.bots[dice.roll(config.bots.size())];
    if (dice.one_in(4)) {
        draw_ladder(dice, bot.terms);
        bot.preset = dice.one_in(2) ? random_preset_name(dice) : "";
        return config;
    }
    bot.state = static_cast<BotState>(dice.roll(3));
    bot.flattens = bot.state == BotState::stopped && dice.one_in(2);
    return config;
}

}  // namespace trellis::tests
