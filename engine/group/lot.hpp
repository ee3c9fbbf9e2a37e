// What was bought and is still held, and the price at which it is given up: of a leg, of a layer, of a hedge.
#pragma once

#include "engine/base/decimal.hpp"
#include "engine/group/close_reason.hpp"

namespace trellis {

/// What one entry bought and still holds (G-2, F-6).
struct Lot {
    Quantity filled;       ///< gross, all entry fills
    Money filled_cost;     ///< of `filled`; the VWAP is filled_cost / filled (T-2)
    Quantity open;         ///< net of base fees, less what was closed
    Money cost;            ///< of `open`
    Money entry_fee;       ///< quote fees not yet attributed to a close
    bool operator==(const Lot&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.filled, self.filled_cost, self.open, self.cost, self.entry_fee);
    }
};

/// What is open of several lots.
struct Holding {
    Quantity open;
    Money cost;
    Money entry_fees;
    Holding& operator+=(const Lot& lot) {
        open += lot.open;
        cost += lot.cost;
        entry_fees += lot.entry_fee;
        return *this;
    }
    Holding& operator-=(const Lot& lot) {
        open -= lot.open;
        cost -= lot.cost;
        entry_fees -= lot.entry_fee;
        return *this;
    }
};

/// Where a position is sold at a loss (T-13), and what its close is called.
struct Stop {
    Price price;
    CloseReason reason = CloseReason::stop;
    bool operator==(const Stop&) const = default;
    static void fields(auto& self, auto&& each) { each(self.price, self.reason); }
};

}  // namespace trellis
