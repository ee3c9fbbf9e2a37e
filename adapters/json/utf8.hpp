// Which bytes are UTF-8 (RFC 3629): to name the first that is not, and to write text of unknown origin as valid JSON.
#pragma once

#include <cstddef>
#include <string_view>

namespace trellis::adapters::json {

/// The bytes of the character at the front of `text`; 0 when no valid one stands there.
std::size_t utf8_length(std::string_view text);

}  // namespace trellis::adapters::json
