// What a group remembers of the preset that governs its positions.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/boxed.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/optional_timestamp.hpp"
#include "engine/group/lot.hpp"
#include "engine/preset/trailing.hpp"
#include "engine/preset/use.hpp"

namespace trellis {

/// One of tp1 to tp3 with the order that works for it. Order number 0: none.
struct GovernedTarget {
    PlannedTarget plan;
    Quantity rest;                        ///< r_n, exact (R-53)
    OrderNumber order;
    bool is_over = false;                 ///< filled completely: later fills add nothing
    std::uint8_t rejections = 0;          ///< in a row (T-3)
    OptionalTimestamp retry_at;
    bool operator==(const GovernedTarget&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.plan, self.rest, self.order, self.is_over, self.rejections, self.retry_at);
    }
};

/// One of several positions on its way out while the others live on. `attempt` is the number of the next try, from 1.
struct PositionExit {
    CloseReason reason{};
    std::uint32_t attempt = 1;
    OptionalTimestamp next_try;           ///< empty: as soon as possible
    OrderNumber order;                    ///< the newest of its orders
    bool operator==(const PositionExit&) const = default;
    static void fields(auto& self, auto&& each) { each(self.reason, self.attempt, self.next_try, self.order); }
};

/// What leads one position: the first one, or a layer.
struct Guided {
    std::optional<Price> entry;           ///< price of the first fill; empty before it
    Price risk;                           ///< R0, frozen there
    TrailState trail;
    std::optional<Price> best;            ///< H, as far as it decided something
    std::vector<GovernedTarget> targets;
    bool is_waiting = false;              ///< a better stop waits for ts_update_interval_sec
    Boxed<PositionExit> exit;             ///< it leaves, or has left, by its own stop
    bool operator==(const Guided&) const = default;
};

/// One more position against the first one (B-14). Of a basket only what it bought counts: the first position leads it.
struct Layer : Guided {
    PlannedLayer plan;
    OrderNumber order;                    ///< its limit; 0: not sent yet
    std::optional<Stop> stop;             ///< in force from its first fill on
    Lot lot;
    bool operator==(const Layer&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.plan, self.order, self.stop, self.lot, self.entry, self.risk, self.trail, self.best, self.targets, self.is_waiting,
             self.exit);
    }
};

/// The other side (B-16): armed at a level, then one order, then what it holds.
struct Hedge {
    Price level;                          ///< the mark that sends it
    Quantity quantity;
    OrderNumber order;                    ///< that opens it; 0: not sent yet
    Lot lot;                              ///< on the other side
    bool is_over = false;                 ///< refused, or closed: there is no second one
    bool is_closing = false;
    std::uint32_t attempt = 1;            ///< of its close: the number of the next try
    OptionalTimestamp next_try;           ///< empty: as soon as possible
    OrderNumber closing_order;            ///< the newest
    bool operator==(const Hedge&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.level, self.quantity, self.order, self.lot, self.is_over, self.is_closing, self.attempt, self.next_try,
             self.closing_order);
    }
};

/// The preset with the first position and those against it.
struct Governed : Guided {
    PresetUse use;
    std::vector<Layer> layers;            ///< by index - 1
    bool layers_planned = false;          ///< once (R-56)
    bool is_first_over = false;           ///< its first position is gone: only layers live
    Boxed<Hedge> hedge;
    bool is_stop_by_hand = false;         ///< the first position's: an operator meant it
    bool operator==(const Governed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.use, self.entry, self.risk, self.trail, self.best, self.targets, self.is_waiting, self.exit, self.layers,
             self.layers_planned, self.is_first_over, self.hedge, self.is_stop_by_hand);
    }
};

}  // namespace trellis
