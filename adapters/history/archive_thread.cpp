#include "adapters/history/archive_thread.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace trellis::adapters {
namespace {

/// Linux gives each thread a niceness of its own. Without the right to, it runs as the others do.
void lower_priority() {
    constexpr int niceness = 10;
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    [[maybe_unused]] const int ignored = ::setpriority(PRIO_PROCESS, thread, niceness);
}

}  // namespace

ArchiveThread::ArchiveThread(ArchiveParts parts, ArchiveHooks hooks, const ArchiveTiming& timing)
    : keeper_(parts, std::move(hooks), timing), feed_(parts.feed), distance_(timing.commit_interval) {}

ArchiveThread::~ArchiveThread() { stop(); }

void ArchiveThread::start() {
    thread_ = std::thread([this] { run(); });
    feed_.set_waker([this] { wake(); });
}

void ArchiveThread::wake() {
    // Already told and not looked yet: the one notice covers this too.
    if (has_work_.exchange(true, std::memory_order_acq_rel)) return;
    {
        // Without it the notice could fall between the thread's look at the flag and its sleep.
        const std::scoped_lock guard(mutex_);
    }
    wakeup_.notify_one();
}

void ArchiveThread::stop() {
    feed_.set_waker({});
    {
        const std::scoped_lock guard(mutex_);
        is_stopping_ = true;
    }
    wakeup_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void ArchiveThread::run() {
    lower_priority();
    std::chrono::milliseconds delay{0};
    while (rest(delay)) delay = keeper_.step();
}

/// False: it is time to end. Steps keep their distance while there is much to do; the first after a rest comes at once.
bool ArchiveThread::rest(std::chrono::milliseconds delay) {
    std::unique_lock guard(mutex_);
    const auto is_stopping = [this] { return is_stopping_; };
    const auto distance = std::min(delay, distance_);
    if (!wakeup_.wait_for(guard, distance, is_stopping)) {
        wakeup_.wait_for(guard, delay - distance, [this] { return is_stopping_ || has_work_.load(std::memory_order_acquire); });
    }
    has_work_.exchange(false, std::memory_order_acq_rel);
    return !is_stopping_;
}

}  // namespace trellis::adapters
