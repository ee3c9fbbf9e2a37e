// The one clock of the live process: wall time that cannot jump. It starts at the wall clock and runs on the steady one; when the wall
// clock was stepped it follows at 0.9 or 1.1 times real speed until both agree, so no timer fires an hour early or twice.
//
//   wall   ────────┐ stepped back            offset() = wall - ours
//                  └───────────────────
//   ours   ─────────╲_ runs at 0.9 ____╱ the same again
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>

#include "engine/base/time.hpp"

namespace trellis::adapters {

/// Where the time comes from; both are called from any thread.
struct ClockSources {
    std::function<Timestamp()> wall;   ///< may be stepped
    std::function<Duration()> steady;  ///< since some fixed instant; never goes back

    static ClockSources of_the_machine();
};

/// `now` is for any thread and takes no lock. Instants that two threads read agree with the order in which they read them.
class EngineClock {
public:
    explicit EngineClock(ClockSources sources = ClockSources::of_the_machine());

    Timestamp now() const;
    /// Looks at the wall clock and sets the course towards it; somebody calls it once a second.
    void discipline();
    /// How far the wall clock is ahead of this one.
    Duration offset() const { return sources_.wall() - now(); }
    /// How often the wall clock was seen to jump by more than half a second.
    std::uint64_t steps() const { return steps_.load(std::memory_order_relaxed); }

private:
    // Where the clock was at an instant of the steady clock, and how much it still has to win or lose from there.
    struct Course {
        Duration steady{};
        Timestamp time{};
        Duration correction{};
    };
    static Timestamp on_course(const Course& course, Duration steady);

    ClockSources sources_;
    std::atomic<std::uint64_t> version_{0};  // odd while the course is being changed
    std::atomic<std::int64_t> steady_{0};
    std::atomic<std::int64_t> time_{0};
    std::atomic<std::int64_t> correction_{0};
    std::atomic<std::uint64_t> steps_{0};

    std::mutex disciplining_;  // one caller at a time; guards what follows
    Course course_;
    Timestamp wall_seen_{};
    Duration steady_seen_{};
};

}  // namespace trellis::adapters
