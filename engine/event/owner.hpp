// Whose event it is: each belongs to a desk, to a group, to the risk engine of an account, to the directory, or to the operation of the
// process.
#pragma once

#include <optional>

#include "engine/base/overloaded.hpp"
#include "engine/event/event.hpp"

namespace trellis {

template <class E>
concept DeskOwned = requires(const E& event) { DeskEvent{event}; };
template <class E>
concept GroupOwned = requires(const E& event) { GroupEvent{event}; };
template <class E>
concept RiskOwned = requires(const E& event) { RiskEvent{event}; };
template <class E>
concept DirectoryOwned = requires(const E& event) { DirectoryEvent{event}; };
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
inline std::optional<GroupEvent> as_group_event(const Event& event) {
    using Own = std::optional<GroupEvent>;
    return std::visit(Overloaded{
                          []<GroupOwned E>(const E& own) { return Own(GroupEvent{own}); },
                          []<DeskOwned E>(const E&) { return Own(); },
                          []<RiskOwned E>(const E&) { return Own(); },
                          []<DirectoryOwned E>(const E&) { return Own(); },
                          []<OperationOwned E>(const E&) { return Own(); },
                      },
                      event);
}

/// The event as the risk engine of its account applies it; nothing when that does not own it.
inline std::optional<RiskEvent> as_risk_event(const Event& event) {
    using Own = std::optional<RiskEvent>;
    return std::visit(Overloaded{
                          []<RiskOwned E>(const E& own) { return Own(RiskEvent{own}); },
                          []<GroupOwned E>(const E&) { return Own(); },
                          []<DeskOwned E>(const E&) { return Own(); },
                          []<DirectoryOwned E>(const E&) { return Own(); },
                          []<OperationOwned E>(const E&) { return Own(); },
                      },
                      event);
}

/// The account of a risk engine's event.
inline AccountId account_of(const RiskEvent& event) {
    return std::visit([](const auto& happened) { return happened.account; }, event);
}

/// The event as its desk applies it; nothing when no desk owns it.
inline std::optional<DeskEvent> as_desk_event(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<DeskEvent> {
            if constexpr (DeskOwned<E>) {
                return DeskEvent{one};
            } else {
                return std::nullopt;
            }
        },
        event);
}

/// The group that a group's event names.
inline GroupId group_of(const GroupEvent& event) {
    return std::visit([](const auto& happened) { return happened.group; }, event);
}

}  // namespace trellis
