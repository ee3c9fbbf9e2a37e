// Bots at their connection (B-31): which one an entry comes by, whether it may, and by which ladder. What closes never asks them; copies
// are no signals and come by their subscription.
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// The bot that would open a group of that identity: a filter of its matches. Null: none, the connection does.
const Bot* bot_for(const Identity& identity, const DeskContext& context);

/// The bot that an entry comes by: the one that opened its group, else the one that would open it. Null: none.
const Bot* taker_of(const Desk& desk, const Identity& identity, const DeskContext& context);

/// BOT_PAUSED, BOT_STOPPED, BOT_SCHEDULE, BOT_DAILY_CAP. Empty: the entry may come, or by no bot.
std::optional<Error> refuse_by_bot(const Desk& desk, const Identity& identity, const DeskContext& context);

/// What an entry that is admitted now notes of its bot.
std::optional<BotTake> take_of(const Desk& desk, const Identity& identity, const DeskContext& context);

/// The ladder of a new group: as its bot says, else D-12. Null: none, a preset alone governs.
const GridStrategy* strategy_for(const Identity& identity, const DeskContext& context);

/// Everything that the bot opened and that neither is bound to close nor was told to.
std::vector<GroupId> left_open(const Desk& desk, BotId bot, const Config& config);

/// They close; nothing happens where there are none.
DeskEvents flatten_bot(const Desk& desk, BotId bot, const DeskContext& context);

}  // namespace trellis
