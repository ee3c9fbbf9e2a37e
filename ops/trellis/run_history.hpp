// What a data directory tells about its run: every event with what led to it, the rows that follow from them, and the names that
// the events leave out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/scenario/scenario.hpp"
#include "engine/event/commit.hpp"
#include "engine/world/chronicle.hpp"

namespace trellis::program {

/// An event as it stands in the journal.
struct RecordedEvent {
    std::uint64_t sequence{};
    std::uint64_t commit{};  ///< sequence of the first event of its commit
    Timestamp at{};
    Cause cause;
    Event event;
};

/// The file of a data directory with the scenario as it was run.
inline constexpr const char* scenario_copy_name = "scenario.json";

/// SHA-256 of a scenario's bytes: what RunStarted calls its input.
std::string input_hash(const std::string& scenario);

class RunHistory {
  public:
    /// Reads only; beside a running process too. Errors: those of find_journal and of the journal, and NO_SCENARIO, OTHER_INPUT
    /// when the copy of the scenario is missing or not the one that was run.
    static Result<RunHistory> load(const std::string& data_dir);

    const std::vector<RecordedEvent>& events() const { return events_; }
    const RecordedEvent* find(std::uint64_t sequence) const;
    const Chronicle& chronicle() const { return chronicle_; }
    /// The group as it was before that event.
    Group group_before(GroupId id, std::uint64_t sequence) const;
    const Config& config() const { return scenario_.config; }
    const Instrument& instrument(InstrumentId id) const { return scenario_.instruments.at(id); }
    const std::string& account_name(AccountId id) const { return scenario_.config.accounts.at(id.value - 1U).name; }

  private:
    Result<void> read_journal(const std::string& data_dir, std::string& input);
    Result<void> read_names(const std::string& data_dir, const std::string& input);

    std::vector<RecordedEvent> events_;
    Chronicle chronicle_;
    adapters::Scenario scenario_;  // without its timeline
};

}  // namespace trellis::program
