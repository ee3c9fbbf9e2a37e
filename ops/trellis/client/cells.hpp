// The server's JSON as cells of a table.
#pragma once

#include <string>
#include <string_view>

#include "adapters/json/document.hpp"

namespace trellis::program {

/// A text's content, a number as it stands, yes or no, "-" for null or nothing, anything else as JSON.
std::string cell(const adapters::json::Value* value);
inline std::string cell(const adapters::json::Value& object, std::string_view name) { return cell(object.find(name)); }
/// The same, cut to four decimals: what a person compares.
std::string percent_cell(const adapters::json::Value& object, std::string_view name);
/// A time to the second: "2026-01-05 08:00:31".
std::string time_cell(const adapters::json::Value& object, std::string_view name);
/// "g1.1, g1.2"
std::string joined_cell(const adapters::json::Value& object, std::string_view name);

/// Of a group: "2/5", or "2" where a copy follows its leader.
std::string entries_cell(const adapters::json::Value& group, std::string_view between = "/");

}  // namespace trellis::program
