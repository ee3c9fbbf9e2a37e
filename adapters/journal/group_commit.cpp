// Group commit: in order in, in order out, one sync for as many as there are.
#include "adapters/journal/group_commit.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

GroupCommit::GroupCommit(Writer& writer, JournalObserver& observer, const GroupCommitOptions& options)
    : writer_(writer),
      observer_(observer),
      options_(options),
      sequences_(options.tickets_remembered),
      durable_(writer.synced_sequence()),
      appended_(writer.next_sequence() - 1) {}

bool GroupCommit::push(PendingCommit commit) {
    if (state() == JournalState::failed) return false;
    queued_.fetch_add(1, std::memory_order_relaxed);
    if (options_.durability == Durability::fsync) {
        const std::scoped_lock guard(inbox_mutex_);
        inbox_.push_back(std::move(commit));
        return true;
    }
    const std::scoped_lock guard(work_);
    backlog_.push_back(std::move(commit));
    append_backlog();
    release(releasable());
    return state() != JournalState::failed;
}

std::size_t GroupCommit::drain_once() { return drain(false); }

std::size_t GroupCommit::flush() { return drain(true); }

std::size_t GroupCommit::credit() const {
    const auto queued = queued_.load(std::memory_order_relaxed);
    return queued >= options_.inbox_commits_max ? 0 : options_.inbox_commits_max - queued;
}

std::size_t GroupCommit::drain(bool must_sync) {
    std::unique_lock work(work_);
    take_inbox();
    append_backlog();
    // Some may be durable already: beginning a new segment syncs the one before.
    auto released = release(releasable());
    const bool wants_sync = must_sync || asks_sync_;
    if (!wants_sync || !has_unsynced() || state() == JournalState::failed) return released;

    const auto point = writer_.sync_point();
    asks_sync_ = false;
    // With Durability::write others append meanwhile; with fsync nobody else comes here.
    work.unlock();
    const auto synced = point.file->sync();
    work.lock();
    if (!synced) {
        become(JournalState::failed, synced.error());
        return released;
    }
    writer_.mark_synced(point.sequence);
    durable_.store(writer_.synced_sequence(), std::memory_order_release);
    return released + release(releasable());
}

std::uint64_t GroupCommit::releasable() const {
    switch (options_.durability) {
        case Durability::fsync: return durable_sequence();
        case Durability::write: return appended_sequence();
    }
    return 0;
}

void GroupCommit::take_inbox() {
    {
        const std::scoped_lock guard(inbox_mutex_);
        std::swap(inbox_, taken_);
    }
    std::ranges::move(taken_, std::back_inserter(backlog_));
    taken_.clear();
}

std::optional<Cause> GroupCommit::resolve(const CommitCause& cause) const {
    return std::visit(Overloaded{
                          [](const Cause& outside) { return std::optional(outside); },
                          [this](const Ticket& ticket) -> std::optional<Cause> {
                              const auto sequence = sequences_.find(ticket);
                              if (!sequence) return std::nullopt;
                              return Cause{CauseKind::event, *sequence};
                          },
                      },
                      cause);
}

bool GroupCommit::make_frames() {
    frames_.clear();
    auto next = writer_.next_sequence();
    for (const auto& commit : backlog_) {
        const auto cause = resolve(commit.cause);
        if (!cause) {
            const auto unknown = static_cast<std::uint64_t>(std::get<Ticket>(commit.cause));
            become(JournalState::failed, Error{"UNKNOWN_CAUSE", "a commit at event " + std::to_string(next) + " names ticket " +
                                                                    std::to_string(unknown) + " as its cause, which never came"});
            return false;
        }
        sequences_.put(commit.ticket, next);
        frames_.push_back({commit.event_count, commit.at, *cause, commit.payload});
        next += commit.event_count;
    }
    return true;
}

void GroupCommit::append_backlog() {
    if (backlog_.empty() || state() == JournalState::failed) return;
    auto first = writer_.next_sequence();
    if (!make_frames()) return;
    const auto appended = writer_.append(frames_);
    for (std::size_t i = 0; i < appended.frames; ++i) {
        auto& commit = backlog_[i];
        asks_sync_ = asks_sync_ || commit.needs_sync;
        waiting_.push_back({first, first + commit.event_count - 1, std::move(commit.on_durable)});
        first += commit.event_count;
    }
    backlog_.erase(backlog_.begin(), backlog_.begin() + static_cast<std::ptrdiff_t>(appended.frames));
    queued_.fetch_sub(appended.frames, std::memory_order_relaxed);
    appended_.store(writer_.next_sequence() - 1, std::memory_order_release);
    durable_.store(writer_.synced_sequence(), std::memory_order_release);
    if (!appended.error) return become(JournalState::running, Error{});
    become(appended.error->code == "DISK_FULL" ? JournalState::full : JournalState::failed, *appended.error);
}

std::size_t GroupCommit::release(std::uint64_t up_to) {
    if (state() == JournalState::failed) return 0;
    std::size_t count = 0;
    while (count < waiting_.size() && waiting_[count].last_sequence <= up_to) {
        auto& commit = waiting_[count++];
        if (commit.on_durable) commit.on_durable(commit.first_sequence);
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
}

void GroupCommit::become(JournalState state, const Error& reason) {
    if (state_.exchange(state, std::memory_order_acq_rel) != state) observer_.on_journal_state(state, reason);
}

}  // namespace trellis::adapters
