// A data directory as a busy engine leaves it: a journal of what direct execution really decided, and a snapshot near its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "engine/config/config.hpp"

namespace trellis::bench {

struct MadeJournal {
    Config config;
    std::uint64_t events = 0;
    std::uint64_t commits = 0;
    std::uint64_t bytes = 0;   ///< of the events
    std::uint64_t groups = 0;  ///< open at the end
    std::uint64_t cut = 0;     ///< the last event of the snapshot
};

/// `directory` exists and is empty. The snapshot is made `tail_events` before the end; `on_event` sees the bytes of each event.
MadeJournal make_journal(const std::string& directory, std::uint64_t events, std::uint64_t tail_events,
                         const std::function<void(std::span<const std::byte>)>& on_event);

}  // namespace trellis::bench
