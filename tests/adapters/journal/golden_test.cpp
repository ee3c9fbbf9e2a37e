// Journals of released versions still open, and today's writer still makes the same bytes. With TRELLIS_WRITE_GOLDEN=<folder> the
// files are written there instead, into a folder that does not exist yet: once per format version, never again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/adapters/journal/support.hpp"
#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

namespace fs = std::filesystem;
using testing::Bytes;

fs::path golden_folder() { return tests::project_root() / "tests" / "golden" / "frames_v1"; }

std::vector<testing::Commit> golden_commits() { return testing::make_commits(12); }

/// Two starts, three segments, a closing mark: each thing the format has.
std::unique_ptr<FaultyDisk> golden_journal() {
    auto disk = testing::journal_of(golden_commits(), 400);
    auto directory = JournalDirectory::open(*disk, testing::journal_path, testing::test_id());
    (*directory)->begin_incarnation().value();
    (*directory)->begin_incarnation().value();
    return disk;
}

Bytes file_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void write_golden(const fs::path& folder) {
    // Golden files never change: an existing folder, whosever it is, stays as it is.
    ASSERT_TRUE(fs::create_directory(folder)) << folder << " exists already";
    const auto disk = golden_journal();
    for (const auto& path : disk->paths()) {
        const auto bytes = disk->content(path);
        std::ofstream file(folder / fs::path(path).filename(), std::ios::binary);
        std::ranges::transform(bytes, std::ostreambuf_iterator<char>(file), [](std::byte b) { return static_cast<char>(b); });
    }
}

TEST(GoldenJournal, Version1StillOpens) {
    if (const char* folder = std::getenv("TRELLIS_WRITE_GOLDEN"); folder != nullptr) write_golden(folder);
    FaultyDisk disk;
    ASSERT_TRUE(disk.create_directory(testing::journal_path).ok());
    for (const auto& entry : fs::directory_iterator(golden_folder())) {
        disk.set_content(join_path(testing::journal_path, entry.path().filename().string()), file_bytes(entry.path()));
    }
    const auto journal = testing::open_journal(disk, 400);
    ASSERT_TRUE(journal.ok()) << journal.error().detail;
    EXPECT_EQ(journal->commits, golden_commits());
    EXPECT_EQ(journal->directory->identity().incarnation, 2U);
    EXPECT_EQ(journal->directory->identity().id, testing::test_id());
    EXPECT_EQ(journal->end.synced, testing::events_in(golden_commits()));
}

TEST(GoldenJournal, TodaysWriterMakesTheBytesOfVersion1) {
    const auto disk = golden_journal();
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(golden_folder())) {
        const auto path = join_path(testing::journal_path, entry.path().filename().string());
        ASSERT_TRUE(disk->exists(path)) << path;
        EXPECT_EQ(disk->content(path), file_bytes(entry.path())) << path;
        ++files;
    }
    EXPECT_EQ(files, disk->paths().size());
    EXPECT_GE(files, 4U);
}

}  // namespace
}  // namespace trellis::adapters
