#include "engine/event/owner.hpp"

namespace trellis {

namespace {

// No event without an owner: one that nobody applies would be journaled for nothing.
template <class... E>
constexpr bool have_owners(std::type_identity<std::variant<E...>>) {
    return ((DeskOwned<E> || GroupOwned<E> || RiskOwned<E> || DirectoryOwned<E> || OperationOwned<E>) && ...);
}
static_assert(have_owners(std::type_identity<Event::Alternatives>{}));

template <class Own>
std::optional<Own> as(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<Own> {
            if constexpr (AlternativeOf<E, Own>) {
                return Own(one);
            } else {
                return std::nullopt;
            }
        },
        event);
}

}  // namespace

std::optional<GroupEvent> as_group_event(const Event& event) { return as<GroupEvent>(event); }
std::optional<RiskEvent> as_risk_event(const Event& event) { return as<RiskEvent>(event); }
std::optional<DeskEvent> as_desk_event(const Event& event) { return as<DeskEvent>(event); }

AccountId account_of(const RiskEvent& event) {
    return std::visit([](const auto& happened) { return happened.account; }, event);
}

std::optional<AccountId> account_of(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<AccountId> {
            if constexpr (DeskOwned<E>) {
                return account_of(one);
            } else if constexpr (GroupOwned<E>) {
                return one.group.account;
            } else if constexpr (RiskOwned<E>) {
                return one.account;
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::optional<AccountId> desk_of(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<AccountId> {
            if constexpr (DeskOwned<E>) {
                return account_of(one);
            } else {
                return std::nullopt;
            }
        },
        event);
}

bool is_of_directory(const Event& event) {
    return std::visit([]<class E>(const E&) { return DirectoryOwned<E>; }, event);
}

GroupId group_of(const GroupEvent& event) {
    return std::visit([](const auto& happened) { return happened.group; }, event);
}

}  // namespace trellis
