// Takes secrets out of a body and leaves every other byte as it came: what is journaled must be what was received, without what
// would let a reader of the journal send signals.
#pragma once

#include <string>
#include <string_view>

#include "adapters/json/document.hpp"

namespace trellis::adapters {

inline constexpr std::string_view masked_text = "\"***\"";

/// The document's text with the value of every member named `secret` replaced by "***".
std::string mask_secrets(const json::Document& document);

/// The same for text that is no JSON: whatever follows the word `secret` and a colon or equals sign.
std::string mask_secrets_of_text(std::string_view text);

}  // namespace trellis::adapters
