// What desks decide by: the document's configuration behind the directory (B-20).
#pragma once

#include <span>

#include "engine/config/config.hpp"
#include "engine/directory/directory.hpp"

namespace trellis {

/// The document with connections behind its accounts, strategies in front of its own, everybody's presets beside the templates, each under
/// its owner, and where somebody assigned one, that one instead of the document's.
Config with_directory(const Config& document, const Directory& directory);

/// The same, from what `laid` was with the same document and the directory `before` the events: only what they changed is laid anew, so
/// that a change costs the same however many presets there are. Zones of `laid` stay.
Config with_changes(const Config& laid, const Config& document, const Directory& before, const Directory& after,
                    std::span<const DirectoryEvent> events);

/// Whether the account may decide otherwise behind the event: what is its owner's, or everybody's, became another.
bool concerns(const DirectoryEvent& event, const AccountConfig& account);

}  // namespace trellis
