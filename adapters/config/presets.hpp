// Preset documents (section 23), and which of them are taken into use: a preset that asks for what is not built is refused where it is
// assigned, naming the rule.
#pragma once

#include "adapters/config/config_reader.hpp"

namespace trellis::adapters {

/// The fields of a preset document.
const Section& preset_section();

/// `presets` of a configuration.
PresetSettings preset_settings_of(const SectionValues& values);

/// The presets that come with the program (section 25), by name.
void add_templates(Config& config);

/// `presets` of a scenario: each checked alone (section 23) and for what is built, and named apart from all others.
void read_presets(const json::Value& list, Config& config, Reporter& reporter);

/// What accounts of `root` and `presets` of `settings` name: known, built, and with no grid strategy besides (B-32).
void check_assigned_presets(const json::Value& root, const json::Value& settings, const Config& config, Reporter& reporter);

}  // namespace trellis::adapters
