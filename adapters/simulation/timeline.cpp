#include "adapters/simulation/timeline.hpp"

#include "adapters/simulation/recordings.hpp"

namespace trellis::adapters {

namespace {

bool is_recording(const TimelineBody& body) {
    return std::holds_alternative<QuotesFromEntry>(body) || std::holds_alternative<FramesFromEntry>(body);
}

}  // namespace

/// Begins to play a file. False: the entry is no recording.
Result<bool> Timeline::start(const TimelineEntry& entry, std::size_t place) {
    if (!is_recording(entry.body)) return false;
    auto opened = open_recording(entry);
    if (!opened.ok()) return opened.error();
    playing_.push_back({place, std::move(opened).value(), {}});
    if (auto advanced = advance(playing_.size() - 1); !advanced.ok()) return advanced.error();
    return true;
}

/// Loads a recording's next row; one that is over leaves.
Result<void> Timeline::advance(std::size_t playing) {
    auto row = playing_[playing].recording->next();
    if (!row.ok()) return row.error();
    if (row->has_value()) {
        playing_[playing].row = std::move(**row);
    } else {
        playing_.erase(playing_.begin() + static_cast<std::ptrdiff_t>(playing));
    }
    return {};
}

Result<std::optional<Happening>> Timeline::next() {
    while (true) {
        std::optional<std::size_t> first;
        for (std::size_t index = 0; index < playing_.size(); ++index) {
            if (!first.has_value() || playing_[index].row.at < playing_[*first].row.at) first = index;
        }
        const bool has_entry = next_entry_ < scenario_.timeline.size();
        if (first.has_value()) {
            const bool row_first = !has_entry || playing_[*first].row.at <= scenario_.timeline[next_entry_].at;
            if (row_first) {
                std::swap(row_, playing_[*first].row);
                if (auto advanced = advance(*first); !advanced.ok()) return advanced.error();
                return std::optional(Happening{row_.at, &row_.body});
            }
        }
        if (!has_entry) return std::optional<Happening>();
        const TimelineEntry& entry = scenario_.timeline[next_entry_++];
        auto started = start(entry, next_entry_);
        if (!started.ok()) return started.error();
        if (!*started) return std::optional(Happening{entry.at, &entry.body});
    }
}

}  // namespace trellis::adapters
