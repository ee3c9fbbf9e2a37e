// What the operating system says about this process, under the names that every Prometheus client gives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace trellis::adapters {

struct ProcessReading {
    double resident_bytes = 0;
    double virtual_bytes = 0;
    double cpu_seconds = 0;
    double start_time_seconds = 0;  ///< since 1970
    double threads = 0;
    std::uint64_t open_files = 0;
    std::uint64_t open_files_max = 0;
};

/// From `proc`/self and `proc`/stat; nothing when they cannot be read.
std::optional<ProcessReading> read_process(const std::string& proc = "/proc");

}  // namespace trellis::adapters
