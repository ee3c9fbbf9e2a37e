// What the directory can be told of its people. Passwords and tokens come as what is left of them: a hash, a fingerprint.
#pragma once

#include <optional>
#include <string>

#include "engine/base/time.hpp"
#include "engine/directory/people.hpp"

namespace trellis {

struct CreateUser {
    std::string name;
    UserStanding standing;
    Hidden password;
};
/// What is empty stays as it is. Nobody changes his own role (Z-4).
struct ChangeUser {
    OwnerId user;
    std::optional<std::string> display;
    std::optional<UserRole> role;
    std::optional<bool> is_enabled;
};
/// Whoever tells it has shown that he may: by the old password, or as an admin.
struct ChangePassword {
    OwnerId user;
    Hidden password;
};
/// Refused while accounts are his, unless it is forced: then they stay, and only admins see them.
struct DeleteUser {
    OwnerId user;
    bool is_forced = false;
};
struct CreateToken {
    OwnerId owner;
    std::string name;
    Scopes scopes;
    std::optional<Timestamp> expires_at;
    Hidden fingerprint;
};
struct RevokeToken {
    TokenId token;
};

/// Z-10, of what is no change of the directory.
struct NoteAction {
    std::string what;
};

}  // namespace trellis
