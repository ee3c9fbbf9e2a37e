// How bots look outside: their terms, what they did today and what they have open.
#pragma once

#include "adapters/admin/services.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// One's own that is not removed: b1.3, or its name. Error NOT_FOUND.
Result<BotId> find_bot(const Directory& directory, std::string_view id, OwnerId reader);

/// The members of a bot, inside an object.
void write_bot(json::Writer& out, const Scene& scene, const Directory& directory, const CatalogueBot& known, Timestamp now);

}  // namespace trellis::adapters::admin
