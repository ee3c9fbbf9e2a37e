// The loop under a GroupCommit. Which kind of work comes next is decided in one place, wait_for_work().
#include "adapters/journal/journal_thread.hpp"

#include <utility>

namespace trellis::adapters {

JournalThread::JournalThread(Writer& writer, JournalObserver& observer, const GroupCommitOptions& options,
                             const JournalThreadOptions& timing)
    : commits_(writer, observer, options), timing_(timing), thread_([this] { run(); }) {}

JournalThread::~JournalThread() { stop(); }

bool JournalThread::push(PendingCommit commit) {
    if (!commits_.push(std::move(commit))) return false;
    wake();
    return true;
}

void JournalThread::retry() {
    {
        const std::scoped_lock guard(mutex_);
        must_retry_ = true;
    }
    wakeup_.notify_one();
}

void JournalThread::wake() {
    // Already told and not looked yet: the one notice covers this work too.
    if (has_work_.exchange(true, std::memory_order_acq_rel)) return;
    {
        // Without it the notice could fall between the thread's look at the flag and its sleep.
        const std::scoped_lock guard(mutex_);
    }
    wakeup_.notify_one();
}

void JournalThread::stop() {
    {
        const std::scoped_lock guard(mutex_);
        is_stopping_ = true;
    }
    wakeup_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void JournalThread::run() {
    for (;;) {
        switch (wait_for_work()) {
            case Work::drain: commits_.drain_once(); break;
            case Work::flush: commits_.flush(); break;
            case Work::stop: commits_.flush(); return;
        }
    }
}

JournalThread::Work JournalThread::wait_for_work() {
    std::unique_lock guard(mutex_);
    const auto is_called = [this] { return is_stopping_ || has_work_.load(std::memory_order_acquire); };
    if (commits_.state() == JournalState::full) {
        // Whoever pushes meanwhile only adds to what waits: each try copies all of it.
        wakeup_.wait_for(guard, timing_.retry_delay, [this] { return is_stopping_ || must_retry_; });
        must_retry_ = false;
    } else if (commits_.state() == JournalState::running && commits_.has_unsynced()) {
        if (!wakeup_.wait_for(guard, timing_.sync_delay, is_called)) return Work::flush;
    } else {
        wakeup_.wait(guard, is_called);
    }
    if (is_stopping_) return Work::stop;
    if (commits_.durability() == Durability::write) {
        // Already let go: nobody waits for this sync, so it gathers as much as it may.
        wakeup_.wait_for(guard, timing_.sync_delay, [this] { return is_stopping_; });
        has_work_.store(false, std::memory_order_release);
        return is_stopping_ ? Work::stop : Work::flush;
    }
    has_work_.store(false, std::memory_order_release);
    return Work::drain;
}

}  // namespace trellis::adapters
