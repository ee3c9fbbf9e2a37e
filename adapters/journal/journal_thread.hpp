// The journal's own thread under a GroupCommit: sleeps until something waits, then drains. Not a detached actor, so that TSan sees
// it and its order of events is ours.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "adapters/journal/group_commit.hpp"

namespace trellis::adapters {

struct JournalThreadOptions {
    /// How long a commit that asks for no sync, or any commit with Durability::write, may stay unsynced.
    std::chrono::milliseconds sync_delay{5};
    /// How often a full disk is tried again.
    std::chrono::milliseconds retry_delay{200};
};

/// Starts its thread when made; `stop()` (or the destructor) drains, syncs and joins.
class JournalThread {
public:
    JournalThread(Writer& writer, JournalObserver& observer, const GroupCommitOptions& options = {},
                  const JournalThreadOptions& timing = {});
    JournalThread(const JournalThread&) = delete;
    JournalThread& operator=(const JournalThread&) = delete;
    ~JournalThread();

    /// As GroupCommit::push, from any thread.
    bool push(PendingCommit commit);
    /// Tries again at once after the disk was full.
    void retry();
    void stop();

    JournalState state() const { return commits_.state(); }
    std::size_t credit() const { return commits_.credit(); }
    std::uint64_t durable_sequence() const { return commits_.durable_sequence(); }
    std::uint64_t appended_sequence() const { return commits_.appended_sequence(); }

private:
    enum class Work : std::uint8_t { drain, flush, stop };
    void run();
    Work wait_for_work();
    void wake();

    GroupCommit commits_;
    JournalThreadOptions timing_;
    std::mutex mutex_;
    std::condition_variable wakeup_;
    std::atomic<bool> has_work_{false};
    bool is_stopping_ = false;
    bool must_retry_ = false;
    std::thread thread_;
};

}  // namespace trellis::adapters
