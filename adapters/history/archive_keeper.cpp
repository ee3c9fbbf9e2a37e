#include "adapters/history/archive_keeper.hpp"

#include <algorithm>
#include <utility>

namespace trellis::adapters {

ArchiveKeeper::ArchiveKeeper(ArchiveParts parts, ArchiveHooks hooks, const ArchiveTiming& timing)
    : parts_(parts), hooks_(std::move(hooks)), timing_(timing) {}

Result<void> ArchiveKeeper::catch_up() {
    const auto durable = hooks_.durable();
    while (parts_.history.sequence() < durable) {
        const auto applied = parts_.history.advance(durable);
        if (!applied) return applied.error();
        if (*applied == 0) {
            return Error{"HISTORY_BEHIND", "the history stays at e" + std::to_string(parts_.history.sequence()) + ", e" +
                                               std::to_string(durable) + " is durable"};
        }
    }
    keep_segment(Clock::now());
    parts_.feed.pump(durable);
    return {};
}

std::chrono::milliseconds ArchiveKeeper::step(Clock::time_point now) {
    const auto durable = hooks_.durable();
    keep_segment(now);
    const bool is_behind = keep_history(durable, now);
    const bool has_more = parts_.feed.pump(durable, now);
    keep_snapshots(durable, now);
    if (has_more) return std::chrono::milliseconds{0};
    if (is_behind) return timing_.commit_interval;
    return is_low_ ? timing_.retry_delay : timing_.idle_delay;
}

void ArchiveKeeper::keep_segment(Clock::time_point now) {
    if (now < segment_due_) return;
    const auto prepared = parts_.writer.prepare_next();
    const bool is_low = !prepared.ok();
    if (is_low) segment_due_ = now + timing_.retry_delay;
    if (is_low != is_low_) hooks_.on_disk(is_low, is_low ? prepared.error() : Error{});
    is_low_ = is_low;
}

/// True: there is more, or it has to be tried again.
bool ArchiveKeeper::keep_history(std::uint64_t durable, Clock::time_point now) {
    if (parts_.history.sequence() >= durable) return false;
    if (now < history_due_) return true;
    history_due_ = now + timing_.commit_interval;
    const auto applied = parts_.history.advance(durable);
    if (applied) return parts_.history.sequence() < durable;
    history_due_ = now + timing_.retry_delay;
    hooks_.on_failure("history", applied.error());
    return true;
}

void ArchiveKeeper::keep_snapshots(std::uint64_t durable, Clock::time_point now) {
    if (now < snapshot_due_) return;
    const auto advanced = parts_.archive.keep_up(durable, parts_.writer, parts_.history.sequence() + 1);
    if (!advanced) {
        snapshot_due_ = now + timing_.retry_delay;
        hooks_.on_failure("snapshot", advanced.error());
    } else if (*advanced) {
        hooks_.on_snapshot(**advanced);
    }
}

}  // namespace trellis::adapters
