// Whose timer it is: a group's, a desk's, or that of an account's risk engine.
#pragma once

#include <variant>

#include "engine/group/commands.hpp"

namespace trellis {

/// The desk of that account.
struct DeskTimer {
    AccountId account;
    constexpr auto operator<=>(const DeskTimer&) const = default;
};

/// The risk engine of that account.
struct RiskTimer {
    AccountId account;
    constexpr auto operator<=>(const RiskTimer&) const = default;
};

using TimerOwner = std::variant<GroupAddress, DeskTimer, RiskTimer>;

}  // namespace trellis
