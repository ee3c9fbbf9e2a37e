// What is kept up behind the journal, step by step, on disks that fill up and fail.
#include "adapters/history/archive_keeper.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

class Keeper : public ::testing::Test {
protected:
    Keeper()
        : trading_(61, 64U << 10U),
          archive_(trading_.open_archive({.snapshot_every_events = 1000, .keep_segments = 0})),
          history_(open_history(trading_.disk(), options())),
          feed_(trading_.disk(), "/journal"),
          keeper_({*archive_, *history_, feed_, trading_.writer()}, hooks()) {}

    HistoryOptions options() const {
        auto options = options_of(trading_);
        options.batch_events = 200;
        return options;
    }
    ArchiveHooks hooks() {
        ArchiveHooks hooks;
        hooks.durable = [this] { return trading_.sequence(); };
        hooks.on_disk = [this](bool is_low, const Error& why) { disk_says_.push_back(is_low ? "low: " + why.code : "room"); };
        hooks.on_failure = [this](const std::string& what, const Error& why) { failures_.push_back(what + ": " + why.code); };
        hooks.on_snapshot = [this](const Advanced&) { ++snapshots_; };
        return hooks;
    }
    /// Steps until there is nothing to do, each when its time has come.
    void settle() {
        for (int i = 0; i < 1000; ++i) {
            const auto delay = keeper_.step(now_);
            now_ += std::max(delay, std::chrono::milliseconds(1));
            if (history_->sequence() == trading_.sequence() && delay > std::chrono::milliseconds(25)) return;
        }
        FAIL() << "it does not come to rest";
    }
    std::uint64_t prepared() const { return list_segments(trading_.disk(), "/journal").value().unused.size(); }

    mutable JournaledTrading trading_;
    std::unique_ptr<Archive> archive_;
    std::unique_ptr<History> history_;
    EventFeed feed_;
    std::vector<std::string> disk_says_;
    std::vector<std::string> failures_;
    int snapshots_ = 0;
    ArchiveKeeper keeper_;
    ArchiveKeeper::Clock::time_point now_{};
};

TEST_F(Keeper, CatchesUpBeforeAnythingElse) {
    trading_.trade(1500);
    keeper_.catch_up().value();
    EXPECT_EQ(history_->sequence(), trading_.sequence());
    EXPECT_EQ(prepared(), 1U);
}

TEST_F(Keeper, MakesTheNextSegmentAheadOfItsUse) {
    for (int i = 0; i < 10; ++i) {
        settle();
        EXPECT_EQ(prepared(), 1U);
        trading_.trade(300);
    }
    EXPECT_TRUE(disk_says_.empty());
}

TEST_F(Keeper, CommitsTheHistoryNoMoreOftenThanItsIntervalWhileThereIsMore) {
    trading_.trade(1000);
    EXPECT_EQ(keeper_.step(now_), std::chrono::milliseconds(25));
    const auto first = history_->sequence();
    EXPECT_GT(first, 0U);
    keeper_.step(now_ + std::chrono::milliseconds(24));
    EXPECT_EQ(history_->sequence(), first);
    keeper_.step(now_ + std::chrono::milliseconds(25));
    EXPECT_GT(history_->sequence(), first);
}

TEST_F(Keeper, MakesSnapshotsAndLetsOldSegmentsGo) {
    for (int i = 0; i < 12; ++i) {
        trading_.trade(500);
        settle();
    }
    EXPECT_GE(snapshots_, 4);
    EXPECT_GT(trading_.directory().identity().oldest, 1U);
    EXPECT_TRUE(failures_.empty());
}

TEST_F(Keeper, KeepsWhatTheHistoryHasNotTakenUp) {
    trading_.trade(4000);
    keeper_.step(now_);
    const auto taken_up = history_->sequence();
    ASSERT_LT(taken_up, 1000U);
    EXPECT_EQ(snapshots_, 1);
    now_ += std::chrono::seconds(1);
    trading_.trade(1500);
    keeper_.step(now_);
    EXPECT_EQ(snapshots_, 2);
    settle();
    EXPECT_TRUE(history_->discarded().empty());
    EXPECT_EQ(history_->info().value().begins_at, 1U);
}

TEST_F(Keeper, SaysThatTheDiskIsLowAWholeSegmentBeforeTheJournalStops) {
    settle();
    // Into a segment that was made ahead: it has its room already.
    const auto before = list_segments(trading_.disk(), "/journal").value().used.size();
    while (list_segments(trading_.disk(), "/journal").value().used.size() == before) trading_.trade(20);
    std::uint64_t held = 0;
    for (const auto& path : trading_.disk().paths()) held += trading_.disk().content(path).size();
    trading_.disk().set_capacity(held + 100, ENOSPC);
    keeper_.step(now_);
    EXPECT_EQ(disk_says_, (std::vector<std::string>{"low: DISK_FULL"}));
    trading_.trade(100);
    now_ += std::chrono::milliseconds(200);
    EXPECT_LE(keeper_.step(now_), std::chrono::milliseconds(200));
    EXPECT_EQ(disk_says_.size(), 1U);
    trading_.disk().heal();
    trading_.disk().set_capacity(UINT64_MAX, ENOSPC);
    keeper_.step(now_ + std::chrono::milliseconds(199));
    EXPECT_EQ(disk_says_.size(), 1U);
    keeper_.step(now_ + std::chrono::milliseconds(200));
    EXPECT_EQ(disk_says_, (std::vector<std::string>{"low: DISK_FULL", "room"}));
    EXPECT_EQ(prepared(), 1U);
}

TEST_F(Keeper, ReportsWhatFailsAndTriesItAgain) {
    trading_.trade(500);
    trading_.disk().fail_call(DiskCall::open, 1, EIO, 1000);
    keeper_.step(now_);
    ASSERT_FALSE(failures_.empty());
    EXPECT_EQ(failures_.front(), "history: DISK_IO");
    const auto failures = failures_.size();
    keeper_.step(now_ + std::chrono::milliseconds(100));
    EXPECT_EQ(failures_.size(), failures);
    trading_.disk().heal();
    now_ += std::chrono::seconds(1);
    settle();
    EXPECT_EQ(history_->sequence(), trading_.sequence());
}

}  // namespace
}  // namespace trellis::adapters::testing
