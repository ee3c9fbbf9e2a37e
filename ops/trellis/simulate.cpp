#include "ops/trellis/simulate.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "adapters/config/text_file.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/json/event_json.hpp"
#include "adapters/simulation/report.hpp"
#include "adapters/simulation/runner.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_id.hpp"
#include "ops/trellis/run_engine.hpp"
#include "ops/trellis/run_history.hpp"
#include "ops/trellis/snapshots.hpp"
#include "ops/trellis/temporary_directory.hpp"

namespace trellis::program {

namespace {

/// `trellis why` needs the names that stand in the scenario only, so the directory keeps what was run in it.
Result<void> keep_scenario(const std::string& data_dir, const std::string& text) {
    const std::string file = adapters::join_path(data_dir, scenario_copy_name);
    const auto known = adapters::read_text_file(file, text.size());
    if (known.ok() && *known == text) return {};
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.flush();
    if (!stream) return Error{"CANNOT_WRITE", file};
    return {};
}

int fail(std::ostream& err, const Error& error, ExitCode code) {
    err << "trellis simulate: " << error.code << ": " << error.detail << '\n';
    return static_cast<int>(code);
}

/// Every event of the journal as a JSON line.
Result<void> write_events(adapters::Disk& disk, const std::string& data_dir, const std::string& file) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    if (!stream) return Error{"CANNOT_WRITE", file};
    adapters::JournalEnd end;
    auto commits = adapters::read_commits(disk, adapters::join_path(data_dir, "journal"), end);
    if (!commits.ok()) return commits.error();
    for (const auto& commit : *commits) {
        const FrameHeader header{commit.first_sequence, static_cast<std::uint32_t>(commit.events.size()), commit.at, commit.cause,
                                 0};
        std::uint64_t sequence = commit.first_sequence;
        for (const auto& event : commit.events) stream << adapters::event_line(header, sequence++, event) << '\n';
    }
    stream.flush();
    if (!stream) return Error{"CANNOT_WRITE", file};
    return {};
}

struct Place {
    std::string directory;
    bool is_temporary = false;
};

/// A scenario and the bytes it was read from.
struct Input {
    adapters::Scenario scenario;
    std::string text;
};

int run(const SimulateOptions& options, const Input& input, const Place& place, std::ostream& out, std::ostream& err) {
    const auto& scenario = input.scenario;
    adapters::PosixDisk disk;
    adapters::SessionOptions how;
    how.directory = place.directory;
    how.input = input_hash(input.text);
    how.start = scenario.start;
    how.journal_id = draw_journal_id();
    how.may_resume = options.resume;
    how.is_durable = !place.is_temporary;
    if (place.is_temporary) how.segment_bytes = 1U << 20U;
    auto session = adapters::JournalSession::open(disk, how);
    if (!session.ok()) return fail(err, session.error(), ExitCode::invalid_input);
    if (!place.is_temporary) {
        if (auto kept = keep_scenario(place.directory, input.text); !kept.ok()) return fail(err, kept.error(), ExitCode::failure);
    }
    if (auto begun = (*session)->begin(); !begun.ok()) return fail(err, begun.error(), ExitCode::failure);

    Snapshots snapshots(place.directory, scenario);
    adapters::RunnerOptions choices;
    if (!place.is_temporary) {
        if (auto kept = snapshots.follow(**session); !kept.ok()) return fail(err, kept.error(), ExitCode::failure);
        choices.recover = [&] { return snapshots.recover(disk); };
    }
    if (!options.direct) choices.make_engine = make_actor_engine;
    choices.stop_after = options.stop_after;
    choices.on_stop = [] { ::_exit(static_cast<int>(ExitCode::try_again)); };
    adapters::Runner runner(scenario, **session, choices);
    auto result = runner.run();
    if (!result.ok()) return fail(err, result.error(), ExitCode::failure);
    if (auto finished = (*session)->finish((*result)->ended_at); !finished.ok()) {
        return fail(err, finished.error(), ExitCode::failure);
    }
    if (auto kept = snapshots.finish(); !kept.ok()) return fail(err, kept.error(), ExitCode::failure);
    if (!options.events_file.empty()) {
        if (auto written = write_events(disk, place.directory, options.events_file); !written.ok()) {
            return fail(err, written.error(), ExitCode::failure);
        }
    }
    const auto layout = options.compact ? adapters::json::Layout::line : adapters::json::Layout::indented;
    out << adapters::report_json(scenario, **result, runner.chronicle(), runner.venue(), layout) << '\n';
    return static_cast<int>((*result)->violations.empty() ? ExitCode::ok : ExitCode::failure);
}

}  // namespace

int simulate(const SimulateOptions& options, std::ostream& out, std::ostream& err) {
    auto text = adapters::read_text_file(options.scenario, adapters::scenario_bytes_max);
    if (!text.ok()) return fail(err, text.error(), ExitCode::invalid_input);
    auto scenario = adapters::read_scenario(*text, std::filesystem::path(options.scenario).parent_path());
    if (!scenario.ok()) {
        for (const auto& error : scenario.errors) err << options.scenario << ": " << adapters::text(error) << '\n';
        return static_cast<int>(ExitCode::invalid_input);
    }
    const Input input{std::move(*scenario), std::move(text).value()};
    if (!options.data_dir.empty()) return run(options, input, {options.data_dir, false}, out, err);
    const TemporaryDirectory temporary;
    if (temporary.path().empty()) return fail(err, {"NO_TEMPORARY_DIRECTORY", "cannot make one"}, ExitCode::failure);
    return run(options, input, {temporary.path(), true}, out, err);
}

}  // namespace trellis::program
