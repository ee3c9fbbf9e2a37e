// The snapshots of a simulated run: kept behind its journal while it runs, and what a start recovers from them. A run itself goes
// on from its replayed journal; the recovered state is held against that.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/archive/archive.hpp"
#include "adapters/scenario/scenario.hpp"
#include "adapters/simulation/journal_session.hpp"

namespace trellis::program {

class Snapshots {
  public:
    Snapshots(std::string data_dir, const adapters::Scenario& scenario) : data_dir_(std::move(data_dir)), scenario_(scenario) {}

    /// Makes one each `journal.snapshot_every_events` from now on. Nothing is taken off the journal: a resume replays all of it.
    Result<void> follow(adapters::JournalSession& session);
    /// The newest snapshot and the journal behind it, as a state again.
    Result<World> recover(adapters::Disk& disk) const;
    /// Brings the snapshot up to the end of the run; says what went wrong on the way. Does nothing when no session is followed.
    Result<void> finish();

  private:
    void keep_up();

    std::string data_dir_;
    const adapters::Scenario& scenario_;
    adapters::JournalSession* session_ = nullptr;
    std::unique_ptr<adapters::Archive> archive_;
    std::optional<Error> failure_;
};

}  // namespace trellis::program
