// When timers fire on the clock thread, and that it ends.
#include "ops/trellis/server/timer_thread.hpp"

#include <gtest/gtest.h>

#include "tests/ops/trellis/server/waiting.hpp"

namespace trellis::program {
namespace {

GroupAddress group(std::uint32_t counter) { return {InstrumentId{0}, GroupId{AccountId{1}, counter}}; }

TEST(TimerThread, FiresWhatIsDueInTheOrderOfTime) {
    adapters::EngineClock clock;
    tests::Collected<std::uint32_t> fired;
    TimerThread timers(clock, [&](TimerQueue::Fired one) { fired.add(std::get<GroupAddress>(one.owner).group.counter); });
    const Timestamp now = clock.now();
    timers.update(group(2), Due{now + std::chrono::milliseconds(20), TimerKind::order_timeout});
    timers.update(group(1), Due{now + std::chrono::milliseconds(10), TimerKind::close_retry});
    timers.update(group(3), Due{now - std::chrono::hours(1), TimerKind::order_timeout});
    EXPECT_EQ(fired.wait_for(3), (std::vector<std::uint32_t>{3, 1, 2}));
}

TEST(TimerThread, FiresNothingThatWasTakenBack) {
    adapters::EngineClock clock;
    tests::Collected<std::uint32_t> fired;
    TimerThread timers(clock, [&](TimerQueue::Fired one) { fired.add(std::get<GroupAddress>(one.owner).group.counter); });
    timers.update(group(1), Due{clock.now() + std::chrono::hours(1), TimerKind::order_timeout});
    timers.update(group(1), std::nullopt);
    timers.update(group(2), Due{clock.now(), TimerKind::order_timeout});
    EXPECT_EQ(fired.wait_for(1), std::vector<std::uint32_t>{2});
    timers.stop();
    EXPECT_EQ(fired.size(), 1U);
}

TEST(TimerThread, EndsWithATimerThatIsFarAway) {
    adapters::EngineClock clock;
    TimerThread timers(clock, [](TimerQueue::Fired) { FAIL() << "nothing is due"; });
    timers.update(group(1), Due{clock.now() + std::chrono::hours(24), TimerKind::order_timeout});
    timers.stop();
}

}  // namespace
}  // namespace trellis::program
