// TradingView's placeholders: which it knows, and what to say about one that arrived as it was typed (W-3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trellis::adapters {

/// The first "{{...}}" of a text, with its braces.
std::optional<std::string_view> find_placeholder(std::string_view text);

enum class ListOf : std::uint8_t { none, known };

/// "TradingView did not know placeholder {{clsoe}}; known ones: ...; did you mean {{close}}?", or why a known one was not replaced.
std::string placeholder_hint(std::string_view placeholder, ListOf list);

}  // namespace trellis::adapters
