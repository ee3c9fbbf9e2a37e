// Bodies by which an operator moves the stop or the targets of a group: the same in the admin API and in a scenario.
#pragma once

#include <optional>

#include "adapters/config/input_error.hpp"
#include "engine/group/commands.hpp"

namespace trellis::adapters {

/// `{"price": "95"}`, or null to take the stop away. Nothing when an error was reported.
std::optional<MoveStop> read_move_stop(const json::Value& body, Reporter& reporter);

/// `{"targets": [{"pyramid": 0, "leg": 1, "percent": "2"}]}`. Nothing when an error was reported.
std::optional<ChangeTargets> read_change_targets(const json::Value& body, Reporter& reporter);

}  // namespace trellis::adapters
