// What each command makes happen; refusals in the order in which a person would ask: is it there, is it mine, is it still as I saw it, may
// it be so.
#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/directory/commands.hpp"
#include "engine/directory/free_name.hpp"
#include "engine/directory/people_changes.hpp"
#include "engine/preset/validate.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

constexpr std::size_t preset_name_bytes_max = 255;

Error not_found(PresetId id) { return {"NOT_FOUND", "there is no preset " + text(id)}; }

std::optional<Error> stale(const CataloguePreset& found, const DirectoryContext& context) {
    if (!context.expected_revision.has_value() || *context.expected_revision == found.revision) return std::nullopt;
    return Error{"VERSION_STALE", "preset " + text(found.id) + " is at revision " + std::to_string(found.revision)};
}

/// B-22: the preset, when whoever asks may change it and it is as he saw it.
Result<const CataloguePreset*> changeable(const Directory& directory, PresetId id, const DirectoryContext& context) {
    const CataloguePreset* found = directory.find_visible(id, context.by);
    if (found == nullptr) return not_found(id);
    if (found->is_template()) {
        return Error{"TEMPLATE_READ_ONLY", std::string(found->name()) + " is a template: an admin makes versions of it, and that is all; clone it"};
    }
    if (id.owner != context.by) return Error{"NOT_OWNER", "preset " + text(id) + " belongs to somebody else; clone it"};
    if (auto late = stale(*found, context)) return *late;
    return found;
}

/// B-22: of a template nothing but a version is made, by an admin.
Result<const CataloguePreset*> revisable(const Directory& directory, PresetId id, const DirectoryContext& context) {
    const CataloguePreset* found = directory.find_visible(id, context.by);
    const bool is_for_admins = found != nullptr && found->is_template() && is_admin(directory.people, context.by);
    if (!is_for_admins) return changeable(directory, id, context);
    if (auto late = stale(*found, context)) return *late;
    return found;
}

/// Everything a stored content has to be; `self`: whose name it may keep.
std::optional<Error> refusal_of(const Directory& directory, const Preset& content, OwnerId owner, const CataloguePreset* self) {
    const auto faults = faults_of(content);
    if (!faults.empty()) {
        const auto& first = faults.front();
        return Error{"INVALID_PRESET", first.field + (first.value.empty() ? "" : " " + first.value) + ": " + first.rule + "; " + first.hint};
    }
    const CataloguePreset* namesake = directory.find_named(content.name, owner);
    if (namesake != nullptr && namesake != self) {
        return Error{"NAME_TAKEN", "preset " + text(namesake->id) + " has the name " + content.name};
    }
    return std::nullopt;
}

Result<PresetId> next_id(const Directory& directory, OwnerId owner) {
    const auto counter = directory.counters.find(owner);
    const std::uint32_t made = counter == directory.counters.end() ? 0 : counter->second;
    if (made >= presets_per_owner_max) {
        return Error{"TOO_MANY_PRESETS", std::to_string(presets_per_owner_max) + " presets were made, which is all there may be"};
    }
    return PresetId{owner, made + 1};
}

Decision create(const Directory& directory, Preset content, std::optional<PresetVersionId> origin, const DirectoryContext& context) {
    content.is_template = false;
    if (auto refused = refusal_of(directory, content, context.by, nullptr)) return *refused;
    const auto id = next_id(directory, context.by);
    if (!id.ok()) return id.error();
    return DirectoryEvents{PresetCreated{*id, content, origin, context.by, context.now}};
}

Decision revise(const Directory& directory, const RevisePreset& command, const DirectoryContext& context) {
    const auto found = revisable(directory, command.preset, context);
    if (!found.ok()) return found.error();
    const CataloguePreset& known = **found;
    Preset content = command.content;
    content.is_template = known.is_template();
    if (known.is_template()) {
        content.visibility = PresetVisibility::marketplace;
        if (content.name != known.name()) return Error{"INVALID_PRESET", "the template " + std::string(known.name()) + " keeps its name"};
    }
    if (content == *known.current()) return DirectoryEvents{};
    if (auto refused = refusal_of(directory, content, known.id.owner, &known)) return *refused;
    if (known.version() >= versions_per_preset_max) {
        return Error{"TOO_MANY_VERSIONS", "preset " + text(known.id) + " has " + std::to_string(known.version()) + " versions; clone it"};
    }
    return DirectoryEvents{PresetRevised{{known.id, known.version() + 1}, content, context.by, context.now}};
}

Decision clone(const Directory& directory, const ClonePreset& command, const DirectoryContext& context) {
    const CataloguePreset* found = directory.find_visible(command.preset, context.by);
    if (found == nullptr) return not_found(command.preset);
    Preset content = *found->current();
    if (!content.clonable) return Error{"NOT_CLONABLE", "preset " + text(command.preset) + " may not be cloned"};
    const auto is_free = [&](const std::string& name) { return directory.find_named(name, context.by) == nullptr; };
    content.name = command.name.empty() ? copy_name(found->name(), preset_name_bytes_max, is_free) : command.name;
    content.visibility = PresetVisibility::private_one;
    return create(directory, std::move(content), PresetVersionId{found->id, found->version()}, context);
}

/// B-23: what everybody may take over has to be valid by today's rules.
Decision publish(const Directory& directory, const PublishPreset& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.preset, context);
    if (!found.ok()) return found.error();
    const CataloguePreset& known = **found;
    if (known.is_published == command.is_published) return DirectoryEvents{};
    if (command.is_published) {
        if (auto refused = refusal_of(directory, *known.current(), known.id.owner, &known)) return *refused;
    }
    return DirectoryEvents{PresetVisibilityChanged{known.id, command.is_published, context.by, context.now}};
}

Decision turn(const Directory& directory, const SwitchPreset& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.preset, context);
    if (!found.ok()) return found.error();
    if ((*found)->is_enabled == command.is_enabled) return DirectoryEvents{};
    return DirectoryEvents{PresetSwitched{command.preset, command.is_enabled, context.by, context.now}};
}

std::string words(const PresetUsage& usage, const Config& config) {
    std::string all;
    const auto add = [&](const std::string& one) { all += (all.empty() ? "" : ", ") + one; };
    for (const auto& connection : usage.connections) {
        const AccountConfig* account = find_account(config, connection.account);
        add("account " + (account == nullptr ? std::to_string(connection.account.value) : account->name));
    }
    if (!usage.defaults.empty()) add("the default");
    for (const SubscriptionId subscription : usage.subscriptions) add("subscription " + text(subscription));
    for (const BotId bot : usage.bots) add("bot " + text(bot));
    return all;
}

Decision remove(const Directory& directory, const DeletePreset& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.preset, context);
    if (!found.ok()) return found.error();
    const PresetUsage usage = usage_of(directory, command.preset);
    if (!usage.is_empty() && !command.is_forced) {
        return Error{"IN_USE", "preset " + text(command.preset) + " is used by " + words(usage, context.config) + "; unassign it, or force (B-24)"};
    }
    DirectoryEvents events;
    for (const auto& connection : usage.connections) events.push_back(PresetAssigned{connection, std::nullopt, context.by, context.now});
    for (const OwnerId owner : usage.defaults) events.push_back(DefaultPresetChosen{owner, std::nullopt, context.by, context.now});
    for (const SubscriptionId subscription : usage.subscriptions) {
        events.push_back(SubscriptionPresetAssigned{subscription, std::nullopt, context.by, context.now});
    }
    for (const BotId bot : usage.bots) events.push_back(BotPresetAssigned{bot, std::nullopt, context.by, context.now});
    events.push_back(PresetDeleted{command.preset, context.by, context.now});
    return events;
}

Decision assign(const Directory& directory, const AssignPreset& command, const DirectoryContext& context) {
    const AccountConfig* account = find_account(context.config, command.account);
    if (account == nullptr || account->owner != context.by) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + std::to_string(command.account.value)};
    }
    const ConnectionKey connection{context.by, command.account};
    const auto told = directory.assigned.find(connection);
    if (told != directory.assigned.end() && told->second == command.preset) return DirectoryEvents{};
    if (command.preset.has_value()) {
        const auto found = assignable(directory, *command.preset, context.by);
        if (!found.ok()) return found.error();
        const auto wrong = misfits(*(*found)->current(), *account, context.instruments);
        if (!wrong.empty()) return wrong.front();
    }
    return DirectoryEvents{PresetAssigned{connection, command.preset, context.by, context.now}};
}

Decision choose_default(const Directory& directory, const ChooseDefaultPreset& command, const DirectoryContext& context) {
    const auto told = directory.defaults.find(context.by);
    if (told != directory.defaults.end() && told->second == command.preset) return DirectoryEvents{};
    if (command.preset.has_value()) {
        const auto found = assignable(directory, *command.preset, context.by);
        if (!found.ok()) return found.error();
    }
    return DirectoryEvents{DefaultPresetChosen{context.by, command.preset, context.by, context.now}};
}

}  // namespace

Result<const CataloguePreset*> assignable(const Directory& directory, PresetId id, OwnerId owner) {
    const CataloguePreset* found = directory.find_visible(id, owner);
    if (found == nullptr) return not_found(id);
    if (!found->is_template() && id.owner != owner) return Error{"NOT_OWNER", "preset " + text(id) + " belongs to somebody else; clone it"};
    return found;
}

Result<DirectoryEvents> decide(const Directory& directory, const DirectoryCommand& command, const DirectoryContext& context) {
    return std::visit(Overloaded{
                          [&](const CreatePreset& told) { return create(directory, told.content, std::nullopt, context); },
                          [&](const RevisePreset& told) { return revise(directory, told, context); },
                          [&](const ClonePreset& told) { return clone(directory, told, context); },
                          [&](const PublishPreset& told) { return publish(directory, told, context); },
                          [&](const SwitchPreset& told) { return turn(directory, told, context); },
                          [&](const DeletePreset& told) { return remove(directory, told, context); },
                          [&](const AssignPreset& told) { return assign(directory, told, context); },
                          [&](const ChooseDefaultPreset& told) { return choose_default(directory, told, context); },
                          [&](const OpenConnection& told) { return decide(directory, told, context); },
                          [&](const ChangeConnection& told) { return decide(directory, told, context); },
                          [&](const RemoveConnection& told) { return decide(directory, told, context); },
                          [&](const SealCredential& told) { return decide(directory, told, context); },
                          [&](const SetConnectionWebhook& told) { return decide(directory, told, context); },
                          [&](const CreateSubscription& told) { return decide(directory, told, context); },
                          [&](const ReviseSubscription& told) { return decide(directory, told, context); },
                          [&](const SwitchSubscription& told) { return decide(directory, told, context); },
                          [&](const AssignSubscriptionPreset& told) { return decide(directory, told, context); },
                          [&](const ShareAccount& told) { return decide(directory, told, context); },
                          [&](const CreateStrategy& told) { return decide(directory, told, context); },
                          [&](const CloneStrategy& told) { return decide(directory, told, context); },
                          [&](const ReviseStrategy& told) { return decide(directory, told, context); },
                          [&](const DeleteStrategy& told) { return decide(directory, told, context); },
                          [&](const CreateUser& told) { return decide(directory, told, context); },
                          [&](const ChangeUser& told) { return decide(directory, told, context); },
                          [&](const ChangePassword& told) { return decide(directory, told, context); },
                          [&](const DeleteUser& told) { return decide(directory, told, context); },
                          [&](const CreateToken& told) { return decide(directory, told, context); },
                          [&](const RevokeToken& told) { return decide(directory, told, context); },
                          [&](const NoteAction& told) { return decide(directory, told, context); },
                          [&](const CreateBot& told) { return decide(directory, told, context); },
                          [&](const ReviseBot& told) { return decide(directory, told, context); },
                          [&](const SwitchBot& told) { return decide(directory, told, context); },
                          [&](const AssignBotPreset& told) { return decide(directory, told, context); },
                      },
                      command);
}

}  // namespace trellis
