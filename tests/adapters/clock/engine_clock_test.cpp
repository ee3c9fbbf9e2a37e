// R11: whatever the wall clock does, the engine's clock goes forward at nearly real speed and ends up agreeing with it.
#include "adapters/clock/engine_clock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace trellis::adapters {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A machine whose clocks go only when told to.
class Machine {
public:
    EngineClock clock() {
        return EngineClock({[this] { return wall(); }, steady()});
    }
    std::function<Duration()> steady() {
        return [this] { return Duration(steady_.load()); };
    }
    void pass(Duration time) { steady_ += time.count(); }
    void step_wall(Duration by) { ahead_ += by.count(); }
    Timestamp wall() const { return Timestamp(Duration(steady_.load() + ahead_.load())); }

private:
    std::atomic<std::int64_t> steady_{seconds(5).count() * 1'000'000'000};
    std::atomic<std::int64_t> ahead_{Duration(hours(500'000)).count()};
};

TEST(EngineClock, IsTheWallClockAtTheStart) {
    Machine machine;
    const auto clock = machine.clock();
    EXPECT_EQ(clock.now(), machine.wall());
    EXPECT_EQ(clock.offset(), Duration{});
    EXPECT_EQ(clock.steps(), 0U);
}

TEST(EngineClock, RunsOnTheSteadyClockBetweenLooksAtTheWall) {
    Machine machine;
    auto clock = machine.clock();
    const auto start = clock.now();
    machine.step_wall(hours(-1));
    machine.pass(seconds(1));
    EXPECT_EQ(clock.now(), start + seconds(1));
    EXPECT_EQ(clock.offset(), -(hours(1)));
}

TEST(EngineClock, RunsATenthFasterAfterAStepForwardUntilItAgrees) {
    Machine machine;
    auto clock = machine.clock();
    const auto start = clock.now();
    machine.step_wall(milliseconds(2500));
    clock.discipline();
    EXPECT_EQ(clock.now(), start);
    machine.pass(seconds(10));
    EXPECT_EQ(clock.now(), start + seconds(11));
    machine.pass(seconds(30));  // nobody looked meanwhile: it does not run past the wall clock
    EXPECT_EQ(clock.now(), machine.wall());
    EXPECT_EQ(clock.steps(), 1U);
}

TEST(EngineClock, RunsATenthSlowerAfterAStepBackUntilItAgrees) {
    Machine machine;
    auto clock = machine.clock();
    const auto start = clock.now();
    machine.step_wall(hours(-1));
    clock.discipline();
    machine.pass(seconds(100));
    EXPECT_EQ(clock.now(), start + seconds(90));
    EXPECT_EQ(clock.offset(), -(hours(1) - seconds(10)));
    machine.pass(hours(10));
    EXPECT_EQ(clock.offset(), Duration{});
}

TEST(EngineClock, CountsStepsAndNotDrift) {
    Machine machine;
    auto clock = machine.clock();
    for (int i = 0; i < 100; ++i) {
        machine.pass(seconds(1));
        machine.step_wall(milliseconds(20));
        clock.discipline();
    }
    EXPECT_EQ(clock.steps(), 0U);
    machine.step_wall(milliseconds(-501));
    clock.discipline();
    clock.discipline();
    EXPECT_EQ(clock.steps(), 1U);
}

TEST(EngineClock, TakesALookThatWasHeldUpForNone) {
    Machine machine;
    Duration held_up{};
    EngineClock clock({[&] {
                           const auto wall = machine.wall();
                           machine.pass(held_up);
                           return wall;
                       },
                       machine.steady()});
    held_up = seconds(2);
    clock.discipline();
    held_up = {};
    machine.pass(seconds(100));
    EXPECT_EQ(clock.now(), machine.wall());
    EXPECT_EQ(clock.steps(), 0U);
}

RC_GTEST_PROP(EngineClock, R11NeverGoesBackNeverJumpsAndConvergesUnderAnySteps, ()) {
    Machine machine;
    auto clock = machine.clock();
    const int moves = *rc::gen::inRange(1, 100);
    for (int i = 0; i < moves; ++i) {
        if (*rc::gen::inRange(0, 5) == 0) machine.step_wall(seconds(*rc::gen::inRange(-3600, 3601)));
        if (*rc::gen::inRange(0, 3) > 0) {
            const auto at_look = clock.now();
            clock.discipline();
            RC_ASSERT(clock.now() == at_look);
        }
        const auto before = clock.now();
        const Duration passed(*rc::gen::inRange<std::int64_t>(0, 3'000'000'000));
        machine.pass(passed);
        const Duration ran = clock.now() - before;
        RC_ASSERT(ran >= passed - passed / 10 - Duration(1));
        RC_ASSERT(ran <= passed + passed / 10 + Duration(1));
    }
    clock.discipline();
    const auto farthest = clock.offset() < Duration{} ? -clock.offset() : clock.offset();
    machine.pass(farthest * 10);
    RC_ASSERT(clock.now() == machine.wall());
}

TEST(EngineClock, IsTheSameForAllThreads) {
    Machine machine;
    auto clock = machine.clock();
    std::atomic<std::int64_t> newest{0};
    std::atomic<std::uint64_t> went_back{0};
    constexpr int reads = 20'000;
    const auto read = [&] {
        for (int i = 0; i < reads; ++i) {
            auto seen = newest.load();
            machine.pass(Duration(i % 97));
            const auto now = clock.now().time_since_epoch().count();
            if (now < seen) ++went_back;
            while (seen < now && !newest.compare_exchange_weak(seen, now)) {
            }
        }
    };
    std::thread first(read);
    std::thread second(read);
    for (int i = 0; i < reads / 10; ++i) {
        machine.step_wall(seconds(i % 2 == 0 ? 7 : -7));
        clock.discipline();
    }
    first.join();
    second.join();
    EXPECT_EQ(went_back.load(), 0U);
}

TEST(EngineClock, ReadsTheMachinesClocks) {
    const EngineClock clock;
    const auto before = ClockSources::of_the_machine().steady();
    const auto first = clock.now();
    const auto second = clock.now();
    const auto after = ClockSources::of_the_machine().steady();
    EXPECT_LE(first, second);
    EXPECT_LE(second - first, after - before);
}

}  // namespace
}  // namespace trellis::adapters
