// Events by sequence, out of the journal's segments: for lists and explanations, which ask for old ones. Keeps the last few stretches
// it read, still encoded. Any thread.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/history/rows.hpp"
#include "adapters/journal/disk.hpp"

namespace trellis::adapters {

class EventReader {
public:
    /// `disk` outlives it.
    EventReader(Disk& disk, std::string journal);
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;
    ~EventReader();

    /// Error EVENT_NOT_KEPT; NOT_FOUND when the journal ends before it.
    Result<EventRow> read(std::uint64_t sequence) const;
    /// All events of the commit that holds it.
    Result<std::vector<EventRow>> read_commit(std::uint64_t sequence) const;

private:
    struct Stretch;
    Result<std::shared_ptr<const Stretch>> stretch_of(std::uint64_t sequence) const;
    Result<std::shared_ptr<const Stretch>> load(std::uint64_t sequence) const;

    Disk& disk_;
    std::string journal_;
    mutable std::mutex mutex_;
    mutable std::list<std::shared_ptr<const Stretch>> kept_;  // the newest use first
};

}  // namespace trellis::adapters
