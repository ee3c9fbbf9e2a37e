// What may happen to connections: opened once under one name, changed in what its books do not hang on, removed when nothing is open.
#include <algorithm>
#include <iterator>

#include "engine/directory/commands.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

std::string words(AccountId id) { return "connection " + std::to_string(id.value); }

/// One's own, as one saw it.
Result<const Connection*> changeable(const Directory& directory, AccountId id, const DirectoryContext& context) {
    const Connection* found = directory.find_connection(id, context.by);
    if (found == nullptr) return Error{"NOT_FOUND", "there is no " + words(id)};
    if (context.expected_revision.has_value() && *context.expected_revision != found->revision) {
        return Error{"VERSION_STALE", "connection " + found->settings.name + " is at revision " + std::to_string(found->revision)};
    }
    return found;
}

bool is_taken(const Directory& directory, std::string_view name, const Config& config) {
    const auto has_name = [&](const auto& entry) { return entry.second.settings.name == name; };
    return std::ranges::find(config.accounts, name, &AccountConfig::name) != config.accounts.end() ||
           std::ranges::any_of(directory.connections, has_name);
}

/// The first field that the books of a connection were begun with and that would be another.
std::string_view fixed_field(const ConnectionSettings& before, const ConnectionSettings& after) {
    if (before.name != after.name) return "id";
    if (before.venue != after.venue) return "venue";
    if (before.market != after.market) return "market";
    if (before.currency != after.currency) return "currency";
    if (before.leverage != after.leverage) return "leverage";
    if (before.position_mode != after.position_mode) return "position_mode";
    return before.balances != after.balances ? "balances" : "";
}

}  // namespace

Decision decide(const Directory& directory, const OpenConnection& command, const DirectoryContext& context) {
    const std::size_t opened = directory.connections.size();
    if (opened >= connections_max) {
        return Error{"TOO_MANY_CONNECTIONS", std::to_string(connections_max) + " connections were opened, which is all there may be"};
    }
    if (is_taken(directory, command.settings.name, context.config)) {
        return Error{"NAME_TAKEN", "there is or was an account of the name " + command.settings.name};
    }
    const AccountId id{static_cast<std::uint16_t>(document_accounts_max + opened + 1)};
    DirectoryEvents events{ConnectionOpened{id, context.by, command.settings, context.config.limits.dedupe_window_hours, context.by, context.now}};
    // Section 26: a new connection trades by its owner's default, where it can.
    const auto chosen = directory.defaults.find(context.by);
    if (chosen == directory.defaults.end() || !chosen->second.has_value()) return events;
    const CataloguePreset* preset = directory.find_visible(*chosen->second, context.by);
    Connection made;
    made.account = id;
    made.owner = context.by;
    made.settings = command.settings;
    if (preset == nullptr || !misfits(*preset->current(), account_of(made), context.instruments).empty()) return events;
    events.push_back(PresetAssigned{{context.by, id}, chosen->second, context.by, context.now});
    return events;
}

Decision decide(const Directory& directory, const ChangeConnection& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.account, context);
    if (!found.ok()) return found.error();
    const ConnectionSettings& before = (*found)->settings;
    if (const auto field = fixed_field(before, command.settings); !field.empty()) {
        return Error{"NOT_CHANGEABLE", std::string(field) + " is what the books of " + before.name + " were begun with; open another connection"};
    }
    if (before == command.settings) return DirectoryEvents{};
    return DirectoryEvents{ConnectionChanged{command.account, command.settings, context.by, context.now}};
}

Decision decide(const Directory& directory, const RemoveConnection& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.account, context);
    if (!found.ok()) return found.error();
    if (context.trading.contains(command.account)) {
        return Error{"IN_USE", "connection " + (*found)->settings.name + " has open groups or waiting entries; close them first"};
    }
    DirectoryEvents events = end_subscriptions_of(directory, command.account, context);
    std::ranges::move(remove_bots_of(directory, command.account, context), std::back_inserter(events));
    const ConnectionKey key{(*found)->owner, command.account};
    const auto told = directory.assigned.find(key);
    if (told != directory.assigned.end() && told->second.has_value()) events.push_back(PresetAssigned{key, std::nullopt, context.by, context.now});
    events.push_back(ConnectionRemoved{command.account, context.by, context.now});
    return events;
}

Decision decide(const Directory& directory, const SealCredential& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.account, context);
    if (!found.ok()) return found.error();
    if (!command.credential.has_value() && !(*found)->credential.has_value()) return DirectoryEvents{};
    return DirectoryEvents{CredentialSealed{command.account, command.credential, context.by, context.now}};
}

Decision decide(const Directory& directory, const SetConnectionWebhook& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.account, context);
    if (!found.ok()) return found.error();
    if (!command.proof.has_value() && !(*found)->webhook.has_value()) return DirectoryEvents{};
    return DirectoryEvents{ConnectionWebhookSet{command.account, command.proof, context.by, context.now}};
}

}  // namespace trellis
