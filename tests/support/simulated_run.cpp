#include "tests/support/simulated_run.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "adapters/journal/reader.hpp"
#include "adapters/json/event_json.hpp"
#include "adapters/simulation/report.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/support/paths.hpp"

namespace trellis::tests {

namespace {

adapters::SessionOptions session_options(bool resume) {
    adapters::SessionOptions options;
    options.directory = data_directory;
    options.input = "the scenario under test";
    options.may_resume = resume;
    options.segment_bytes = 256U << 10U;
    options.journal_id = adapters::JournalId{};
    return options;
}

}  // namespace

Ran run(const adapters::Scenario& scenario, adapters::FaultyDisk& disk, const RunChoices& choices) {
    Ran ran;
    auto session = adapters::JournalSession::open(disk, session_options(choices.resume));
    if (!session.ok()) {
        ran.error = session.error().code + ": " + session.error().detail;
        return ran;
    }
    if (auto begun = (*session)->begin(); !begun.ok()) {
        ran.error = begun.error().code + ": " + begun.error().detail;
        return ran;
    }
    adapters::RunnerOptions options;
    options.make_engine = choices.make_engine;
    options.stop_after = choices.stop_after;
    adapters::Runner runner(scenario, **session, options);
    auto result = runner.run();
    if (!result.ok()) {
        ran.error = result.error().code + ": " + result.error().detail;
        return ran;
    }
    if (!result->has_value()) {
        ran.is_stopped = true;
        return ran;
    }
    if (auto finished = (*session)->finish((*result)->ended_at); !finished.ok()) {
        ran.error = finished.error().code + ": " + finished.error().detail;
        return ran;
    }
    ran.events = (*result)->events;
    ran.violations = (*result)->violations;
    ran.world = (*result)->world;
    ran.report =
        adapters::report_json(scenario, **result, runner.chronicle(), runner.venue(), adapters::json::Layout::indented);
    return ran;
}

adapters::Scenario scenario_of(const std::string& text) {
    auto scenario = adapters::read_scenario(text, project_root());
    for (const auto& error : scenario.errors) ADD_FAILURE() << adapters::text(error);
    return scenario.ok() ? std::move(*scenario) : adapters::Scenario{};
}

adapters::Scenario scenario_file(const std::string& path) {
    auto scenario = adapters::load_scenario(project_root() / path);
    for (const auto& error : scenario.errors) ADD_FAILURE() << path << ": " << adapters::text(error);
    return scenario.ok() ? std::move(*scenario) : adapters::Scenario{};
}

std::vector<std::byte> journal_bytes(const adapters::FaultyDisk& disk) {
    std::vector<std::byte> bytes;
    for (const auto& path : disk.paths()) {
        if (!path.ends_with(".trl")) continue;
        const auto content = disk.content(path);
        bytes.insert(bytes.end(), content.begin(), content.end());
    }
    return bytes;
}

std::string event_lines(adapters::FaultyDisk& disk) {
    std::string lines;
    auto reader = adapters::Reader::open(disk, data_directory + std::string("/journal")).value();
    std::uint64_t number = 0;
    while (const auto frame = reader.next().value()) {
        const auto events = decode_all(frame->payload, frame->header.event_count).value();
        for (const auto& event : events) {
            if (is_operational(event)) continue;
            lines += adapters::event_line({.first_sequence = 0, .event_count = 1, .at = frame->header.at, .cause = {}, .synced = 0}, ++number, event);
            lines += '\n';
        }
    }
    return lines;
}

std::string first_difference(const std::string& one, const std::string& other) {
    std::istringstream left(one);
    std::istringstream right(other);
    std::string left_line;
    std::string right_line;
    for (int line = 1; std::getline(left, left_line); ++line) {
        if (!std::getline(right, right_line)) right_line = "(the end)";
        if (left_line != right_line) return std::to_string(line) + ": " + left_line + "\n   not " + right_line;
    }
    return "the second is longer";
}

std::string text(const std::vector<adapters::RunViolation>& violations) {
    std::string result;
    for (const auto& violation : violations) result += violation.rule + ": " + violation.detail + "\n";
    return result;
}

}  // namespace trellis::tests
