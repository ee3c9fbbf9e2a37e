// The archive's thread beside one that trades, readers that ask and subscribers that listen. Also built and run under TSan.
#include "adapters/history/archive_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <thread>

#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters::testing {
namespace {

constexpr std::chrono::minutes patience{5};

class Archiving : public ::testing::Test {
protected:
    Archiving()
        : trading_(71, 64U << 10U),
          archive_(trading_.open_archive({.snapshot_every_events = 700})),
          history_(std::move(History::open(trading_.disk(), {.journal = "/journal", .archive = trading_.archive_path()})).value()),
          feed_(trading_.disk(), "/journal") {
        durable_ = trading_.sequence();
        ArchiveHooks hooks;
        hooks.durable = [this] { return durable_.load(std::memory_order_acquire); };
        hooks.on_failure = [this](const std::string&, const Error&) { ++failures_; };
        thread_ = std::make_unique<ArchiveThread>(ArchiveParts{*archive_, *history_, feed_, trading_.writer()}, hooks,
                                                  ArchiveTiming{.commit_interval = std::chrono::milliseconds(1)});
    }
    void trade(int rounds) {
        for (int i = 0; i < rounds; ++i) {
            trading_.trade(20);
            durable_.store(trading_.sequence(), std::memory_order_release);
            thread_->wake();
        }
    }

    JournaledTrading trading_;
    std::unique_ptr<Archive> archive_;
    std::unique_ptr<History> history_;
    EventFeed feed_;
    std::atomic<std::uint64_t> durable_{0};
    std::atomic<int> failures_{0};
    std::unique_ptr<ArchiveThread> thread_;
};

TEST_F(Archiving, FollowsWhileOthersAsk) {
    thread_->catch_up().value();
    thread_->start();
    std::atomic<bool> is_over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            std::uint64_t asked = 0;
            while (!is_over || asked == 0) {
                const auto known = history_->sequence();
                EXPECT_GE(history_->info().value().sequence, known);
                const auto open = history_->groups({.shown = GroupsShown::open}, {.limit = 20}).value();
                for (const auto& row : open.rows) {
                    EXPECT_FALSE(row.group.has_ended());
                    EXPECT_TRUE(history_->group(row.group.id).value().has_value());
                }
                EXPECT_TRUE(history_->signals({}, {.limit = 10}).ok());
                EXPECT_TRUE(history_->event(known).ok());
                ++asked;
            }
        });
    }
    trade(100);
    EXPECT_TRUE(history_->await(trading_.sequence(), patience));
    is_over = true;
    for (auto& reader : readers) reader.join();
    thread_->stop();
    EXPECT_EQ(failures_, 0);
    for (const auto& error : history_->discarded()) ADD_FAILURE() << error.detail;
    EXPECT_GT(archive_->sequence(), 0U);
}

TEST_F(Archiving, TellsSubscribersEachEventOnceWhileTheyComeAndGo) {
    std::mutex mutex;
    std::condition_variable arrived;
    std::uint64_t next = 1;
    bool is_in_order = true;
    thread_->catch_up().value();
    thread_->start();
    const auto take = [&](const EventRow& row) {
        const std::scoped_lock guard(mutex);
        is_in_order = is_in_order && row.sequence == next;
        next = row.sequence + 1;
        arrived.notify_all();
        return Delivery::taken;
    };
    const auto alive = [] { return Delivery::taken; };
    ASSERT_TRUE(feed_.subscribe({1, take, alive}).ok());
    std::thread guests([&] {
        for (int i = 0; i < 50; ++i) {
            const auto id = feed_.subscribe({0, [](const EventRow&) { return Delivery::taken; }, alive});
            ASSERT_TRUE(id.ok());
            feed_.unsubscribe(*id);
        }
    });
    trade(60);
    guests.join();
    std::unique_lock guard(mutex);
    EXPECT_TRUE(arrived.wait_for(guard, patience, [&] { return next == trading_.sequence() + 1; }));
    EXPECT_TRUE(is_in_order);
    guard.unlock();
    thread_->stop();
}

TEST_F(Archiving, ServesANewSubscriberWithoutWaitingForTheNextEvent) {
    trade(10);
    ArchiveHooks hooks;
    hooks.durable = [this] { return durable_.load(std::memory_order_acquire); };
    // It would sleep for an hour otherwise.
    thread_ = std::make_unique<ArchiveThread>(ArchiveParts{*archive_, *history_, feed_, trading_.writer()}, hooks,
                                              ArchiveTiming{.idle_delay = std::chrono::hours(1)});
    thread_->catch_up().value();
    thread_->start();
    std::mutex mutex;
    std::condition_variable arrived;
    std::uint64_t last = 0;
    const auto take = [&](const EventRow& row) {
        const std::scoped_lock guard(mutex);
        last = row.sequence;
        arrived.notify_all();
        return Delivery::taken;
    };
    ASSERT_TRUE(feed_.subscribe({1, take, [] { return Delivery::taken; }}).ok());
    {
        std::unique_lock guard(mutex);
        EXPECT_TRUE(arrived.wait_for(guard, patience, [&] { return last == trading_.sequence(); }));
    }
    thread_->stop();
}

TEST_F(Archiving, GoesOnWhereItWasAfterAStop) {
    thread_->start();
    trade(5);
    thread_->stop();
    trade(5);
    ArchiveHooks hooks;
    hooks.durable = [this] { return durable_.load(std::memory_order_acquire); };
    thread_ = std::make_unique<ArchiveThread>(ArchiveParts{*archive_, *history_, feed_, trading_.writer()}, hooks);
    thread_->start();
    EXPECT_TRUE(history_->await(trading_.sequence(), patience));
}

}  // namespace
}  // namespace trellis::adapters::testing
