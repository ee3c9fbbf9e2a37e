// What a key of a document was read as: one of a closed set of plain values, checked for type and range.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/config/input_error.hpp"
#include "adapters/config/key.hpp"
#include "adapters/config/server_settings.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

using Words = std::vector<std::string>;
using Levels = std::vector<GridLevel>;
using LevelMap = std::map<std::uint16_t, Levels>;
using DecimalMap = std::map<std::uint16_t, Ratio>;
using DecimalList = std::vector<Ratio>;
using Amounts = std::map<std::string, Money>;
using Secrets = std::vector<SecretReference>;

/// Empty for null, and for the types whose content is read elsewhere (object, list, any).
using KeyValue = std::variant<std::monostate, bool, std::int64_t, Ratio, std::string, Words, Levels, LevelMap, DecimalMap, DecimalList,
                              Amounts, SecretReference, Secrets>;

/// Reads one value by its row; what is wrong goes to the reporter, and nothing comes back.
std::optional<KeyValue> read_value(const Key& key, const json::Value& value, Reporter& reporter);

/// A form that is equal for equal values: "true", "12.5", "queue", "{}". Names the value in `built`.
std::string canonical_text(const KeyValue& value);

/// As JSON, decimals as strings; a secret as its reference.
std::string json_text(const KeyValue& value);

/// A decimal of a document, from a number or a string, by its text; nothing when an error was reported.
std::optional<Ratio> read_decimal(const json::Value& value, const Range& range, Advice advice, Reporter& reporter);

/// Pyramid numbers as they stand in front of a ladder or a percentage: "0" to "99".
std::optional<std::uint16_t> parse_pyramid(std::string_view name);

/// `levels` (D-1, D-8): 1 to 20 of {gap, weight, tp}, weights 100 within 0.01 together, gaps strictly decreasing.
std::optional<Levels> read_levels(const json::Value& value, Reporter& reporter);
std::optional<LevelMap> read_level_map(const json::Value& value, Reporter& reporter);

/// Asset to amount; assets in capitals.
std::optional<Amounts> read_amounts(const Key& key, const json::Value& value, Reporter& reporter);
/// Where a secret is. What stands in its place is never quoted in an error: it may be the secret.
std::optional<SecretReference> read_secret(const Key& key, const json::Value& value, Reporter& reporter);
std::optional<Secrets> read_secrets(const Key& key, const json::Value& value, Reporter& reporter);

}  // namespace trellis::adapters
