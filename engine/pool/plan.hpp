// What a pyramid will do, computed once at admission and journaled (architecture, "The plan").
#pragma once

#include <optional>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"

namespace trellis {

/// One leg of a ladder. A skipped one (D-5) is kept to explain itself; it is never sent.
struct PlannedLeg {
    LegIndex index;
    Price price;
    Quantity quantity;
    Ratio take_profit;  ///< percent
    bool skipped = false;
    bool operator==(const PlannedLeg&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.index, self.price, self.quantity, self.take_profit, self.skipped);
    }
};

/// One pyramid: its base price (P-2), its capital (S-1) and its ladder, deepest leg last.
struct PyramidPlan {
    PyramidIndex pyramid;
    Price base_price;
    Money capital;
    std::vector<PlannedLeg> legs;
    bool operator==(const PyramidPlan&) const = default;
    static void fields(auto& self, auto&& each) { each(self.pyramid, self.base_price, self.capital, self.legs); }
};

}  // namespace trellis
