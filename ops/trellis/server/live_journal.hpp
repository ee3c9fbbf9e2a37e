// The journal of a running server: takes the engine's commits, and behind the sync that covers them lets their requests go to the
// venue, answers whoever waits for a signal or a request, and tells the archive that there is more.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "adapters/admin/control.hpp"
#include "adapters/journal/journal_thread.hpp"
#include "engine/ports.hpp"
#include "ops/trellis/server/round_trips.hpp"
#include "ops/trellis/server/stages.hpp"

namespace trellis::program {

struct LiveJournalOptions {
    adapters::GroupCommitOptions commits;
    adapters::JournalThreadOptions timing;
    /// Told when the disk is full and when it takes again.
    std::function<void(adapters::JournalState, const Error&)> on_state = [](adapters::JournalState, const Error&) {};
    /// When the quote came that item `number` (an evaluation) was made for.
    std::function<Stages::Time(std::uint64_t number)> quote_time = [](std::uint64_t) { return Stages::Time{}; };
    /// A group broke: what the journal made it up to event `sequence`. On the worker, which waits for it.
    std::function<Result<std::optional<Group>>(GroupId, std::uint64_t sequence)> load_group = [](GroupId, std::uint64_t) {
        return Result<std::optional<Group>>(Error{"NOT_FOUND", "nobody keeps groups"});
    };
    /// Something became durable. Cheap: called for every commit.
    std::function<void()> on_progress = [] {};
};

/// Commits come from the worker; everything else may be called from any thread. Callbacks come on the journal's thread (with
/// durability `write` on the worker) and must not block.
class LiveJournal final : public CommitPort, public adapters::JournalObserver {
public:
    /// `writer`, `stages` and the venue of all accounts outlive it.
    LiveJournal(adapters::Writer& writer, VenuePort& venue, Stages& stages, RoundTrips& trips, LiveJournalOptions options);
    ~LiveJournal() override;

    void commit(Commit commit) override;
    void reached(std::uint64_t token) override;
    std::optional<Group> reload(GroupId group, const std::exception_ptr& fault) override;
    void on_journal_state(adapters::JournalState state, const Error& reason) override;

    /// An event of the process itself; `done` when it is durable, with its sequence.
    void record(const Event& event, Timestamp at, std::function<void(std::uint64_t)> done);

    /// What the directory decided for request `item`, all of it or nothing; `done` as above.
    void record(std::span<const DirectoryEvent> events, Timestamp at, std::uint64_t item, std::function<void(std::uint64_t)> done);

    /// Before the signal is submitted: its answer when its first event is durable.
    void await_signal(SignalNumber signal, adapters::OnSignalAnswer done, Stages::Time received);
    /// Before item `number` is submitted, and a barrier with the same number behind it: its answer when all it led to is durable.
    void await_request(std::uint64_t number, adapters::OnObeyed done);
    /// Before a barrier with that number: called on the worker when it comes by, durable or not.
    void await_passing(std::uint64_t number, std::function<void()> done);

    std::size_t signals_waiting() const { return signals_waiting_.load(std::memory_order_relaxed); }
    adapters::JournalState state() const { return thread_.state(); }
    std::size_t credit() const { return thread_.credit(); }
    std::uint64_t durable_sequence() const { return thread_.durable_sequence(); }
    std::uint64_t appended_sequence() const { return thread_.appended_sequence(); }
    /// Space was made: tries again at once.
    void retry() { thread_.retry(); }
    /// Drains, syncs, ends the thread. Nobody commits any more.
    void stop() { thread_.stop(); }

private:
    struct SignalWaiter {
        adapters::OnSignalAnswer done;
        Stages::Time received{};
    };
    struct RequestWaiter {
        adapters::OnObeyed done;
        std::optional<std::uint64_t> first_event;
        std::optional<Error> refusal;         ///< the group said no
        std::shared_ptr<const PresetApplied> preset;  ///< it took over a version of one (B-25)
        std::optional<std::uint64_t> behind;  ///< reached when so many commits had been pushed
    };
    struct Exit;

    void push(adapters::PendingCommit pending);
    void push_own(adapters::PendingCommit pending, std::function<void(std::uint64_t)> done);
    bool await_released();
    void release(const std::shared_ptr<Exit>& leaving, std::uint64_t first_sequence);
    void answer(Exit& leaving, std::uint64_t first_sequence);
    void let_through();
    void count(const adapters::SignalAnswer& answer);

    LiveJournalOptions options_;
    VenuePort& venue_;
    Stages& stages_;
    RoundTrips& trips_;
    std::atomic<std::uint64_t> pushed_{0};
    std::atomic<std::uint64_t> released_{0};
    std::atomic<std::uint64_t> operational_{0};
    std::atomic<std::size_t> signals_waiting_{0};
    std::atomic<bool> has_barriers_{false};
    std::atomic<bool> is_awaited_{false};  // the worker waits for released_ to grow
    std::condition_variable released_changed_;

    std::mutex waiting_;
    std::map<SignalNumber, SignalWaiter> signals_;
    std::map<std::uint64_t, RequestWaiter> requests_;
    std::map<std::uint64_t, std::function<void()>> passing_;

    adapters::JournalThread thread_;  // last: it calls the members above
};

}  // namespace trellis::program
