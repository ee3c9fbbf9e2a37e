#include "tests/adapters/history/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "engine/event/codec.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::adapters::testing {

FinishedRun::FinishedRun(Scenario scenario) : scenario_(std::move(scenario)) {
    SessionOptions options;
    options.directory = tests::data_directory;
    options.input = "the scenario under test";
    session_ = std::move(JournalSession::open(disk_, options)).value();
    session_->begin().value();
    runner_ = std::make_unique<Runner>(scenario_, *session_, RunnerOptions{});
    const auto result = runner_->run();
    session_->finish((*result)->ended_at).value();
    last_ = session_->durable_sequence();
}

HistoryOptions FinishedRun::options() const {
    HistoryOptions options;
    options.journal = std::string(tests::data_directory) + "/journal";
    options.archive = folder_.path() + "/state.mdb";
    return options;
}

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(tests::project_root() / "tests/scenarios")) {
        const std::string name = entry.path().filename().string();
        const std::string suffix = ".expected.json";
        if (name.ends_with(suffix)) names.push_back(name.substr(0, name.size() - suffix.size()));
    }
    std::ranges::sort(names);
    return names;
}

Scenario scenario_named(const std::string& name) { return tests::scenario_file("tests/scenarios/" + name + ".json"); }

std::unique_ptr<History> open_history(Disk& disk, const HistoryOptions& options) { return std::move(History::open(disk, options)).value(); }

void follow(History& history, std::uint64_t durable) {
    while (history.sequence() < durable) ASSERT_GT(history.advance(durable).value(), 0U);
}

HistoryOptions options_of(const JournaledTrading& trading) {
    HistoryOptions options;
    options.journal = "/journal";
    options.archive = trading.archive_path();
    return options;
}

std::vector<EventRow> events_in(Disk& disk, const std::string& journal) {
    std::vector<EventRow> rows;
    auto reader = std::move(Reader::open(disk, journal, {.from_sequence = 0, .known_durable = 0})).value();
    for (auto frame = reader.next().value(); frame; frame = reader.next().value()) {
        auto sequence = frame->header.first_sequence;
        auto events = decode_all(frame->payload, frame->header.event_count).value();
        for (auto& event : events) {
            rows.push_back({sequence++, frame->header.first_sequence, frame->header.at, frame->header.cause, std::move(event)});
        }
    }
    return rows;
}

Chronicle chronicle_of(const std::vector<EventRow>& events) {
    Chronicle chronicle;
    for (const auto& row : events) chronicle.apply(row.event, row.sequence);
    return chronicle;
}

}  // namespace trellis::adapters::testing
