// Bots in words (B-31).
#pragma once

#include <concepts>
#include <string>

#include "engine/directory/bots.hpp"
#include "engine/pool/bot_events.hpp"

namespace trellis::adapters {

template <class E>
concept AboutBots = std::same_as<E, BotCreated> || std::same_as<E, BotRevised> || std::same_as<E, BotSwitched> || std::same_as<E, BotPresetAssigned>;

std::string words_of(const BotCreated& event);
std::string words_of(const BotRevised& event);
std::string words_of(const BotSwitched& event);
std::string words_of(const BotPresetAssigned& event);
std::string words_of(const BotFlattened& event);

}  // namespace trellis::adapters
