// A history that cannot be trusted is built again; what the journal does not keep any more is missed, said and counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

std::string file_of(const HistoryOptions& options) { return options.archive + "/history.mdb"; }

std::vector<SignalRow> all_signals(const History& history) {
    return all_pages(100, [&](const PageRequest& page) { return history.signals({}, page); });
}

TEST(Rebuild, ADeletedFileIsBuiltAgain) {
    JournaledTrading trading(31);
    const auto options = options_of(trading);
    trading.trade(1000);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    const auto before = all_signals(*history);
    history.reset();
    std::filesystem::remove(file_of(options));
    history = open_history(trading.disk(), options);
    EXPECT_EQ(history->sequence(), 0U);
    follow(*history, trading.sequence());
    EXPECT_TRUE(all_signals(*history) == before);
    EXPECT_TRUE(history->discarded().empty());
}

TEST(Rebuild, ADamagedFileIsFoundWhenItIsOpened) {
    JournaledTrading trading(32);
    const auto options = options_of(trading);
    trading.trade(1000);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    const auto before = all_signals(*history);
    history.reset();
    auto bytes = file_bytes(file_of(options));
    for (std::size_t i = 2 * 4096; i < bytes.size(); i += 4096) bytes[i + 10] ^= std::byte{0xFF};
    write_file(file_of(options), bytes);
    history = open_history(trading.disk(), options);
    ASSERT_EQ(history->discarded().size(), 1U);
    EXPECT_EQ(history->discarded().front().code, "STORE_DAMAGED");
    follow(*history, trading.sequence());
    EXPECT_TRUE(all_signals(*history) == before);
}

TEST(Rebuild, ADamagedRecordIsFoundWhenItIsRead) {
    JournaledTrading trading(33);
    const auto options = options_of(trading);
    trading.trade(1000);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    const auto before = all_signals(*history);
    history.reset();
    std::vector<std::byte> key{std::byte{'s'}};
    key.resize(9);
    key.back() = std::byte{1};
    flip_bit(file_of(options), key, 5);
    history = open_history(trading.disk(), options);
    EXPECT_TRUE(history->discarded().empty());
    EXPECT_EQ(history->signal(SignalNumber{1}).error().code, "HISTORY_DAMAGED");
    EXPECT_GT(history->advance(trading.sequence()).value(), 0U);
    EXPECT_EQ(history->discarded().size(), 1U);
    follow(*history, trading.sequence());
    EXPECT_TRUE(all_signals(*history) == before);
}

TEST(Rebuild, IsTriedAgainUntilItCanBeDone) {
    JournaledTrading trading(38);
    const auto options = options_of(trading);
    trading.trade(300);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    history.reset();
    std::vector<std::byte> key{std::byte{'s'}};
    key.resize(9);
    key.back() = std::byte{1};
    flip_bit(file_of(options), key, 5);
    history = open_history(trading.disk(), options);
    EXPECT_EQ(history->signal(SignalNumber{1}).error().code, "HISTORY_DAMAGED");
    // Something that cannot be removed stands where the file was.
    std::filesystem::remove(file_of(options));
    std::filesystem::create_directories(file_of(options) + "/in the way");
    trading.trade(20);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(history->advance(trading.sequence()).ok());
    EXPECT_EQ(history->signal(SignalNumber{1}).error().code, "HISTORY_DAMAGED");
    std::filesystem::remove_all(file_of(options));
    follow(*history, trading.sequence());
    EXPECT_TRUE(history->signal(SignalNumber{1}).value().has_value());
    EXPECT_EQ(history->discarded().size(), 1U);
}

TEST(Rebuild, AFileOfAnotherJournalIsDiscarded) {
    JournaledTrading trading(34);
    const auto options = options_of(trading);
    trading.trade(200);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    history.reset();
    FaultyDisk other;
    JournalId id;
    id.bytes[0] = std::byte{99};
    const auto directory = JournalDirectory::open(other, "/journal", id);
    ASSERT_TRUE(directory.ok());
    history = open_history(other, options);
    EXPECT_EQ(history->sequence(), 0U);
    ASSERT_EQ(history->discarded().size(), 1U);
    EXPECT_THAT(history->discarded().front().detail, ::testing::HasSubstr("is of journal 07"));
}

TEST(Rebuild, AFileAheadOfTheJournalIsDiscarded) {
    JournaledTrading trading(35);
    auto options = options_of(trading);
    trading.trade(200);
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    history.reset();
    options.journal_end = trading.sequence();
    EXPECT_EQ(open_history(trading.disk(), options)->sequence(), trading.sequence());
    options.journal_end = trading.sequence() - 1;
    history = open_history(trading.disk(), options);
    EXPECT_EQ(history->sequence(), 0U);
    EXPECT_EQ(history->discarded().size(), 1U);
}

class Dropped : public ::testing::Test {
protected:
    Dropped() : trading_(36, 32U << 10U), history_(open_history(trading_.disk(), options_of(trading_))) {
        trading_.trade(3000);
        follow(*history_, trading_.sequence());
        trading_.writer().drop_before(1500, 0).value();
        events_ = events_in(trading_.disk(), "/journal");
    }
    std::uint64_t first_kept() const { return events_.front().sequence; }

    JournaledTrading trading_;
    std::unique_ptr<History> history_;
    std::vector<EventRow> events_;
};

TEST_F(Dropped, EventsOfASegmentThatIsGoneAreNotKept) {
    ASSERT_GT(first_kept(), 1U);
    const auto gone = history_->event(first_kept() - 1);
    ASSERT_FALSE(gone.ok());
    EXPECT_EQ(gone.error().code, "EVENT_NOT_KEPT");
    EXPECT_TRUE(history_->event(first_kept()).value().has_value());
    const auto listed = all_pages(200, [&](const PageRequest& page) { return history_->events({}, page); });
    EXPECT_EQ(listed.size(), events_.size());
    EXPECT_EQ(listed.back().sequence, first_kept());
}

TEST_F(Dropped, RowsOutliveTheirSegments) {
    EXPECT_TRUE(history_->signal(SignalNumber{1}).value().has_value());
    const auto fills = all_pages(100, [&](const PageRequest& page) { return history_->fills({}, page); });
    EXPECT_LT(fills.back().sequence, first_kept());
}

TEST_F(Dropped, ARebuiltHistorySkipsRowsWhoseBeginningIsGone) {
    history_.reset();
    std::filesystem::remove(file_of(options_of(trading_)));
    history_ = open_history(trading_.disk(), options_of(trading_));
    follow(*history_, trading_.sequence());
    const auto info = history_->info().value();
    EXPECT_EQ(info.begins_at, first_kept());
    EXPECT_GT(info.skipped, 0U);
    EXPECT_FALSE(history_->signal(SignalNumber{1}).value().has_value());
    EXPECT_EQ(history_->signals({}, {.limit = 1, .cursor = {}}).value().rows.front().signal, info.newest_signal);
}

TEST_F(Dropped, AHistoryThatFellBehindBeginsAgainWithWhatIsKept) {
    auto options = options_of(trading_);
    history_.reset();
    std::filesystem::remove(file_of(options));
    JournaledTrading fresh(37, 32U << 10U);
    options = options_of(fresh);
    history_ = open_history(fresh.disk(), options);
    fresh.trade(200);
    follow(*history_, fresh.sequence());
    const auto reached = history_->sequence();
    history_.reset();
    fresh.trade(3000);
    fresh.writer().drop_before(2500, 0).value();
    history_ = open_history(fresh.disk(), options);
    EXPECT_EQ(history_->sequence(), reached);
    follow(*history_, fresh.sequence());
    ASSERT_EQ(history_->discarded().size(), 1U);
    EXPECT_GT(history_->info().value().begins_at, reached);
}

}  // namespace
}  // namespace trellis::adapters::testing
