// What a preset promises, counted again from what a run wrote down and from the quotes that it saw: with plain floating point and
// without any of the engine's rules, so that both would have to be wrong in the same way.
#pragma once

#include <string>
#include <vector>

#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/scenario/scenario.hpp"
#include "engine/event/event.hpp"

namespace trellis::tests {

/// An event as it stands in the journal.
struct Told {
    Timestamp at{};
    Event event;
};

/// The domain events on a disk.
std::vector<Told> told_by(adapters::FaultyDisk& disk);

/// One line for each promise that was not kept; empty: all were. The scenario has its quotes in its timeline, and nothing in it moves
/// a stop or sells a part but the preset.
///
///   stop     only tightens, and no position outlives a quote beyond it
///   size     loses at most what the preset says, at its stop and with fees, and is not a step smaller than that
///   targets  rest for all that is open where they sum up to 100 %
///   equity   is what it was and what was earned since
///   caps, hours, break-even as the preset has them
std::vector<std::string> broken_promises(const adapters::Scenario& scenario, const std::vector<Told>& told, const std::string& report);

}  // namespace trellis::tests
