// A disk that refuses: each call, each reason. Nothing half done stays, and what can be tried again can be tried again.
#include <gtest/gtest.h>

#include <cerrno>

#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::append_all;
using testing::Commit;
using testing::is_prefix;
using testing::journal_path;
using testing::make_commits;
using testing::open_journal;
using testing::read_back;

constexpr std::uint64_t segment_bytes = 300;

struct Outcome {
    std::size_t appended = 0;  ///< commits that the writer took
    std::uint64_t durable = 0;
    std::optional<Error> error;
};

Outcome write_all(FaultyDisk& disk, const std::vector<Commit>& commits) {
    Outcome outcome;
    auto journal = open_journal(disk, segment_bytes);
    if (!journal) return {0, 0, journal.error()};
    for (const auto& commit : commits) {
        if (auto appended = append_all(*journal->writer, {commit}); !appended) {
            outcome.error = appended.error();
            break;
        }
        ++outcome.appended;
        if (auto synced = journal->writer->sync(); !synced) {
            outcome.error = synced.error();
            break;
        }
    }
    outcome.durable = journal->writer->synced_sequence();
    return outcome;
}

class JournalFault : public ::testing::TestWithParam<int> {};

TEST_P(JournalFault, AtEachCallIsReportedAndTheNextStartFindsWhatWasPromised) {
    const auto commits = make_commits(8);
    FaultyDisk counting;
    ASSERT_FALSE(write_all(counting, commits).error);
    for (std::size_t nth = 1; nth <= counting.calls(); ++nth) {
        FaultyDisk disk;
        disk.fail_any_call(nth, GetParam());
        const auto outcome = write_all(disk, commits);
        ASSERT_TRUE(outcome.error) << "call " << nth;
        EXPECT_NE(outcome.error->detail.find("cannot "), std::string::npos) << outcome.error->detail;
        EXPECT_NE(outcome.error->detail.find(journal_path), std::string::npos) << outcome.error->detail;
        disk.heal();
        disk.kill_process();
        const auto again = open_journal(disk, segment_bytes);
        ASSERT_TRUE(again.ok()) << "call " << nth << ": " << again.error().detail;
        EXPECT_TRUE(is_prefix(again->commits, commits)) << "call " << nth;
        EXPECT_GE(testing::events_in(again->commits), outcome.durable) << "call " << nth;
    }
}

INSTANTIATE_TEST_SUITE_P(Errors, JournalFault, ::testing::Values(EIO, ENOSPC, EDQUOT, EROFS));

TEST(JournalDisk, AFullDiskKeepsWhatIsWholeAndGoesOnWhenThereIsRoom) {
    const auto commits = make_commits(40);
    for (std::uint64_t capacity = 200; capacity < 1500; capacity += 13) {
        for (const int reason : {ENOSPC, EDQUOT}) {
            FaultyDisk disk;
            auto journal = open_journal(disk, segment_bytes);
            disk.set_capacity(capacity, reason);
            std::vector<Frame> frames;
            for (const auto& commit : commits) frames.push_back(commit.frame());
            auto appended = journal->writer->append(frames);
            ASSERT_TRUE(appended.error) << capacity;
            EXPECT_EQ(appended.error->code, "DISK_FULL");
            auto done = appended.frames;
            EXPECT_EQ(journal->writer->append(std::span(frames).subspan(done)).error->code, "DISK_FULL");
            disk.heal();
            appended = journal->writer->append(std::span(frames).subspan(done));
            EXPECT_FALSE(appended.error) << appended.error->detail;
            EXPECT_EQ(done + appended.frames, frames.size());
            const auto back = read_back(disk);
            ASSERT_TRUE(back.ok()) << back.error().detail;
            EXPECT_EQ(back->commits, commits) << capacity;
            EXPECT_EQ(back->end.trimmed_bytes, 0U);
        }
    }
}

TEST(JournalDisk, AHalfWrittenBatchIsRemovedBeforeAShorterOneFollows) {
    const auto commits = make_commits(6, 120);
    FaultyDisk disk;
    auto journal = open_journal(disk, 4096);
    ASSERT_TRUE(journal->writer->prepare_next().ok());
    ASSERT_TRUE(append_all(*journal->writer, {commits[0]}).ok());
    std::vector<Frame> frames;
    for (std::size_t i = 1; i < commits.size(); ++i) frames.push_back(commits[i].frame());
    disk.fail_call(DiskCall::write, 1, ENOSPC);
    const auto appended = journal->writer->append(frames);
    EXPECT_EQ(appended.frames, 0U);
    EXPECT_EQ(appended.error->code, "DISK_FULL");
    const auto other = testing::make_commit(77, 4);
    ASSERT_TRUE(append_all(*journal->writer, {other}).ok());
    const auto back = read_back(disk);
    EXPECT_EQ(back->commits, (std::vector<Commit>{commits[0], other}));
    EXPECT_EQ(back->end.trimmed_bytes, 0U);
}

TEST(JournalDisk, AFailedSyncIsNeverTriedAgain) {
    for (const int reason : {EIO, ENOSPC}) {
        FaultyDisk disk;
        auto journal = open_journal(disk, segment_bytes);
        ASSERT_TRUE(append_all(*journal->writer, make_commits(1)).ok());
        disk.fail_call(DiskCall::sync, 1, reason);
        EXPECT_EQ(journal->writer->sync().error().code, "DISK_IO");
        EXPECT_EQ(journal->writer->sync().error().code, "DISK_IO");
        EXPECT_EQ(append_all(*journal->writer, make_commits(1)).error().code, "DISK_IO");
        EXPECT_EQ(journal->writer->synced_sequence(), 0U);
    }
}

TEST(JournalDisk, AReadOnlyDirectoryIsReadAndNotWritten) {
    const auto commits = make_commits(5);
    const auto disk = testing::journal_of(commits, segment_bytes);
    disk->set_read_only(true);
    EXPECT_EQ(read_back(*disk)->commits, commits);
    const auto journal = open_journal(*disk, segment_bytes);
    ASSERT_FALSE(journal.ok());
    EXPECT_EQ(journal.error().code, "DISK_READ_ONLY");
    EXPECT_EQ(journal.error().detail, "cannot open /journal/LOCK: Read-only file system");
}

TEST(JournalDisk, ADirectoryIsOwnedByOneWriter) {
    FaultyDisk disk;
    const auto first = open_journal(disk, segment_bytes);
    ASSERT_TRUE(first.ok());
    const auto second = open_journal(disk, segment_bytes);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, "JOURNAL_LOCKED");
    EXPECT_EQ(second.error().detail, "the journal in /journal is in use: /journal/LOCK is held by process 1");
}

TEST(JournalDisk, IsShortOfRoomFromHalfASegmentOnUntilTheNextIsThere) {
    FaultyDisk disk;
    auto journal = open_journal(disk, segment_bytes);
    EXPECT_FALSE(journal->writer->is_short_of_room());
    int appended = 0;
    while (!journal->writer->is_short_of_room() && appended < 10'000) {
        ASSERT_TRUE(append_all(*journal->writer, make_commits(1)).ok());
        ++appended;
    }
    EXPECT_TRUE(journal->writer->is_short_of_room());
    ASSERT_TRUE(journal->writer->prepare_next().ok());
    EXPECT_FALSE(journal->writer->is_short_of_room());
}

TEST(JournalDisk, PreparingASegmentFailsBeforeAppendingDoes) {
    FaultyDisk disk;
    auto journal = open_journal(disk, segment_bytes);
    ASSERT_TRUE(journal->writer->prepare_next().ok());
    ASSERT_TRUE(append_all(*journal->writer, make_commits(1)).ok());
    disk.set_capacity(0, ENOSPC);
    EXPECT_EQ(journal->writer->prepare_next().error().code, "DISK_FULL");
    EXPECT_TRUE(append_all(*journal->writer, make_commits(2)).ok());
    disk.heal();
    EXPECT_TRUE(journal->writer->prepare_next().ok());
}

}  // namespace
}  // namespace trellis::adapters
