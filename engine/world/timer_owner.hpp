// Whose timer it is: a group's, a desk's, that of an account's risk engine, or of the sweep of its open orders.
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

/// The sweep of that account's open orders (O-8), apart from the other timers of its desk: none of them stands in for it.
struct SweepTimer {
    AccountId account;
    constexpr auto operator<=>(const SweepTimer&) const = default;
};

using TimerOwner = std::variant<GroupAddress, DeskTimer, RiskTimer, SweepTimer>;

}  // namespace trellis
