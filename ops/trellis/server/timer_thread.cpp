#include "ops/trellis/server/timer_thread.hpp"

#include <algorithm>
#include <chrono>

namespace trellis::program {

TimerThread::TimerThread(adapters::EngineClock& clock, std::function<void(TimerQueue::Fired)> fire, std::function<void()> look)
    : clock_(clock), fire_(std::move(fire)), look_(std::move(look)), thread_([this] { run(); }) {}

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
    while (const auto woken = wait()) {
        if (woken->has_value()) {
            fire_(**woken);
        } else {
            clock_.discipline();
            look_();
        }
    }
}

/// Nothing at the end.
std::optional<TimerThread::Wake> TimerThread::wait() {
    constexpr Duration look_every = std::chrono::seconds(1);
    std::unique_lock guard(mutex_);
    while (!is_stopping_) {
        if (const auto now = std::chrono::steady_clock::now(); now - looked_ >= look_every) {
            looked_ = now;
            return Wake{};
        }
        const Timestamp now = clock_.now();
        if (const auto fired = timers_.pop(now)) return fired;
        const auto next = timers_.next();
        const Duration wait = next.has_value() ? std::min<Duration>(*next - now, look_every) : look_every;
        changed_.wait_for(guard, wait);
    }
    return std::nullopt;
}

}  // namespace trellis::program
