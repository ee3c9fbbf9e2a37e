// The fast way from a body to a Signal, for what nearly every body is: known fields only, each right, no escapes. It goes over the
// text once and builds no tree. Whatever is not like that it leaves to the careful reader, so both always say the same.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/webhook/parse.hpp"

namespace trellis::adapters {

/// Nothing: read it with care.
std::optional<ParsedSignal> parse_plain(std::string_view body, const ReceivedAs& as);

}  // namespace trellis::adapters
