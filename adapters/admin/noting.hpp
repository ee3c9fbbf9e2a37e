// What an operator tells the server, for the audit trail (Z-10): changes of the directory and of the configuration say themselves whose
// doing they were; of the rest it is journaled before it is done.
#pragma once

#include <algorithm>
#include <array>

#include "adapters/admin/router.hpp"

namespace trellis::adapters::admin {

/// Where an operator acts. Elsewhere the event of a change has its `by`, or nothing changes.
inline constexpr std::array<std::string_view, 8> noted_places{"/groups", "/queue",     "/risk",   "/trading",
                                                               "/limits", "/precision", "/backup", "/presets/{id}/apply"};

/// Does a call of the route leave a note?
inline bool is_noted(const Route& route) {
    const auto leads_there = [&](std::string_view place) { return route.pattern.starts_with(place); };
    return route.is_change() && std::ranges::any_of(noted_places, leads_there);
}

}  // namespace trellis::adapters::admin
