// What an archive writes, when, and what a crash between its steps leaves.
#include "adapters/archive/archive.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/event/codec.hpp"
#include "engine/event/hash.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters {
namespace {

using testing::JournaledTrading;

std::vector<std::uint64_t> cut_sequences(const JournaledTrading& run) {
    std::vector<std::uint64_t> sequences;
    for (const auto& path : cut_paths(run.archive_path())) {
        const auto info = verify_cut(path);
        sequences.push_back(info.ok() ? info->sequence : 0);
    }
    return sequences;
}

TEST(Archive, WritesItsTwoFilesInTurn) {
    JournaledTrading run(21);
    const auto archive = run.open_archive();
    EXPECT_EQ(archive->sequence(), 0U);
    EXPECT_EQ(archive->needed_from(), 1U);
    std::vector<std::uint64_t> ends;
    for (int i = 0; i < 3; ++i) {
        run.trade(200);
        ends.push_back(run.sequence());
        const auto advanced = archive->advance(run.sequence());
        ASSERT_TRUE(advanced.ok()) << advanced.error().detail;
        EXPECT_EQ(advanced->to, ends.back());
    }
    EXPECT_EQ(archive->sequence(), ends[2]);
    EXPECT_EQ(archive->needed_from(), ends[1] + 1);
    auto found = cut_sequences(run);
    std::ranges::sort(found);
    EXPECT_EQ(found, (std::vector{ends[1], ends[2]}));
}

TEST(Archive, TouchesOnlyWhatTheJournalTouched) {
    JournaledTrading run(22, 1U << 20U, {.accounts = 8, .instruments = 12, .max_open_groups = 30, .mischief_percent = 10});
    const auto archive = run.open_archive();
    run.trade(20'000);
    ASSERT_GT(run.world().groups.size(), 40U);
    archive->advance(run.sequence()).value();
    archive->advance(run.sequence()).value();
    run.trade(10);
    const auto advanced = archive->advance(run.sequence()).value();
    EXPECT_LE(advanced.aggregates, 2 * advanced.events);
    EXPECT_LT(advanced.aggregates, run.world().groups.size());
    EXPECT_EQ(advanced.events, run.sequence() - advanced.from);
}

TEST(Archive, NeverGoesBeyondWhatIsDurable) {
    JournaledTrading run(23);
    run.trade(500);
    const auto durable = run.sequence() - 7;
    const auto archive = run.open_archive();
    const auto advanced = archive->advance(durable).value();
    EXPECT_LE(advanced.to, durable);
    EXPECT_GT(advanced.to, durable - 60);
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok());
    EXPECT_EQ(recovered->cut, advanced.to);
    EXPECT_TRUE(recovered->world == run.world());
}

TEST(Archive, WorksInChunksThatAreEachACut) {
    JournaledTrading run(24);
    run.trade(2'000);
    ArchiveOptions options;
    options.chunk_events = 100;
    const auto advanced = run.open_archive(options)->advance(run.sequence()).value();
    EXPECT_GE(advanced.chunks, 10U);
    EXPECT_TRUE(run.recover()->world == run.world());
    run.trade(2'000);
    options.chunk_events = 1'000'000;
    options.chunk_aggregates = 5;
    EXPECT_GE(run.open_archive(options)->advance(run.sequence()).value().chunks, 10U);
    EXPECT_TRUE(run.recover()->world == run.world());
}

TEST(Archive, GrowsItsFileAsNeeded) {
    JournaledTrading run(25, 1U << 20U, {.accounts = 8, .instruments = 12, .max_open_groups = 30, .mischief_percent = 10});
    run.trade(20'000);
    ArchiveOptions options;
    options.map_bytes_min = 64U << 10U;
    const auto advanced = run.open_archive(options)->advance(run.sequence());
    ASSERT_TRUE(advanced.ok()) << advanced.error().detail;
    EXPECT_GT(testing::file_bytes(cut_paths(run.archive_path())[0]).size() + testing::file_bytes(cut_paths(run.archive_path())[1]).size(),
              options.map_bytes_min);
    EXPECT_TRUE(run.recover()->world == run.world());
}

TEST(Archive, ForgetsGroupsThatWereReleased) {
    JournaledTrading run(26);
    const auto archive = run.open_archive();
    for (int i = 0; i < 6; ++i) {
        run.trade(1'500);
        archive->advance(run.sequence()).value();
    }
    const auto newest = cut_paths(run.archive_path())[cut_sequences(run)[0] == run.sequence() ? 0 : 1];
    const auto cut = load_cut(newest);
    ASSERT_TRUE(cut.ok()) << cut.error().detail;
    EXPECT_TRUE(cut->world.groups == run.world().groups);
    EXPECT_TRUE(cut->world.desks == run.world().desks);
    EXPECT_EQ(cut->info.records, run.world().groups.size() + run.world().desks.size());
}

TEST(Archive, KeepsUpEachTimeEnoughEventsAreDurable) {
    JournaledTrading run(27, 1U << 13U);
    ArchiveOptions options;
    options.snapshot_every_events = 500;
    options.keep_segments = 2;
    const auto archive = run.open_archive(options);
    run.trade(400);
    EXPECT_FALSE(archive->keep_up(run.sequence(), run.writer()).value().has_value());
    run.trade(200);
    EXPECT_TRUE(archive->keep_up(run.sequence(), run.writer()).value().has_value());
    EXPECT_EQ(run.directory().identity().oldest, 1U) << "only one of two cuts is there: everything is needed";
    for (int i = 0; i < 4; ++i) {
        run.trade(600);
        EXPECT_TRUE(archive->keep_up(run.sequence(), run.writer()).value().has_value());
    }
    const auto oldest = run.directory().identity().oldest;
    EXPECT_GT(oldest, 1U);
    const auto header = read_segment_header(run.disk(), "/journal", oldest + options.keep_segments);
    EXPECT_LE(std::get<SegmentHeader>(*header).first_sequence, archive->needed_from());
    EXPECT_TRUE(run.recover()->world == run.world());
}

TEST(Archive, GoesOnWhereItWasAfterARestart) {
    JournaledTrading run(28);
    for (int i = 0; i < 5; ++i) {
        run.trade(300);
        const auto archive = run.open_archive();
        EXPECT_TRUE(archive->dropped().empty());
        archive->advance(run.sequence()).value();
        run.restart();
    }
    EXPECT_TRUE(run.recover()->world == run.world());
}

TEST(Archive, SurvivesACrashBetweenTheSnapshotAndTheDeletionOfSegments) {
    JournaledTrading run(29, 1U << 13U);
    const auto archive = run.open_archive();
    for (int i = 0; i < 4; ++i) {
        run.trade(500);
        archive->advance(run.sequence()).value();
    }
    const auto calls = run.disk().changing_calls();
    const auto before = run.disk().copy();
    ASSERT_TRUE(run.writer().drop_before(archive->needed_from(), 0).ok());
    const auto steps = run.disk().changing_calls() - calls;
    ASSERT_GT(steps, 3U);
    // The power fails at each of the deletion's calls.
    for (std::size_t step = 0; step < steps; ++step) {
        const auto disk = before->copy();
        auto directory = std::move(JournalDirectory::open(*disk, "/journal", JournalId{})).value();
        const auto cut_at = disk->changing_calls();
        disk->cut_power_after(cut_at + step);
        static_cast<void>(directory->drop_segments_before(run.directory().identity().oldest));
        directory.reset();
        disk->crash_keeping(disk->unsynced_operations());
        const auto recovered = recover(*disk, run.where(), run.config());
        ASSERT_TRUE(recovered.ok()) << step << ": " << recovered.error().detail;
        EXPECT_TRUE(recovered->world == run.world()) << step;
    }
}

TEST(Archive, SurvivesACrashBetweenTheSnapshotAndTheNextSegment) {
    JournaledTrading run(30, 1U << 12U);
    const auto archive = run.open_archive();
    run.trade(400);
    archive->advance(run.sequence()).value();
    const auto made_at = run.sequence();
    run.trade(400);
    const auto early = run.disk().copy();
    early->crash_keeping(0);
    const auto recovered = recover(*early, run.where(), run.config());
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->cut, made_at);
    EXPECT_TRUE(recovered->world == run.world());
}

TEST(Archive, LeavesTheCutAsItWasWhenAnEventCannotBeApplied) {
    JournaledTrading run(31);
    run.trade(300);
    auto archive = run.open_archive();
    archive->advance(run.sequence()).value();
    const auto before = archive->sequence();
    std::vector<std::byte> payload;
    encode(Event{OrderAccepted{GroupId{AccountId{1}, 999'999}, OrderNumber{1}}}, payload);
    const Frame frame{1, Timestamp{}, Cause{}, payload};
    ASSERT_FALSE(run.writer().append(std::span(&frame, 1)).error.has_value());
    ASSERT_TRUE(run.writer().sync().ok());
    for (int i = 0; i < 3; ++i) {
        const auto advanced = archive->advance(run.sequence());
        ASSERT_FALSE(advanced.ok());
        EXPECT_EQ(advanced.error().code, "REPLAY_FAILED");
        EXPECT_EQ(advanced.error().detail,
                  "event " + std::to_string(run.sequence()) + ": OrderAccepted cannot be applied: group g1.999999 does not exist");
    }
    EXPECT_EQ(archive->sequence(), before);
    archive.reset();
    EXPECT_TRUE(run.open_archive()->dropped().empty());
}

TEST(Archive, KeepsTheDirectoryOverSnapshotsAndRecoversIt) {
    JournaledTrading run(33);
    const PresetId first{operator_owner, 1};
    Preset content;
    content.name = "Mine";
    run.slip_in({PresetCreated{first, content, std::nullopt, operator_owner, {}}});
    run.slip_in({PresetAssigned{{operator_owner, AccountId{1}}, first, operator_owner, {}}});
    run.trade(200);
    auto archive = run.open_archive();
    archive->advance(run.sequence()).value();
    run.slip_in({PresetSwitched{first, false, operator_owner, {}}});
    run.trade(200);
    archive->advance(run.sequence()).value();
    archive->advance(run.sequence()).value();
    archive.reset();
    run.slip_in({PresetVisibilityChanged{first, true, operator_owner, {}}});
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok());
    const Directory& directory = recovered->world.directory;
    ASSERT_NE(directory.find(first), nullptr);
    EXPECT_EQ(directory.find(first)->revision, 3U);
    EXPECT_FALSE(directory.find(first)->is_enabled);
    EXPECT_TRUE(directory.find(first)->is_published);
    EXPECT_EQ(directory.assigned.at({operator_owner, AccountId{1}}), first);
    const auto replayed = run.replay();
    ASSERT_TRUE(replayed.ok());
    EXPECT_EQ(replayed->world.directory, directory);
}

TEST(Archive, ComparesStateWithTheHashThatACommitCarries) {
    JournaledTrading run(32);
    run.trade(300);
    std::vector<std::byte> buffer;
    const auto hash = state_hash(run.world().desks.at(AccountId{1}), buffer);
    const auto append = [&](std::uint64_t claimed) {
        SignalRefused refused;  // changes nothing
        refused.account = AccountId{1};
        std::vector<std::byte> payload;
        encode(Event{refused}, payload);
        encode(Event{CommitHashed{claimed}}, payload);
        const Frame frame{2, Timestamp{}, Cause{}, payload};
        EXPECT_FALSE(run.writer().append(std::span(&frame, 1)).error.has_value());
        EXPECT_TRUE(run.writer().sync().ok());
    };
    append(hash);
    EXPECT_TRUE(run.recover().ok());
    append(hash + 1);
    const auto recovered = run.recover();
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "STATE_DIFFERS");
    EXPECT_EQ(recovered.error().detail, "event " + std::to_string(run.sequence()) +
                                            ": the desk of account 1 is not what it was when the commit was made");
    EXPECT_EQ(run.open_archive()->advance(run.sequence()).error().code, "STATE_DIFFERS");
}

}  // namespace
}  // namespace trellis::adapters
