// Which groups and which signal an event names: what its place in their stories is found by.
#pragma once

#include <concepts>
#include <optional>
#include <vector>

#include "engine/event/event.hpp"

namespace trellis::adapters::history {

inline std::vector<GroupId> groups_named_by(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::vector<GroupId> {
            if constexpr (std::same_as<E, OffsetPlanned>) {
                std::vector<GroupId> groups{one.loser.group};
                for (const auto& winner : one.winners) groups.push_back(winner.group);
                return groups;
            } else if constexpr (requires { GroupId{one.group}; }) {
                return {one.group};
            } else if constexpr (requires { std::vector<GroupId>{one.groups}; }) {
                return one.groups;
            } else if constexpr (requires { GroupId{one.closes}; }) {
                return {one.closes};
            } else if constexpr (requires { GroupId{one.order.group}; }) {
                return {one.order.group};
            } else {
                return {};
            }
        },
        event);
}

/// What a copy does was brought by no signal.
inline std::optional<SignalNumber> signal_named_by(const Event& event) {
    const auto named = std::visit(
        []<class E>(const E& one) -> std::optional<SignalNumber> {
            if constexpr (requires { std::optional<SignalNumber>{one.signal}; }) {
                return one.signal;
            } else {
                return std::nullopt;
            }
        },
        event);
    return named.has_value() && named->value == 0 ? std::nullopt : named;
}

}  // namespace trellis::adapters::history
