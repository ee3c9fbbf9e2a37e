// Every scenario of this folder: its report to the digit, under permuted schedules, and crashed after every commit with every durable
// prefix.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/json/document.hpp"
#include "tests/support/actor_engine.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {
namespace {

using adapters::FaultyDisk;

const std::filesystem::path folder = "tests/scenarios";

/// Scenarios that need no recorded file; each has its expected report beside it.
std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(project_root() / folder)) {
        const std::string name = entry.path().filename().string();
        const std::string suffix = ".expected.json";
        if (name.ends_with(suffix)) names.push_back(name.substr(0, name.size() - suffix.size()));
    }
    std::ranges::sort(names);
    return names;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The value without the members that a reader of books does not care for.
void write_books(const adapters::json::Value& value, std::string& out) {
    using adapters::json::Kind;
    if (value.kind() == Kind::object) {
        out += "{";
        for (const auto& member : value.members()) {
            static const std::vector<std::string_view> left_out{"events", "journal_sha256", "state_sha256"};
            const bool is_row_id = member.name == "id" && value.find("equity") == nullptr;
            if (is_row_id || std::ranges::find(left_out, member.name) != left_out.end()) continue;
            out += "\n" + std::string(member.name) + ":";
            write_books(member.value, out);
        }
        out += "}";
    } else if (value.kind() == Kind::array) {
        out += "[";
        for (const auto& element : value.elements()) {
            write_books(element, out);
            out += ",";
        }
        out += "]";
    } else {
        out += value.raw();
    }
}

std::string books_of(const std::string& report) {
    const auto document = adapters::json::Document::parse(report);
    if (!document.ok()) return document.error().detail;
    std::string books;
    write_books(document->root(), books);
    return books;
}

class Scenario : public testing::TestWithParam<std::string> {
protected:
    adapters::Scenario load() const { return scenario_file((folder / (GetParam() + ".json")).string()); }
};

TEST_P(Scenario, ReportsItsBooksToTheDigit) {
    FaultyDisk disk;
    const Ran ran = run(load(), disk, {actors_with(std::nullopt)});
    ASSERT_EQ(ran.error, "");
    EXPECT_EQ(text(ran.violations), "");
    const std::string expected = read(project_root() / folder / (GetParam() + ".expected.json"));
    const std::string got = books_of(ran.report);
    EXPECT_TRUE(got == books_of(expected)) << first_difference(got, books_of(expected));
}

TEST_P(Scenario, JournalsTheSameBytesUnderAnySchedule) {
    const auto scenario = load();
    FaultyDisk direct_disk;
    const Ran direct = run(scenario, direct_disk);
    const auto expected = journal_bytes(direct_disk);
    ASSERT_FALSE(expected.empty());
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        FaultyDisk disk;
        const Ran ran = run(scenario, disk, {actors_with(seed)});
        ASSERT_TRUE(ran.report == direct.report) << "schedule " << seed << "\n" << first_difference(ran.report, direct.report);
        ASSERT_TRUE(journal_bytes(disk) == expected) << "schedule " << seed;
    }
}

TEST_P(Scenario, SurvivesACrashAfterEveryCommitWithEveryDurablePrefix) {  // 32.55
    const auto scenario = load();
    FaultyDisk whole_disk;
    const Ran whole = run(scenario, whole_disk);
    ASSERT_GT(whole.events, 0U);
    for (std::uint64_t stop = 1; stop <= whole.events; ++stop) {
        FaultyDisk stopped_disk;
        const Ran stopped = run(scenario, stopped_disk, {adapters::make_direct_engine, stop});
        ASSERT_TRUE(stopped.is_stopped) << "after event " << stop;
        const std::size_t unsynced = stopped_disk.unsynced_operations();
        for (std::size_t kept = 0; kept <= unsynced; ++kept) {
            const auto disk = stopped_disk.copy();
            disk->crash_keeping(kept);
            const Ran resumed = run(scenario, *disk, {actors_with(std::nullopt), 0, true});
            ASSERT_EQ(resumed.error, "") << "after event " << stop << ", " << kept << " of " << unsynced << " kept";
            ASSERT_TRUE(resumed.report == whole.report)
                << "after event " << stop << ", " << kept << " of " << unsynced << " operations kept\n"
                << first_difference(resumed.report, whole.report);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, testing::ValuesIn(scenario_names()),
                         [](const auto& one) { return one.param; });

/// Recorded market data stays outside the project: without it these say so.
class Recorded : public testing::TestWithParam<std::string> {};

TEST_P(Recorded, RunsWithoutAViolationAndResumesAnywhere) {
    if (!std::filesystem::exists(shared_data())) GTEST_SKIP() << "no recorded data at " << shared_data();
    const auto scenario = scenario_file((folder / (GetParam() + ".json")).string());
    FaultyDisk direct_disk;
    const Ran direct = run(scenario, direct_disk);
    ASSERT_EQ(direct.error, "");
    EXPECT_EQ(text(direct.violations), "");
    ASSERT_GT(direct.events, 30U);
    FaultyDisk actor_disk;
    const Ran by_actors = run(scenario, actor_disk, {actors_with(7)});
    EXPECT_TRUE(by_actors.report == direct.report) << first_difference(by_actors.report, direct.report);
    EXPECT_TRUE(journal_bytes(actor_disk) == journal_bytes(direct_disk));
    for (std::uint64_t stop = 1; stop <= direct.events; stop += 9) {
        FaultyDisk disk;
        ASSERT_TRUE(run(scenario, disk, {adapters::make_direct_engine, stop}).is_stopped);
        disk.crash_keeping(disk.unsynced_operations() / 2);
        const Ran resumed = run(scenario, disk, {adapters::make_direct_engine, 0, true});
        ASSERT_TRUE(resumed.report == direct.report) << "after event " << stop << "\n"
                                                     << first_difference(resumed.report, direct.report);
    }
}

INSTANTIATE_TEST_SUITE_P(All, Recorded, testing::Values("recorded_quotes", "recorded_frames", "recorded_gold"),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace trellis::tests
