// The entries of a scenario in the order in which they happen, with the rows of recorded files merged in by time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/scenario/scenario.hpp"

namespace trellis::adapters {

/// What happens next. The body outlives the next call; recorded rows arrive as QuoteEntry and PrintEntry.
struct Happening {
    Timestamp at{};
    const TimelineBody* body = nullptr;
};

/// A recorded file that is being played; rows come one at a time.
class Recording {
public:
    Recording() = default;
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;
    virtual ~Recording() = default;
    /// The next row, shifted so that the first one is at `start`; nothing at the end. Error: what stands wrong where.
    virtual Result<std::optional<TimelineEntry>> next() = 0;
};

class Timeline {
public:
    explicit Timeline(const Scenario& scenario) : scenario_(scenario) {}

    /// The next happening, or nothing at the end; errors come from recorded files.
    Result<std::optional<Happening>> next();

private:
    struct Playing {
        std::size_t place = 0;  // of its entry in the file: at equal times the earlier one goes first
        std::unique_ptr<Recording> recording;
        TimelineEntry row;
    };
    Result<bool> start(const TimelineEntry& entry, std::size_t place);
    Result<void> advance(std::size_t playing);

    const Scenario& scenario_;
    std::size_t next_entry_ = 0;
    std::vector<Playing> playing_;
    TimelineEntry row_;  // what was handed out of a recording
};

}  // namespace trellis::adapters
