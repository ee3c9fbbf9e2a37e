// Whatever the wire does, the guard passes the venue's reports once and in order.
#include "adapters/exchange/stream_guard.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace trellis::adapters {
namespace {

// A report that can be told apart by its number.
OrderReport numbered(std::uint64_t number) {
    const OrderKey key{{AccountId{1}, 1}, OrderNumber{static_cast<std::uint32_t>(number)}};
    return {{Incarnation{1}, key}, InstrumentId{0}, OrderAcknowledged{}};
}

struct Client {
    StreamGuard guard;
    std::vector<std::uint32_t> seen;
    std::vector<std::uint64_t> fetched;

    StreamGuard::Refetch refetch() {
        return [this](std::uint64_t number) { return fetched.push_back(number), numbered(number); };
    }
    void see(const std::vector<OrderReport>& reports) {
        for (const auto& report : reports) seen.push_back(report.id.key.order.value);
    }
    void receive(const std::vector<std::uint64_t>& numbers) {
        std::vector<StreamMessage> arrived;
        for (const auto number : numbers) arrived.push_back({number, numbered(number)});
        see(guard.receive(arrived, refetch()));
    }
    void heartbeat(std::uint64_t last) { see(guard.heartbeat(last, refetch())); }
};

using Numbers = std::vector<std::uint32_t>;
using Fetched = std::vector<std::uint64_t>;

TEST(StreamGuard, PassesWhatComesInOrderWithoutAsking) {
    Client client;
    client.receive({1, 2});
    client.receive({3});
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3}));
    EXPECT_EQ(client.fetched, Fetched{});
}

TEST(StreamGuard, DropsWhatItHasSeen) {
    Client client;
    client.receive({1, 1, 2});
    client.receive({2, 1, 3});
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3}));
    EXPECT_EQ(client.fetched, Fetched{});
}

TEST(StreamGuard, RestoresTheOrderOfWhatArrivedTogether) {
    Client client;
    client.receive({2, 3, 1});
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3}));
    EXPECT_EQ(client.fetched, Fetched{});
}

TEST(StreamGuard, FetchesAHoleBeforeThePassage) {
    Client client;
    client.receive({1, 4});
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(client.fetched, (Fetched{2, 3}));
}

TEST(StreamGuard, DropsTheOriginalOfWhatWasFetched) {
    Client client;
    client.receive({2});
    client.receive({1});
    EXPECT_EQ(client.seen, (Numbers{1, 2}));
    EXPECT_EQ(client.guard.expected(), 3U);
}

TEST(StreamGuard, LearnsOfALostTailFromTheHeartbeat) {
    Client client;
    client.receive({1});
    client.heartbeat(3);
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3}));
    client.heartbeat(3);
    EXPECT_EQ(client.seen, (Numbers{1, 2, 3}));
}

RC_GTEST_PROP(StreamGuard, PassesEveryReportOnceAndInOrderWhateverTheWireDoes, ()) {  // 32.23
    const auto sent = *rc::gen::inRange<std::uint64_t>(1, 60);
    Client client;
    std::uint64_t newest = 0;
    while (newest < sent) {
        const auto upper = *rc::gen::inRange<std::uint64_t>(newest + 1, sent + 1);
        newest = upper;
        client.receive(*rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, upper + 1)));
    }
    client.heartbeat(sent);
    RC_ASSERT(client.seen.size() == sent);
    for (std::uint32_t i = 0; i < client.seen.size(); ++i) RC_ASSERT(client.seen[i] == i + 1);
    RC_ASSERT(std::ranges::is_sorted(client.fetched));
}

}  // namespace
}  // namespace trellis::adapters
