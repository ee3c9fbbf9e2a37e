// A served run with people in it: each with a password, and with a token once he has logged in.
#pragma once

#include <string>

#include "adapters/admin/router.hpp"
#include "adapters/secrets/password.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

inline std::string password_of(const std::string& name) { return "the password of " + name; }

inline OwnerId add_user(ServedRun& run, const std::string& name, UserRole role) {
    const CreateUser command{name, {"", role, true}, {hash_password(Secret(password_of(name)), cheapest_cost).value()}};
    OwnerId made;
    run.control().change_directory(operator_owner, command, std::nullopt, [&](const Result<DirectoryChange>& change) {
        made = std::get<UserCreated>(change.value().events.front()).user;
    });
    return made;
}

inline HttpResponse log_in(ServedRun& run, const std::string& name, const std::string& password) {
    return run.ask("POST", "/api/v1/session", R"({"user":")" + name + R"(","password":")" + password + R"("})", {{"Authorization", "none"}});
}

/// The token of a new session.
inline std::string token_of(ServedRun& run, const std::string& name) {
    const auto document = parsed(log_in(run, name, password_of(name)));
    const auto* token = document.root().find("token");
    return token == nullptr ? "" : std::string(token->string());
}

inline std::vector<HttpHeader> bearing(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

/// The account of that name is his from now on.
inline void give_account(ServedRun& run, const std::string& account, OwnerId owner) {
    auto config = std::make_shared<AppliedConfig>(*run.control().config_);
    for (auto& one : config->document.config.accounts) {
        if (one.name == account) one.owner = owner;
    }
    run.control().config_ = config;
}

}  // namespace trellis::adapters::testing
