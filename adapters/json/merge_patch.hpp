// RFC 7396 on text: numbers stay as they were written, so no decimal changes by being patched.
#pragma once

#include <string>

#include "adapters/json/document.hpp"

namespace trellis::adapters::json {

/// `target` with the patch applied, as JSON text. A null target is none.
std::string merge_patch(const Value* target, const Value& patch);

/// An object with that member replaced, or removed when `value` is null; the other members as they stand.
std::string with_member(const Value& object, std::string_view name, std::string_view value);

}  // namespace trellis::adapters::json
