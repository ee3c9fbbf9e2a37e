// Preset documents (section 23), and which of them are taken into use: a preset that asks for what is not built is refused where it is
// assigned, naming the rule.
#pragma once

#include <span>

#include "adapters/config/config_reader.hpp"
#include "adapters/json/writer.hpp"
#include "engine/directory/events.hpp"

namespace trellis::adapters {

/// The fields of a preset document.
const Section& preset_section();

/// `presets` of a configuration.
PresetSettings preset_settings_of(const SectionValues& values);

/// The presets that come with the program (section 25), by name.
void add_templates(Config& config);

/// One document, checked alone (section 23); empty when something is wrong with it.
std::optional<Preset> read_preset(const json::Value& value, Reporter& reporter);
/// The same of a text.
Checked<Preset> read_preset(std::string_view text);

/// The document that reads as this preset. That it is a template does not stand in it: nobody may write that.
void write_preset(json::Writer& out, const Preset& preset);

/// The hours, days and sessions of an object that has those rows of a preset document (B-18, B-31).
PresetSchedule read_schedule(const json::Value& object, const SectionValues& values, Reporter& reporter);
/// The members that read as it, inside an object.
void write_schedule(json::Writer& out, const PresetSchedule& schedule);

/// JSON schema of a preset document: schemas/preset.schema.json.
std::string preset_schema();

/// `presets` of a scenario: each checked alone (section 23) and for what is built, and named apart from all others.
void read_presets(const json::Value& list, Config& config, Reporter& reporter);

/// The time zones that the presets and bots of a configuration name (B-18): the engine asks no files.
void add_preset_zones(Config& config);
/// Those that the events brought.
void add_preset_zones(std::span<const DirectoryEvent> events, Config& config);

/// What accounts of `root` and `presets` of `settings` name: known and built.
void check_assigned_presets(const json::Value& root, const json::Value& settings, const Config& config, Reporter& reporter);

}  // namespace trellis::adapters
