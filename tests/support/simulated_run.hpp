// A scenario run in this process on a disk in memory: to its end, to a stop, or on from where a crash left it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/simulation/runner.hpp"

namespace trellis::tests {

inline constexpr const char* data_directory = "data";

struct RunChoices {
    adapters::EngineFactory make_engine = adapters::make_direct_engine;
    std::uint64_t stop_after = 0;
    bool resume = false;
};

struct Ran {
    bool is_stopped = false;
    std::string report;  ///< empty when stopped or failed
    std::string error;   ///< why it could not run
    std::uint64_t events = 0;
    std::vector<adapters::RunViolation> violations;
    World world;
};

Ran run(const adapters::Scenario& scenario, adapters::FaultyDisk& disk, const RunChoices& choices = {});

/// Reads a scenario from its text; fails the test with every error when it is none.
adapters::Scenario scenario_of(const std::string& text);
/// The scenario in a file below the project's root.
adapters::Scenario scenario_file(const std::string& path);

/// All bytes of the journal's segments on a disk, by path.
std::vector<std::byte> journal_bytes(const adapters::FaultyDisk& disk);

/// The domain events on a disk, one a line and without what a start changes: where two runs part.
std::string event_lines(adapters::FaultyDisk& disk);

/// The first line in which two reports differ, with its neighbours.
std::string first_difference(const std::string& one, const std::string& other);

/// "rule: detail" of each, one a line.
std::string text(const std::vector<adapters::RunViolation>& violations);

}  // namespace trellis::tests
