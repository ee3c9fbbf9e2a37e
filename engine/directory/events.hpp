// What can happen in the directory: presets come, get versions, are shown, switched and deleted, and are assigned (B-22 to B-25). Each
// says whose doing it was (Z-10).
#pragma once

#include <optional>
#include <variant>

#include "engine/base/closed_union.hpp"
#include "engine/base/time.hpp"
#include "engine/directory/bots.hpp"
#include "engine/directory/connection_events.hpp"
#include "engine/directory/people_events.hpp"
#include "engine/directory/preset_id.hpp"
#include "engine/directory/strategies.hpp"
#include "engine/directory/subscriptions.hpp"
#include "engine/event/tags.hpp"
#include "engine/preset/shared_preset.hpp"

namespace trellis {

/// Its version 1 is `content`. Whether it is enabled and published stands in there.
struct PresetCreated {
    static constexpr auto tag = EventTag::preset_created;
    static constexpr std::uint8_t version = 1;
    PresetId preset;
    SharedPreset content;
    std::optional<PresetVersionId> cloned_from;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetCreated&) const = default;
    static void fields(auto& self, auto&& each) { each(self.preset, self.content, self.cloned_from, self.by, self.at); }
};

/// B-25: another version; those before it stay as they are.
struct PresetRevised {
    static constexpr auto tag = EventTag::preset_revised;
    static constexpr std::uint8_t version = 1;
    PresetVersionId made;
    SharedPreset content;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetRevised&) const = default;
    static void fields(auto& self, auto&& each) { each(self.made, self.content, self.by, self.at); }
};

/// B-23: everybody may see and clone it, or nobody but its owner any more.
struct PresetVisibilityChanged {
    static constexpr auto tag = EventTag::preset_visibility_changed;
    static constexpr std::uint8_t version = 1;
    PresetId preset;
    bool is_published = false;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetVisibilityChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.preset, self.is_published, self.by, self.at); }
};

/// The resolver takes it, or passes it over.
struct PresetSwitched {
    static constexpr auto tag = EventTag::preset_switched;
    static constexpr std::uint8_t version = 1;
    PresetId preset;
    bool is_enabled = false;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetSwitched&) const = default;
    static void fields(auto& self, auto&& each) { each(self.preset, self.is_enabled, self.by, self.at); }
};

/// B-24: nobody refers to it any more and nobody can; its versions stay for who looks back.
struct PresetDeleted {
    static constexpr auto tag = EventTag::preset_deleted;
    static constexpr std::uint8_t version = 1;
    PresetId preset;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetDeleted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.preset, self.by, self.at); }
};

/// The connection level of B-20. Empty: none, whatever the configuration says.
struct PresetAssigned {
    static constexpr auto tag = EventTag::preset_assigned;
    static constexpr std::uint8_t version = 1;
    ConnectionKey connection;
    std::optional<PresetId> preset;
    OwnerId by;
    Timestamp at{};
    bool operator==(const PresetAssigned&) const = default;
    static void fields(auto& self, auto&& each) { each(self.connection, self.preset, self.by, self.at); }
};

/// The user's default of B-20. Empty: none, whatever the configuration says.
struct DefaultPresetChosen {
    static constexpr auto tag = EventTag::default_preset_chosen;
    static constexpr std::uint8_t version = 1;
    OwnerId owner;
    std::optional<PresetId> preset;
    OwnerId by;
    Timestamp at{};
    bool operator==(const DefaultPresetChosen&) const = default;
    static void fields(auto& self, auto&& each) { each(self.owner, self.preset, self.by, self.at); }
};

using DirectoryEventAlternatives = std::variant<
    PresetCreated, PresetRevised, PresetVisibilityChanged, PresetSwitched, PresetDeleted, PresetAssigned, DefaultPresetChosen,
    ConnectionOpened, ConnectionChanged, ConnectionRemoved, CredentialSealed, ConnectionWebhookSet, SubscriptionCreated,
    SubscriptionRevised, SubscriptionSwitched, SubscriptionPresetAssigned, AccountShared, UserCreated, UserChanged, PasswordChanged,
    UserDeleted, TokenCreated, TokenRevoked, ActionTaken, StrategyCreated, StrategyRevised, StrategyDeleted, BotCreated, BotRevised,
    BotSwitched, BotPresetAssigned>;

/// Whatever can happen to the directory. A class, so that one file compiles how it is made and copied and not each.
class DirectoryEvent : public DirectoryEventAlternatives {
public:
    using Alternatives = DirectoryEventAlternatives;
    template <AlternativeOf<Alternatives> E>
    DirectoryEvent(E event) noexcept;
    DirectoryEvent(const DirectoryEvent&);
    DirectoryEvent(DirectoryEvent&&) noexcept;
    DirectoryEvent& operator=(const DirectoryEvent&);
    DirectoryEvent& operator=(DirectoryEvent&&) noexcept;
    ~DirectoryEvent();
    bool operator==(const DirectoryEvent&) const;
};

}  // namespace trellis
