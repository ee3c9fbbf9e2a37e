// An optional time in eight bytes behaves as the standard one does.
#include "engine/base/optional_timestamp.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace trellis {
namespace {

constexpr Timestamp at{std::chrono::seconds(1'767'571'208)};

TEST(OptionalTimestamp, HoldsNothingUntilItIsGivenATime) {
    OptionalTimestamp time;
    EXPECT_FALSE(time.has_value());
    EXPECT_EQ(time.value_or(at), at);
    time = at;
    EXPECT_TRUE(time.has_value());
    EXPECT_EQ(*time, at);
    EXPECT_EQ(time.value_or(Timestamp{}), at);
    time.reset();
    EXPECT_EQ(time, OptionalTimestamp{});
}

TEST(OptionalTimestamp, HoldsTheEpoch) {
    const OptionalTimestamp time = Timestamp{};
    EXPECT_TRUE(time.has_value());
    EXPECT_NE(time, OptionalTimestamp{});
}

TEST(OptionalTimestamp, RefusesTheTimeThatStandsForNone) {
    EXPECT_THROW(OptionalTimestamp{Timestamp::min()}, InvariantBroken);
    EXPECT_TRUE(OptionalTimestamp{Timestamp::min() + Duration{1}}.has_value());
}

TEST(OptionalTimestamp, TakesHalfTheRoomOfTheStandardOne) {
    EXPECT_EQ(2 * sizeof(OptionalTimestamp), sizeof(std::optional<Timestamp>));
}

}  // namespace
}  // namespace trellis
