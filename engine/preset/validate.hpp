// What a preset may say (section 23): ranges, what is required when, what contradicts, and what is allowed but unwise. Pure; the JSON of a
// preset is read elsewhere, types and enumerators with it.
#pragma once

#include <string>
#include <vector>

#include "engine/preset/preset.hpp"

namespace trellis {

/// One thing that is wrong, or unwise, with a field of the preset.
struct PresetFault {
    std::string field;  ///< as in section 23, `tp2_close_pct`
    std::string value;  ///< as it was given; empty: it is missing
    std::string rule;   ///< what it has to be
    std::string hint;   ///< how to mend it
    bool operator==(const PresetFault&) const = default;
};

/// Every fault at once, in the order of section 23; empty: it may be stored.
std::vector<PresetFault> faults_of(const Preset& preset);
/// The same of hours and days that belong to no preset (B-31).
std::vector<PresetFault> faults_of(const PresetSchedule& schedule);

/// Allowed, and worth a second look.
std::vector<PresetFault> warnings_of(const Preset& preset);

}  // namespace trellis
