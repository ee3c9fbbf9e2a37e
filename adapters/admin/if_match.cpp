#include "adapters/admin/if_match.hpp"

#include "adapters/admin/query.hpp"

namespace trellis::adapters::admin {

Result<Basis> basis_of(const HttpRequest& request, std::string_view route) {
    std::string_view tag = request.header("If-Match");
    if (tag.empty()) return Basis{};
    if (tag == "*") return Basis{true, std::nullopt};
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    const auto version = whole_number(tag);
    if (!version) return Error{"INVALID_HEADER", "If-Match is the ETag of " + std::string(route) + ", as \"3\", or *"};
    return Basis{true, version};
}

Error no_basis(std::string_view route) {
    return {"IF_MATCH_MISSING", "send the ETag of GET /api/v1" + std::string(route) + " as If-Match"};
}

}  // namespace trellis::adapters::admin
