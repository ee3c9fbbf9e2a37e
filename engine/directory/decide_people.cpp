// What each command about people makes happen; refusals in the order in which a person would ask: may he, is it there, is it still as he
// saw it, may it be so.
#include <algorithm>

#include "engine/directory/commands.hpp"
#include "engine/directory/people_changes.hpp"
#include "engine/preset/templates.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

Error forbidden() { return {"FORBIDDEN", "only an admin may do that (Z-4)"}; }
Error no_user(OwnerId id) { return {"NOT_FOUND", "there is no user " + text(id)}; }

/// The user, when he is as whoever asks saw him.
Result<const User*> known_user(const Directory& directory, OwnerId id, const DirectoryContext& context) {
    const User* found = directory.people.find(id);
    if (found == nullptr) return no_user(id);
    if (context.expected_revision.has_value() && *context.expected_revision != found->revision) {
        return Error{"VERSION_STALE", "user " + found->name + " is at revision " + std::to_string(found->revision)};
    }
    return found;
}

/// Where there are users one of them can manage them.
std::optional<Error> refusal_as_last_admin(const People& people, const User& user) {
    const auto is_another = [&](const auto& item) {
        return item.first != user.id && item.second.may_log_in() && item.second.standing.role == UserRole::admin;
    };
    const bool is_admin_now = user.may_log_in() && user.standing.role == UserRole::admin;
    if (!is_admin_now || std::ranges::any_of(people.users, is_another)) return std::nullopt;
    return Error{"LAST_ADMIN", user.name + " is the last admin who can log in"};
}

std::optional<Error> refusal_of_display(const std::string& display) {
    if (display.size() <= display_bytes_max) return std::nullopt;
    return Error{"INVALID_USER", "a display name has at most " + std::to_string(display_bytes_max) + " bytes"};
}

/// The default preset of whoever is new (section 26).
constexpr std::string_view first_preset = "Conservative Scalper";

/// Those that trade, or could again; a connection that was removed holds nobody back.
std::string accounts_of(OwnerId user, const Directory& directory, const Config& config) {
    std::string names;
    for (const auto& account : config.accounts) {
        const auto opened = directory.connections.find(account.id);
        const bool is_removed = opened != directory.connections.end() && opened->second.is_removed;
        if (account.owner == user && !is_removed) names += (names.empty() ? "" : ", ") + account.name;
    }
    return names;
}

}  // namespace

Decision decide(const Directory& directory, const CreateUser& command, const DirectoryContext& context) {
    const People& people = directory.people;
    if (!is_admin(people, context.by)) return forbidden();
    if (!is_user_name(command.name)) {
        return Error{"INVALID_USER", "a name has 1 to 64 of a-z 0-9 . _ - and begins with a letter or digit; operator, system, me and u2 are taken"};
    }
    if (auto refused = refusal_of_display(command.standing.display)) return *refused;
    if (people.find_named(command.name) != nullptr) return Error{"NAME_TAKEN", "there is a user " + command.name + " already"};
    if (people.users.size() >= users_max) return Error{"TOO_MANY_USERS", std::to_string(users_max) + " users were made, which is all there may be"};
    const OwnerId id = next_user(people);
    DirectoryEvents events{UserCreated{id, command.name, command.standing, command.password, context.by, context.now}};
    if (const auto* preset = directory.find_named(first_preset, id)) {
        events.push_back(DefaultPresetChosen{id, preset->id, context.by, context.now});
    }
    return events;
}

/// Everybody may say how he is called; the rest is for admins.
Decision decide(const Directory& directory, const ChangeUser& command, const DirectoryContext& context) {
    const bool may_change_all = is_admin(directory.people, context.by);
    if (!may_change_all && context.by != command.user) return no_user(command.user);
    const auto found = known_user(directory, command.user, context);
    if (!found.ok()) return found.error();
    const User& user = **found;
    UserStanding after = user.standing;
    if (command.display) after.display = *command.display;
    if (command.role) after.role = *command.role;
    if (command.is_enabled) after.is_enabled = *command.is_enabled;
    if (!may_change_all && (command.role || command.is_enabled)) return forbidden();
    if (after == user.standing) return DirectoryEvents{};
    if (auto refused = refusal_of_display(after.display)) return *refused;
    if (context.by == user.id && after.role != user.standing.role) return Error{"FORBIDDEN", "nobody changes his own role (Z-4)"};
    if (!after.is_enabled || after.role != UserRole::admin) {
        if (auto refused = refusal_as_last_admin(directory.people, user)) return *refused;
    }
    return DirectoryEvents{UserChanged{user.id, user.standing, after, context.by, context.now}};
}

Decision decide(const Directory& directory, const ChangePassword& command, const DirectoryContext& context) {
    if (context.by != command.user && !is_admin(directory.people, context.by)) return no_user(command.user);
    const auto found = known_user(directory, command.user, context);
    if (!found.ok()) return found.error();
    return DirectoryEvents{PasswordChanged{command.user, command.password, context.by, context.now}};
}

Decision decide(const Directory& directory, const DeleteUser& command, const DirectoryContext& context) {
    if (!is_admin(directory.people, context.by)) return forbidden();
    const auto found = known_user(directory, command.user, context);
    if (!found.ok()) return found.error();
    const User& user = **found;
    if (auto refused = refusal_as_last_admin(directory.people, user)) return *refused;
    const std::string accounts = accounts_of(user.id, directory, context.config);
    if (!accounts.empty() && !command.is_forced) return Error{"IN_USE", user.name + " owns " + accounts + "; give them away, or force"};
    DirectoryEvents events;
    for (const auto& [id, token] : directory.people.tokens) {
        if (token.owner == user.id) events.push_back(TokenRevoked{id, user.id, token.name, context.by, context.now});
    }
    events.push_back(UserDeleted{user.id, user.name, context.by, context.now});
    return events;
}

Decision decide(const Directory& directory, const CreateToken& command, const DirectoryContext& context) {
    const User* user = directory.people.find(command.owner);
    // A token speaks for its owner, so nobody makes one for another.
    if (user == nullptr || context.by != user->id) return no_user(command.owner);
    if (command.name.empty() || command.name.size() > user_name_bytes_max) return Error{"INVALID_TOKEN", "a token has a name of 1 to 64 bytes"};
    if (command.scopes.is_empty()) return Error{"INVALID_TOKEN", "a token is for read, trade or admin"};
    if (!command.scopes.is_within(scopes_of(user->standing.role))) {
        return Error{"FORBIDDEN", "a token may do no more than its owner, who is " + std::string(text(user->standing.role))};
    }
    if (command.expires_at && *command.expires_at <= context.now) return Error{"INVALID_TOKEN", "a token expires in the future"};
    const auto own = std::ranges::count_if(directory.people.tokens, [&](const auto& item) { return item.second.owner == user->id; });
    if (static_cast<std::size_t>(own) >= tokens_per_user_max) {
        return Error{"TOO_MANY_TOKENS", user->name + " has " + std::to_string(own) + " tokens; revoke one"};
    }
    for (const auto& [id, token] : directory.people.tokens) {
        if (token.owner == user->id && token.name == command.name) return Error{"NAME_TAKEN", "token " + text(id) + " has this name"};
    }
    const TokenId id{directory.people.newest_token.value + 1};
    return DirectoryEvents{
        TokenCreated{id, user->id, command.name, command.scopes, command.expires_at, command.fingerprint, context.by, context.now}};
}

/// Z-9: another's token is not there, but for an admin.
Decision decide(const Directory& directory, const RevokeToken& command, const DirectoryContext& context) {
    const auto found = directory.people.tokens.find(command.token);
    const bool is_there = found != directory.people.tokens.end();
    if (!is_there || (found->second.owner != context.by && !is_admin(directory.people, context.by))) {
        return Error{"NOT_FOUND", "there is no token " + text(command.token)};
    }
    return DirectoryEvents{TokenRevoked{command.token, found->second.owner, found->second.name, context.by, context.now}};
}

Decision decide(const Directory&, const NoteAction& command, const DirectoryContext& context) {
    return DirectoryEvents{ActionTaken{command.what, context.by, context.now}};
}

}  // namespace trellis
