// schemas/openapi.json as it was when the program was built.
#pragma once

#include <string_view>

namespace trellis::adapters::admin {

std::string_view openapi_document();

}  // namespace trellis::adapters::admin
