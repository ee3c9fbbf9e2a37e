// What the compiler says about enumerators; numbers on disk rest on it.
#include "engine/event/enumerators.hpp"

#include <gtest/gtest.h>

#include "engine/group/events.hpp"
#include "engine/pool/events.hpp"

namespace trellis {
namespace {

enum class Single : std::uint8_t { only };
enum class Alias : std::uint16_t { first = 0, second = 1, also_second = 1 };

TEST(Enumerators, AreCountedFromZero) {
    EXPECT_EQ(enumerator_count<OrderRole>, 14U);
    EXPECT_EQ(enumerator_count<OrderState>, 11U);
    EXPECT_EQ(enumerator_count<CloseReason>, 14U);
    EXPECT_EQ(enumerator_count<PositionSide>, 2U);
    EXPECT_EQ(enumerator_count<Single>, 1U);
    EXPECT_EQ(enumerator_count<Alias>, 2U);
}

TEST(Enumerators, AreCalledAsInTheCode) {
    EXPECT_EQ(enumerator_name(OrderRole::leg_tp), "leg_tp");
    EXPECT_EQ(enumerator_name(OrderRole::hedge_close), "hedge_close");
    EXPECT_EQ(enumerator_name(PositionSide::long_side), "long_side");
    EXPECT_EQ(enumerator_name(Single::only), "only");
}

TEST(Enumerators, HaveNoNameBeyondTheLast) {
    EXPECT_EQ(enumerator_name(static_cast<OrderRole>(14)), "");
    EXPECT_EQ(enumerator_name(static_cast<OrderRole>(255)), "");
}

}  // namespace
}  // namespace trellis
