// Recorded market data as happenings: quotes from CSV (quotes_from) and combined-stream frames (frames_from).
#pragma once

#include <memory>

#include "adapters/simulation/timeline.hpp"

namespace trellis::adapters {

/// Opens the file of a quotes_from or frames_from entry; its first row happens at the entry's time. Error NO_FILE.
Result<std::unique_ptr<Recording>> open_recording(const TimelineEntry& entry);

}  // namespace trellis::adapters
