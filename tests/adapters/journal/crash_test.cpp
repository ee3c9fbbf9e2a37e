// Power cuts: after every call to the disk, with every durable prefix of what was not synced, torn writes included; and again while
// the recovery from it runs. What is read back is a prefix that holds everything that a sync had promised.
#include <gtest/gtest.h>

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

struct Progress {
    std::uint64_t durable = 0;  ///< events that a sync promised
    bool is_finished = false;
};

/// One life of a process: opens, appends, syncs now and then, prepares, drops. Ends at the first error, as a process would.
Progress live(FaultyDisk& disk, const std::vector<Commit>& commits, std::uint64_t known_durable = 0) {
    Progress progress{.durable = known_durable};
    auto journal = open_journal(disk, segment_bytes);
    if (!journal) return progress;
    auto& writer = *journal->writer;
    progress.durable = journal->end.next_sequence - 1;
    if (!journal->directory->begin_incarnation()) return progress;
    for (std::size_t i = journal->commits.size(); i < commits.size(); ++i) {
        if (!append_all(writer, {commits[i]})) return progress;
        progress.durable = std::max(progress.durable, writer.synced_sequence());
        if (i % 3 == 1) {
            if (!writer.sync()) return progress;
            progress.durable = writer.synced_sequence();
        }
        if (i % 4 == 2 && !writer.prepare_next()) return progress;
    }
    if (!writer.close()) return progress;
    progress.durable = writer.synced_sequence();
    progress.is_finished = true;
    return progress;
}

std::uint64_t events_read(const std::vector<Commit>& commits) { return testing::events_in(commits); }

/// After the crash: a prefix with all that was promised, and a journal that can be finished.
void expect_recovers(FaultyDisk& disk, const std::vector<Commit>& commits, std::uint64_t durable, const std::string& where) {
    auto back = read_back(disk);
    if (!back && back.error().code == "JOURNAL_NOT_FOUND") {
        EXPECT_EQ(durable, 0U) << where;
    } else {
        ASSERT_TRUE(back.ok()) << where << ": " << back.error().detail;
        EXPECT_TRUE(is_prefix(back->commits, commits)) << where;
        EXPECT_GE(events_read(back->commits), durable) << where;
    }
    const auto progress = live(disk, commits);
    EXPECT_TRUE(progress.is_finished) << where;
    back = read_back(disk);
    ASSERT_TRUE(back.ok()) << where << ": " << back.error().detail;
    EXPECT_EQ(back->commits, commits) << where;
    EXPECT_EQ(back->end.trimmed_bytes + back->end.stray_bytes, 0U) << where;
}

std::unique_ptr<FaultyDisk> empty_disk() {
    auto disk = std::make_unique<FaultyDisk>();
    disk->create_directory(journal_path).value();
    return disk;
}

/// Byte counts at which a torn write is tried: all of them for the short, the edges for the long.
std::vector<std::size_t> tears(std::size_t bytes) {
    if (bytes == 0) return {0};
    std::vector<std::size_t> result;
    for (std::size_t at = 0; at < bytes; at += bytes > 128 ? bytes / 5 : 7) result.push_back(at);
    result.push_back(bytes - 1);
    return result;
}

TEST(JournalCrash, AfterEveryCallWithEveryDurablePrefixNothingPromisedIsLost) {
    const auto commits = make_commits(9);
    const auto whole = empty_disk();
    ASSERT_TRUE(live(*whole, commits).is_finished);
    const auto calls = whole->changing_calls() - empty_disk()->changing_calls();
    ASSERT_GT(calls, 40U);
    for (std::size_t cut = 0; cut < calls; ++cut) {
        const auto disk = empty_disk();
        disk->cut_power_after(cut);
        const auto progress = live(*disk, commits);
        ASSERT_FALSE(progress.is_finished) << "cut " << cut << " of " << calls;
        for (std::size_t kept = 0; kept <= disk->unsynced_operations(); ++kept) {
            const auto bytes = kept < disk->unsynced_operations() ? disk->operation_bytes(kept) : 0;
            for (const auto torn : tears(bytes)) {
                const auto crashed = disk->copy();
                crashed->crash_keeping(kept, torn);
                expect_recovers(*crashed, commits, progress.durable,
                                "cut " + std::to_string(cut) + ", kept " + std::to_string(kept) + ", torn " + std::to_string(torn));
            }
        }
    }
}

TEST(JournalCrash, WithAnySubsetOfTheUnsyncedKeptNothingPromisedIsLost) {
    const auto commits = make_commits(9);
    const auto whole = empty_disk();
    ASSERT_TRUE(live(*whole, commits).is_finished);
    for (std::size_t cut = 0; cut < whole->changing_calls(); ++cut) {
        const auto disk = empty_disk();
        disk->cut_power_after(cut);
        const auto progress = live(*disk, commits);
        const auto count = std::min<std::size_t>(disk->unsynced_operations(), 8);
        for (std::size_t subset = 0; subset < (std::size_t{1} << count); ++subset) {
            const auto crashed = disk->copy();
            crashed->crash_choosing([&](std::size_t index) { return index < count && ((subset >> index) & 1U) != 0; });
            expect_recovers(*crashed, commits, progress.durable, "cut " + std::to_string(cut) + ", subset " + std::to_string(subset));
        }
    }
}

TEST(JournalCrash, ACrashDuringRecoveryIsAnotherCrash) {
    const auto commits = make_commits(9);
    const auto whole = empty_disk();
    ASSERT_TRUE(live(*whole, commits).is_finished);
    for (std::size_t cut = 4; cut < whole->changing_calls(); cut += 3) {
        const auto first = empty_disk();
        first->cut_power_after(cut);
        const auto progress = live(*first, commits);
        const auto half = first->unsynced_operations() / 2;
        first->crash_keeping(half, half < first->unsynced_operations() ? first->operation_bytes(half) / 2 : 0);
        for (std::size_t second_cut = 0; second_cut < 12; ++second_cut) {
            const auto second = first->copy();
            second->cut_power_after(second_cut);
            const auto again = live(*second, commits, progress.durable);
            for (std::size_t kept = 0; kept <= second->unsynced_operations(); ++kept) {
                const auto crashed = second->copy();
                crashed->crash_keeping(kept, 5);
                expect_recovers(*crashed, commits, std::max(progress.durable, again.durable),
                                "cuts " + std::to_string(cut) + " " + std::to_string(second_cut) + " kept " + std::to_string(kept));
            }
        }
    }
}

TEST(JournalCrash, AKilledProcessLosesNothingAppended) {
    const auto commits = make_commits(9);
    const auto whole = empty_disk();
    ASSERT_TRUE(live(*whole, commits).is_finished);
    for (std::size_t cut = 0; cut < whole->changing_calls(); ++cut) {
        const auto disk = empty_disk();
        disk->cut_power_after(cut);
        const auto progress = live(*disk, commits);
        disk->kill_process();
        expect_recovers(*disk, commits, progress.durable, "cut " + std::to_string(cut));
    }
}

TEST(JournalCrash, DroppedSegmentsStayDroppedOrWhole) {
    const auto commits = make_commits(20);
    const auto full = testing::journal_of(commits, segment_bytes);
    const auto last = read_to_end(*full, journal_path)->next_sequence;
    const auto drop = [last](FaultyDisk& disk) {
        auto journal = open_journal(disk, segment_bytes);
        return journal.ok() && journal->writer->drop_before(last, 1).ok();
    };
    const auto counted = full->copy();
    ASSERT_TRUE(drop(*counted));
    for (std::size_t cut = 0; cut < counted->changing_calls(); ++cut) {
        const auto disk = full->copy();
        disk->cut_power_after(cut);
        EXPECT_FALSE(drop(*disk));
        for (std::size_t kept = 0; kept <= disk->unsynced_operations(); ++kept) {
            const auto crashed = disk->copy();
            crashed->crash_keeping(kept);
            const auto back = read_back(*crashed, journal_path, {.from_sequence = 0, .known_durable = last - 1});
            ASSERT_TRUE(back.ok()) << cut << " " << kept << ": " << back.error().detail;
        }
    }
}

}  // namespace
}  // namespace trellis::adapters
