// Which version of a document a change is based on, as If-Match says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/net/http.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters::admin {

struct Basis {
    bool is_given = false;
    std::optional<std::uint64_t> version;  ///< empty: whichever it is
};

/// `route` is the one that gives the ETag. Error INVALID_HEADER.
Result<Basis> basis_of(const HttpRequest& request, std::string_view route);

/// IF_MATCH_MISSING, of a change that must say what it is based on.
Error no_basis(std::string_view route);

}  // namespace trellis::adapters::admin
