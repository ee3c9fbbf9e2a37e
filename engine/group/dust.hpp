// Coins of a group that are too few to be sold by themselves: with what they cost, so that whoever sells them later books it right.
#pragma once

#include "engine/base/decimal.hpp"

namespace trellis {

struct Dust {
    Quantity quantity;
    Money cost;
    Money entry_fee;  ///< quote fees of the entries, not yet attributed to a close
    bool operator==(const Dust&) const = default;
    static void fields(auto& self, auto&& each) { each(self.quantity, self.cost, self.entry_fee); }
    bool is_empty() const { return quantity.is_zero(); }
    Dust& operator+=(const Dust& other) {
        quantity += other.quantity;
        cost += other.cost;
        entry_fee += other.entry_fee;
        return *this;
    }
};

}  // namespace trellis
