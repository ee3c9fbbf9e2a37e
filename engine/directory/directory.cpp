#include "engine/directory/directory.hpp"

#include <algorithm>
#include <set>

#include "engine/base/check.hpp"
#include "engine/preset/templates.hpp"

namespace trellis {

namespace {

PresetVisibility visibility_of(bool is_published) { return is_published ? PresetVisibility::marketplace : PresetVisibility::private_one; }

std::string name_of(const Directory& directory, const std::optional<PresetId>& preset) {
    if (!preset.has_value()) return "";
    const CataloguePreset* found = directory.find(*preset);
    return found == nullptr || found->is_deleted ? "" : std::string(found->name());
}

const CataloguePreset* template_named(std::string_view name) {
    for (const auto& [id, known] : catalogue_templates()) {
        if (known.name() == name) return &known;
    }
    return nullptr;
}

}  // namespace

std::string text(PresetId id) { return "p" + std::to_string(id.owner.value) + "." + std::to_string(id.counter); }

SharedPreset CataloguePreset::current() const {
    const SharedPreset& newest = versions.back().content;
    if (newest->enabled == is_enabled && newest->visibility == visibility_of(is_published)) return newest;
    Preset shown = *newest;
    shown.enabled = is_enabled;
    shown.visibility = visibility_of(is_published);
    return SharedPreset(shown);
}

const std::map<PresetId, CataloguePreset>& catalogue_templates() {
    static const std::map<PresetId, CataloguePreset> templates = [] {
        std::map<PresetId, CataloguePreset> all;
        for (const auto& preset : preset_templates()) {
            CataloguePreset one;
            one.id = {system_owner, static_cast<std::uint32_t>(all.size() + 1)};
            one.versions.push_back({preset, Timestamp{}});
            one.is_enabled = preset.enabled;
            one.is_published = true;
            one.revision = 1;
            all.emplace(one.id, std::move(one));
        }
        return all;
    }();
    return templates;
}

AccountConfig account_of(const Connection& connection) {
    const ConnectionSettings& settings = connection.settings;
    AccountConfig account;
    account.id = connection.account;
    account.owner = connection.owner;
    account.name = settings.name;
    account.venue = settings.venue;
    account.market = settings.market;
    account.currency = settings.currency;
    account.leverage = settings.leverage;
    account.position_mode = settings.position_mode;
    account.enabled = settings.is_enabled && !connection.is_removed;
    account.use_signal_sl = settings.use_signal_sl;
    account.use_signal_tp = settings.use_signal_tp;
    account.pip = settings.pip;
    account.balances = settings.balances;
    return account;
}

const Connection* Directory::find_connection(AccountId id, OwnerId reader) const {
    const auto found = connections.find(id);
    if (found == connections.end() || found->second.is_removed || found->second.owner != reader) return nullptr;
    return &found->second;
}

const CataloguePreset* Directory::find(PresetId id) const {
    if (const auto found = presets.find(id); found != presets.end()) return &found->second;
    const auto known = catalogue_templates().find(id);
    return known == catalogue_templates().end() ? nullptr : &known->second;
}

const CataloguePreset* Directory::find_visible(PresetId id, OwnerId reader) const {
    const CataloguePreset* found = find(id);
    if (found == nullptr || found->is_deleted) return nullptr;
    return id.owner == reader || found->is_published ? found : nullptr;
}

const CatalogueSubscription* Directory::find_subscription(SubscriptionId id, OwnerId reader) const {
    const auto found = id.owner == reader ? subscriptions.find(id) : subscriptions.end();
    if (found == subscriptions.end() || found->second.state == SubscriptionState::ended) return nullptr;
    return &found->second;
}

const CatalogueBot* Directory::find_bot(BotId id, OwnerId reader) const {
    const auto found = id.owner == reader ? bots.find(id) : bots.end();
    return found == bots.end() || found->second.state == BotState::removed ? nullptr : &found->second;
}

const CataloguePreset* Directory::find_named(std::string_view name, OwnerId owner) const {
    for (auto at = presets.lower_bound({owner, 0}); at != presets.end() && at->first.owner == owner; ++at) {
        if (!at->second.is_deleted && at->second.name() == name) return &at->second;
    }
    const CataloguePreset* known = template_named(name);
    return known == nullptr ? nullptr : find(known->id);
}

std::vector<const CataloguePreset*> Directory::visible_to(OwnerId reader) const {
    std::vector<const CataloguePreset*> all;
    for (const auto& [id, known] : catalogue_templates()) all.push_back(find(id));
    for (const auto& [id, known] : presets) {
        if (!known.is_template() && !known.is_deleted && (id.owner == reader || known.is_published)) all.push_back(&known);
    }
    return all;
}

PresetUsage usage_of(const Directory& directory, PresetId preset) {
    PresetUsage usage;
    for (const auto& [connection, assigned] : directory.assigned) {
        if (assigned == preset) usage.connections.push_back(connection);
    }
    for (const auto& [owner, chosen] : directory.defaults) {
        if (chosen == preset) usage.defaults.push_back(owner);
    }
    for (const auto& [id, known] : directory.subscriptions) {
        if (known.preset == preset && known.state != SubscriptionState::ended) usage.subscriptions.push_back(id);
    }
    for (const auto& [id, known] : directory.bots) {
        if (known.preset == preset && known.state != BotState::removed) usage.bots.push_back(id);
    }
    return usage;
}

std::string connection_preset(const Directory& directory, const AccountConfig& account) {
    const auto told = directory.assigned.find({account.owner, account.id});
    return told == directory.assigned.end() ? account.preset : name_of(directory, told->second);
}

std::string default_preset(const Directory& directory, const Config& config, OwnerId owner) {
    const auto chosen = directory.defaults.find(owner);
    return chosen == directory.defaults.end() ? user_default_of(config, owner) : name_of(directory, chosen->second);
}

namespace {

void check_preset(const PresetId& id, const CataloguePreset& known) {
    TRELLIS_CHECK(known.id == id, "a preset is kept under its own id");
    TRELLIS_CHECK(!known.versions.empty(), "a preset has a version");
    TRELLIS_CHECK(known.versions.size() <= versions_per_preset_max, "versions are limited");
    TRELLIS_CHECK(known.revision >= known.version(), "each version is a change");
}

/// A version of a template is like the template in all that makes it one.
void check_template(const PresetId& id, const CataloguePreset& known) {
    const auto seeded = catalogue_templates().find(id);
    TRELLIS_CHECK(seeded != catalogue_templates().end() && seeded->second.name() == known.name(), "a template keeps its name");
    TRELLIS_CHECK(known.is_published && !known.is_deleted && known.current()->is_template, "a template is everybody's");
}

void check_reference(const Directory& directory, OwnerId owner, const std::optional<PresetId>& preset) {
    if (!preset.has_value()) return;
    const CataloguePreset* found = directory.find(*preset);
    TRELLIS_CHECK(found != nullptr, "what is assigned exists");
    TRELLIS_CHECK(!found->is_deleted, "what is deleted is assigned nowhere");
    TRELLIS_CHECK(preset->owner == owner || preset->owner == system_owner, "what is assigned is one's own, or a template");
}

}  // namespace

void check_invariants(const Directory& directory) {
    std::set<std::pair<OwnerId, std::string_view>> names;
    for (const auto& [id, known] : directory.presets) {
        check_preset(id, known);
        if (known.is_template()) {
            check_template(id, known);
            continue;
        }
        TRELLIS_CHECK(id.counter >= 1 && id.counter <= directory.counters.at(id.owner), "ids come from the counter of their owner");
        if (known.is_deleted) continue;
        TRELLIS_CHECK(names.emplace(id.owner, known.name()).second, "a name is given once per owner");
        TRELLIS_CHECK(template_named(known.name()) == nullptr, "the names of templates are taken");
    }
    for (const auto& [id, connection] : directory.connections) {
        TRELLIS_CHECK(connection.account == id, "a connection is kept under its own id");
        TRELLIS_CHECK(id.value > document_accounts_max, "the document's accounts are not connections");
    }
    for (const auto& [id, known] : directory.subscriptions) {
        TRELLIS_CHECK(known.id == id, "a subscription is kept under its own id");
        TRELLIS_CHECK(id.counter >= 1 && id.counter <= directory.subscription_counters.at(id.owner), "ids come from the counter of their owner");
        TRELLIS_CHECK(known.terms.leader != known.terms.follower, "nobody copies himself");
        if (known.state != SubscriptionState::ended) check_reference(directory, id.owner, known.preset);
    }
    check_strategies(directory);
    for (const auto& [id, known] : directory.bots) {
        TRELLIS_CHECK(known.id == id, "a bot is kept under its own id");
        TRELLIS_CHECK(id.counter >= 1 && id.counter <= directory.bot_counters.at(id.owner), "ids come from the counter of their owner");
        if (known.state == BotState::removed) continue;
        check_reference(directory, id.owner, known.preset);
        TRELLIS_CHECK(!known.flattens || known.state == BotState::stopped, "only one that is stopped flattens");
        TRELLIS_CHECK(known.terms.ladder.has_value() == (known.terms.strategy == BotStrategy::chosen), "a ladder is named where one is chosen");
        const bool has_ladder = !known.terms.ladder.has_value() || directory.find_strategy(*known.terms.ladder, id.owner) != nullptr;
        TRELLIS_CHECK(has_ladder, "a strategy that is a bot's ladder is there");
    }
    check_invariants(directory.people);
    for (const auto& [connection, preset] : directory.assigned) check_reference(directory, connection.owner, preset);
    for (const auto& [owner, preset] : directory.defaults) check_reference(directory, owner, preset);
}

}  // namespace trellis
