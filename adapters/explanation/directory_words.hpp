// What happened to presets and who trades by them, in words.
#pragma once

#include <string>

#include "adapters/explanation/bot_words.hpp"
#include "adapters/explanation/copy_words.hpp"
#include "adapters/explanation/people_words.hpp"
#include "engine/directory/events.hpp"

namespace trellis::adapters {

std::string words_of(const PresetCreated& event);
std::string words_of(const PresetRevised& event);
std::string words_of(const PresetVisibilityChanged& event);
std::string words_of(const PresetSwitched& event);
std::string words_of(const PresetDeleted& event);
std::string words_of(const PresetAssigned& event);
std::string words_of(const DefaultPresetChosen& event);
std::string words_of(const ConnectionOpened& event);
std::string words_of(const ConnectionChanged& event);
std::string words_of(const ConnectionRemoved& event);
std::string words_of(const CredentialSealed& event);
std::string words_of(const ConnectionWebhookSet& event);
std::string words_of(const StrategyCreated& event);
std::string words_of(const StrategyRevised& event);
std::string words_of(const StrategyDeleted& event);

template <class E>
concept AboutStrategies = std::same_as<E, StrategyCreated> || std::same_as<E, StrategyRevised> || std::same_as<E, StrategyDeleted>;

}  // namespace trellis::adapters
