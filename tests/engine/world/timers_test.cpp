// Who is woken first: by time, at one time order time-outs before close re-drives, and then by group.
#include <gtest/gtest.h>

#include "engine/world/timers.hpp"

namespace trellis {
namespace {

Timestamp at(std::int64_t milliseconds) { return Timestamp(std::chrono::milliseconds(milliseconds)); }
GroupAddress group(std::uint32_t counter) { return {InstrumentId{0}, {AccountId{1}, counter}}; }

std::vector<GroupAddress> fire_all(TimerQueue& queue, Timestamp now) {
    std::vector<GroupAddress> fired;
    while (const auto next = queue.pop(now)) fired.push_back(std::get<GroupAddress>(next->owner));
    return fired;
}

//
TEST(TimerQueue, FiresInTheOrderOfTime) {
    TimerQueue queue;
    queue.update(group(1), Due{at(300), TimerKind::order_timeout});
    queue.update(group(2), Due{at(100), TimerKind::close_retry});
    queue.update(group(3), Due{at(200), TimerKind::order_timeout});
    EXPECT_EQ(queue.next(), at(100));
    EXPECT_EQ(fire_all(queue, at(300)), (std::vector{group(2), group(3), group(1)}));
    EXPECT_EQ(queue.next(), std::nullopt);
}

//
TEST(TimerQueue, FiresOrderTimeoutsBeforeCloseRetriesOfTheSameTime) {
    TimerQueue queue;
    queue.update(group(1), Due{at(100), TimerKind::close_retry});
    queue.update(group(3), Due{at(100), TimerKind::order_timeout});
    queue.update(group(2), Due{at(100), TimerKind::order_timeout});
    EXPECT_EQ(fire_all(queue, at(100)), (std::vector{group(2), group(3), group(1)}));
}

TEST(TimerQueue, FiresNothingBeforeItsTime) {
    TimerQueue queue;
    queue.update(group(1), Due{at(100), TimerKind::order_timeout});
    EXPECT_FALSE(queue.pop(at(99)).has_value());
    const auto fired = queue.pop(at(100));
    ASSERT_TRUE(fired.has_value());
    EXPECT_EQ(fired->kind, TimerKind::order_timeout);
    EXPECT_FALSE(queue.pop(at(100)).has_value());
}

TEST(TimerQueue, KeepsOneTimerPerGroup) {
    TimerQueue queue;
    queue.update(group(1), Due{at(100), TimerKind::order_timeout});
    queue.update(group(1), Due{at(200), TimerKind::close_retry});
    EXPECT_EQ(queue.next(), at(200));
    queue.update(group(1), Due{at(200), TimerKind::close_retry});
    EXPECT_EQ(fire_all(queue, at(200)).size(), 1U);
}

TEST(TimerQueue, ForgetsAGroupThatWantsNoTimer) {
    TimerQueue queue;
    queue.update(group(1), Due{at(100), TimerKind::order_timeout});
    queue.update(group(1), std::nullopt);
    queue.update(group(2), std::nullopt);
    EXPECT_EQ(queue.next(), std::nullopt);
}

TEST(TimerQueue, TakesATimerBackAfterItFired) {
    TimerQueue queue;
    queue.update(group(1), Due{at(100), TimerKind::order_timeout});
    queue.pop(at(100));
    queue.update(group(1), Due{at(100), TimerKind::order_timeout});
    EXPECT_EQ(queue.next(), at(100));
}

}  // namespace
}  // namespace trellis
