// Writing and reading back, over segments, starts and deletions.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/journal/follower.hpp"
#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::append_all;
using testing::Commit;
using testing::journal_of;
using testing::journal_path;
using testing::make_commits;
using testing::open_journal;
using testing::read_back;
using testing::segment_path;

TEST(Journal, GivesBackWhatWasAppendedOverManySegments) {
    const auto commits = make_commits(200);
    const auto disk = journal_of(commits, 500);
    const auto back = read_back(*disk);
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back->commits, commits);
    EXPECT_GT(back->end.segment, 20U);
    EXPECT_EQ(back->end.next_sequence, testing::events_in(commits) + 1);
    EXPECT_EQ(back->end.synced, testing::events_in(commits));
    EXPECT_EQ(back->end.frames, commits.size());
    EXPECT_EQ(back->end.trimmed_bytes, 0U);
}

TEST(Journal, TakesManyFramesInOneAppend) {
    const auto commits = make_commits(50);
    FaultyDisk disk;
    auto journal = open_journal(disk, 700);
    std::vector<Frame> frames;
    for (const auto& commit : commits) frames.push_back(commit.frame());
    const auto appended = journal->writer->append(frames);
    EXPECT_EQ(appended.frames, commits.size());
    EXPECT_FALSE(appended.error);
    EXPECT_EQ(read_back(disk)->commits, commits);
}

TEST(Journal, HoldsACommitLargerThanASegment) {
    auto commits = make_commits(4);
    commits[2].payload.resize(5000, std::byte{0x77});
    const auto disk = journal_of(commits, 300);
    EXPECT_EQ(read_back(*disk)->commits, commits);
}

TEST(Journal, GoesOnAfterEveryStart) {
    FaultyDisk disk;
    const auto commits = make_commits(30);
    for (std::size_t n = 0; n < commits.size(); ++n) {
        auto journal = open_journal(disk, 600);
        ASSERT_TRUE(journal.ok()) << journal.error().detail;
        EXPECT_EQ(journal->commits.size(), n);
        ASSERT_TRUE(append_all(*journal->writer, {commits[n]}).ok());
        if (n % 2 == 0) { ASSERT_TRUE(journal->writer->close().ok()); }
    }
    EXPECT_EQ(read_back(disk)->commits, commits);
}

TEST(Journal, MarksWhatIsDurable) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 4096);
    const auto commits = make_commits(3);
    ASSERT_TRUE(append_all(*journal->writer, commits).ok());
    EXPECT_EQ(journal->writer->synced_sequence(), 0U);
    ASSERT_TRUE(journal->writer->sync().ok());
    EXPECT_EQ(journal->writer->synced_sequence(), testing::events_in(commits));
    EXPECT_EQ(read_back(disk)->end.synced, 0U);
    ASSERT_TRUE(append_all(*journal->writer, make_commits(1)).ok());
    EXPECT_EQ(read_back(disk)->end.synced, testing::events_in(commits));
}

TEST(Journal, ReadsFromTheCommitThatHoldsASequence) {
    const auto commits = make_commits(60);
    const auto disk = journal_of(commits, 500);
    for (std::uint64_t from = 1; from <= testing::events_in(commits) + 1; ++from) {
        std::uint64_t next = 1;
        std::vector<Commit> expected;
        for (const auto& commit : commits) {
            next += commit.event_count;
            if (next > from) expected.push_back(commit);
        }
        const auto back = read_back(*disk, journal_path, {.from_sequence = from});
        ASSERT_TRUE(back.ok()) << back.error().detail;
        EXPECT_EQ(back->commits, expected) << "from " << from;
    }
}

TEST(Journal, DropsSegmentsNobodyNeeds) {
    const auto commits = make_commits(100);
    const auto disk = journal_of(commits, 500);
    auto journal = open_journal(*disk, 500);
    const auto last = journal->end.segment;
    ASSERT_TRUE(journal->writer->drop_before(journal->end.next_sequence, 3).ok());
    EXPECT_EQ(journal->directory->identity().oldest, last - 3);
    EXPECT_FALSE(disk->exists(segment_path(last - 4)));
    EXPECT_TRUE(disk->exists(segment_path(last - 3)));
    const auto back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().code, "JOURNAL_STARTS_LATER");
    const auto kept = read_back(*disk, journal_path, {.from_sequence = 0});
    ASSERT_TRUE(kept.ok()) << kept.error().detail;
    ASSERT_FALSE(kept->commits.empty());
    EXPECT_EQ(kept->commits.back(), commits.back());
}

TEST(Journal, KeepsSegmentsThatHoldWhatIsNeeded) {
    const auto disk = journal_of(make_commits(100), 500);
    auto journal = open_journal(*disk, 500);
    ASSERT_TRUE(journal->writer->drop_before(1, 0).ok());
    EXPECT_EQ(journal->directory->identity().oldest, 1U);
    ASSERT_TRUE(journal->writer->drop_before(40, 0).ok());
    const auto oldest = journal->directory->identity().oldest;
    EXPECT_GT(oldest, 1U);
    const auto back = read_back(*disk, journal_path, {.from_sequence = 40});
    EXPECT_TRUE(back.ok());
}

TEST(Journal, PreparesTheNextSegmentAheadOfItsUse) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 1000);
    ASSERT_TRUE(journal->writer->prepare_next().ok());
    EXPECT_EQ(disk.content(segment_path(1)), testing::Bytes(1000));
    ASSERT_TRUE(journal->writer->prepare_next().ok());
    EXPECT_FALSE(disk.exists(segment_path(2)));
    ASSERT_TRUE(append_all(*journal->writer, make_commits(2)).ok());
    EXPECT_EQ(disk.content(segment_path(1)).size(), 1000U);
}

TEST(Journal, AnEmptyOneIsReadToItsEnd) {
    FaultyDisk disk;
    EXPECT_EQ(read_back(disk).error().code, "JOURNAL_NOT_FOUND");
    const auto journal = open_journal(disk, 1000);
    ASSERT_TRUE(journal.ok());
    EXPECT_EQ(read_back(disk)->end, JournalEnd{});
}

TEST(Follower, SeesCommitsAsTheyAreWrittenAndNoneBeyondItsLimit) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 500);
    auto follower = Follower::open(disk, journal_path, 1);
    ASSERT_TRUE(follower.ok());
    std::uint64_t next = 1;
    for (const auto& commit : make_commits(100)) {
        ASSERT_TRUE(append_all(*journal->writer, {commit}).ok());
        ASSERT_TRUE(journal->writer->prepare_next().ok());
        EXPECT_FALSE(follower->next(next + commit.event_count - 2)->has_value());
        const auto frame = follower->next();
        ASSERT_TRUE(frame.ok() && frame->has_value()) << next;
        EXPECT_EQ((*frame)->header.first_sequence, next);
        EXPECT_TRUE(std::ranges::equal((*frame)->payload, commit.payload));
        EXPECT_FALSE(follower->next()->has_value());
        next += commit.event_count;
    }
    EXPECT_EQ(follower->next_sequence(), next);
}

TEST(Follower, ReadsAFrameLargerThanItsBuffer) {
    auto commits = make_commits(3);
    commits[1].payload.resize(3U << 20U, std::byte{0x3c});
    const auto disk = journal_of(commits, 1U << 16U);
    auto follower = Follower::open(*disk, journal_path, 2);
    ASSERT_TRUE(follower.ok());
    EXPECT_EQ((*follower->next())->payload.size(), commits[1].payload.size());
    EXPECT_EQ((*follower->next())->payload.size(), commits[2].payload.size());
    EXPECT_FALSE(follower->next()->has_value());
}

}  // namespace
}  // namespace trellis::adapters
