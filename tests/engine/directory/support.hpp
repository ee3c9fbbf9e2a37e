// A directory with somebody to tell it things: what is decided is applied and checked.
#pragma once

#include <string>

#include "engine/directory/commands.hpp"
#include "engine/directory/overlay.hpp"

namespace trellis::tests {

/// Valid, built, and its own stop in pips.
Preset preset(const std::string& name);

/// The template of that name.
PresetId template_id(std::string_view name);

inline constexpr OwnerId somebody_else{7};

class Office {
public:
    Office();

    /// Decides and applies; the events, or the refusal.
    Result<DirectoryEvents> tell(const DirectoryCommand& command, OwnerId by = operator_owner);
    /// The code of the refusal; empty when it was done.
    std::string refusal(const DirectoryCommand& command, OwnerId by = operator_owner);
    /// Creates it and says which it is.
    PresetId create(const Preset& content, OwnerId by = operator_owner);
    const CataloguePreset& at(PresetId id) const { return *directory.find(id); }

    Directory directory;
    Config config;                ///< accounts `one` (spot) and `two` (linear), no grid
    InstrumentTable instruments;
    std::optional<std::uint32_t> expected_revision;
    std::vector<DirectoryEvent> history;
    Timestamp now{};
};

}  // namespace trellis::tests
