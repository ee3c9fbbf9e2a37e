// A shared strategy is a GridStrategy to all who look at it, and costs one pointer where many hold the same.
#include "engine/config/shared_strategy.hpp"

#include <gtest/gtest.h>

#include "engine/event/fields.hpp"

namespace trellis {
namespace {

GridStrategy marked(std::uint16_t mark) {
    GridStrategy strategy;
    strategy.levels = default_levels();
    strategy.max_pyramids = mark;
    return strategy;
}

std::vector<std::byte> encoded(const auto& value) {
    std::vector<std::byte> bytes;
    encode_fields(value, bytes);
    return bytes;
}

TEST(SharedStrategy, HoldsTheDefaultsUntilItIsGivenAnother) {
    EXPECT_EQ(*SharedStrategy{}, GridStrategy{});
    EXPECT_TRUE(SharedStrategy{}.shares_with(SharedStrategy{}));
}

TEST(SharedStrategy, IsComparedByItsValue) {
    EXPECT_EQ(SharedStrategy(marked(3)), SharedStrategy(marked(3)));
    EXPECT_NE(SharedStrategy(marked(3)), SharedStrategy(marked(4)));
}

TEST(SharedStrategy, IsOneAllocationForEqualNeighbours) {
    const SharedStrategy first = marked(5);
    const SharedStrategy other = marked(6);
    const SharedStrategy again = marked(5);
    EXPECT_TRUE(first.shares_with(again));
    EXPECT_FALSE(first.shares_with(other));
}

TEST(SharedStrategy, KeepsItsValueWhenAnotherHolderChangesIts) {
    const SharedStrategy first = marked(7);
    SharedStrategy second = first;
    second.change([](GridStrategy& own) { own.max_pyramids = 8; });
    EXPECT_EQ(*first, marked(7));
    EXPECT_EQ(*second, marked(8));
}

TEST(SharedStrategy, StillHoldsItsValueWhenItWasMovedFrom) {
    SharedStrategy first = marked(9);
    const SharedStrategy second = std::move(first);
    EXPECT_EQ(*first, marked(9));
    EXPECT_EQ(*second, marked(9));
}

TEST(SharedStrategy, OutlivesManyOthers) {
    const SharedStrategy first = marked(10);
    for (std::uint16_t mark = 11; mark < 60; ++mark) EXPECT_EQ(SharedStrategy(marked(mark))->max_pyramids, mark);
    EXPECT_EQ(*first, marked(10));
    EXPECT_EQ(SharedStrategy(marked(10)), first);
}

TEST(SharedStrategy, IsWrittenAsTheStrategyItIs) {
    EXPECT_EQ(encoded(SharedStrategy(marked(3))), encoded(marked(3)));
    EXPECT_EQ(encoded(SharedStrategy{}), encoded(GridStrategy{}));
}

TEST(SharedStrategy, IsReadFromWhatAStrategyWrote) {
    const SharedStrategy held = marked(3);
    const auto read = decode_fields<SharedStrategy>(encoded(marked(3)));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), held);
    EXPECT_TRUE(read.value().shares_with(held));
}

}  // namespace
}  // namespace trellis
