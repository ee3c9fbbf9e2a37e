#include "adapters/journal/commit_record.hpp"

#include <algorithm>

#include "engine/event/codec.hpp"

namespace trellis::adapters {

namespace {

bool is_outcome(const Event& event) {
    return std::holds_alternative<SignalRefused>(event) || std::holds_alternative<SignalCompleted>(event) ||
           std::holds_alternative<SignalAdmitted>(event) || std::holds_alternative<SignalQueued>(event);
}

bool is_request(const CommitCause& cause) {
    const auto* outside = std::get_if<Cause>(&cause);
    return outside != nullptr && outside->kind == CauseKind::request;
}

}  // namespace

bool asks_sync(const Commit& commit) {
    return !commit.requests.empty() || is_request(commit.cause) || std::ranges::any_of(commit.events, is_outcome);
}

PendingCommit record_of(const Commit& commit) {
    PendingCommit pending;
    pending.ticket = commit.ticket;
    pending.cause = commit.cause;
    pending.at = commit.at;
    pending.event_count = static_cast<std::uint32_t>(commit.events.size());
    for (const auto& event : commit.events) encode(event, pending.payload);
    pending.needs_sync = asks_sync(commit);
    return pending;
}

namespace {

PendingCommit outside_the_ring(Cause cause, Timestamp at, std::uint64_t number) {
    PendingCommit pending;
    pending.ticket = Ticket{operational_tickets + number};
    pending.cause = cause;
    pending.at = at;
    pending.needs_sync = true;
    return pending;
}

}  // namespace

PendingCommit record_of(const Event& event, Timestamp at, std::uint64_t number) {
    PendingCommit pending = outside_the_ring(Cause{CauseKind::operational, 0}, at, number);
    pending.event_count = 1;
    encode(event, pending.payload);
    return pending;
}

PendingCommit record_of(std::span<const DirectoryEvent> events, Timestamp at, std::uint64_t number, std::uint64_t item) {
    PendingCommit pending = outside_the_ring(Cause{CauseKind::request, item}, at, number);
    pending.event_count = static_cast<std::uint32_t>(events.size());
    for (const auto& event : events) {
        std::visit([&](const auto& happened) { encode(Event{happened}, pending.payload); }, event);
    }
    return pending;
}

}  // namespace trellis::adapters
