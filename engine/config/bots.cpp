#include "engine/config/bots.hpp"

#include <algorithm>

namespace trellis {

namespace {

bool lets_in(const auto& list, const auto& value) { return list.empty() || std::ranges::find(list, value) != list.end(); }

bool matches(const Bot& bot, const BotSubject& subject) {
    const BotFilter& filter = bot.terms.filter;
    const bool is_its_connection = bot.terms.account == subject.account && bot.id.owner == subject.owner;
    return is_its_connection && (subject.is_long ? filter.takes_longs : filter.takes_shorts) && lets_in(filter.symbols, subject.symbol) &&
           lets_in(filter.timeframes_seconds, subject.timeframe_seconds);
}

int specificity(const BotFilter& filter) {
    return (filter.symbols.empty() ? 0 : 4) + (filter.timeframes_seconds.empty() ? 0 : 2) + (filter.takes_longs && filter.takes_shorts ? 0 : 1);
}

}  // namespace

std::string text(BotId id) { return "b" + std::to_string(id.owner.value) + "." + std::to_string(id.counter); }

std::string_view text(BotState state) {
    switch (state) {
        case BotState::running: return "running";
        case BotState::paused: return "paused";
        case BotState::stopped: return "stopped";
        case BotState::removed: return "removed";
    }
    return "";
}

std::string_view text(BotStrategy strategy) {
    switch (strategy) {
        case BotStrategy::account: return "account";
        case BotStrategy::base: return "base";
        case BotStrategy::none: return "none";
        case BotStrategy::chosen: return "chosen";
    }
    return "";
}

const Bot* bot_for(const std::vector<Bot>& bots, const BotSubject& subject) {
    const Bot* best = nullptr;
    for (const auto& bot : bots) {
        if (!matches(bot, subject)) continue;
        const int found = specificity(bot.terms.filter);
        const int known = best == nullptr ? -1 : specificity(best->terms.filter);
        if (found > known || (found == known && bot.id < best->id)) best = &bot;
    }
    return best;
}

const Bot* find_bot(const std::vector<Bot>& bots, BotId id) {
    const auto found = std::ranges::find(bots, id, &Bot::id);
    return found == bots.end() ? nullptr : &*found;
}

}  // namespace trellis
