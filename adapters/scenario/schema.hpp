// The JSON schema of scenarios, from their key table.
#pragma once

#include <string>

namespace trellis::adapters {

/// schemas/scenario.schema.json
std::string scenario_schema();

}  // namespace trellis::adapters
