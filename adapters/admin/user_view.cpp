#include "adapters/admin/user_view.hpp"

#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// The preset that he trades by where nothing else is said; empty: as the configuration has it.
std::string own_default(const Directory& directory, OwnerId owner) {
    const auto chosen = directory.defaults.find(owner);
    if (chosen == directory.defaults.end() || !chosen->second.has_value()) return "";
    const CataloguePreset* preset = directory.find(*chosen->second);
    return preset == nullptr ? "" : std::string(preset->name());
}

void write_accounts(json::Writer& out, const Config& config, OwnerId owner) {
    out.name("accounts").begin_array();
    for (const auto& account : config.accounts) {
        if (account.owner == owner) out.string(account.name);
    }
    out.end_array();
}

Error no_user(std::string_view id) { return {"NOT_FOUND", "there is no user \"" + shortened(id) + "\""}; }

/// "u2" as a number.
std::optional<OwnerId> parse_owner(std::string_view id) {
    const auto number = id.starts_with('u') ? whole_number(id.substr(1)) : std::nullopt;
    if (!number || *number > UINT32_MAX) return std::nullopt;
    return OwnerId{static_cast<std::uint32_t>(*number)};
}

}  // namespace

void write_user(json::Writer& out, const AdminServices& services, const Directory& directory, const User& user) {
    out.begin_object().name("id").string(text(user.id)).name("name").string(user.name);
    text_or_null(out, "display", user.standing.display);
    out.name("role").string(trellis::text(user.standing.role)).name("enabled").boolean(user.standing.is_enabled);
    out.name("revision").integer(user.revision);
    out.name("created_at").string(rfc3339(user.created_at)).name("changed_at").string(rfc3339(user.changed_at));
    text_or_null(out, "default_preset", own_default(directory, user.id));
    write_accounts(out, *services.control.decision_config(), user.id);
    out.end_object();
}

HttpResponse caller_response(const AdminServices& services, const Caller& caller) {
    const auto directory = services.control.directory();
    json::Writer out;
    out.begin_object().name("id").string(text(caller.owner)).name("name").string(caller.name);
    out.name("role").string(trellis::text(caller.role));
    write_scopes(out.name("scopes"), caller.scopes);
    out.name("by_token").boolean(caller.is_by_token);
    text_or_null(out, "default_preset", own_default(*directory, caller.owner));
    write_accounts(out, *services.control.decision_config(), caller.owner);
    return json_response(out.end_object());
}

void write_scopes(json::Writer& out, const Scopes& scopes) {
    out.begin_array();
    if (scopes.reads) out.string("read");
    if (scopes.trades) out.string("trade");
    if (scopes.administers) out.string("admin");
    out.end_array();
}

void write_token(json::Writer& out, const Directory& directory, const AccessToken& token) {
    out.begin_object().name("id").string(text(token.id)).name("name").string(token.name);
    out.name("user").string(name_of(directory, token.owner));
    write_scopes(out.name("scopes"), token.scopes);
    optional_time(out, "expires_at", token.expires_at);
    out.name("created_at").string(rfc3339(token.created_at)).end_object();
}

Result<const User*> find_user(const Directory& directory, const Caller& caller, std::string_view id) {
    const People& people = directory.people;
    const auto number = id == "me" ? std::optional(caller.owner) : parse_owner(id);
    const User* found = number.has_value() ? people.find(*number) : people.find_named(id);
    const bool is_seen = found != nullptr && (caller.sees_everything() || found->id == caller.owner);
    if (!is_seen) return no_user(id);
    return found;
}

Result<OwnerId> find_owner(const Directory& directory, const Caller& caller, std::string_view id) {
    const bool is_operator = caller.owner == operator_owner && (id == "me" || id == "operator");
    if (is_operator) return operator_owner;
    const auto user = find_user(directory, caller, id);
    if (!user) return user.error();
    return (*user)->id;
}

std::string name_of(const Directory& directory, OwnerId owner) {
    const User* user = directory.people.find(owner);
    return user != nullptr ? user->name : text(owner);
}

}  // namespace trellis::adapters::admin
