// Bots as desks see them (B-31): which entry signals of a connection each takes, by which preset and strategy, and when.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/directory/strategy_id.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// A bot: its owner and the counter of that owner, from 1, never given again; `b1.3` outside.
struct BotId {
    OwnerId owner;
    std::uint32_t counter{};
    constexpr auto operator<=>(const BotId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.owner, self.counter); }
};
/// "b1.3"
std::string text(BotId id);

/// Paused and stopped: what it would take is refused. Removed: its signals are the connection's again. Numbers are on disk: never reuse.
enum class BotState : std::uint8_t { running = 0, paused = 1, stopped = 2, removed = 3 };
std::string_view text(BotState state);  ///< "running"

/// By which ladder its entries trade: the one that the account's are looked up (D-12), `grid_strategy` whatever the rules say, none, or
/// the strategy of the directory that it names. Numbers are on disk: never reuse.
enum class BotStrategy : std::uint8_t { account = 0, base = 1, none = 2, chosen = 3 };
std::string_view text(BotStrategy strategy);  ///< "account"

/// What of a connection's entry signals is the bot's. Empty lists: all.
struct BotFilter {
    std::vector<std::string> symbols;               ///< `BTCUSDT`
    std::vector<std::uint32_t> timeframes_seconds;
    bool takes_longs = true;
    bool takes_shorts = true;
    bool operator==(const BotFilter&) const = default;
    static void fields(auto& self, auto&& each) { each(self.symbols, self.timeframes_seconds, self.takes_longs, self.takes_shorts); }
};

/// What somebody says of a bot.
struct BotTerms {
    std::string name;                               ///< among its owner's bots only once
    AccountId account;
    bool is_paper = true;                           ///< as its connection is
    BotStrategy strategy = BotStrategy::account;
    BotFilter filter;
    PresetSchedule schedule;                        ///< beside that of its preset: both have to let an entry in
    std::optional<std::uint32_t> max_entries_per_day;
    std::optional<Money> max_loss_per_day;          ///< realised, of the groups that it opened
    std::optional<StrategyId> ladder{};             ///< of its owner's; said exactly when `strategy` is `chosen`
    bool operator==(const BotTerms&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.name, self.account, self.is_paper, self.strategy, self.filter, self.schedule, self.max_entries_per_day,
             self.max_loss_per_day, self.ladder);
    }
};

struct Bot {
    BotId id;
    BotTerms terms;
    BotState state = BotState::stopped;
    std::string preset;      ///< B-20, bot level; empty: none
    bool flattens = false;   ///< it is stopped, and what it opened is to be closed
    bool operator==(const Bot&) const = default;
};

/// An entry as filters see it.
struct BotSubject {
    AccountId account;
    OwnerId owner;                                  ///< of the account
    std::string_view symbol;
    std::uint32_t timeframe_seconds = 0;
    bool is_long = true;
};

/// The one that takes the entry, whatever its state: the most specific filter, then the oldest. An instrument is more specific than a
/// timeframe, and that than a side. Null: none does, the connection trades.
const Bot* bot_for(const std::vector<Bot>& bots, const BotSubject& subject);

/// Null: there is none any more.
const Bot* find_bot(const std::vector<Bot>& bots, BotId id);

}  // namespace trellis
