// How presets look outside: what each is and who trades by it; whole with its document.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/admin/views.hpp"
#include "engine/directory/directory.hpp"

namespace trellis::adapters::admin {

/// p1.3, or the name of one that the reader may assign. Error NOT_FOUND.
Result<PresetId> find_preset(const Directory& directory, std::string_view id, OwnerId reader);

/// The members of a preset that lists and details share, inside an object.
void write_preset_fields(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset);
/// The same with what is unwise in it and the newest version of its document, as an object.
void write_preset_detail(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset);
/// `used_by`: the accounts that trade by it, and whether it is the default.
void write_usage(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset);
/// `warnings` of a preset.
void write_warnings(json::Writer& out, const Preset& preset);

}  // namespace trellis::adapters::admin
