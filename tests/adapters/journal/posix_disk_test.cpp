// The real disk: the same journal on it, its errors, and two processes on one directory.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "adapters/journal/posix_disk.hpp"
#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

namespace fs = std::filesystem;
using testing::append_all;
using testing::make_commits;
using testing::open_journal;
using testing::read_back;

/// A directory of this test's own, gone with it.
class PosixJournal : public ::testing::Test {
protected:
    PosixJournal() {
        std::string name = (fs::temp_directory_path() / "trellis_journal_XXXXXX").string();
        directory_ = ::mkdtemp(name.data());
    }
    ~PosixJournal() override { fs::remove_all(directory_); }

    std::string path() const { return (directory_ / "journal").string(); }

    PosixDisk disk_;
    fs::path directory_;
};

TEST_F(PosixJournal, GivesBackWhatWasAppended) {
    const auto commits = make_commits(100);
    {
        auto journal = open_journal(disk_, 1000, path());
        ASSERT_TRUE(journal.ok()) << journal.error().detail;
        for (const auto& commit : commits) {
            ASSERT_TRUE(journal->writer->prepare_next().ok());
            ASSERT_TRUE(append_all(*journal->writer, {commit}).ok());
        }
        ASSERT_TRUE(journal->writer->drop_before(1, 0).ok());
        ASSERT_TRUE(journal->writer->close().ok());
    }
    const auto back = read_back(disk_, path());
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back->commits, commits);
    EXPECT_EQ(open_journal(disk_, 1000, path())->commits, commits);
}

TEST_F(PosixJournal, ATornTailIsTrimmedOnTheRealDiskToo) {
    const auto commits = make_commits(6);
    { ASSERT_TRUE(append_all(*open_journal(disk_, 1U << 20U, path())->writer, commits).ok()); }
    const auto segment = join_path(path(), segment_name(1));
    fs::resize_file(segment, fs::file_size(segment) - 1);
    auto journal = open_journal(disk_, 1U << 20U, path());
    ASSERT_TRUE(journal.ok()) << journal.error().detail;
    EXPECT_EQ(journal->commits.size(), 5U);
    ASSERT_TRUE(append_all(*journal->writer, {commits[5]}).ok());
    EXPECT_EQ(read_back(disk_, path())->commits, commits);
    EXPECT_EQ(read_back(disk_, path())->end.trimmed_bytes, 0U);
}

TEST_F(PosixJournal, ASecondProcessIsToldWhoHoldsTheDirectory) {
    std::array<int, 2> ready{};
    std::array<int, 2> done{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    ASSERT_EQ(::pipe(done.data()), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    char byte = 0;
    if (child == 0) {
        const auto mine = JournalDirectory::open(disk_, path(), testing::test_id());
        const bool is_told = ::write(ready[1], &byte, 1) == 1;
        const bool is_asked = ::read(done[0], &byte, 1) == 1;
        ::_exit(mine.ok() && is_told && is_asked ? 0 : 1);
    }
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    const auto second = JournalDirectory::open(disk_, path(), testing::test_id());
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, "JOURNAL_LOCKED");
    EXPECT_EQ(second.error().detail,
              "the journal in " + path() + " is in use: " + path() + "/LOCK is held by process " + std::to_string(child));
    ASSERT_EQ(::write(done[1], &byte, 1), 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    for (const int end : {ready[0], ready[1], done[0], done[1]}) ::close(end);
    EXPECT_TRUE(JournalDirectory::open(disk_, path(), testing::test_id()).ok());
}

TEST_F(PosixJournal, NamesTheSystemsReason) {
    const auto missing = disk_.open("/nowhere/at/all", OpenMode::read);
    EXPECT_EQ(missing.error(), (Error{"NOT_FOUND", "cannot open /nowhere/at/all: No such file or directory"}));
    EXPECT_EQ(disk_error("sync", "x", ENOSPC).code, "DISK_FULL");
    EXPECT_EQ(disk_error("sync", "x", EDQUOT).code, "DISK_FULL");
    EXPECT_EQ(disk_error("sync", "x", EROFS).code, "DISK_READ_ONLY");
    EXPECT_EQ(disk_error("sync", "x", EIO).code, "DISK_IO");
}

TEST_F(PosixJournal, ADirectoryWithoutWritePermissionIsRefused) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere; the fake disk tests the same";
    { ASSERT_TRUE(open_journal(disk_, 1000, path()).ok()); }
    fs::permissions(path() + "/LOCK", fs::perms::owner_read);
    EXPECT_EQ(open_journal(disk_, 1000, path()).error().code, "DISK_READ_ONLY");
}

}  // namespace
}  // namespace trellis::adapters
