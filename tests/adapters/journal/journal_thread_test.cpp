// The journal's thread under TSan: many pushing threads, both durabilities, a disk that fills up and one that breaks.
#include <gtest/gtest.h>

#include <cerrno>
#include <condition_variable>
#include <map>
#include <thread>

#include "adapters/journal/follower.hpp"
#include "adapters/journal/journal_thread.hpp"
#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::open_journal;
using testing::read_back;

/// What was let go and which states were told, for a test that waits for either.
class Log final : public JournalObserver {
public:
    void on_journal_state(JournalState state, const Error& reason) override {
        const std::scoped_lock guard(mutex_);
        states_.emplace_back(state, reason.code);
        changed_.notify_all();
    }
    void let_go(std::uint64_t ticket, std::uint64_t first_sequence) {
        const std::scoped_lock guard(mutex_);
        released_.emplace_back(ticket, first_sequence);
        changed_.notify_all();
    }
    void wait_for_released(std::size_t count) {
        std::unique_lock guard(mutex_);
        changed_.wait(guard, [&] { return released_.size() >= count; });
    }
    void wait_for_states(std::size_t count) {
        std::unique_lock guard(mutex_);
        changed_.wait(guard, [&] { return states_.size() >= count; });
    }
    std::vector<std::pair<std::uint64_t, std::uint64_t>> released() const {
        const std::scoped_lock guard(mutex_);
        return released_;
    }
    std::vector<std::pair<JournalState, std::string>> states() const {
        const std::scoped_lock guard(mutex_);
        return states_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> released_;
    std::vector<std::pair<JournalState, std::string>> states_;
};

PendingCommit make_pending(Log& log, std::uint64_t ticket, bool needs_sync, CommitCause cause) {
    auto made = testing::make_commit(ticket);
    return {.ticket = Ticket{ticket},
            .cause = cause,
            .at = made.at,
            .event_count = made.event_count,
            .payload = std::move(made.payload),
            .needs_sync = needs_sync,
            .on_durable = [&log, ticket](std::uint64_t first) { log.let_go(ticket, first); }};
}

class JournalThreads : public ::testing::TestWithParam<Durability> {};

TEST_P(JournalThreads, ManyThreadsPushAndEachKeepsItsOrder) {
    constexpr std::uint64_t threads = 4;
    constexpr std::uint64_t each = 250;
    FaultyDisk disk;
    auto journal = open_journal(disk, 4096);
    Log log;
    {
        JournalThread thread(*journal->writer, log, {.durability = GetParam()});
        std::vector<std::thread> pushing;
        for (std::uint64_t t = 0; t < threads; ++t) {
            pushing.emplace_back([&, t] {
                for (std::uint64_t i = 0; i < each; ++i) {
                    const auto ticket = 1 + t * each + i;
                    const CommitCause cause = i == 0 ? CommitCause(Cause{CauseKind::signal, t + 1}) : CommitCause(Ticket{ticket - 1});
                    EXPECT_TRUE(thread.push(make_pending(log, ticket, i % 5 == 0, cause)));
                }
            });
        }
        std::thread archive([&] {
            for (int i = 0; i < 50; ++i) {
                EXPECT_TRUE(journal->writer->prepare_next().ok());
                EXPECT_LE(thread.durable_sequence(), thread.appended_sequence());
            }
        });
        for (auto& pusher : pushing) pusher.join();
        archive.join();
        thread.stop();
        EXPECT_EQ(thread.durable_sequence(), thread.appended_sequence());
    }
    const auto released = log.released();
    ASSERT_EQ(released.size(), threads * each);
    std::map<std::uint64_t, std::uint64_t> newest;
    std::uint64_t last_sequence = 0;
    for (const auto& [ticket, sequence] : released) {
        EXPECT_GT(sequence, last_sequence);
        last_sequence = sequence;
        auto& before = newest[(ticket - 1) / each];
        EXPECT_GT(ticket, before);
        before = ticket;
    }
    EXPECT_EQ(read_back(disk)->commits.size(), threads * each);
    EXPECT_TRUE(log.states().empty());
}

INSTANTIATE_TEST_SUITE_P(Durabilities, JournalThreads, ::testing::Values(Durability::fsync, Durability::write));

TEST(JournalThread, ACommitThatAsksForNoSyncIsLetGoSoonAnyway) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 4096);
    Log log;
    JournalThread thread(*journal->writer, log);
    EXPECT_TRUE(thread.push(make_pending(log, 1, false, Cause{CauseKind::timer, 1})));
    log.wait_for_released(1);
    EXPECT_GT(thread.durable_sequence(), 0U);
}

TEST(JournalThread, AFullDiskIsTriedAgainUntilThereIsRoom) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 300);
    disk.set_capacity(700, ENOSPC);
    Log log;
    JournalThread thread(*journal->writer, log, {}, {.retry_delay = std::chrono::milliseconds(1)});
    for (std::uint64_t ticket = 1; ticket <= 30; ++ticket) {
        EXPECT_TRUE(thread.push(make_pending(log, ticket, true, Cause{CauseKind::signal, ticket})));
    }
    log.wait_for_states(1);
    EXPECT_EQ(log.states()[0], std::pair(JournalState::full, std::string("DISK_FULL")));
    disk.heal();
    thread.retry();
    log.wait_for_released(30);
    EXPECT_EQ(log.states().back().first, JournalState::running);
    EXPECT_EQ(read_back(disk)->commits.size(), 30U);
}

TEST(JournalThread, AfterAFailedSyncNothingIsLetGo) {
    FaultyDisk disk;
    auto journal = open_journal(disk, 4096);
    Log log;
    JournalThread thread(*journal->writer, log);
    EXPECT_TRUE(thread.push(make_pending(log, 1, true, Cause{CauseKind::signal, 1})));
    log.wait_for_released(1);
    disk.fail_call(DiskCall::sync, 1, EIO);
    EXPECT_TRUE(thread.push(make_pending(log, 2, true, Cause{CauseKind::signal, 2})));
    log.wait_for_states(1);
    EXPECT_EQ(thread.state(), JournalState::failed);
    EXPECT_FALSE(thread.push(make_pending(log, 3, true, Cause{CauseKind::signal, 3})));
    thread.stop();
    EXPECT_EQ(log.released().size(), 1U);
}

TEST(JournalThread, AFollowerReadsWhileItIsWritten) {
    constexpr std::uint64_t count = 400;
    FaultyDisk disk;
    auto journal = open_journal(disk, 2048);
    Log log;
    JournalThread thread(*journal->writer, log);
    std::thread reading([&] {
        auto follower = Follower::open(disk, testing::journal_path, 1);
        ASSERT_TRUE(follower.ok());
        std::uint64_t frames = 0;
        while (frames < count) {
            const auto frame = follower->next(thread.durable_sequence());
            ASSERT_TRUE(frame.ok());
            if (frame->has_value()) {
                ++frames;
            } else {
                std::this_thread::yield();
            }
        }
    });
    for (std::uint64_t ticket = 1; ticket <= count; ++ticket) {
        EXPECT_TRUE(thread.push(make_pending(log, ticket, ticket % 7 == 0, Cause{CauseKind::signal, ticket})));
    }
    reading.join();
    log.wait_for_released(count);
}

}  // namespace
}  // namespace trellis::adapters
