// Whose timer it is: a group's, or a desk's.
#pragma once

#include <variant>

#include "engine/group/commands.hpp"

namespace trellis {

/// The desk of that account.
struct DeskTimer {
    AccountId account;
    constexpr auto operator<=>(const DeskTimer&) const = default;
};

using TimerOwner = std::variant<GroupAddress, DeskTimer>;

}  // namespace trellis
