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

PendingCommit record_of(const Event& event, Timestamp at, std::uint64_t number) {
    PendingCommit pending;
    pending.ticket = Ticket{operational_tickets + number};
    pending.cause = Cause{CauseKind::operational, 0};
    pending.at = at;
    pending.event_count = 1;
    encode(event, pending.payload);
    pending.needs_sync = true;
    return pending;
}

}  // namespace trellis::adapters
