// Damaged snapshots: found whatever it is, passed over for the older one or the whole journal, never a wrong world.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "adapters/archive/store_check.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters {
namespace {

using testing::JournaledTrading;

/// Two cuts with trading before, between and behind them.
struct TwoCuts {
    explicit TwoCuts(std::uint64_t seed) : run(seed) {
        const auto archive = run.open_archive();
        run.trade(600);
        archive->advance(run.sequence()).value();
        older = run.sequence();
        run.trade(600);
        archive->advance(run.sequence()).value();
        newer = run.sequence();
        run.trade(100);
        const auto paths = cut_paths(run.archive_path());
        const bool is_first_newer = verify_cut(paths[0])->sequence == newer;
        newer_path = paths[is_first_newer ? 0 : 1];
        older_path = paths[is_first_newer ? 1 : 0];
    }
    std::vector<std::byte> some_group() const { return key_of(load_cut(newer_path)->world.groups.begin()->first); }

    JournaledTrading run;
    std::uint64_t older = 0;
    std::uint64_t newer = 0;
    std::string newer_path;
    std::string older_path;
};

void expect_fallback(TwoCuts& cuts, const std::string& words) {
    const auto recovered = cuts.run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_EQ(recovered->cut, cuts.older);
    ASSERT_EQ(recovered->fallbacks.size(), 1U);
    EXPECT_EQ(recovered->fallbacks[0].rfind(cuts.newer_path, 0), 0U) << recovered->fallbacks[0];
    EXPECT_NE(recovered->fallbacks[0].find(words), std::string::npos) << recovered->fallbacks[0];
    EXPECT_TRUE(recovered->world == cuts.run.world());
}

TEST(SnapshotDamage, OfARecordIsFoundByItsChecksum) {
    TwoCuts cuts(41);
    testing::flip_bit(cuts.newer_path, cuts.some_group(), 100);
    expect_fallback(cuts, "its checksum does not match");
}

TEST(SnapshotDamage, OfTheInfoIsFoundByItsChecksum) {
    TwoCuts cuts(42);
    testing::flip_bit(cuts.newer_path, {std::byte{'i'}}, 3);
    expect_fallback(cuts, "record 69: its checksum does not match");
}

TEST(SnapshotDamage, ARecordThatIsMissingIsMissed) {
    TwoCuts cuts(43);
    testing::remove_record(cuts.newer_path, cuts.some_group());
    expect_fallback(cuts, "records instead of");
}

TEST(SnapshotDamage, ARecordOfAnotherTimeIsNoticed) {
    TwoCuts cuts(44);
    auto newer = std::move(Store::open(cuts.newer_path, Store::Mode::write)).value();
    auto older = std::move(Store::open(cuts.older_path, Store::Mode::read)).value();
    auto to = newer->begin();
    const auto from = older->begin();
    const auto key = key_of(AccountId{1});
    to->put(key, **from->get(key)).value();
    to->commit().value();
    expect_fallback(cuts, "one of its records is of another time");
}

/// As if a program of that format had made the cut.
void set_format(const std::string& path, std::uint32_t format) {
    auto store = std::move(Store::open(path, Store::Mode::write)).value();
    auto transaction = store->begin();
    const std::vector<std::byte> key{std::byte{'i'}};
    auto info = **transaction->get(key);
    std::vector<std::byte> changed(info.begin(), info.end());
    changed[8] = static_cast<std::byte>(format);
    testing::seal_record(key, changed);
    transaction->put(key, changed).value();
    transaction->commit().value();
}

TEST(SnapshotDamage, ACutOfANewerProgramIsPassedOver) {
    TwoCuts cuts(45);
    set_format(cuts.newer_path, cut_format + 1);
    expect_fallback(cuts, "was made by a newer program: it has format 3, this program reads up to 2");
}

TEST(SnapshotDamage, ACutOfAnEarlierVersionIsLeftAsideForTheJournalAndMadeAnew) {
    TwoCuts cuts(48);
    set_format(cuts.newer_path, 1);
    set_format(cuts.older_path, 1);
    const auto recovered = cuts.run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_FALSE(recovered->cut.has_value());
    EXPECT_EQ(recovered->fallbacks.size(), 2U);
    EXPECT_TRUE(recovered->world == cuts.run.world());
    const auto archive = cuts.run.open_archive();
    EXPECT_EQ(archive->sequence(), 0U);
    archive->advance(cuts.run.sequence()).value();
    EXPECT_TRUE(cuts.run.recover()->cut.has_value());
}

TEST(SnapshotDamage, ACutOfAnEarlierVersionIsTakenWhenTheJournalsBeginningIsGone) {
    JournaledTrading run(49, 1U << 13U);
    auto archive = run.open_archive();
    for (int i = 0; i < 3; ++i) {
        run.trade(500);
        archive->advance(run.sequence()).value();
    }
    const auto newest = archive->sequence();
    run.writer().drop_before(archive->needed_from(), 0).value();
    archive.reset();
    for (const auto& path : cut_paths(run.archive_path())) set_format(path, 1);
    EXPECT_EQ(run.recover()->cut, newest);
    archive = run.open_archive();
    run.trade(100);
    archive->advance(run.sequence()).value();
    archive.reset();
    for (const auto& path : cut_paths(run.archive_path())) EXPECT_TRUE(verify_cut(path)->is_outdated());
    EXPECT_TRUE(run.recover()->world == run.world());
}

TEST(SnapshotDamage, AShortFileIsPassedOverWhateverItsLength) {
    TwoCuts cuts(46);
    const auto whole = testing::file_bytes(cuts.newer_path);
    for (std::size_t length = 0; length < whole.size(); length += 997) {
        testing::write_file(cuts.newer_path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)});
        const auto recovered = cuts.run.recover();
        ASSERT_TRUE(recovered.ok()) << length << ": " << recovered.error().detail;
        EXPECT_TRUE(recovered->world == cuts.run.world()) << length;
        EXPECT_TRUE(recovered->cut == cuts.older || recovered->cut == cuts.newer) << length;
    }
}

TEST(SnapshotDamage, OfBothFilesLeavesTheWholeJournal) {
    TwoCuts cuts(47);
    testing::flip_bit(cuts.newer_path, key_of(AccountId{1}), 20);
    testing::flip_bit(cuts.older_path, key_of(AccountId{1}), 20);
    const auto recovered = cuts.run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_FALSE(recovered->cut.has_value());
    EXPECT_EQ(recovered->fallbacks.size(), 2U);
    EXPECT_EQ(recovered->events, cuts.run.sequence());
    EXPECT_TRUE(recovered->world == cuts.run.world());
}

TEST(SnapshotDamage, OfBothFilesIsAnErrorWhenTheJournalNoLongerBeginsAtTheFirstEvent) {
    JournaledTrading run(48, 1U << 13U);
    const auto archive = run.open_archive();
    for (int i = 0; i < 3; ++i) {
        run.trade(600);
        archive->advance(run.sequence()).value();
    }
    run.writer().drop_before(archive->needed_from(), 0).value();
    for (const auto& path : cut_paths(run.archive_path())) testing::flip_bit(path, key_of(AccountId{1}), 20);
    const auto recovered = run.recover();
    ASSERT_FALSE(recovered.ok());
    EXPECT_EQ(recovered.error().code, "JOURNAL_STARTS_LATER");
    for (const auto& path : cut_paths(run.archive_path())) {
        EXPECT_NE(recovered.error().detail.find(path + " is damaged"), std::string::npos) << recovered.error().detail;
    }
}

TEST(SnapshotDamage, IsRepairedByTheArchiveFromTheOtherFile) {
    TwoCuts cuts(49);
    testing::flip_bit(cuts.newer_path, cuts.some_group(), 100);
    auto archive = cuts.run.open_archive();
    ASSERT_EQ(archive->dropped().size(), 1U);
    EXPECT_EQ(archive->dropped()[0].code, "SNAPSHOT_DAMAGED");
    EXPECT_EQ(archive->sequence(), cuts.older);
    EXPECT_EQ(archive->needed_from(), 1U);
    const auto advanced = archive->advance(cuts.run.sequence()).value();
    EXPECT_EQ(advanced.from, cuts.older) << "copied, not replayed from the first event";
    archive.reset();
    const auto recovered = cuts.run.recover();
    ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    EXPECT_TRUE(recovered->fallbacks.empty());
    EXPECT_EQ(recovered->cut, cuts.run.sequence());
    EXPECT_TRUE(recovered->world == cuts.run.world());
}

TEST(SnapshotDamage, ThatHappensWhileTheArchiveRunsIsRepairedWhenItIsTouched) {
    TwoCuts cuts(50);
    const auto archive = cuts.run.open_archive();
    testing::flip_bit(cuts.older_path, key_of(AccountId{1}), 20);
    const auto advanced = archive->advance(cuts.run.sequence());
    ASSERT_TRUE(advanced.ok()) << advanced.error().detail;
    EXPECT_EQ(advanced->from, cuts.newer);
    EXPECT_EQ(archive->sequence(), cuts.run.sequence());
    const auto recovered = cuts.run.recover();
    EXPECT_TRUE(recovered->fallbacks.empty());
    EXPECT_TRUE(recovered->world == cuts.run.world());
}

TEST(StoreCheck, AcceptsEveryStoreThatLmdbWrote) {
    JournaledTrading run(51, 1U << 20U, {.accounts = 4, .instruments = 12, .max_open_groups = 30, .mischief_percent = 10});
    ArchiveOptions options;
    options.chunk_events = 50;
    const auto archive = run.open_archive(options);
    for (int i = 0; i < 20; ++i) {
        run.trade(700);
        archive->advance(run.sequence()).value();
        for (const auto& path : cut_paths(run.archive_path())) {
            const auto checked = check_store(path);
            EXPECT_TRUE(checked.ok() || checked.error().code == "NOT_FOUND") << checked.error().detail;
        }
    }
}

/// Anything may happen to any bytes: the world is right, or there is none.
RC_GTEST_PROP(SnapshotDamageProperty, NeverMakesAWrongWorld, ()) {
    static TwoCuts cuts(52);
    static const auto whole = testing::file_bytes(cuts.newer_path);
    auto bytes = whole;
    const auto changes = *rc::gen::inRange(1, 5);
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        if (*rc::gen::inRange(0, 4) > 0) {
            bytes[at] ^= static_cast<std::byte>(1U << *rc::gen::inRange(0U, 8U));
        } else {
            const auto length = std::min(*rc::gen::inRange<std::size_t>(1, 5'000), bytes.size() - at);
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length, static_cast<std::byte>(*rc::gen::inRange(0, 256)));
        }
    }
    testing::write_file(cuts.newer_path, bytes);
    const auto recovered = cuts.run.recover();
    if (!recovered.ok()) RC_FAIL(recovered.error().detail);
    RC_ASSERT(recovered->world == cuts.run.world());
    testing::write_file(cuts.newer_path, whole);
}

}  // namespace
}  // namespace trellis::adapters
