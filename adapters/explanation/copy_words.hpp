// Copies and the subscriptions behind them, in words (B-29, B-30).
#pragma once

#include <string>
#include <type_traits>

#include "engine/directory/subscriptions.hpp"
#include "engine/pool/copy_events.hpp"

namespace trellis::adapters {

template <class E>
concept AboutCopies = std::is_same_v<E, CopyOpened> || std::is_same_v<E, CopyOrdered> || std::is_same_v<E, CopyRefused> ||
                      std::is_same_v<E, CopyAnswered> || std::is_same_v<E, CopyLeaderEnded> || std::is_same_v<E, CopyFollowed>;

std::string words_of(const CopyOpened& event);
std::string words_of(const CopyOrdered& event);
std::string words_of(const CopyRefused& event);
std::string words_of(const CopyAnswered& event);
std::string words_of(const CopyLeaderEnded& event);
std::string words_of(const CopyFollowed& event);

std::string words_of(const SubscriptionCreated& event);
std::string words_of(const SubscriptionRevised& event);
std::string words_of(const SubscriptionSwitched& event);
std::string words_of(const SubscriptionPresetAssigned& event);
std::string words_of(const AccountShared& event);

}  // namespace trellis::adapters
