// What is kept up behind a running journal, one step at a time: the next segment, the history, subscribers, snapshots. A plain object;
// ArchiveThread puts a thread under it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "adapters/archive/archive.hpp"
#include "adapters/history/event_feed.hpp"
#include "adapters/history/history.hpp"

namespace trellis::adapters {

/// What is kept; all of it outlives the keeper.
struct ArchiveParts {
    Archive& archive;
    History& history;
    EventFeed& feed;
    Writer& writer;
};

/// Called on the thread that works.
struct ArchiveHooks {
    /// The last event known durable.
    std::function<std::uint64_t()> durable;
    /// The disk has no room for the next segment, a whole segment before the journal would stop (`why` says so); or has it again.
    std::function<void(bool is_low, const Error& why)> on_disk = [](bool, const Error&) {};
    /// "history" or "snapshot" failed; trading goes on, it is tried again.
    std::function<void(const std::string& what, const Error& why)> on_failure = [](const std::string&, const Error&) {};
    std::function<void(const Advanced&)> on_snapshot = [](const Advanced&) {};
};

struct ArchiveTiming {
    /// Commits of the history while there is more to do: not more often than this.
    std::chrono::milliseconds commit_interval{25};
    /// How soon what failed, or found the disk full, is tried again.
    std::chrono::milliseconds retry_delay{200};
    /// How long it sleeps when nothing happens: heartbeats.
    std::chrono::milliseconds idle_delay{1000};
};

class ArchiveKeeper {
public:
    using Clock = std::chrono::steady_clock;

    ArchiveKeeper(ArchiveParts parts, ArchiveHooks hooks, const ArchiveTiming& timing = {});

    /// Everything durable is in the history, and the next segment is there, when it returns. For the start, before anything is
    /// appended. Errors: of the history.
    Result<void> catch_up();

    /// Does what is due; returns how long there is nothing to do unless something new becomes durable.
    std::chrono::milliseconds step(Clock::time_point now = Clock::now());

private:
    void keep_segment(Clock::time_point now);
    bool keep_history(std::uint64_t durable, Clock::time_point now);
    void keep_snapshots(std::uint64_t durable, Clock::time_point now);

    ArchiveParts parts_;
    ArchiveHooks hooks_;
    ArchiveTiming timing_;
    bool is_low_ = false;
    Clock::time_point segment_due_{};
    Clock::time_point history_due_{};
    Clock::time_point snapshot_due_{};
};

}  // namespace trellis::adapters
