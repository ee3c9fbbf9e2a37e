// The directory: the presets that people made with all their versions, and who trades by which (B-22 to B-25). State only; it changes by
// apply alone. The templates of section 25 belong to the system: they are the same for everybody, and in the state only where an admin made
// a version of one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/config.hpp"
#include "engine/directory/events.hpp"

namespace trellis {

/// How many presets one owner may have made, deleted ones included.
inline constexpr std::uint32_t presets_per_owner_max = 10'000;
/// How many versions a preset may have.
inline constexpr std::uint32_t versions_per_preset_max = 256;

/// What a preset said from some moment on, for good (B-25).
struct PresetVersion {
    SharedPreset content;
    Timestamp at{};
    bool operator==(const PresetVersion&) const = default;
    static void fields(auto& self, auto&& each) { each(self.content, self.at); }
};

struct CataloguePreset {
    PresetId id;
    std::vector<PresetVersion> versions;   ///< version 1 first
    bool is_enabled = true;
    bool is_published = false;             ///< B-23
    bool is_deleted = false;               ///< B-24
    std::uint32_t revision = 0;            ///< counts every change, those of switches too
    Timestamp changed_at{};
    std::optional<PresetVersionId> cloned_from;
    bool operator==(const CataloguePreset&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.versions, self.is_enabled, self.is_published, self.is_deleted, self.revision, self.changed_at, self.cloned_from);
    }
    std::uint32_t version() const { return static_cast<std::uint32_t>(versions.size()); }
    std::string_view name() const { return versions.back().content->name; }
    bool is_template() const { return id.owner == system_owner; }
    /// The newest version, as enabled and as visible as it is now.
    SharedPreset current() const;
};

/// Names the directory where a desk, a group or a risk engine could stand as well: there is one.
struct DirectoryId {
    constexpr auto operator<=>(const DirectoryId&) const = default;
};

struct Directory {
    SharedMap<OwnerId, std::uint32_t> counters;                     ///< PresetIds come from here
    SharedMap<PresetId, CataloguePreset> presets;                   ///< deleted ones too; of the templates those with newer versions
    SharedMap<ConnectionKey, std::optional<PresetId>> assigned;     ///< where somebody said so; elsewhere the configuration does
    SharedMap<OwnerId, std::optional<PresetId>> defaults;           ///< the same
    std::map<AccountId, Connection> connections;                    ///< removed ones too
    std::map<OwnerId, std::uint32_t> subscription_counters;         ///< SubscriptionIds come from here
    std::map<SubscriptionId, CatalogueSubscription> subscriptions;  ///< ended ones too
    std::map<AccountId, bool> shared;                               ///< what others may copy, where somebody said so
    People people;                                                  ///< users and their tokens
    std::map<OwnerId, std::uint32_t> strategy_counters;             ///< StrategyIds come from here
    std::map<StrategyId, CatalogueStrategy> strategies;             ///< deleted ones too
    std::map<OwnerId, std::uint32_t> bot_counters;                  ///< BotIds come from here
    std::map<BotId, CatalogueBot> bots;                             ///< removed ones too
    bool operator==(const Directory&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.counters, self.presets, self.assigned, self.defaults, self.connections, self.subscription_counters, self.subscriptions,
             self.shared, self.people, self.strategy_counters, self.strategies, self.bot_counters, self.bots);
    }

    /// The only way it changes.
    void apply(const DirectoryEvent& event);

    /// Null: no such connection, or it is removed, or another's.
    const Connection* find_connection(AccountId id, OwnerId reader) const;

    /// Templates and deleted ones too.
    const CataloguePreset* find(PresetId id) const;
    /// What `reader` may see: his own, the templates, what others published. Not what is deleted.
    const CataloguePreset* find_visible(PresetId id, OwnerId reader) const;
    /// One's own that is not deleted. Null: there is none.
    const CatalogueSubscription* find_subscription(SubscriptionId id, OwnerId reader) const;
    const CatalogueStrategy* find_strategy(StrategyId id, OwnerId reader) const;
    const CatalogueStrategy* find_strategy(std::string_view name, OwnerId owner) const;
    const CatalogueBot* find_bot(BotId id, OwnerId reader) const;
    /// By its name: the owner's own, or a template.
    const CataloguePreset* find_named(std::string_view name, OwnerId owner) const;
    /// Everything that `reader` may see, templates first.
    std::vector<const CataloguePreset*> visible_to(OwnerId reader) const;
};

/// The templates of section 25 as the program has them, each at its version 1 (B-22).
const std::map<PresetId, CataloguePreset>& catalogue_templates();

/// Who refers to a preset (B-24).
struct PresetUsage {
    std::vector<ConnectionKey> connections;
    std::vector<OwnerId> defaults;
    std::vector<SubscriptionId> subscriptions;  ///< that are not deleted
    std::vector<BotId> bots;                    ///< that are not removed
    bool is_empty() const { return connections.empty() && defaults.empty() && subscriptions.empty() && bots.empty(); }
};
PresetUsage usage_of(const Directory& directory, PresetId preset);

/// The name of the preset that the account trades by, of its default: as somebody assigned it, else as the document says. Empty: none.
std::string connection_preset(const Directory& directory, const AccountConfig& account);
std::string default_preset(const Directory& directory, const Config& config, OwnerId owner);

/// The rules that desks choose from, oldest first: on a tie they go before those of the document (D-12), which nobody said at run time.
std::vector<StrategyRule> strategy_rules(const Directory& directory);
StrategyRule rule_of(const CatalogueStrategy& known);
/// The part of check_invariants that is about strategies.
void check_strategies(const Directory& directory);

/// Names, versions and references. Throws InvariantBroken.
void check_invariants(const Directory& directory);

}  // namespace trellis
