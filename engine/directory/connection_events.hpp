// What can happen to connections. Each says whose doing it was (Z-10), and none holds a secret that could be read (Z-1).
#pragma once

#include "engine/directory/connection.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// From now on the account has a desk and a risk engine.
struct ConnectionOpened {
    static constexpr auto tag = EventTag::connection_opened;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OwnerId owner;
    ConnectionSettings settings;
    std::uint32_t dedupe_window_hours{};
    OwnerId by;
    Timestamp at{};
    bool operator==(const ConnectionOpened&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.owner, self.settings, self.dedupe_window_hours, self.by, self.at);
    }
};

struct ConnectionChanged {
    static constexpr auto tag = EventTag::connection_changed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    ConnectionSettings settings;
    OwnerId by;
    Timestamp at{};
    bool operator==(const ConnectionChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.settings, self.by, self.at); }
};

/// It takes no signal any more; its keys and its webhook are gone.
struct ConnectionRemoved {
    static constexpr auto tag = EventTag::connection_removed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OwnerId by;
    Timestamp at{};
    bool operator==(const ConnectionRemoved&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.by, self.at); }
};

/// API keys were given, replaced or, empty, taken away.
struct CredentialSealed {
    static constexpr auto tag = EventTag::credential_sealed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    std::optional<SealedCredential> credential;
    OwnerId by;
    Timestamp at{};
    bool operator==(const CredentialSealed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.credential, self.by, self.at); }
};

/// Signals come in by this proof and by no earlier one; empty: by none.
struct ConnectionWebhookSet {
    static constexpr auto tag = EventTag::connection_webhook_set;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    std::optional<WebhookProof> proof;
    OwnerId by;
    Timestamp at{};
    bool operator==(const ConnectionWebhookSet&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.proof, self.by, self.at); }
};

}  // namespace trellis
