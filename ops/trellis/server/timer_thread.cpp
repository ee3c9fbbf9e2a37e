#include "ops/trellis/server/timer_thread.hpp"

#include <algorithm>
#include <chrono>

namespace trellis::program {

TimerThread::TimerThread(adapters::EngineClock& clock, std::function<void(TimerQueue::Fired)> fire)
    : clock_(clock), fire_(std::move(fire)), thread_([this] { run(); }) {}

void TimerThread::update(TimerOwner owner, std::optional<Due> due) {
    {
        const std::scoped_lock guard(mutex_);
        const auto before = timers_.next();
        timers_.update(owner, due);
        if (timers_.next() == before) return;  // it wakes when it would have anyway
    }
    changed_.notify_one();
}

void TimerThread::stop() {
    {
        const std::scoped_lock guard(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void TimerThread::run() {
    while (const auto fired = wait()) fire_(*fired);
}

/// The next timer that is due; nothing at the end.
std::optional<TimerQueue::Fired> TimerThread::wait() {
    constexpr Duration discipline_every = std::chrono::seconds(1);
    std::unique_lock guard(mutex_);
    auto disciplined = std::chrono::steady_clock::time_point{};
    while (!is_stopping_) {
        if (const auto now = std::chrono::steady_clock::now(); now - disciplined >= discipline_every) {
            clock_.discipline();
            disciplined = now;
        }
        const Timestamp now = clock_.now();
        if (const auto fired = timers_.pop(now)) return fired;
        const auto next = timers_.next();
        const Duration wait = next.has_value() ? std::min<Duration>(*next - now, discipline_every) : discipline_every;
        changed_.wait_for(guard, wait);
    }
    return std::nullopt;
}

}  // namespace trellis::program
