// Bots in the directory (B-31): what each is bound to, its preset and its state. Each event says whose doing it was (Z-10).
#pragma once

#include <optional>

#include "engine/base/time.hpp"
#include "engine/config/bots.hpp"
#include "engine/directory/preset_id.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// How many bots one owner may have made, removed ones included.
inline constexpr std::uint32_t bots_per_owner_max = 1'000;
inline constexpr std::size_t bot_name_bytes_max = 100;
/// How many instruments and timeframes a filter may name.
inline constexpr std::size_t bot_filter_max = 100;

/// Stopped: nothing comes by it until it is started.
struct BotCreated {
    static constexpr auto tag = EventTag::bot_created;
    static constexpr std::uint8_t version = 1;
    BotId bot;
    BotTerms terms;
    OwnerId by;
    Timestamp at{};
    bool operator==(const BotCreated&) const = default;
    static void fields(auto& self, auto&& each) { each(self.bot, self.terms, self.by, self.at); }
};

struct BotRevised {
    static constexpr auto tag = EventTag::bot_revised;
    static constexpr std::uint8_t version = 1;
    BotId bot;
    BotTerms terms;
    OwnerId by;
    Timestamp at{};
    bool operator==(const BotRevised&) const = default;
    static void fields(auto& self, auto&& each) { each(self.bot, self.terms, self.by, self.at); }
};

/// Started, paused, stopped, or removed, which is how one is deleted: the groups that it opened live on.
struct BotSwitched {
    static constexpr auto tag = EventTag::bot_switched;
    static constexpr std::uint8_t version = 1;
    BotId bot;
    BotState state{};
    OwnerId by;
    Timestamp at{};
    bool flattens = false;  ///< stopped, and what it opened closes: one decision, which its desk carries out (follow_up repeats it)
    bool operator==(const BotSwitched&) const = default;
    static void fields(auto& self, auto&& each) { each(self.bot, self.state, self.by, self.at, self.flattens); }
};

/// The bot level of B-20. Empty: none.
struct BotPresetAssigned {
    static constexpr auto tag = EventTag::bot_preset_assigned;
    static constexpr std::uint8_t version = 1;
    BotId bot;
    std::optional<PresetId> preset;
    OwnerId by;
    Timestamp at{};
    bool operator==(const BotPresetAssigned&) const = default;
    static void fields(auto& self, auto&& each) { each(self.bot, self.preset, self.by, self.at); }
};

struct CatalogueBot {
    BotId id;
    BotTerms terms;
    BotState state = BotState::stopped;
    std::optional<PresetId> preset;
    std::uint32_t revision = 0;  ///< counts every change
    Timestamp created_at{};
    Timestamp changed_at{};
    bool flattens = false;       ///< as it was switched last
    bool operator==(const CatalogueBot&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.terms, self.state, self.preset, self.revision, self.created_at, self.changed_at, self.flattens);
    }
};

}  // namespace trellis
