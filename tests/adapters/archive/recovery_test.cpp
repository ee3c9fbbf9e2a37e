// The world from a cut and the journal behind it, the world from the whole journal, the world that lived: always the same.
#include "adapters/archive/recovery.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/event/codec.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters {
namespace {

using testing::JournaledTrading;

void expect_same(JournaledTrading& run) {
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    const auto replayed = run.replay();
    ASSERT_TRUE(replayed.ok()) << replayed.error().detail;
    EXPECT_TRUE(recovered->world == run.world());
    EXPECT_TRUE(replayed->world == run.world());
    EXPECT_EQ(recovered->last_sequence(), run.sequence());
    EXPECT_EQ(recovered->last_at, replayed->last_at);
    EXPECT_EQ(recovered->end.next_sequence, replayed->end.next_sequence);
}

TEST(Recovery, RebuildsTheLivingWorldFromTheFirstFrame) {
    JournaledTrading run(1);
    run.trade(3'000);
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_FALSE(recovered->cut.has_value());
    EXPECT_EQ(recovered->events, run.sequence());
    EXPECT_GT(recovered->world.groups.size(), 3U);
    expect_same(run);
}

TEST(Recovery, BeginsAtTheNewestCutAndReplaysOnlyWhatFollows) {
    JournaledTrading run(2);
    run.trade(2'000);
    const auto archive = run.open_archive();
    const auto cut = archive->advance(run.sequence());
    ASSERT_TRUE(cut.ok()) << cut.error().detail;
    run.trade(300);
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->cut, cut->to);
    EXPECT_EQ(recovered->events, run.sequence() - cut->to);
    EXPECT_TRUE(recovered->fallbacks.empty());
    expect_same(run);
}

TEST(Recovery, NeedsNoEventBehindACut) {
    JournaledTrading run(3);
    run.trade(1'000);
    run.open_archive()->advance(run.sequence()).value();
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->events, 0U);
    EXPECT_EQ(recovered->last_incarnation(), Incarnation{1});
    expect_same(run);
}

TEST(Recovery, KeepsWhichStartPlacedWhichOrder) {
    JournaledTrading run(4);
    run.trade(500);
    run.restart();
    run.trade(500);
    const auto archive = run.open_archive();
    archive->advance(run.sequence()).value();
    run.restart();
    run.trade(500);
    archive->advance(run.sequence()).value();
    run.restart();
    run.trade(100);
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok());
    EXPECT_EQ(recovered->last_incarnation(), Incarnation{4});
    expect_same(run);
}

TEST(Recovery, OfAnEmptyJournalIsAnEmptyDeskForEachAccount) {
    JournaledTrading run(5);
    FaultyDisk disk;
    ASSERT_TRUE(JournalDirectory::open(disk, "/journal", JournalId{}).ok());
    const auto recovered = recover(disk, run.where(), run.config());
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->world, World::empty(run.config()));
    EXPECT_EQ(recovered->last_sequence(), 0U);
    EXPECT_FALSE(recovered->last_at.has_value());
}

TEST(Recovery, NamesTheEventThatCannotBeApplied) {
    JournaledTrading run(6);
    run.trade(400);
    Config fewer = run.config();
    fewer.accounts.pop_back();
    const auto recovered = recover(run.disk(), run.where(), fewer);
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "REPLAY_FAILED");
    EXPECT_NE(recovered.error().detail.find("the desk of account 2 does not exist"), std::string::npos) << recovered.error().detail;
    EXPECT_EQ(recovered.error().detail.rfind("event ", 0), 0U) << recovered.error().detail;
}

TEST(Recovery, NamesTheInvariantThatDoesNotHold) {
    JournaledTrading run(7);
    run.trade(600);
    const Desk& desk = run.world().desks.at(AccountId{1});
    ASSERT_FALSE(desk.groups.empty());
    SignalAdmitted twin;  // a second group of an identity that has one
    twin.account = desk.account;
    twin.signal = SignalNumber{1'000'000};
    twin.instruction.identity = desk.groups.begin()->second.identity;
    twin.groups = {GroupId{desk.account, desk.group_counter + 1}};
    twin.strategy = GridStrategy{};
    twin.plan = PyramidPlan{};
    std::vector<std::byte> payload;
    encode(Event{twin}, payload);
    const Frame frame{1, Timestamp{}, Cause{}, payload};
    ASSERT_FALSE(run.writer().append(std::span(&frame, 1)).error.has_value());
    ASSERT_TRUE(run.writer().sync().ok());
    const auto recovered = recover(run.disk(), run.where(), run.config());
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "INVARIANT_BROKEN");
    EXPECT_NE(recovered.error().detail.find("one live group per identity"), std::string::npos) << recovered.error().detail;
}

/// A commit whose second event its group cannot take, and one behind it that it can.
GroupId break_a_group(JournaledTrading& run) {
    const GroupId group = run.world().groups.begin()->first;
    const std::uint32_t noted = run.world().groups.begin()->second.replacements_noted;
    run.slip_in({ReplacementNoted{group, noted + 5}, OrderAccepted{group, OrderNumber{9'999}}});
    run.slip_in({ReplacementNoted{group, noted + 1}});
    return group;
}

/// The commit is left out, all of it; everybody else is as he was.
void expect_quarantined(const Recovered& recovered, const JournaledTrading& run, GroupId broken) {
    World expected = run.world();
    Group& group = expected.groups.at(broken);
    group.replacements_noted += 1;
    const auto& quarantine = recovered.world.groups.at(broken).quarantine;
    ASSERT_TRUE(quarantine.has_value());
    const std::string at = "event " + std::to_string(run.sequence() - 1) + ": OrderAccepted cannot be applied: ";
    EXPECT_EQ(quarantine->reason.substr(0, at.size()), at) << quarantine->reason;
    group.quarantine = quarantine;
    expected.incarnation = recovered.world.incarnation;
    EXPECT_TRUE(recovered.world == expected);
}

TEST(Recovery, QuarantinesAGroupThatCannotTakeItsCommit) {
    JournaledTrading run(7);
    run.trade(600);
    const GroupId broken = break_a_group(run);
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    expect_quarantined(*recovered, run, broken);
    ASSERT_EQ(recovered->quarantined.size(), 1U);
    EXPECT_EQ(recovered->quarantined.front().group, broken);
}

TEST(Recovery, QuarantinesTheSameGroupInASnapshot) {
    JournaledTrading run(7);
    run.trade(600);
    const auto archive = run.open_archive();
    archive->advance(run.sequence()).value();
    const GroupId broken = break_a_group(run);
    ASSERT_TRUE(archive->advance(run.sequence()).ok());
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->cut, run.sequence());
    expect_quarantined(*recovered, run, broken);
}

// What the journal says of it since is not said again.
TEST(Recovery, NamesAGroupUntilTheJournalDoes) {
    JournaledTrading run(7);
    run.trade(600);
    const GroupId broken = break_a_group(run);
    run.slip_in({GroupQuarantined{broken, "as found", {}}});
    const auto told = run.recover();
    ASSERT_TRUE(told.ok());
    EXPECT_TRUE(told->quarantined.empty());
    EXPECT_EQ(told->world.groups.at(broken).quarantine->reason, "as found");
    run.slip_in({QuarantineReleased{broken, {}}});
    EXPECT_FALSE(run.recover()->world.groups.at(broken).quarantine.has_value());
}

// A group that replays and does not hold: it is over and has orders that work.
TEST(Recovery, QuarantinesAGroupWhoseInvariantsDoNotHold) {
    JournaledTrading run(7);
    run.trade(600);
    const auto working = std::ranges::find_if(run.world().groups, [](const auto& entry) { return entry.second.live_orders > 0; });
    ASSERT_NE(working, run.world().groups.end());
    const GroupId group = working->first;
    run.slip_in({GroupFailed{group, {}}});
    const auto recovered = run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    ASSERT_EQ(recovered->quarantined.size(), 1U);
    EXPECT_EQ(recovered->quarantined.front().group, group);
}

TEST(Recovery, StartsWithALimitBelowWhatIsOpen) {  // L-4
    JournaledTrading run(7);
    run.trade(600);
    Config fewer = run.config();
    fewer.max_open_groups = static_cast<std::uint32_t>(run.world().desks.at(AccountId{1}).groups.size() - 1);
    const auto recovered = recover(run.disk(), run.where(), fewer);
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->world, run.world());
}

TEST(Recovery, RefusesACutThatIsAheadOfTheJournal) {
    JournaledTrading run(8);
    run.trade(300);
    auto early = run.disk().copy();
    const auto ends_with = run.sequence();
    run.trade(300);
    const auto cut = run.open_archive()->advance(run.sequence()).value();
    const auto recovered = recover(*early, run.where(), run.config());
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "SNAPSHOT_AHEAD");
    EXPECT_EQ(recovered.error().detail, "the snapshot in " + run.archive_path() + " holds events up to " + std::to_string(cut.to) +
                                            ", the journal in /journal ends with event " + std::to_string(ends_with) +
                                            ": durable events are lost");
}

TEST(Recovery, RefusesTheCutOfAnotherJournal) {
    JournaledTrading run(9);
    run.trade(300);
    run.open_archive()->advance(run.sequence()).value();
    FaultyDisk other;
    JournalId id;
    id.bytes[15] = std::byte{9};
    auto directory = JournalDirectory::open(other, "/journal", id);
    const auto recovered = recover(other, run.where(), run.config());
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "SNAPSHOT_FOREIGN");
    const auto archive = Archive::open(**directory, run.archive_path(), World::empty(run.config()));
    ASSERT_FALSE(archive.ok());
    EXPECT_EQ(archive.error().code, "SNAPSHOT_FOREIGN");
}

RC_GTEST_PROP(RecoveryProperty, GivesTheSameWorldWhereverCutsAreMade, (std::uint64_t seed)) {
    JournaledTrading run(seed, 1U << *rc::gen::inRange(13, 17));
    ArchiveOptions options;
    options.chunk_events = *rc::gen::inRange<std::uint64_t>(1, 400);
    options.chunk_aggregates = *rc::gen::inRange<std::size_t>(1, 40);
    auto archive = run.open_archive(options);
    const auto steps = *rc::gen::inRange(1, 8);
    for (int step = 0; step < steps; ++step) {
        run.trade(*rc::gen::inRange<std::uint64_t>(1, 400));
        switch (*rc::gen::inRange(0, 5)) {
            case 0: run.restart(); break;
            case 1: archive = run.open_archive(options); break;
            case 2: RC_ASSERT(archive->advance(*rc::gen::inRange<std::uint64_t>(1, run.sequence())).ok()); break;
            default: RC_ASSERT(archive->advance(run.sequence()).ok()); break;
        }
        RC_ASSERT(run.writer().drop_before(archive->needed_from(), 0).ok());
    }
    const auto recovered = run.recover();
    RC_ASSERT(recovered.ok());
    RC_ASSERT(recovered->world == run.world());
    RC_ASSERT(recovered->last_sequence() == run.sequence());
    RC_ASSERT(recovered->fallbacks.empty());
}

}  // namespace
}  // namespace trellis::adapters
