// One side of a group at a venue: its position, or the hedge against it (B-16).
#pragma once

#include <compare>

#include "engine/base/ids.hpp"
#include "engine/market/side.hpp"

namespace trellis::adapters {

struct GroupSide {
    GroupId group;
    PositionSide side{};
    constexpr auto operator<=>(const GroupSide&) const = default;
};

}  // namespace trellis::adapters
