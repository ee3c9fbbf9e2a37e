// What can happen to legs that are planned and not sent yet. Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/pool/plan.hpp"

namespace trellis {

/// What a planned leg waits for. Numbers are on disk: never reuse.
enum class LegHold : std::uint8_t {
    none = 0,         ///< nothing: it was sent, skipped or dropped
    anchor = 1,       ///< the average of its pyramid's first leg (P-2)
    touch = 2,        ///< the touch at its price (D-6 market_if_touched)
    breakout = 3,     ///< the touch beyond its price (D-1 allow_positive_gap)
    band = 4,         ///< its price inside of the venue's band (D-11)
    order_limit = 5,  ///< room among the orders that the venue allows (D-11)
    ready = 6,        ///< nothing any more: it leaves in the same commit
    crossed = 7,      ///< a new price: as post-only it would have crossed (O-5)
    refit = 8,        ///< nothing: rounded by newer rules of the venue it leaves in the same commit (O-5)
};

/// D-11: a leg is DEFERRED, or waits for another reason than before.
struct LegHeld {
    static constexpr auto tag = EventTag::leg_held;
    static constexpr std::uint8_t version = 2;  // 2: the numbers
    GroupId group;
    PyramidIndex pyramid;
    LegIndex leg;
    LegHold hold{};
    Timestamp at{};
    std::string detail{};  ///< what keeps it, with its numbers (V-5)
    bool operator==(const LegHeld&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.pyramid, self.leg, self.hold, self.at, self.detail);
    }
};

/// P-2: the legs behind the first have their prices, from what the first cost.
struct LegsAnchored {
    static constexpr auto tag = EventTag::legs_anchored;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    PyramidIndex pyramid;
    Money cost;
    Quantity quantity;
    std::vector<PlannedLeg> legs;  ///< those behind the first; one that is missing was merged into another (D-4)
    Timestamp at{};
    bool operator==(const LegsAnchored&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.pyramid, self.cost, self.quantity, self.legs, self.at);
    }
};

/// A planned leg, or the rest of one, will never be sent.
struct LegDropped {
    static constexpr auto tag = EventTag::leg_dropped;
    static constexpr std::uint8_t version = 2;  // 2: the numbers
    GroupId group;
    PyramidIndex pyramid;
    LegIndex leg;
    std::string code;  ///< "NO_ANCHOR", "BELOW_MINIMUM", "CANCELLED", "REPLACED", "LEG0_TIMEOUT", "BEYOND_GRID", ...
    Timestamp at{};
    std::string detail{};  ///< the filter that refuses it, with its numbers (V-5)
    bool operator==(const LegDropped&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.pyramid, self.leg, self.code, self.at, self.detail);
    }
};

/// D-9: the mark is beyond the deepest leg by more than is allowed; the cancels follow in the same commit.
struct GridAbandoned {
    static constexpr auto tag = EventTag::grid_abandoned;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Price mark;
    Price beyond;  ///< the nearest price at which it happens
    Timestamp at{};
    bool operator==(const GridAbandoned&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.mark, self.beyond, self.at); }
};

}  // namespace trellis
