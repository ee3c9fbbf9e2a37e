// Reads the zone files of the machine (TZif, RFC 8536):
//
//   "TZif" version  15 x 0  six counts | data in 32 bits | the same head again | data in 64 bits | \n rule \n
//   data: times of changes, a type for each, types (offset, is summer, name), names, leap seconds, two indicator lists
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/base/time_zone.hpp"

namespace trellis::adapters {

/// Where Debian's tzdata keeps them.
inline constexpr std::string_view zone_directory = "/usr/share/zoneinfo";

/// Error BAD_ZONE_FILE says what is wrong with it.
Result<TimeZone> read_zone(std::string_view bytes, std::string name);

/// `Europe/Berlin`, `UTC` (which needs no file). Error UNKNOWN_TIME_ZONE or BAD_ZONE_FILE.
Result<TimeZone> load_zone(std::string_view name, const std::filesystem::path& directory = zone_directory);

/// Every name that load_zone may know, sorted; the directory's second copies are left out.
std::vector<std::string> zone_names(const std::filesystem::path& directory = zone_directory);

}  // namespace trellis::adapters
