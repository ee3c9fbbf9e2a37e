// What a person may do here: a role for the person, scopes for each token in the person's name (Z-4).
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/directory/preset_id.hpp"

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

}  // namespace trellis
