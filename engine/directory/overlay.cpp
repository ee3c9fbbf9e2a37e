#include "engine/directory/overlay.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace trellis {

namespace {

// ---- presets: by far the most, so each on its own; nobody's has the name of a template ----

/// `how(OwnPresets&)` on what is laid of a user, who leaves the list when that is nothing.
template <class How>
void change_owner(Config& config, OwnerId owner, const How& how) {
    config.owners.emplace(owner, OwnPresets{});
    config.owners.change(owner, how);
    const OwnPresets& own = config.owners.at(owner);
    if (own.presets.empty() && own.user_default.empty()) config.owners.erase(owner);
}

template <class How>
void change_versions(Config& config, OwnerId owner, const How& how) {
    config.preset_versions.emplace(owner, {});
    config.preset_versions.change(owner, how);
    if (config.preset_versions.at(owner).empty()) config.preset_versions.erase(owner);
}

void put_preset(Config& config, const CataloguePreset& known) {
    const std::string name(known.name());
    const OwnerId owner = known.id.owner;
    change_versions(config, owner, [&](auto& versions) { versions.insert_or_assign(name, PresetVersionId{known.id, known.version()}); });
    if (owner == operator_owner || known.is_template()) return config.presets.insert_or_assign(name, known.current());
    change_owner(config, owner, [&](OwnPresets& own) { own.presets.insert_or_assign(name, known.current()); });
}

void take_preset_away(Config& config, const Config& document, const CataloguePreset& known) {
    const OwnerId owner = known.id.owner;
    change_versions(config, owner, [&](auto& versions) { versions.erase(known.name()); });
    if (owner != operator_owner) return change_owner(config, owner, [&](OwnPresets& own) { own.presets.erase(known.name()); });
    const auto hidden = document.presets.find(known.name());
    if (hidden == document.presets.end()) {
        config.presets.erase(known.name());
    } else {
        config.presets.insert_or_assign(hidden->first, hidden->second);
    }
}

void lay_presets(Config& config, const Directory& directory) {
    for (const auto& [id, seeded] : catalogue_templates()) put_preset(config, *directory.find(id));
    for (const auto& [id, known] : directory.presets) {
        if (!known.is_deleted && !known.is_template()) put_preset(config, known);
    }
}

// ---- who trades by which unless something else is said ----

void lay_default(Config& config, const Config& document, const Directory& directory, OwnerId owner) {
    const std::string chosen = default_preset(directory, document, owner);
    if (owner == operator_owner) {
        config.preset_settings.user_default = chosen;
    } else {
        change_owner(config, owner, [&](OwnPresets& own) { own.user_default = chosen; });
    }
}

// ---- the rest: as many as there are accounts, every time ----

std::string assigned_name(const Directory& directory, const std::optional<PresetId>& preset) {
    if (!preset.has_value()) return "";
    const CataloguePreset* found = directory.find(*preset);
    return found == nullptr || found->is_deleted ? "" : std::string(found->name());
}

void lay_accounts(Config& config, const Directory& directory) {
    const auto rules = strategy_rules(directory);
    config.strategies.insert(config.strategies.begin(), rules.begin(), rules.end());
    for (const auto& [id, connection] : directory.connections) config.accounts.push_back(account_of(connection));
    for (auto& account : config.accounts) account.preset = connection_preset(directory, account);
    for (const auto& [id, known] : directory.subscriptions) {
        config.subscriptions.push_back({id, known.terms, known.state, known.created_at, assigned_name(directory, known.preset)});
    }
    for (const auto& [id, known] : directory.bots) {
        if (known.state == BotState::removed) continue;
        config.bots.push_back({id, known.terms, known.state, assigned_name(directory, known.preset), known.flattens});
    }
}

// ---- what an event was about ----

std::optional<PresetId> preset_of(const DirectoryEvent& event) {
    if (const auto* made = std::get_if<PresetCreated>(&event)) return made->preset;
    if (const auto* revised = std::get_if<PresetRevised>(&event)) return revised->made.preset;
    if (const auto* published = std::get_if<PresetVisibilityChanged>(&event)) return published->preset;
    if (const auto* switched = std::get_if<PresetSwitched>(&event)) return switched->preset;
    if (const auto* deleted = std::get_if<PresetDeleted>(&event)) return deleted->preset;
    return std::nullopt;
}

}  // namespace

bool concerns(const DirectoryEvent& event, const AccountConfig& account) {
    const auto is_of = [&](OwnerId owner) { return owner == account.owner || owner == system_owner; };
    return std::visit(
        [&]<class E>(const E& one) {
            if constexpr (std::is_same_v<E, PresetRevised>) {
                return is_of(one.made.preset.owner);
            } else if constexpr (std::is_same_v<E, PresetAssigned>) {
                return one.connection.account == account.id;
            } else if constexpr (std::is_same_v<E, DefaultPresetChosen>) {
                return is_of(one.owner);
            } else if constexpr (requires { one.bot.owner; }) {
                return is_of(one.bot.owner);
            } else if constexpr (requires { one.subscription.owner; }) {
                return is_of(one.subscription.owner);
            } else if constexpr (requires { one.strategy.owner; }) {
                return is_of(one.strategy.owner);
            } else if constexpr (requires { one.preset.owner; }) {
                return is_of(one.preset.owner);
            } else if constexpr (requires { one.account; }) {
                return one.account == account.id;
            } else {
                return false;  // of people
            }
        },
        event);
}

Config with_directory(const Config& document, const Directory& directory) {
    Config config = document;
    lay_presets(config, directory);
    for (const auto& [owner, chosen] : directory.defaults) lay_default(config, document, directory, owner);
    lay_accounts(config, directory);
    return config;
}

Config with_changes(const Config& laid, const Config& document, const Directory& before, const Directory& after,
                    std::span<const DirectoryEvent> events) {
    Config config = document;
    config.presets = laid.presets;
    config.owners = laid.owners;
    config.preset_versions = laid.preset_versions;
    config.preset_zones = laid.preset_zones;
    config.preset_settings.user_default = laid.preset_settings.user_default;
    std::set<PresetId> presets;
    std::set<OwnerId> defaults;
    for (const auto& event : events) {
        if (const auto* chosen = std::get_if<DefaultPresetChosen>(&event)) defaults.insert(chosen->owner);
        if (const auto preset = preset_of(event)) presets.insert(*preset);
    }
    for (const PresetId id : presets) {  // every name that was before any that is now: one may have become another's
        const CataloguePreset* was = before.find(id);
        if (was != nullptr && !was->is_deleted && !was->is_template()) take_preset_away(config, document, *was);
    }
    for (const PresetId id : presets) {
        const CataloguePreset& is = *after.find(id);
        if (!is.is_deleted) put_preset(config, is);
        if (after.defaults.contains(id.owner)) defaults.insert(id.owner);
    }
    for (const OwnerId owner : defaults) lay_default(config, document, after, owner);
    lay_accounts(config, after);
    return config;
}

}  // namespace trellis
