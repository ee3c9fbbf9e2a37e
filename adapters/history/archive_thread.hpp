// The archive's own thread under an ArchiveKeeper: of low priority, woken when something became durable and by time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/history/archive_keeper.hpp"

namespace trellis::adapters {

/// `stop()` (or the destructor) ends it; what is not taken up then is at the next start.
class ArchiveThread {
public:
    ArchiveThread(ArchiveParts parts, ArchiveHooks hooks, const ArchiveTiming& timing = {});
    ArchiveThread(const ArchiveThread&) = delete;
    ArchiveThread& operator=(const ArchiveThread&) = delete;
    ~ArchiveThread();

    /// As ArchiveKeeper::catch_up; before start().
    Result<void> catch_up() { return keeper_.catch_up(); }
    void start();
    /// Something became durable. From any thread, cheap: a journal's release may call it for each commit.
    void wake();
    void stop();

private:
    void run();
    bool rest(std::chrono::milliseconds delay);

    ArchiveKeeper keeper_;
    EventFeed& feed_;
    std::chrono::milliseconds distance_;  // between two steps
    std::mutex mutex_;
    std::condition_variable wakeup_;
    std::atomic<bool> has_work_{false};
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace trellis::adapters
