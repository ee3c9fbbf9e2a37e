// The journal commands as a user types them: what they print, what they return, and that they change nothing.
#include "ops/trellis/journal_commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "adapters/json/document.hpp"
#include "adapters/simulation/runner.hpp"
#include "engine/event/codec.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::program {
namespace {

using adapters::testing::JournaledTrading;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Said {
    int code = 0;
    std::string out;
    std::string err;

    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        std::istringstream stream(out);
        for (std::string line; std::getline(stream, line);) all.push_back(line);
        return all;
    }
};

template <class Options>
Said say(int (*command)(const Options&, std::ostream&, std::ostream&), const Options& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = command(options, out, err);
    return {code, out.str(), err.str()};
}

/// Names, sizes, times and bytes of everything below a directory.
std::vector<std::string> picture_of(const std::string& directory) {
    std::vector<std::string> picture;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        std::string line = entry.path().string();
        line += " " + std::to_string(entry.last_write_time().time_since_epoch().count());
        if (entry.is_regular_file()) {
            for (const auto byte : adapters::testing::file_bytes(entry.path().string())) line += static_cast<char>(byte);
        }
        picture.push_back(std::move(line));
    }
    std::ranges::sort(picture);
    return picture;
}

std::uint64_t sequence_of(const std::string& line) {
    const auto parsed = adapters::json::Document::parse(line);
    return std::stoull(std::string(parsed->root().find("seq")->number()));
}

TEST(JournalVerify, SaysWhatIsThere) {
    JournaledTrading run(61);
    run.trade(500);
    const auto said = say(run_journal_verify, {.directory = run.data_directory()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.err, "");
    EXPECT_THAT(said.out, HasSubstr("07000000000000000000000000000000, 1 start\n"));
    EXPECT_THAT(said.out, HasSubstr("segments   1 from 00000001.trl on, 0 prepared\n"));
    EXPECT_THAT(said.out, HasSubstr("events     " + std::to_string(run.sequence()) + ", from 1 at 2025-"));
    EXPECT_THAT(said.out, HasSubstr("torn tail  0 bytes\n"));
}

TEST(JournalVerify, CountsATornTailAndIsContent) {
    JournaledTrading run(62);
    run.trade(100);
    auto bytes = run.disk().content("/journal/00000001.trl");
    for (std::size_t i = 0; i < 20; ++i) bytes.push_back(std::byte{0x55});
    run.disk().set_content("/journal/00000001.trl", bytes);
    const auto said = say(run_journal_verify, {.directory = run.data_directory()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("torn tail  20 bytes\n"));
}

TEST(JournalVerify, NamesDamageAndReturnsSeven) {
    JournaledTrading run(63);
    run.trade(300);
    run.trade(10);  // these frames say that the ones before are durable
    run.disk().flip_bit("/journal/00000001.trl", 8 * 2'000);
    const auto said = say(run_journal_verify, {.directory = run.data_directory()});
    EXPECT_EQ(said.code, 7);
    EXPECT_THAT(said.err, StartsWith("trellis journal verify: JOURNAL_DAMAGED: "));
    EXPECT_THAT(said.err, HasSubstr("00000001.trl is damaged at offset"));
}

TEST(JournalVerify, NamesAnEventThatCannotBeApplied) {
    JournaledTrading run(64);
    run.trade(50);
    std::vector<std::byte> payload;
    encode(Event{GroupClosingNoted{GroupId{AccountId{1}, 4'000}}}, payload);
    const adapters::Frame frame{1, Timestamp{}, Cause{}, payload};
    ASSERT_FALSE(run.writer().append(std::span(&frame, 1)).error.has_value());
    const auto said = say(run_journal_verify, {.directory = run.data_directory()});
    EXPECT_EQ(said.code, 7);
    EXPECT_THAT(said.err, StartsWith("trellis journal verify: REPLAY_FAILED: event " + std::to_string(run.sequence()) +
                                     ": GroupClosingNoted cannot be applied"));
}

TEST(JournalVerify, OfNothingReturnsThree) {
    const auto said = say(run_journal_verify, {.directory = "/nowhere/at/all"});
    EXPECT_EQ(said.code, 3);
    EXPECT_EQ(said.err, "trellis journal verify: JOURNAL_NOT_FOUND: there is no journal in /nowhere/at/all or /nowhere/at/all/journal\n");
}

TEST(JournalVerify, TakesTheJournalsOwnDirectoryToo) {
    JournaledTrading run(65);
    run.trade(100);
    EXPECT_EQ(say(run_journal_verify, {.directory = run.data_directory() + "/journal"}).code, 0);
    EXPECT_EQ(say(run_journal_verify, {.directory = run.data_directory() + "/journal/"}).code, 0);
}

TEST(JournalVerify, IsReadableByPrograms) {
    JournaledTrading run(66);
    run.trade(100);
    const auto said = say(run_journal_verify, {.directory = run.data_directory(), .json = true});
    const auto parsed = adapters::json::Document::parse(said.out);
    ASSERT_TRUE(parsed.ok()) << said.out;
    EXPECT_TRUE(parsed->root().find("ok")->boolean());
    EXPECT_EQ(parsed->root().find("events")->number(), std::to_string(run.sequence()));
    EXPECT_EQ(parsed->root().find("last")->find("sequence")->number(), std::to_string(run.sequence()));
    EXPECT_TRUE(parsed->root().find("error")->is_null());
}

TEST(JournalReplay, RebuildsTheStateAndComparesEverySnapshot) {
    JournaledTrading run(67);
    const auto archive = run.open_archive();
    for (int i = 0; i < 2; ++i) {
        run.trade(400);
        archive->advance(run.sequence()).value();
    }
    run.trade(50);
    const auto said = say(run_journal_replay, {.directory = run.data_directory(), .config = &run.config()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("sha256 " + adapters::state_sha256(run.world()) + "\n"));
    EXPECT_THAT(said.out, HasSubstr("a.mdb at event "));
    EXPECT_THAT(said.out, HasSubstr("b.mdb at event "));
    EXPECT_THAT(said.out, HasSubstr(": same\n"));
    EXPECT_THAT(said.out, Not(HasSubstr("differs")));
    EXPECT_THAT(said.out, Not(HasSubstr("not compared")));
}

TEST(JournalReplay, NeedsNoConfigurationWhenEveryAccountHasEvents) {
    JournaledTrading run(68);
    run.trade(500);
    const auto said = say(run_journal_replay, {.directory = run.data_directory()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("2 desks"));
    EXPECT_THAT(said.out, HasSubstr(adapters::state_sha256(run.world())));
}

TEST(JournalReplay, BeginsAtASnapshotWhenTheFirstSegmentsAreGone) {
    JournaledTrading run(69, 1U << 13U);
    const auto archive = run.open_archive();
    for (int i = 0; i < 3; ++i) {
        run.trade(500);
        archive->advance(run.sequence()).value();
    }
    run.writer().drop_before(archive->needed_from(), 0).value();
    const auto said = say(run_journal_replay, {.directory = run.data_directory(), .config = &run.config()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("began at   the snapshot at event " + std::to_string(archive->needed_from() - 1) + "\n"));
    EXPECT_THAT(said.out, HasSubstr(adapters::state_sha256(run.world())));
    std::filesystem::remove_all(run.archive_path());
    const auto without = say(run_journal_replay, {.directory = run.data_directory(), .config = &run.config()});
    EXPECT_EQ(without.code, 7);
    EXPECT_THAT(without.err, HasSubstr("NO_BASE: the journal starts with event"));
}

TEST(JournalReplay, TellsASnapshotThatDiffers) {
    JournaledTrading run(70);
    run.trade(400);
    run.open_archive()->advance(run.sequence()).value();
    const auto path = adapters::cut_paths(run.archive_path())[0];
    {
        auto store = std::move(adapters::Store::open(path, adapters::Store::Mode::write)).value();
        auto transaction = store->begin();
        auto info = adapters::read_info(*transaction).value();
        auto desk = adapters::read_record(*transaction, AccountId{1}).value();
        ASSERT_TRUE(desk.has_value());
        desk->aggregate.group_counter += 1;
        std::vector<std::byte> buffer;
        info.checksums += adapters::write_record(*transaction, desk->aggregate, buffer).value() - desk->checksum;
        adapters::write_info(*transaction, info).value();
        transaction->commit().value();
    }
    const auto said = say(run_journal_replay, {.directory = run.data_directory(), .config = &run.config()});
    EXPECT_EQ(said.code, 7);
    EXPECT_EQ(said.err, "trellis journal replay: SNAPSHOT_DIFFERS: " + path + " at event " + std::to_string(run.sequence()) +
                            ": the desk of account 1 differs\n");
}

TEST(JournalReplay, TellsASnapshotThatIsAhead) {
    JournaledTrading run(71);
    run.trade(200);
    const auto early = run.disk().copy();
    run.trade(200);
    run.open_archive()->advance(run.sequence()).value();
    const auto directory = run.data_directory();
    for (const auto& path : early->paths()) adapters::testing::write_file(directory + path, early->content(path));
    const auto said = say(run_journal_replay, {.directory = directory, .config = &run.config()});
    EXPECT_EQ(said.code, 7);
    EXPECT_THAT(said.err, HasSubstr("SNAPSHOT_AHEAD"));
}

TEST(JournalCat, PrintsEveryEventOnce) {
    JournaledTrading run(72);
    run.trade(300);
    const auto lines = say(run_journal_cat, {.directory = run.data_directory()}).lines();
    ASSERT_EQ(lines.size(), run.sequence());
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(sequence_of(lines[i]), i + 1);
}

TEST(JournalCat, CutsOutARangeEvenInsideACommit) {
    JournaledTrading run(73);
    run.trade(300);
    const auto lines = say(run_journal_cat, {.directory = run.data_directory(), .from = 101, .to = 120}).lines();
    ASSERT_EQ(lines.size(), 20U);
    EXPECT_EQ(sequence_of(lines.front()), 101U);
    EXPECT_EQ(sequence_of(lines.back()), 120U);
}

TEST(JournalCat, ShowsOneTypeOnly) {
    JournaledTrading run(74);
    run.trade(500);
    const auto lines = say(run_journal_cat, {.directory = run.data_directory(), .type = "OrderFilled"}).lines();
    ASSERT_FALSE(lines.empty());
    for (const auto& line : lines) EXPECT_THAT(line, HasSubstr(R"("type":"OrderFilled")"));
}

TEST(JournalCat, RefusesWrongOptionsWithTwo) {
    const auto type = say(run_journal_cat, {.directory = ".", .type = "OrderFiled"});
    EXPECT_EQ(type.code, 2);
    EXPECT_EQ(type.err, "trellis journal cat: no event is called OrderFiled; did you mean OrderFilled?\n");
    const auto range = say(run_journal_cat, {.directory = ".", .from = 5, .to = 4});
    EXPECT_EQ(range.code, 2);
    EXPECT_EQ(range.err, "trellis journal cat: --from 5 lies behind --to 4\n");
}

TEST(JournalCat, RefusesAnEventThatIsNotKeptAnyMore) {
    JournaledTrading run(75, 1U << 13U);
    run.trade(600);
    run.writer().drop_before(run.sequence(), 0).value();
    const auto said = say(run_journal_cat, {.directory = run.data_directory(), .from = 1});
    EXPECT_EQ(said.code, 3);
    EXPECT_THAT(said.err, HasSubstr("JOURNAL_STARTS_LATER"));
    EXPECT_EQ(say(run_journal_cat, {.directory = run.data_directory()}).code, 0);
}

TEST(JournalExport, WritesTheSameEventsAsLinesAndAsATable) {
    JournaledTrading run(76);
    run.trade(200);
    const auto directory = run.data_directory();
    const auto lines = say(run_journal_export, {.directory = directory, .format = "jsonl"}).lines();
    EXPECT_EQ(lines.size(), run.sequence());
    const auto table = say(run_journal_export, {.directory = directory, .format = "csv"}).lines();
    ASSERT_EQ(table.size(), run.sequence() + 1);
    EXPECT_EQ(table[0], "seq,at,cause_kind,cause_id,type,data");
    EXPECT_THAT(table[1], StartsWith("1,2025-"));
    EXPECT_THAT(table[1], HasSubstr(R"(,operational,0,RunStarted,"{""incarnation"")"));
    const auto unknown = say(run_journal_export, {.directory = directory, .format = "xml"});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_EQ(unknown.err, "trellis journal export: no format is called xml: jsonl or csv\n");
}

TEST(JournalTail, PrintsTheLastEvents) {
    JournaledTrading run(77);
    run.trade(200);
    const auto lines = say(run_journal_tail, {.directory = run.data_directory(), .count = 7, .follow = false}).lines();
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_EQ(sequence_of(lines.front()), run.sequence() - 6);
    EXPECT_EQ(sequence_of(lines.back()), run.sequence());
    EXPECT_EQ(say(run_journal_tail, {.directory = run.data_directory(), .count = 1'000'000, .follow = false}).lines().size(),
              run.sequence());
}

TEST(JournalTail, FollowsAJournalThatIsBeingWritten) {
    JournaledTrading run(78, 1U << 13U);
    run.trade(100);
    const auto directory = run.data_directory();
    const auto start = run.sequence();
    int waits = 0;
    const auto write_more = [&] {
        run.trade(150);
        for (const auto& path : run.disk().paths()) adapters::testing::write_file(directory + path, run.disk().content(path));
        return ++waits < 5;
    };
    const auto said = say(run_journal_tail, {.directory = directory, .count = 3, .follow = true, .wait = write_more});
    EXPECT_EQ(said.code, 0) << said.err;
    const auto lines = said.lines();
    ASSERT_GT(lines.size(), 3U + 4 * 150);
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(sequence_of(lines[i]), start - 2 + i);
}

TEST(JournalCommands, ChangeNothingAndNeedNoLock) {
    JournaledTrading run(79, 1U << 14U);
    const auto archive = run.open_archive();
    for (int i = 0; i < 2; ++i) {
        run.trade(300);
        archive->advance(run.sequence()).value();
    }
    const auto directory = run.data_directory();
    adapters::PosixDisk disk;
    const auto held = disk.lock(directory + "/journal/LOCK");
    ASSERT_TRUE(held.ok());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_write, std::filesystem::perm_options::remove);
    }
    const auto before = picture_of(directory);
    EXPECT_EQ(say(run_journal_verify, {.directory = directory}).code, 0);
    EXPECT_EQ(say(run_journal_replay, {.directory = directory}).code, 0);
    EXPECT_EQ(say(run_journal_cat, {.directory = directory}).code, 0);
    EXPECT_EQ(say(run_journal_export, {.directory = directory}).code, 0);
    EXPECT_EQ(say(run_journal_tail, {.directory = directory}).code, 0);
    EXPECT_EQ(picture_of(directory), before);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    }
}

}  // namespace
}  // namespace trellis::program
