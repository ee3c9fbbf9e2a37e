// Subscribers get every durable event from their place on, once, whatever happens between.
#include "adapters/history/event_feed.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

using Time = EventFeed::Clock::time_point;

/// Somebody who writes down what comes.
struct Reader {
    std::vector<std::uint64_t> got;
    std::size_t heartbeats = 0;
    std::size_t room = SIZE_MAX;  ///< before it is full
    Delivery answer_to_heartbeat = Delivery::taken;

    EventSubscriber from(std::uint64_t sequence) {
        return {sequence,
                [this](const EventRow& row) {
                    if (got.size() == room) return Delivery::full;
                    got.push_back(row.sequence);
                    return Delivery::taken;
                },
                [this] {
                    ++heartbeats;
                    return answer_to_heartbeat;
                }};
    }
};

std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> all(last + 1 - first);
    std::iota(all.begin(), all.end(), first);
    return all;
}

class Feed : public ::testing::Test {
protected:
    Feed() : trading_(51, 32U << 10U) { trading_.trade(2500); }

    void pump(std::uint64_t durable) {
        while (feed_.pump(durable, now_)) continue;
    }
    void pump() { pump(trading_.sequence()); }

    JournaledTrading trading_;
    EventFeed feed_{trading_.disk(), "/journal"};
    Time now_{};
};

TEST_F(Feed, GivesEachSubscriberEveryEventFromItsPlaceOnce) {
    pump(100);
    Reader all;
    Reader late;
    Reader next;
    ASSERT_TRUE(feed_.subscribe(all.from(1), now_).ok());
    ASSERT_TRUE(feed_.subscribe(late.from(57), now_).ok());
    ASSERT_TRUE(feed_.subscribe(next.from(0), now_).ok());
    for (int i = 0; i < 20; ++i) {
        pump();
        trading_.trade(37);
    }
    pump();
    const auto last = trading_.sequence();
    EXPECT_EQ(all.got, numbers(1, last));
    EXPECT_EQ(late.got, numbers(57, last));
    EXPECT_EQ(next.got, numbers(101, last));
}

TEST_F(Feed, TellsNothingThatIsNotDurable) {
    Reader reader;
    pump(1);
    ASSERT_TRUE(feed_.subscribe(reader.from(1), now_).ok());
    pump(900);
    EXPECT_LE(reader.got.back(), 900U);
    EXPECT_GT(reader.got.back(), 800U);
}

TEST_F(Feed, GoesOnWithoutAGapWhenTheSubscriberComesBackAfterARestart) {
    pump();
    Reader before;
    ASSERT_TRUE(feed_.subscribe(before.from(1), now_).ok());
    pump();
    feed_.close();
    EXPECT_EQ(feed_.subscribers(), 0U);
    trading_.restart();
    trading_.trade(300);
    EventFeed again(trading_.disk(), "/journal");
    again.pump(trading_.sequence(), now_);
    Reader after;
    ASSERT_TRUE(again.subscribe(after.from(before.got.back() + 1), now_).ok());
    while (again.pump(trading_.sequence(), now_)) continue;
    auto all = before.got;
    all.insert(all.end(), after.got.begin(), after.got.end());
    EXPECT_EQ(all, numbers(1, trading_.sequence()));
}

TEST_F(Feed, OffersAgainWhatDidNotFit) {
    pump();
    Reader slow{.got = {}, .room = 10};
    Reader fast;
    ASSERT_TRUE(feed_.subscribe(slow.from(1), now_).ok());
    ASSERT_TRUE(feed_.subscribe(fast.from(1), now_).ok());
    for (int i = 0; i < 400; ++i) {
        pump();
        slow.room += 10;
    }
    EXPECT_EQ(slow.got, numbers(1, trading_.sequence()));
    EXPECT_EQ(fast.got, numbers(1, trading_.sequence()));
}

TEST_F(Feed, OneThatIsFullAtTheHeadCatchesUp) {
    pump();
    Reader slow;
    Reader fast;
    ASSERT_TRUE(feed_.subscribe(slow.from(0), now_).ok());
    ASSERT_TRUE(feed_.subscribe(fast.from(0), now_).ok());
    const auto first = trading_.sequence() + 1;
    pump();
    slow.room = 3;
    trading_.trade(200);
    pump();
    EXPECT_EQ(slow.got.size(), 3U);
    slow.room = SIZE_MAX;
    trading_.trade(200);
    pump();
    EXPECT_EQ(slow.got, numbers(first, trading_.sequence()));
    EXPECT_EQ(fast.got, numbers(first, trading_.sequence()));
}

TEST_F(Feed, DropsWhoIsGoneAndWhoIsFullForLong) {
    pump();
    Reader full{.got = {}, .room = 5};
    ASSERT_TRUE(feed_.subscribe(full.from(1), now_).ok());
    EventSubscriber gone{1, [](const EventRow&) { return Delivery::gone; }, [] { return Delivery::gone; }};
    ASSERT_TRUE(feed_.subscribe(gone, now_).ok());
    pump();
    EXPECT_EQ(feed_.subscribers(), 1U);
    now_ += subscriber_patience - std::chrono::seconds(1);
    pump();
    EXPECT_EQ(feed_.subscribers(), 1U);
    now_ += std::chrono::seconds(1);
    pump();
    EXPECT_EQ(feed_.subscribers(), 0U);
}

TEST_F(Feed, SendsAHeartbeatWhenNothingHappens) {
    pump();
    Reader reader;
    ASSERT_TRUE(feed_.subscribe(reader.from(0), now_).ok());
    pump();
    EXPECT_EQ(reader.heartbeats, 0U);
    now_ += heartbeat_every;
    pump();
    EXPECT_EQ(reader.heartbeats, 1U);
    pump();
    EXPECT_EQ(reader.heartbeats, 1U);
    now_ += heartbeat_every;
    reader.answer_to_heartbeat = Delivery::gone;
    pump();
    EXPECT_EQ(feed_.subscribers(), 0U);
}

TEST_F(Feed, UnsubscribesForGood) {
    pump();
    Reader reader;
    const auto id = feed_.subscribe(reader.from(0), now_).value();
    feed_.unsubscribe(id);
    feed_.unsubscribe(id);
    trading_.trade(50);
    pump();
    EXPECT_TRUE(reader.got.empty());
}

TEST_F(Feed, ServesNoMoreThanItsLimit) {
    pump();
    Reader reader;
    for (std::size_t i = 0; i < subscribers_max; ++i) ASSERT_TRUE(feed_.subscribe(reader.from(0), now_).ok());
    EXPECT_EQ(feed_.subscribe(reader.from(0), now_).error().code, "TOO_MANY");
}

TEST_F(Feed, SaysWhenAPlaceIsNotKeptOrNotYetThere) {
    pump();
    Reader reader;
    EXPECT_EQ(feed_.subscribe(reader.from(trading_.sequence() + 2), now_).error().code, "NOT_FOUND");
    EXPECT_TRUE(feed_.subscribe(reader.from(trading_.sequence() + 1), now_).ok());
    trading_.writer().drop_before(2000, 0).value();
    EXPECT_EQ(feed_.subscribe(reader.from(1), now_).error().code, "EVENT_NOT_KEPT");
}

TEST_F(Feed, DropsWhoseJournalCannotBeRead) {
    pump();
    Reader reader;
    ASSERT_TRUE(feed_.subscribe(reader.from(1), now_).ok());
    trading_.disk().fail_call(DiskCall::read, 1, 5, 1000);
    pump();
    EXPECT_EQ(feed_.subscribers(), 0U);
    trading_.disk().heal();
    ASSERT_TRUE(feed_.subscribe(reader.from(1), now_).ok());
    pump();
    EXPECT_EQ(reader.got, numbers(1, trading_.sequence()));
}

}  // namespace
}  // namespace trellis::adapters::testing
