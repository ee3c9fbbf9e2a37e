// Who asks: known before a route is called, and handed to it with the request. What he may do is one table (Z-4); what he may see
// stands in Sight (adapters/admin/own_history.hpp).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/admin/problem.hpp"
#include "engine/config/config.hpp"
#include "engine/directory/people.hpp"

namespace trellis::adapters::admin {

/// What a route asks of who calls it. `open`: anybody who reaches the listener.
enum class Role : std::uint8_t { open, viewer, operating, admin };
/// "open", "viewer", "operator", "admin"
std::string_view text(Role role);

struct Caller {
    OwnerId owner;
    std::string name;
    UserRole role = UserRole::viewer;
    Scopes scopes;                           ///< of the token that he came with
    bool is_by_token = false;                ///< not by a login
    std::function<bool()> is_known_still{};  ///< for answers that go on for long; empty: always

    /// Whoever has DATA_DIR/admin.token, and the server itself.
    static Caller operator_himself() { return {operator_owner, "operator", UserRole::admin, scopes_of(UserRole::admin)}; }

    bool sees_everything() const { return role == UserRole::admin; }
    /// By his role, whatever his token is for.
    bool has_role(Role wanted) const;
    /// By what his token is for.
    bool has_scope(Role wanted) const;
};

/// Why he may not call a route of that role: FORBIDDEN for his role, SCOPE_MISSING for his token.
std::optional<ApiProblem> overreach(const Caller& caller, Role wanted);

}  // namespace trellis::adapters::admin
