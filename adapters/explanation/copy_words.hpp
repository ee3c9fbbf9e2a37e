// Copies and the subscriptions behind them, in words (B-29, B-30).
#pragma once

#include <string>

#include "engine/directory/subscriptions.hpp"
#include "engine/pool/copy_events.hpp"

namespace trellis::adapters {

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
