// Copy subscriptions in the directory (B-29, B-30): who copies whom on which terms, and which accounts may be copied by others. Each event
// says whose doing it was (Z-10).
#pragma once

#include <optional>

#include "engine/base/time.hpp"
#include "engine/config/subscriptions.hpp"
#include "engine/directory/preset_id.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// How many subscriptions one owner may have made, ended ones included.
inline constexpr std::uint32_t subscriptions_per_owner_max = 1'000;

struct SubscriptionCreated {
    static constexpr auto tag = EventTag::subscription_created;
    static constexpr std::uint8_t version = 1;
    SubscriptionId subscription;
    CopyTerms terms;
    OwnerId by;
    Timestamp at{};
    bool operator==(const SubscriptionCreated&) const = default;
    static void fields(auto& self, auto&& each) { each(self.subscription, self.terms, self.by, self.at); }
};

/// Other terms; leader and follower stay who they were.
struct SubscriptionRevised {
    static constexpr auto tag = EventTag::subscription_revised;
    static constexpr std::uint8_t version = 1;
    SubscriptionId subscription;
    CopyTerms terms;
    OwnerId by;
    Timestamp at{};
    bool operator==(const SubscriptionRevised&) const = default;
    static void fields(auto& self, auto&& each) { each(self.subscription, self.terms, self.by, self.at); }
};

/// Paused, resumed, or ended, which is how one is deleted: what it opened still follows the leader's closes.
struct SubscriptionSwitched {
    static constexpr auto tag = EventTag::subscription_switched;
    static constexpr std::uint8_t version = 1;
    SubscriptionId subscription;
    SubscriptionState state{};
    OwnerId by;
    Timestamp at{};
    bool operator==(const SubscriptionSwitched&) const = default;
    static void fields(auto& self, auto&& each) { each(self.subscription, self.state, self.by, self.at); }
};

/// The subscription level of B-20. Empty: none.
struct SubscriptionPresetAssigned {
    static constexpr auto tag = EventTag::subscription_preset_assigned;
    static constexpr std::uint8_t version = 1;
    SubscriptionId subscription;
    std::optional<PresetId> preset;
    OwnerId by;
    Timestamp at{};
    bool operator==(const SubscriptionPresetAssigned&) const = default;
    static void fields(auto& self, auto&& each) { each(self.subscription, self.preset, self.by, self.at); }
};

/// Others may copy the account, or may not any more; who copies it already goes on.
struct AccountShared {
    static constexpr auto tag = EventTag::account_shared;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    bool is_shared = false;
    OwnerId by;
    Timestamp at{};
    bool operator==(const AccountShared&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.is_shared, self.by, self.at); }
};

struct CatalogueSubscription {
    SubscriptionId id;
    CopyTerms terms;
    SubscriptionState state = SubscriptionState::active;
    std::optional<PresetId> preset;
    std::uint32_t revision = 0;  ///< counts every change
    Timestamp created_at{};
    Timestamp changed_at{};
    bool operator==(const CatalogueSubscription&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.terms, self.state, self.preset, self.revision, self.created_at, self.changed_at);
    }
};

}  // namespace trellis
