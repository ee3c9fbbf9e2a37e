// Takes commits in order, writes them, makes them durable together, and lets each of them go in order. A plain object without a
// thread: `simulate` calls it inline, JournalThread puts a thread under it.
//
//   running --append says DISK_FULL--> full --drain_once() succeeds--> running
//   running, full --any other error, an unknown cause--> failed        (for good: nothing is released any more)
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "adapters/journal/ticket_map.hpp"
#include "adapters/journal/writer.hpp"
#include "engine/event/commit.hpp"

namespace trellis::adapters {

/// When a commit is let go.
enum class Durability : std::uint8_t {
    fsync,  ///< behind a sync that covers it
    write,  ///< as soon as the operating system has it: survives the process, not the power
};

enum class JournalState : std::uint8_t { running, full, failed };

/// One commit on its way into the journal.
struct PendingCommit {
    Ticket ticket{};
    CommitCause cause{};
    Timestamp at{};
    std::uint32_t event_count = 0;
    std::vector<std::byte> payload;
    bool needs_sync = false;  ///< contains an exit (order, cancel, answer); without it the commit waits for one that does
    /// Called once, in journal order, when the commit may leave. Must not throw and must not push.
    std::function<void(std::uint64_t first_sequence)> on_durable;
};

/// Told when the journal stops or goes on. Called by whichever thread found out; must not push.
class JournalObserver {
public:
    JournalObserver() = default;
    JournalObserver(const JournalObserver&) = delete;
    JournalObserver& operator=(const JournalObserver&) = delete;
    virtual ~JournalObserver() = default;
    /// `reason` says why for full and failed; it is empty for running.
    virtual void on_journal_state(JournalState state, const Error& reason) = 0;
};

struct GroupCommitOptions {
    Durability durability = Durability::fsync;
    std::size_t inbox_commits_max = 4096;      ///< intakes stop when credit() is 0; a push is never refused for it
    std::size_t tickets_remembered = 1U << 16U;  ///< how far back a cause may lie
};

class GroupCommit {
public:
    GroupCommit(Writer& writer, JournalObserver& observer, const GroupCommitOptions& options = {});

    /// Takes a commit. With Durability::fsync it waits for drain_once(); with Durability::write it is appended and let go before
    /// this returns. False: the journal has failed and the commit is lost.
    bool push(PendingCommit commit);

    /// Appends what waits; syncs if any of it asked for it; lets go what is durable. Returns how many were let go.
    std::size_t drain_once();
    /// The same, and syncs whatever was not synced yet.
    std::size_t flush();

    JournalState state() const { return state_.load(std::memory_order_acquire); }
    /// How many more commits the inbox takes before intakes must stop.
    std::size_t credit() const;
    /// The last event known durable.
    std::uint64_t durable_sequence() const { return durable_.load(std::memory_order_acquire); }
    /// The last event appended; with Durability::write the only measure of what was let go.
    std::uint64_t appended_sequence() const { return appended_.load(std::memory_order_acquire); }
    bool has_unsynced() const { return appended_sequence() > durable_sequence(); }
    Durability durability() const { return options_.durability; }

private:
    struct Waiting {
        std::uint64_t first_sequence = 0;
        std::uint64_t last_sequence = 0;
        std::function<void(std::uint64_t)> on_durable;
    };

    std::size_t drain(bool must_sync);
    void take_inbox();
    bool make_frames();
    void append_backlog();
    std::optional<Cause> resolve(const CommitCause& cause) const;
    std::uint64_t releasable() const;
    std::size_t release(std::uint64_t up_to);
    void become(JournalState state, const Error& reason);

    Writer& writer_;
    JournalObserver& observer_;
    GroupCommitOptions options_;

    mutable std::mutex inbox_mutex_;
    std::vector<PendingCommit> inbox_;

    // Behind `work_`: with fsync only the draining thread takes it, with write also those who push.
    std::mutex work_;
    std::vector<PendingCommit> taken_;
    std::vector<PendingCommit> backlog_;
    std::vector<Frame> frames_;
    std::vector<Waiting> waiting_;
    TicketMap sequences_;
    bool asks_sync_ = false;

    std::atomic<JournalState> state_{JournalState::running};
    std::atomic<std::uint64_t> durable_;
    std::atomic<std::uint64_t> appended_;
    std::atomic<std::size_t> queued_{0};
};

}  // namespace trellis::adapters
