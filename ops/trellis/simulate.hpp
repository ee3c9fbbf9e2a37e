// `trellis simulate`: a scenario through the whole engine under a virtual clock.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace trellis::program {

struct SimulateOptions {
    std::string scenario;
    std::string data_dir;     ///< empty: a temporary one, removed afterwards
    std::string events_file;  ///< empty: none
    std::uint64_t stop_after = 0;
    bool resume = false;
    bool direct = false;   ///< direct execution instead of actors
    bool compact = false;  ///< the report on one line
};

/// Returns the exit code: 0; 1 when the run failed or has violations; 4 for what is wrong with the input. Ends the process with 75
/// at --stop-after.
int simulate(const SimulateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
