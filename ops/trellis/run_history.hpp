// What a data directory tells about its run: every event that is kept, and the names that events leave out, from the scenario that was
// run here or from the configuration of the server that serves here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/explanation/story.hpp"

namespace trellis::program {

/// The file of a data directory with the scenario as it was run.
inline constexpr const char* scenario_copy_name = "scenario.json";

/// SHA-256 of a scenario's bytes: what RunStarted calls its input.
std::string input_hash(const std::string& scenario);

class RunHistory {
  public:
    /// Reads only; beside a running process too. Errors: those of find_journal and of the journal; NO_SCENARIO, NO_CONFIG when the
    /// copy of the scenario or of the configuration is missing; OTHER_INPUT when it is not the one that was run.
    static Result<std::unique_ptr<RunHistory>> load(const std::string& data_dir);
    RunHistory(const RunHistory&) = delete;
    RunHistory& operator=(const RunHistory&) = delete;

    const adapters::Story& story() const { return *story_; }

  private:
    RunHistory() = default;
    Result<void> read_journal(const std::string& data_dir);
    void take(adapters::EventRow row);
    Result<void> read_scenario_names(const std::string& data_dir);
    Result<void> read_config_names(const std::string& data_dir);

    std::string input_;
    std::vector<adapters::EventRow> events_;
    Chronicle chronicle_;
    Config config_;
    InstrumentTable instruments_;
    std::optional<adapters::Story> story_;
};

}  // namespace trellis::program
