// What a type is called in the code, without its namespace.
#pragma once

#include <string_view>

namespace trellis::tests {

template <class T>
constexpr std::string_view type_name() {
    const std::string_view function = __PRETTY_FUNCTION__;
    const auto start = function.find("T = ") + 4;
    const auto name = function.substr(start, function.find_first_of(";]", start) - start);
    return name.substr(name.rfind(':') + 1);
}

}  // namespace trellis::tests
