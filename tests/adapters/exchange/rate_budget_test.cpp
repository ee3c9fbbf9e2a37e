// Budgets of requests (O-6): who may go, who waits how long, and that entries never take what exits need.
#include "adapters/exchange/rate_budget.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trellis::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Timestamp start{seconds{1'000'000}};
constexpr RateLimit ten_a_second{10, seconds{1}};

TEST(RateBudget, WithoutALimitNobodyWaits) {
    RateBudget budget;
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(budget.take(Lane::entry, start), std::nullopt);
    EXPECT_EQ(budget.left(start), std::nullopt);
}

TEST(RateBudget, O6ThirtyPercentStayWithExitsWhateverEntriesDo) {
    RateBudget budget(ten_a_second);
    int entries = 0;
    while (!budget.take(Lane::entry, start).has_value()) ++entries;
    EXPECT_EQ(entries, 7);
    EXPECT_EQ(budget.left(start), 3U);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(budget.take(Lane::exit, start), std::nullopt);
    EXPECT_EQ(budget.take(Lane::exit, start), milliseconds{100});
}

TEST(RateBudget, O6EntriesThatWaitGetTurnsOneAfterTheOther) {
    RateBudget budget(ten_a_second);
    for (int i = 0; i < 7; ++i) EXPECT_EQ(budget.take(Lane::entry, start), std::nullopt);
    EXPECT_EQ(budget.take(Lane::entry, start), milliseconds{100});
    EXPECT_EQ(budget.take(Lane::entry, start), milliseconds{200});
    EXPECT_EQ(budget.take(Lane::entry, start), milliseconds{300});
    EXPECT_EQ(budget.take(Lane::entry, start + milliseconds{100}), std::nullopt);
    EXPECT_EQ(budget.take(Lane::entry, start + milliseconds{200}), std::nullopt);
}

TEST(RateBudget, O5AfterA429EntriesWaitAndExitsGo) {
    RateBudget budget;
    budget.pause_entries(start + seconds{3});
    EXPECT_EQ(budget.take(Lane::entry, start + seconds{1}), seconds{2});
    EXPECT_EQ(budget.take(Lane::exit, start + seconds{1}), std::nullopt);
    EXPECT_EQ(budget.take(Lane::entry, start + seconds{3}), std::nullopt);
}

TEST(RateBudget, O6ARequestIsKnownByWhatItDoes) {
    PlaceOrder order;
    order.side = OrderSide::sell;
    order.position = PositionSide::long_side;
    EXPECT_EQ(lane_of(order, std::nullopt), Lane::exit);
    order.position = PositionSide::short_side;
    EXPECT_EQ(lane_of(order, std::nullopt), Lane::entry);
    EXPECT_EQ(lane_of(CancelOrder{}, Lane::entry), Lane::exit);
    EXPECT_EQ(lane_of(QueryOrder{}, Lane::entry), Lane::exit);
    EXPECT_EQ(lane_of(AmendOrder{}, Lane::entry), Lane::entry);
    EXPECT_EQ(lane_of(AmendOrder{}, std::nullopt), Lane::exit);
}

RC_GTEST_PROP(RateBudget, O6NoWindowSeesMoreThanTheBucketAndOneFilling, ()) {
    const auto size = *rc::gen::inRange<std::uint32_t>(1, 40);
    RateBudget budget({size, seconds{1}});
    Timestamp now = start;
    std::uint32_t exits = 0;
    std::uint32_t entries = 0;
    const auto moves = *rc::gen::container<std::vector<std::pair<bool, std::uint8_t>>>(rc::gen::arbitrary<std::pair<bool, std::uint8_t>>());
    for (const auto& [is_exit, pause] : moves) {
        const Timestamp next = now + milliseconds{pause};
        if (next - start > seconds{1}) break;
        now = next;
        const bool passed = !budget.take(is_exit ? Lane::exit : Lane::entry, now).has_value();
        (is_exit ? exits : entries) += passed ? 1U : 0U;
    }
    RC_ASSERT(exits + entries <= 2 * size);
    RC_ASSERT(entries <= std::max(1U, size * 7 / 10) + size);
}

}  // namespace
}  // namespace trellis::adapters
