#include "adapters/net/http.hpp"

#include <algorithm>

namespace trellis::adapters {
namespace {

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool is_same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name) {
    const auto found = std::ranges::find_if(headers, [name](const HttpHeader& header) { return is_same_name(header.name, name); });
    return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

}  // namespace trellis::adapters
