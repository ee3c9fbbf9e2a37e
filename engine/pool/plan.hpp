// What a pyramid will do, computed once at admission and journaled (architecture, "The plan").
#pragma once

#include <optional>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"

namespace trellis {

/// How a leg gets to the venue. Numbers are on disk: never reuse.
enum class LegEntry : std::uint8_t {
    resting = 0,   ///< a limit order at once
    market = 1,    ///< leg 0 as a market order (S-3)
    touched = 2,   ///< watched until the touch comes down (long) to its price (D-6 market_if_touched)
    breakout = 3,  ///< watched until the touch rises (long) to its price (D-1 allow_positive_gap)
};

/// One leg of a ladder. A skipped one (D-5) is kept to explain itself; it is never sent.
struct PlannedLeg {
    Price price;
    Quantity quantity;
    Ratio take_profit;  ///< percent
    Ratio gap;          ///< percent from the base price, as configured (D-1)
    Ratio weight;       ///< percent of the capital, with what was merged into it (D-4, D-5)
    LegIndex index;
    bool skipped = false;
    LegEntry entry = LegEntry::resting;
    bool operator==(const PlannedLeg&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.index, self.price, self.quantity, self.take_profit, self.skipped, self.gap, self.weight, self.entry);
    }
};

/// One pyramid: its base price (P-2), its capital (S-1) and its ladder, deepest leg last.
struct PyramidPlan {
    PyramidIndex pyramid;
    Price base_price;
    Money capital;
    std::vector<PlannedLeg> legs;
    bool anchors_on_first_fill = false;  ///< legs behind the first wait for its average price (P-2)
    bool operator==(const PyramidPlan&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.pyramid, self.base_price, self.capital, self.legs, self.anchors_on_first_fill);
    }
};

}  // namespace trellis
