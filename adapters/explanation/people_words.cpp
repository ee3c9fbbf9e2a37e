#include "adapters/explanation/people_words.hpp"

namespace trellis::adapters {

namespace {

/// "; its role was viewer and is admin"
std::string change(std::string_view what, std::string_view before, std::string_view after) {
    if (before == after) return "";
    return "; " + std::string(what) + " was " + std::string(before) + " and is " + std::string(after);
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

}  // namespace

std::string words_of(const Scopes& scopes) {
    std::string words;
    const auto add = [&](bool is_in, std::string_view word) {
        if (is_in) words += (words.empty() ? "" : ", ") + std::string(word);
    };
    add(scopes.reads, "read");
    add(scopes.trades, "trade");
    add(scopes.administers, "admin");
    return words;
}

std::string words_of(const UserCreated& event) {
    return "user " + event.name + " (" + text(event.user) + ") is made, as " + std::string(text(event.standing.role)) +
           (event.standing.is_enabled ? "" : ", disabled");
}

std::string words_of(const UserChanged& event) {
    return "user " + text(event.user) + " is changed" +
           change("the display name", quoted(event.before.display), quoted(event.after.display)) +
           change("the role", text(event.before.role), text(event.after.role)) +
           change("he", event.before.is_enabled ? "enabled" : "disabled", event.after.is_enabled ? "enabled" : "disabled");
}

std::string words_of(const PasswordChanged& event) { return "user " + text(event.user) + " has another password; his sessions end"; }

std::string words_of(const UserDeleted& event) { return "user " + event.name + " (" + text(event.user) + ") is deleted"; }

std::string words_of(const TokenCreated& event) {
    std::string says = "user " + text(event.owner) + " has the token " + event.name + " (" + text(event.token) + ") for " + words_of(event.scopes);
    if (event.expires_at) says += ", until " + rfc3339(*event.expires_at);
    return says;
}

std::string words_of(const TokenRevoked& event) {
    return "token " + event.name + " (" + text(event.token) + ") of user " + text(event.owner) + " is revoked";
}

std::string words_of(const ActionTaken& event) { return event.what; }

}  // namespace trellis::adapters
