// The terms of a copy subscription as JSON says them (B-29): the same keys in a scenario and over HTTP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/config/key.hpp"
#include "adapters/config/section_values.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

const Section& subscription_section();

/// What `object` says, with accounts by name; nothing when something was reported.
struct SubscriptionText {
    CopyTerms terms;
    std::string preset;      ///< empty: none
    bool is_paused = false;
};
std::optional<SubscriptionText> read_subscription(const json::Value& object, const std::vector<AccountConfig>& accounts, Reporter& reporter);

/// `subscriptions` of a scenario: of the operator, from the start on.
void read_subscriptions(const json::Value& list, Timestamp since, Config& config, Reporter& reporter);

}  // namespace trellis::adapters
