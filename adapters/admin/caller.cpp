#include "adapters/admin/caller.hpp"

namespace trellis::adapters::admin {

std::string_view text(Role role) {
    switch (role) {
        case Role::open:
            return "open";
        case Role::viewer:
            return "viewer";
        case Role::operating:
            return "operator";
        case Role::admin:
            return "admin";
    }
    return "";
}

/// The scope that a token needs.
static std::string_view scope_of(Role wanted) {
    switch (wanted) {
        case Role::open: return "nothing";
        case Role::viewer: return "read";
        case Role::operating: return "trade";
        case Role::admin: return "admin";
    }
    return "";
}

bool Caller::has_role(Role wanted) const {
    switch (wanted) {
        case Role::open: return true;
        case Role::viewer: return scopes_of(role).reads;
        case Role::operating: return scopes_of(role).trades;
        case Role::admin: return scopes_of(role).administers;
    }
    return false;
}

bool Caller::has_scope(Role wanted) const {
    switch (wanted) {
        case Role::open: return true;
        case Role::viewer: return scopes.reads;
        case Role::operating: return scopes.trades;
        case Role::admin: return scopes.administers;
    }
    return false;
}

std::optional<ApiProblem> overreach(const Caller& caller, Role wanted) {
    if (!caller.has_role(wanted)) {
        return ApiProblem{"FORBIDDEN", "this needs the role " + std::string(text(wanted)) + "; " + caller.name + " is " +
                                           std::string(trellis::text(caller.role))};
    }
    if (!caller.has_scope(wanted)) return ApiProblem{"SCOPE_MISSING", "this needs a token for " + std::string(scope_of(wanted))};
    return std::nullopt;
}

}  // namespace trellis::adapters::admin
