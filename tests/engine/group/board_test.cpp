// What the board keeps of the orders of a group (O-8): every id that a start of the process placed, and no other.
#include <gtest/gtest.h>

#include <vector>

#include "engine/group/board.hpp"

namespace trellis {
namespace {

TEST(PlacedOrders, O8HoldsEachOrderUnderTheStartThatPlacedItAndNoOther) {
    const std::vector<std::uint32_t> starts{1, 1, 3, 3, 3, 4};
    PlacedOrders placed;
    std::vector<Incarnation> known;
    for (const auto start : starts) {
        known.push_back(Incarnation{start});
        placed.follow(known);
    }
    PlacedOrders at_once;
    at_once.follow(known);
    for (std::uint16_t order = 0; order <= starts.size() + 1; ++order) {
        for (std::uint32_t start = 0; start <= 5; ++start) {
            const bool is_known = order >= 1 && order <= starts.size() && starts[order - 1U] == start;
            EXPECT_EQ(placed.holds(OrderNumber{order}, Incarnation{start}), is_known) << order << " of start " << start;
            EXPECT_EQ(at_once.holds(OrderNumber{order}, Incarnation{start}), is_known) << order << " of start " << start;
        }
    }
}

TEST(PlacedOrders, O8AGroupThatPlacedNothingHoldsNothing) {
    PlacedOrders placed;
    placed.follow({});
    EXPECT_FALSE(placed.holds(OrderNumber{1}, Incarnation{}));
    EXPECT_FALSE(placed.holds(OrderNumber{0}, Incarnation{}));
}

}  // namespace
}  // namespace trellis
