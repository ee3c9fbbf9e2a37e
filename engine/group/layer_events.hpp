// What happens to the layers and the hedge of a position that a preset governs, besides their orders. Numbers and field order are on
// disk for good.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/group/close_reason.hpp"
#include "engine/preset/layer_plan.hpp"

namespace trellis {

/// The first position's order is filled: the layers against it, and why there is no deeper one (B-14, B-15, R-56). Their orders follow.
struct LayersPlanned {
    static constexpr auto tag = EventTag::layers_planned;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Price entry;                          ///< of the first position
    Quantity quantity;                    ///< q0
    std::optional<Money> equity;          ///< E; empty: it was not asked for
    Money first_loss;                     ///< of the first position at its stop, in quote
    std::vector<PlannedLayer> layers;
    std::string ended_by;                 ///< why the next one does not come
    std::string detail;
    Timestamp at{};
    bool operator==(const LayersPlanned&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.entry, self.quantity, self.equity, self.first_loss, self.layers, self.ended_by, self.detail, self.at);
    }
};

/// The first position is gone: what is not filled is cancelled, filled layers live on.
struct FirstPositionEnded {
    static constexpr auto tag = EventTag::first_position_ended;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Timestamp at{};
    bool operator==(const FirstPositionEnded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.at); }
};

/// The stop of one of several positions was hit: it is sold alone. Without a layer it is the first one.
struct PositionExitStarted {
    static constexpr auto tag = EventTag::position_exit_started;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<LegIndex> layer;
    CloseReason reason{};
    Timestamp at{};
    bool operator==(const PositionExitStarted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.layer, self.reason, self.at); }
};

/// Its order left a rest: the next try is `attempt`, at `at`.
struct PositionExitRetryScheduled {
    static constexpr auto tag = EventTag::position_exit_retry_scheduled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<LegIndex> layer;
    std::uint32_t attempt{};
    Timestamp at{};
    bool operator==(const PositionExitRetryScheduled&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.layer, self.attempt, self.at); }
};

/// The basket lost as much as the preset says: at `level` it is hedged (B-16, R-57).
struct HedgeArmed {
    static constexpr auto tag = EventTag::hedge_armed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Price mark;
    Money unrealised;                     ///< U of the basket there
    Money equity;                         ///< E at the opening
    Price level;
    Quantity quantity;
    Timestamp at{};
    bool operator==(const HedgeArmed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.mark, self.unrealised, self.equity, self.level, self.quantity, self.at);
    }
};

/// There is no hedge, and none is tried again.
struct HedgeDropped {
    static constexpr auto tag = EventTag::hedge_dropped;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::string code;
    std::string detail;
    Timestamp at{};
    bool operator==(const HedgeDropped&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.code, self.detail, self.at); }
};

/// Basket and hedge are even together, or the basket is gone: the hedge is closed.
struct HedgeCloseStarted {
    static constexpr auto tag = EventTag::hedge_close_started;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Money basket;                         ///< U of the basket
    Money hedge;                          ///< U of the hedge
    Timestamp at{};
    bool operator==(const HedgeCloseStarted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.basket, self.hedge, self.at); }
};

/// Its closing order left a rest: the next try is `attempt`, at `at`.
struct HedgeRetryScheduled {
    static constexpr auto tag = EventTag::hedge_retry_scheduled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::uint32_t attempt{};
    Timestamp at{};
    bool operator==(const HedgeRetryScheduled&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.attempt, self.at); }
};

/// The hedge is closed, or what is left of it cannot be: what that brought is in the group's books.
struct HedgeEnded {
    static constexpr auto tag = EventTag::hedge_ended;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Quantity left;                        ///< too little to be closed
    Timestamp at{};
    bool operator==(const HedgeEnded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.left, self.at); }
};

}  // namespace trellis
