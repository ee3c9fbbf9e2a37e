// The people who may use the server: a role for each, tokens in their names, and of passwords only what argon2id leaves of them (Z-3,
// Z-4). Whoever has DATA_DIR/admin.token owns the data directory and is none of them: he is the operator.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace trellis {

/// Never reuse a number.
enum class UserRole : std::uint8_t { viewer, operating, admin };
/// "viewer", "operator", "admin"
constexpr std::string_view text(UserRole role) {
    switch (role) {
        case UserRole::viewer: return "viewer";
        case UserRole::operating: return "operator";
        case UserRole::admin: return "admin";
    }
    return "";
}

/// What a token is good for: never more than the role of who holds it.
struct Scopes {
    bool reads = false;
    bool trades = false;
    bool administers = false;
    constexpr bool operator==(const Scopes&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.reads, self.trades, self.administers); }
    constexpr bool is_empty() const { return !reads && !trades && !administers; }
    constexpr bool is_within(const Scopes& other) const {
        return (!reads || other.reads) && (!trades || other.trades) && (!administers || other.administers);
    }
};

/// All that a role may do.
constexpr Scopes scopes_of(UserRole role) {
    switch (role) {
        case UserRole::viewer: return {true, false, false};
        case UserRole::operating: return {true, true, false};
        case UserRole::admin: return {true, true, true};
    }
    return {};
}

/// Bytes that are compared and never shown: whoever writes an event writes "***" for them (Z-1).
struct Hidden {
    std::string text;
    bool operator==(const Hidden&) const = default;
    static void fields(auto& self, auto&& each) { each(self.text); }
};

/// Numbered in one line for everybody; `t3` outside.
using TokenId = Id<struct TokenTag, std::uint32_t>;

/// What of a user can be changed.
struct UserStanding {
    std::string display;  ///< how he is called by people; may be empty
    UserRole role = UserRole::viewer;
    bool is_enabled = true;
    bool operator==(const UserStanding&) const = default;
    static void fields(auto& self, auto&& each) { each(self.display, self.role, self.is_enabled); }
};

struct User {
    OwnerId id;
    std::string name;
    UserStanding standing;
    Hidden password;
    bool is_deleted = false;
    std::uint32_t revision = 0;  ///< counts every change
    Timestamp created_at{};
    Timestamp changed_at{};
    bool operator==(const User&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.name, self.standing, self.password, self.is_deleted, self.revision, self.created_at, self.changed_at);
    }
    bool may_log_in() const { return standing.is_enabled && !is_deleted; }
};

struct AccessToken {
    TokenId id;
    OwnerId owner;
    std::string name;
    Scopes scopes;
    std::optional<Timestamp> expires_at;
    Hidden fingerprint;
    Timestamp created_at{};
    bool operator==(const AccessToken&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.owner, self.name, self.scopes, self.expires_at, self.fingerprint, self.created_at);
    }
    bool is_good_at(Timestamp now) const { return !expires_at || now < *expires_at; }
};

/// How many users there may have been, deleted ones included; how many tokens one may have at a time.
inline constexpr std::size_t users_max = 1'000;
inline constexpr std::size_t tokens_per_user_max = 50;
inline constexpr std::size_t user_name_bytes_max = 64;
inline constexpr std::size_t display_bytes_max = 255;

struct People {
    std::map<OwnerId, User> users;          ///< deleted ones too: their numbers are never given again
    std::map<TokenId, AccessToken> tokens;  ///< those that are not revoked
    TokenId newest_token;
    bool operator==(const People&) const = default;
    static void fields(auto& self, auto&& each) { each(self.users, self.tokens, self.newest_token); }

    /// Null: there is none, or he is deleted.
    const User* find(OwnerId id) const;
    const User* find_named(std::string_view name) const;
    /// Somebody could log in.
    bool has_anybody() const;
    /// Null: no such token now.
    const AccessToken* find_token(std::string_view fingerprint, Timestamp now) const;
};

/// Lower-case letters, digits and . _ - behind a letter or digit; no word that means somebody else ("operator", "system", "me", "u2").
bool is_user_name(std::string_view name);

/// "u2", "operator"
std::string text(OwnerId owner);
/// "t3"
std::string text(TokenId token);

/// Names, numbers, references. Throws InvariantBroken.
void check_invariants(const People& people);

}  // namespace trellis
