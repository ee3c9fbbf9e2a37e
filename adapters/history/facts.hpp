// What an event of the directory says of a thing from then on, and which of its sides that is: two events about the same side take each
// other's place, which is how the audit trail knows what was before (Z-10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/event/event.hpp"

namespace trellis::adapters {

/// A side of a thing of the directory. Numbers of `aspect` are on disk: never reuse.
struct FactsAbout {
    enum class Aspect : std::uint8_t {
        assigned_preset = 1,  ///< of an account
        default_preset = 2,
        connection = 3,
        api_key = 4,
        webhook = 5,
        copy_terms = 6,
        copy_state = 7,
        copy_preset = 8,
        token = 9,
        bot_terms = 10,
        bot_state = 11,
        bot_preset = 12,
        strategy = 13,
    };
    Aspect aspect{};
    OwnerId owner;
    std::uint32_t number = 0;
    bool operator==(const FactsAbout&) const = default;
};

/// Empty: the event sets nothing, or tells itself what was before, or the directory keeps it for good (versions of presets, people).
std::optional<FactsAbout> facts_about(const Event& event);

/// As a JSON object, by the names of the event list; without what identifies the thing, and without any secret (Z-1). "{}": it is gone.
std::string facts_of(const Event& event);

}  // namespace trellis::adapters
