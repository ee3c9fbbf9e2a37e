// What the journal of a simulated run may not show of bots (B-31) and of versions that were applied to open positions (B-25), whatever
// the engine thought while it decided.
#pragma once

#include <string>

#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/scenario/scenario.hpp"

namespace trellis::tests {

/// How often the rules were asked: a run that never meets one proves nothing.
struct Met {
    std::uint64_t entries_of_bots = 0;
    std::uint64_t flattened = 0;
    std::uint64_t applied = 0;
    std::uint64_t tightened = 0;
};

/// The first event against the rules, in words; empty: there is none.
std::string broken_rule(const adapters::Scenario& scenario, adapters::FaultyDisk& disk, Met& met);

}  // namespace trellis::tests
