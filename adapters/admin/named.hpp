// What the path of a change names, and the revision that the change is based on: one way for everything that stands in the directory.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "adapters/admin/directory_wish.hpp"

namespace trellis::adapters::admin {

template <class Id>
struct Named {
    Id id;
    std::string route;                       ///< that gives its ETag
    bool has_basis = false;                  ///< If-Match was sent
    std::optional<std::uint32_t> expected;   ///< the revision that it says; empty: whichever it is
};

/// Error INVALID_HEADER.
template <class Id>
Result<Named<Id>> named_at(const Call& call, std::string route, Id id) {
    const auto basis = basis_of(call.request, route);
    if (!basis) return basis.error();
    return Named<Id>{std::move(id), std::move(route), basis->is_given, revision_of(*basis)};
}

/// Of a change that must say what it is based on: error IF_MATCH_MISSING too.
template <class Id>
Result<Named<Id>> with_basis(Result<Named<Id>> found) {
    if (!found || found->has_basis) return found;
    return no_basis(found->route);
}

}  // namespace trellis::adapters::admin
