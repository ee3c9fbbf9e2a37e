// What can happen to people: they come, get another role, another password, tokens in their name, and go (Z-3, Z-4). Each says whose
// doing it was, and what it was before (Z-10).
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "engine/base/time.hpp"
#include "engine/directory/people.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

struct UserCreated {
    static constexpr auto tag = EventTag::user_created;
    static constexpr std::uint8_t version = 1;
    OwnerId user;
    std::string name;
    UserStanding standing;
    Hidden password;  ///< as argon2id writes it
    OwnerId by;
    Timestamp at{};
    bool operator==(const UserCreated&) const = default;
    static void fields(auto& self, auto&& each) { each(self.user, self.name, self.standing, self.password, self.by, self.at); }
};

struct UserChanged {
    static constexpr auto tag = EventTag::user_changed;
    static constexpr std::uint8_t version = 1;
    OwnerId user;
    UserStanding before;
    UserStanding after;
    OwnerId by;
    Timestamp at{};
    bool operator==(const UserChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.user, self.before, self.after, self.by, self.at); }
};

struct PasswordChanged {
    static constexpr auto tag = EventTag::password_changed;
    static constexpr std::uint8_t version = 1;
    OwnerId user;
    Hidden password;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PasswordChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.user, self.password, self.by, self.at); }
};

/// His name is free again, his number is never given to another; what he made stays.
struct UserDeleted {
    static constexpr auto tag = EventTag::user_deleted;
    static constexpr std::uint8_t version = 1;
    OwnerId user;
    std::string name;
    OwnerId by;
    Timestamp at{};
    bool operator==(const UserDeleted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.user, self.name, self.by, self.at); }
};

struct TokenCreated {
    static constexpr auto tag = EventTag::token_created;
    static constexpr std::uint8_t version = 1;
    TokenId token;
    OwnerId owner;
    std::string name;
    Scopes scopes;
    std::optional<Timestamp> expires_at;
    Hidden fingerprint;  ///< SHA-256 in hex; the token itself is kept nowhere
    OwnerId by;
    Timestamp at{};
    bool operator==(const TokenCreated&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.token, self.owner, self.name, self.scopes, self.expires_at, self.fingerprint, self.by, self.at);
    }
};

struct TokenRevoked {
    static constexpr auto tag = EventTag::token_revoked;
    static constexpr std::uint8_t version = 1;
    TokenId token;
    OwnerId owner;
    std::string name;
    OwnerId by;
    Timestamp at{};
    bool operator==(const TokenRevoked&) const = default;
    static void fields(auto& self, auto&& each) { each(self.token, self.owner, self.name, self.by, self.at); }
};

/// Somebody told the server something that no other event says he did: to close a group, to pause an account, to write a backup.
struct ActionTaken {
    static constexpr auto tag = EventTag::action_taken;
    static constexpr std::uint8_t version = 1;
    std::string what;  ///< "POST /groups/g1.4/close"
    OwnerId by;
    Timestamp at{};
    bool operator==(const ActionTaken&) const = default;
    static void fields(auto& self, auto&& each) { each(self.what, self.by, self.at); }
};

}  // namespace trellis
