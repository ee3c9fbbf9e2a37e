// How each event changes the directory: one short function per event. Nothing here decides anything.
#include "engine/base/check.hpp"
#include "engine/directory/directory.hpp"
#include "engine/directory/people_changes.hpp"

namespace trellis {

namespace {

void note_change(CataloguePreset& preset, Timestamp at) {
    ++preset.revision;
    preset.changed_at = at;
}

/// `how(CataloguePreset&)`, which counts as a change of that moment.
template <class How>
void change_preset(Directory& directory, PresetId id, Timestamp at, const How& how) {
    if (id.owner == system_owner && !directory.presets.contains(id)) {
        // The first version that an admin makes of a template stands behind the one that the program has.
        const auto seeded = catalogue_templates().find(id);
        TRELLIS_CHECK(seeded != catalogue_templates().end(), "an event of a template names one that there is");
        directory.presets.emplace(id, seeded->second);
    }
    TRELLIS_CHECK(directory.presets.contains(id), "an event of a preset names one that was created");
    directory.presets.change(id, [&](CataloguePreset& preset) {
        TRELLIS_CHECK(!preset.is_deleted, "a deleted preset stays as it is");
        how(preset);
        note_change(preset, at);
    });
}

void take(CataloguePreset& preset, const SharedPreset& content, Timestamp at) {
    preset.versions.push_back({content, at});
    preset.is_enabled = content->enabled;
    preset.is_published = content->visibility == PresetVisibility::marketplace;
}

void on(Directory& directory, const PresetCreated& event) {
    const auto counter = directory.counters.find(event.preset.owner);
    const std::uint32_t made = counter == directory.counters.end() ? 0 : counter->second;
    TRELLIS_CHECK(event.preset.counter == made + 1, "presets are numbered without gaps");
    directory.counters.insert_or_assign(event.preset.owner, event.preset.counter);
    CataloguePreset preset;
    preset.id = event.preset;
    preset.cloned_from = event.cloned_from;
    take(preset, event.content, event.at);
    note_change(preset, event.at);
    directory.presets.emplace(event.preset, std::move(preset));
}

void on(Directory& directory, const PresetRevised& event) {
    change_preset(directory, event.made.preset, event.at, [&](CataloguePreset& preset) {
        TRELLIS_CHECK(event.made.version == preset.version() + 1, "versions are numbered without gaps");
        take(preset, event.content, event.at);
    });
}

void on(Directory& directory, const PresetVisibilityChanged& event) {
    change_preset(directory, event.preset, event.at, [&](CataloguePreset& preset) { preset.is_published = event.is_published; });
}

void on(Directory& directory, const PresetSwitched& event) {
    change_preset(directory, event.preset, event.at, [&](CataloguePreset& preset) { preset.is_enabled = event.is_enabled; });
}

void on(Directory& directory, const PresetDeleted& event) {
    change_preset(directory, event.preset, event.at, [](CataloguePreset& preset) { preset.is_deleted = true; });
}

void on(Directory& directory, const PresetAssigned& event) { directory.assigned.insert_or_assign(event.connection, event.preset); }

void on(Directory& directory, const DefaultPresetChosen& event) { directory.defaults.insert_or_assign(event.owner, event.preset); }

Connection& connection_of(Directory& directory, AccountId id) {
    const auto found = directory.connections.find(id);
    TRELLIS_CHECK(found != directory.connections.end(), "events name connections that were opened");
    return found->second;
}

void note_change(Connection& connection, Timestamp at) {
    ++connection.revision;
    connection.changed_at = at;
}

void on(Directory& directory, const ConnectionOpened& event) {
    TRELLIS_CHECK(event.account.value == document_accounts_max + directory.connections.size() + 1, "connections are numbered without gaps");
    Connection connection;
    connection.account = event.account;
    connection.owner = event.owner;
    connection.settings = event.settings;
    connection.dedupe_window_hours = event.dedupe_window_hours;
    connection.opened_at = event.at;
    note_change(connection, event.at);
    directory.connections.emplace(event.account, std::move(connection));
}

void on(Directory& directory, const ConnectionChanged& event) {
    Connection& connection = connection_of(directory, event.account);
    connection.settings = event.settings;
    note_change(connection, event.at);
}

void on(Directory& directory, const ConnectionRemoved& event) {
    Connection& connection = connection_of(directory, event.account);
    connection.is_removed = true;
    connection.credential.reset();
    connection.webhook.reset();
    note_change(connection, event.at);
}

void on(Directory& directory, const CredentialSealed& event) {
    Connection& connection = connection_of(directory, event.account);
    connection.credential = event.credential;
    note_change(connection, event.at);
}

void on(Directory& directory, const ConnectionWebhookSet& event) {
    Connection& connection = connection_of(directory, event.account);
    connection.webhook = event.proof;
    note_change(connection, event.at);
}

CatalogueSubscription& subscription_of(Directory& directory, SubscriptionId id, Timestamp at) {
    const auto found = directory.subscriptions.find(id);
    TRELLIS_CHECK(found != directory.subscriptions.end(), "an event of a subscription names one that was created");
    ++found->second.revision;
    found->second.changed_at = at;
    return found->second;
}

void on(Directory& directory, const SubscriptionCreated& event) {
    std::uint32_t& counter = directory.subscription_counters[event.subscription.owner];
    TRELLIS_CHECK(event.subscription.counter == counter + 1, "subscriptions are numbered without gaps");
    counter = event.subscription.counter;
    directory.subscriptions.emplace(event.subscription, CatalogueSubscription{event.subscription, event.terms, SubscriptionState::active,
                                                                              std::nullopt, 1, event.at, event.at});
}

void on(Directory& directory, const SubscriptionRevised& event) {
    subscription_of(directory, event.subscription, event.at).terms = event.terms;
}

void on(Directory& directory, const SubscriptionSwitched& event) {
    subscription_of(directory, event.subscription, event.at).state = event.state;
}

void on(Directory& directory, const SubscriptionPresetAssigned& event) {
    subscription_of(directory, event.subscription, event.at).preset = event.preset;
}

CatalogueStrategy& strategy_of(Directory& directory, StrategyId id, Timestamp at) {
    const auto found = directory.strategies.find(id);
    TRELLIS_CHECK(found != directory.strategies.end(), "an event of a strategy names one that was created");
    TRELLIS_CHECK(!found->second.is_deleted, "a deleted strategy stays as it is");
    ++found->second.revision;
    found->second.changed_at = at;
    return found->second;
}

CatalogueBot& bot_of(Directory& directory, BotId id, Timestamp at) {
    const auto found = directory.bots.find(id);
    TRELLIS_CHECK(found != directory.bots.end(), "an event of a bot names one that was created");
    ++found->second.revision;
    found->second.changed_at = at;
    return found->second;
}

void on(Directory& directory, const StrategyCreated& event) {
    std::uint32_t& counter = directory.strategy_counters[event.strategy.owner];
    TRELLIS_CHECK(event.strategy.counter == counter + 1, "strategies are numbered without gaps");
    counter = event.strategy.counter;
    directory.strategies.emplace(event.strategy,
                                 CatalogueStrategy{event.strategy, event.terms, false, event.cloned_from, 1, event.at, event.at});
}

void on(Directory& directory, const StrategyRevised& event) { strategy_of(directory, event.strategy, event.at).terms = event.terms; }

void on(Directory& directory, const StrategyDeleted& event) { strategy_of(directory, event.strategy, event.at).is_deleted = true; }

void on(Directory& directory, const BotCreated& event) {
    std::uint32_t& counter = directory.bot_counters[event.bot.owner];
    TRELLIS_CHECK(event.bot.counter == counter + 1, "bots are numbered without gaps");
    counter = event.bot.counter;
    directory.bots.emplace(event.bot, CatalogueBot{event.bot, event.terms, BotState::stopped, std::nullopt, 1, event.at, event.at});
}

void on(Directory& directory, const BotRevised& event) { bot_of(directory, event.bot, event.at).terms = event.terms; }

void on(Directory& directory, const BotSwitched& event) {
    CatalogueBot& bot = bot_of(directory, event.bot, event.at);
    bot.state = event.state;
    bot.flattens = event.flattens;
}

void on(Directory& directory, const BotPresetAssigned& event) { bot_of(directory, event.bot, event.at).preset = event.preset; }

void on(Directory& directory, const AccountShared& event) { directory.shared[event.account] = event.is_shared; }

}  // namespace

void Directory::apply(const DirectoryEvent& event) {
    std::visit([this](const auto& happened) { on(*this, happened); }, event);
}

}  // namespace trellis
