// What a group remembers of the preset that governs its position.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/optional_timestamp.hpp"
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

struct Governed {
    PresetUse use;
    std::optional<Price> entry;           ///< price of the first fill; empty before it
    Price risk;                           ///< R0, frozen there
    TrailState trail;
    std::optional<Price> best;            ///< H, as far as it decided something
    std::vector<GovernedTarget> targets;
    bool is_waiting = false;              ///< a better stop waits for ts_update_interval_sec
    bool operator==(const Governed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.use, self.entry, self.risk, self.trail, self.best, self.targets, self.is_waiting);
    }
};

}  // namespace trellis
