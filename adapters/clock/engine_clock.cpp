#include "adapters/clock/engine_clock.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace trellis::adapters {

namespace {

constexpr std::int64_t slew_part = 10;  // a tenth of the time that passes is used to catch up
constexpr Duration step_least = std::chrono::milliseconds(500);
constexpr Duration apart_most = std::chrono::milliseconds(50);  // between two clocks that are compared

}  // namespace

ClockSources ClockSources::of_the_machine() {
    return {[] { return Timestamp(std::chrono::system_clock::now().time_since_epoch()); },
            [] { return Duration(std::chrono::steady_clock::now().time_since_epoch()); }};
}

EngineClock::EngineClock(ClockSources sources) : sources_(std::move(sources)) {
    steady_seen_ = sources_.steady();
    wall_seen_ = sources_.wall();
    course_ = {steady_seen_, wall_seen_, {}};
    steady_ = course_.steady.count();
    time_ = course_.time.time_since_epoch().count();
}

// The steady clock is read while the course is known to be in force: whoever reads it later has the later course.
Timestamp EngineClock::now() const {
    while (true) {
        const auto version = version_.load(std::memory_order_acquire);
        const Duration from(steady_.load(std::memory_order_acquire));
        const Timestamp time(Duration(time_.load(std::memory_order_acquire)));
        const Duration correction(correction_.load(std::memory_order_acquire));
        const Duration steady = sources_.steady();
        const bool is_in_force = version % 2 == 0 && version_.load(std::memory_order_acquire) == version;
        if (is_in_force) return on_course({from, time, correction}, steady);
    }
}

void EngineClock::discipline() {
    const std::scoped_lock lock(disciplining_);
    const Duration before = sources_.steady();
    const Timestamp wall = sources_.wall();
    if (sources_.steady() - before > apart_most) return;  // the thread was held up: the next look is better
    version_.fetch_add(1, std::memory_order_seq_cst);  // a barrier: from here on readers wait for the new course
    const Duration steady = sources_.steady();
    const Timestamp time = on_course(course_, steady);
    course_ = {steady, time, wall - time};
    steady_.store(steady.count(), std::memory_order_release);
    time_.store(time.time_since_epoch().count(), std::memory_order_release);
    correction_.store(course_.correction.count(), std::memory_order_release);
    version_.fetch_add(1, std::memory_order_release);
    const Duration jumped = (wall - wall_seen_) - (steady - steady_seen_);
    if (jumped > step_least || jumped < -step_least) steps_.fetch_add(1, std::memory_order_relaxed);
    wall_seen_ = wall;
    steady_seen_ = steady;
}

// The correction is used up at the slope's pace and never overshot, however late the next look at the wall clock comes.
Timestamp EngineClock::on_course(const Course& course, Duration steady) {
    const Duration passed = std::max(steady - course.steady, Duration{});
    const Duration most = passed / slew_part;
    return course.time + passed + std::clamp(course.correction, -most, most);
}

}  // namespace trellis::adapters
