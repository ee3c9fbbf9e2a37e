// Whose event it is: each belongs to a desk, to a group, to the risk engine of an account, to the directory, or to the operation of the
// process.
#pragma once

#include <optional>

#include "engine/base/closed_union.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/event/event.hpp"

namespace trellis {

template <class E>
concept DeskOwned = AlternativeOf<E, DeskEvent>;
template <class E>
concept GroupOwned = AlternativeOf<E, GroupEvent>;
template <class E>
concept RiskOwned = AlternativeOf<E, RiskEvent>;
template <class E>
concept DirectoryOwned = AlternativeOf<E, DirectoryEvent>;
template <class E>
concept OperationOwned = is_operational(E::tag);

/// The account of a desk's event.
template <DeskOwned E>
AccountId account_of(const E& event) {
    if constexpr (requires { event.account; }) {
        return event.account;
    } else {
        return event.group.account;
    }
}

/// The event as its group applies it; nothing when no group owns it.
std::optional<GroupEvent> as_group_event(const Event& event);

/// The event as the risk engine of its account applies it; nothing when that does not own it.
std::optional<RiskEvent> as_risk_event(const Event& event);

/// The event as its desk applies it; nothing when no desk owns it.
std::optional<DeskEvent> as_desk_event(const Event& event);

/// The account of a risk engine's event.
AccountId account_of(const RiskEvent& event);

/// The account of what a desk, a group or a risk engine owns; nothing of the rest.
std::optional<AccountId> account_of(const Event& event);

/// The desk that owns the event; nothing when no desk does.
std::optional<AccountId> desk_of(const Event& event);

/// The directory owns the event.
bool is_of_directory(const Event& event);

/// The group that a group's event names.
GroupId group_of(const GroupEvent& event);

}  // namespace trellis
