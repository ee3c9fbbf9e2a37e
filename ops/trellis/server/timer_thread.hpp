// The clock of a running server: one thread that sleeps until the next owner of a timer wants to be woken.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "adapters/clock/engine_clock.hpp"
#include "engine/world/timers.hpp"

namespace trellis::program {

class TimerThread {
public:
    /// `fire` and, about once a second, `look` are called on this thread and must not block; `clock` outlives it. Also sets the clock's
    /// course once a second.
    TimerThread(adapters::EngineClock& clock, std::function<void(TimerQueue::Fired)> fire, std::function<void()> look = [] {});
    TimerThread(const TimerThread&) = delete;
    TimerThread& operator=(const TimerThread&) = delete;
    ~TimerThread() { stop(); }

    /// From any thread: replaces an owner's timer.
    void update(TimerOwner owner, std::optional<Due> due);
    void stop();

private:
    /// A timer that is due, or nothing because a second is over.
    using Wake = std::optional<TimerQueue::Fired>;
    void run();
    std::optional<Wake> wait();

    adapters::EngineClock& clock_;
    std::function<void(TimerQueue::Fired)> fire_;
    std::function<void()> look_;
    std::mutex mutex_;
    std::condition_variable changed_;
    TimerQueue timers_;
    std::chrono::steady_clock::time_point looked_{};  // its own
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace trellis::program
