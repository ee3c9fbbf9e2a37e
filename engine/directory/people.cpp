#include "engine/directory/people.hpp"

#include <algorithm>
#include <set>

#include "engine/base/check.hpp"
#include "engine/directory/people_changes.hpp"

namespace trellis {

namespace {

bool is_small_letter_or_digit(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'); }

/// "u2" is how outside a user is named by his number.
bool looks_like_a_number(std::string_view name) {
    return name.size() > 1 && name.front() == 'u' && std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

User& user_of(Directory& directory, OwnerId id) {
    const auto found = directory.people.users.find(id);
    TRELLIS_CHECK(found != directory.people.users.end(), "an event of a user names one who was created");
    TRELLIS_CHECK(!found->second.is_deleted, "a deleted user stays as he is");
    return found->second;
}

void note_change(User& user, Timestamp at) {
    ++user.revision;
    user.changed_at = at;
}

}  // namespace

const User* People::find(OwnerId id) const {
    const auto found = users.find(id);
    return found == users.end() || found->second.is_deleted ? nullptr : &found->second;
}

const User* People::find_named(std::string_view name) const {
    const auto found = std::ranges::find_if(users, [&](const auto& item) { return item.second.name == name && !item.second.is_deleted; });
    return found == users.end() ? nullptr : &found->second;
}

bool People::has_anybody() const {
    return std::ranges::any_of(users, [](const auto& item) { return item.second.may_log_in(); });
}

const AccessToken* People::find_token(std::string_view fingerprint, Timestamp now) const {
    const auto found = std::ranges::find_if(tokens, [&](const auto& item) { return item.second.fingerprint.text == fingerprint; });
    return found == tokens.end() || !found->second.is_good_at(now) ? nullptr : &found->second;
}

bool is_user_name(std::string_view name) {
    if (name.empty() || name.size() > user_name_bytes_max || !is_small_letter_or_digit(name.front())) return false;
    if (name == "operator" || name == "system" || name == "me" || looks_like_a_number(name)) return false;
    return std::ranges::all_of(name, [](char c) { return is_small_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

std::string text(OwnerId owner) {
    if (owner == system_owner) return "system";
    return owner == operator_owner ? "operator" : "u" + std::to_string(owner.value);
}

std::string text(TokenId token) { return "t" + std::to_string(token.value); }

void on(Directory& directory, const UserCreated& event) {
    const bool is_next = event.user == next_user(directory.people);
    TRELLIS_CHECK(is_next, "users are numbered without gaps");
    User user;
    user.id = event.user;
    user.name = event.name;
    user.standing = event.standing;
    user.password = event.password;
    user.created_at = event.at;
    note_change(user, event.at);
    directory.people.users.emplace(event.user, std::move(user));
}

void on(Directory& directory, const UserChanged& event) {
    User& user = user_of(directory, event.user);
    TRELLIS_CHECK(user.standing == event.before, "a change says what was before it");
    user.standing = event.after;
    note_change(user, event.at);
}

void on(Directory& directory, const PasswordChanged& event) {
    User& user = user_of(directory, event.user);
    user.password = event.password;
    note_change(user, event.at);
}

void on(Directory& directory, const UserDeleted& event) {
    User& user = user_of(directory, event.user);
    user.is_deleted = true;
    user.password = {};
    note_change(user, event.at);
}

void on(Directory& directory, const TokenCreated& event) {
    TRELLIS_CHECK(event.token.value == directory.people.newest_token.value + 1, "tokens are numbered without gaps");
    directory.people.newest_token = event.token;
    AccessToken token{event.token, event.owner, event.name, event.scopes, event.expires_at, event.fingerprint, event.at};
    directory.people.tokens.emplace(event.token, std::move(token));
}

void on(Directory& directory, const TokenRevoked& event) {
    TRELLIS_CHECK(directory.people.tokens.erase(event.token) == 1, "a token is revoked once");
}

void on(Directory&, const ActionTaken&) {}

OwnerId next_user(const People& people) {
    const std::uint32_t newest = people.users.empty() ? operator_owner.value : people.users.rbegin()->first.value;
    return OwnerId{newest + 1};
}

bool is_admin(const People& people, OwnerId who) {
    if (who == operator_owner) return true;
    const User* user = people.find(who);
    return user != nullptr && user->standing.is_enabled && user->standing.role == UserRole::admin;
}

void check_invariants(const People& people) {
    std::set<std::string_view> names;
    for (const auto& [id, user] : people.users) {
        TRELLIS_CHECK(user.id == id, "a user is kept under his own number");
        TRELLIS_CHECK(id.value > operator_owner.value, "users are neither the system nor the operator");
        TRELLIS_CHECK(is_user_name(user.name), "a user has a name");
        TRELLIS_CHECK(user.is_deleted == user.password.text.empty(), "who is not deleted has a password, and nobody else");
        if (!user.is_deleted) TRELLIS_CHECK(names.insert(user.name).second, "a name is given once");
    }
    for (const auto& [id, token] : people.tokens) {
        TRELLIS_CHECK(token.id == id && id.value <= people.newest_token.value, "a token is kept under its own number");
        TRELLIS_CHECK(people.find(token.owner) != nullptr, "a token belongs to somebody");
        TRELLIS_CHECK(!token.scopes.is_empty(), "a token is for something");
    }
}

}  // namespace trellis
