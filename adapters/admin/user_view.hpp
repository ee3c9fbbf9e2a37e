// How users and their tokens look outside: never a password, never a token, nor what is kept of either.
#pragma once

#include <string>
#include <string_view>

#include "adapters/admin/services.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// A user as an object, with the accounts that are his and the preset that he trades by.
void write_user(json::Writer& out, const AdminServices& services, const Directory& directory, const User& user);
/// The same of whoever asks, who may be the operator, and what his token is for.
HttpResponse caller_response(const AdminServices& services, const Caller& caller);
void write_token(json::Writer& out, const Directory& directory, const AccessToken& token);
/// ["read", "trade"]
void write_scopes(json::Writer& out, const Scopes& scopes);

/// "me", a name or u2. Z-9: who is no admin finds himself alone. Error NOT_FOUND.
Result<const User*> find_user(const Directory& directory, const Caller& caller, std::string_view id);
/// The owner that a path means: a user, or the operator as he calls himself. Error NOT_FOUND.
Result<OwnerId> find_owner(const Directory& directory, const Caller& caller, std::string_view id);
/// "ann", "operator", or "u7" where he is gone.
std::string name_of(const Directory& directory, OwnerId owner);

}  // namespace trellis::adapters::admin
