// Group commit without its thread: order, causes, credit, both durabilities, and what happens when the disk says no.
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>

#include "adapters/journal/group_commit.hpp"
#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::open_journal;
using testing::read_back;

struct Seen final : JournalObserver {
    void on_journal_state(JournalState state, const Error& reason) override { states.emplace_back(state, reason.code); }
    std::vector<std::pair<JournalState, std::string>> states;
};

/// A journal, its group commit, and everything that was let go.
struct Bench {
    explicit Bench(const GroupCommitOptions& options = {}, std::uint64_t segment_bytes = 4096)
        : journal(std::move(open_journal(disk, segment_bytes).value())), commits(*journal.writer, seen, options) {}

    PendingCommit commit(std::uint64_t ticket, bool needs_sync = true, CommitCause cause = Cause{CauseKind::signal, 1}) {
        auto made = testing::make_commit(ticket);
        return {.ticket = Ticket{ticket},
                .cause = cause,
                .at = made.at,
                .event_count = made.event_count,
                .payload = std::move(made.payload),
                .needs_sync = needs_sync,
                .on_durable = [this, ticket](std::uint64_t first) {
                    tickets.push_back(ticket);
                    sequences.push_back(first);
                }};
    }

    FaultyDisk disk;
    Seen seen;
    testing::OpenJournal journal;
    std::vector<std::uint64_t> tickets;
    std::vector<std::uint64_t> sequences;
    GroupCommit commits;
};

using Tickets = std::vector<std::uint64_t>;

std::size_t syncs_while(FaultyDisk& disk, const std::function<void()>& work) {
    std::size_t syncs = 0;
    disk.on_each_call([&](DiskCall call) { syncs += call == DiskCall::sync ? 1 : 0; });
    work();
    disk.on_each_call({});
    return syncs;
}

TEST(GroupCommit, LetsCommitsGoInOrderBehindOneSync) {
    Bench bench({}, 1U << 20U);
    for (std::uint64_t ticket = 1; ticket <= 64; ++ticket) EXPECT_TRUE(bench.commits.push(bench.commit(ticket)));
    EXPECT_TRUE(bench.tickets.empty());
    const auto syncs = syncs_while(bench.disk, [&] { EXPECT_EQ(bench.commits.drain_once(), 64U); });
    EXPECT_LE(syncs, 4U);  // three of them make the first segment
    ASSERT_EQ(bench.tickets.size(), 64U);
    std::uint64_t expected = 1;
    for (std::uint64_t ticket = 1; ticket <= 64; ++ticket) {
        EXPECT_EQ(bench.tickets[ticket - 1], ticket);
        EXPECT_EQ(bench.sequences[ticket - 1], expected);
        expected += testing::make_commit(ticket).event_count;
    }
    EXPECT_EQ(bench.commits.durable_sequence(), expected - 1);
    EXPECT_EQ(syncs_while(bench.disk, [&] {
        bench.commits.push(bench.commit(65));
        bench.commits.push(bench.commit(66));
        bench.commits.drain_once();
    }), 1U);
}

TEST(GroupCommit, ACommitWithoutAnExitWaitsForOneThatHasOne) {
    Bench bench;
    bench.commits.push(bench.commit(1, false));
    EXPECT_EQ(bench.commits.drain_once(), 0U);
    EXPECT_TRUE(bench.commits.has_unsynced());
    bench.commits.push(bench.commit(2, true));
    EXPECT_EQ(bench.commits.drain_once(), 2U);
    EXPECT_EQ(bench.tickets, (Tickets{1, 2}));
    bench.commits.push(bench.commit(3, false));
    EXPECT_EQ(bench.commits.drain_once(), 0U);
    EXPECT_EQ(bench.commits.flush(), 1U);
    EXPECT_FALSE(bench.commits.has_unsynced());
}

TEST(GroupCommit, WithWriteACommitGoesAtOnceAndIsSyncedLater) {
    Bench bench({.durability = Durability::write});
    EXPECT_TRUE(bench.commits.push(bench.commit(1)));
    EXPECT_EQ(bench.tickets, (Tickets{1}));
    EXPECT_EQ(bench.commits.durable_sequence(), 0U);
    EXPECT_EQ(read_back(bench.disk)->commits.size(), 1U);
    EXPECT_EQ(bench.commits.flush(), 0U);
    EXPECT_EQ(bench.commits.durable_sequence(), bench.commits.appended_sequence());
}

TEST(GroupCommit, WritesTheSequenceOfTheCauseForItsTicket) {
    Bench bench;
    bench.commits.push(bench.commit(5));
    bench.commits.push(bench.commit(6, true, Ticket{5}));
    bench.commits.drain_once();
    bench.commits.push(bench.commit(7, true, Ticket{6}));
    bench.commits.drain_once();
    const auto back = read_back(bench.disk);
    ASSERT_EQ(back->commits.size(), 3U);
    EXPECT_EQ(back->commits[0].cause, (Cause{CauseKind::signal, 1}));
    EXPECT_EQ(back->commits[1].cause, (Cause{CauseKind::event, bench.sequences[0]}));
    EXPECT_EQ(back->commits[2].cause, (Cause{CauseKind::event, bench.sequences[1]}));
}

TEST(GroupCommit, AnUnknownCauseStopsEverything) {
    Bench bench;
    bench.commits.push(bench.commit(1));
    bench.commits.drain_once();
    bench.commits.push(bench.commit(2, true, Ticket{99}));
    bench.commits.push(bench.commit(3));
    EXPECT_EQ(bench.commits.drain_once(), 0U);
    EXPECT_EQ(bench.commits.state(), JournalState::failed);
    EXPECT_FALSE(bench.commits.push(bench.commit(4)));
    EXPECT_EQ(bench.commits.flush(), 0U);
    EXPECT_EQ(bench.tickets, (Tickets{1}));
    ASSERT_EQ(bench.seen.states.size(), 1U);
    EXPECT_EQ(bench.seen.states[0], std::pair(JournalState::failed, std::string("UNKNOWN_CAUSE")));
}

TEST(GroupCommit, ACauseThatIsTooOldIsUnknown) {
    Bench bench({.tickets_remembered = 8});
    for (std::uint64_t ticket = 1; ticket <= 9; ++ticket) bench.commits.push(bench.commit(ticket));
    EXPECT_EQ(bench.commits.drain_once(), 9U);
    bench.commits.push(bench.commit(10, true, Ticket{3}));
    EXPECT_EQ(bench.commits.drain_once(), 1U);
    bench.commits.push(bench.commit(11, true, Ticket{1}));
    EXPECT_EQ(bench.commits.drain_once(), 0U);
    EXPECT_EQ(bench.commits.state(), JournalState::failed);
}

TEST(GroupCommit, AFullDiskKeepsWhatWaitsAndGoesOnWhenThereIsRoom) {
    for (const auto durability : {Durability::fsync, Durability::write}) {
        Bench bench({.durability = durability}, 300);
        bench.disk.set_capacity(900, ENOSPC);
        const auto drain = [&] { return bench.commits.drain_once(); };
        for (std::uint64_t ticket = 1; ticket <= 30; ++ticket) {
            EXPECT_TRUE(bench.commits.push(bench.commit(ticket)));
            drain();
        }
        EXPECT_EQ(bench.commits.state(), JournalState::full);
        const auto before = bench.tickets.size();
        EXPECT_LT(before, 30U);
        EXPECT_EQ(bench.commits.credit(), GroupCommitOptions{}.inbox_commits_max - (30 - before));
        EXPECT_EQ(drain(), 0U);
        bench.disk.heal();
        EXPECT_EQ(drain(), 30 - before);
        EXPECT_EQ(bench.commits.state(), JournalState::running);
        EXPECT_EQ(bench.tickets.size(), 30U);
        EXPECT_TRUE(std::ranges::is_sorted(bench.tickets));
        EXPECT_EQ(read_back(bench.disk)->commits.size(), 30U);
        using State = std::pair<JournalState, std::string>;
        EXPECT_EQ(bench.seen.states, (std::vector<State>{{JournalState::full, "DISK_FULL"}, {JournalState::running, ""}}));
    }
}

TEST(GroupCommit, WhatIsDurableIsLetGoThoughTheRestFindsTheDiskFull) {
    Bench bench({}, 300);
    bench.disk.set_capacity(800, ENOSPC);
    for (std::uint64_t ticket = 1; ticket <= 30; ++ticket) bench.commits.push(bench.commit(ticket));
    const auto released = bench.commits.drain_once();
    EXPECT_EQ(bench.commits.state(), JournalState::full);
    EXPECT_GT(released, 0U);
    EXPECT_EQ(bench.commits.durable_sequence(), bench.commits.appended_sequence());
}

TEST(GroupCommit, AFailedSyncLetsNothingGoAnyMore) {
    for (const auto durability : {Durability::fsync, Durability::write}) {
        Bench bench({.durability = durability});
        bench.commits.push(bench.commit(1));
        bench.commits.flush();
        bench.disk.fail_call(DiskCall::sync, 1, EIO);
        bench.commits.push(bench.commit(2));
        const auto before = bench.tickets;
        EXPECT_EQ(bench.commits.flush(), 0U);
        EXPECT_EQ(bench.commits.state(), JournalState::failed);
        EXPECT_FALSE(bench.commits.push(bench.commit(3)));
        EXPECT_EQ(bench.commits.flush(), 0U);
        EXPECT_EQ(bench.tickets, before);
        EXPECT_EQ(bench.seen.states.back().second, "DISK_IO");
    }
}

TEST(GroupCommit, CreditCountsWhatWaits) {
    Bench bench({.inbox_commits_max = 3});
    EXPECT_EQ(bench.commits.credit(), 3U);
    for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) EXPECT_TRUE(bench.commits.push(bench.commit(ticket)));
    EXPECT_EQ(bench.commits.credit(), 0U);
    bench.commits.drain_once();
    EXPECT_EQ(bench.commits.credit(), 3U);
}

}  // namespace
}  // namespace trellis::adapters
