// What a person types to name a thing, as numbers: "g1.4", "s3", "e57".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/ids.hpp"

namespace trellis::adapters {

/// "g1.4"
std::optional<GroupId> parse_group_id(std::string_view text);
/// "s3"
std::optional<SignalNumber> parse_signal_number(std::string_view text);
/// "e57"
std::optional<std::uint64_t> parse_event_id(std::string_view text);

}  // namespace trellis::adapters
