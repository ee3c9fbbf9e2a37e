// The tally over groups: legs by what became of their entry, orders that are not over, and how long a fate has been unknown.
#include "adapters/metrics/states.hpp"

#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

using adapters::LegState;
using adapters::StateCounts;
using std::chrono::seconds;

GroupRun opened() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    return run;
}

StateCounts count(const GroupRun& run) {
    adapters::StateTally tally;
    tally.begin(run.now);
    tally.add(run.group);
    return tally.finish();
}

template <class Counts, class State>
std::uint64_t of(const Counts& counts, State state) {
    return counts[static_cast<std::size_t>(state)];
}

TEST(StateTally, CountsALegByItsEntry) {
    GroupRun run = opened();
    EXPECT_EQ(of(count(run).legs, LegState::resting), 2U);
    run.acknowledge_all();
    run.fill(1, "100", "0.4");
    EXPECT_EQ(of(count(run).legs, LegState::partial), 1U);
    run.fill_whole(1);
    EXPECT_EQ(of(count(run).legs, LegState::filled), 1U);
    EXPECT_EQ(of(count(run).legs, LegState::resting), 1U);
    run.cancelled(2);
    EXPECT_EQ(of(count(run).legs, LegState::ended), 1U);
}

TEST(StateTally, CountsALegAsClosedOnceItsTargetIsFilled) {
    GroupRun run = opened();
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    run.fill_whole(run.newest().number.value);
    const auto counts = count(run);
    EXPECT_EQ(of(counts.legs, LegState::closed), 1U);
}

TEST(StateTally, CountsGroupsThatBroke) {
    GroupRun run = opened();
    EXPECT_EQ(count(run).quarantined, 0U);
    run.quarantine("something does not hold");
    EXPECT_EQ(count(run).quarantined, 1U);
}

TEST(StateTally, ShowsOrdersThatAreNotOver) {
    GroupRun run = opened();
    EXPECT_EQ(of(count(run).orders, OrderState::sent), 2U);
    run.acknowledge(1);
    EXPECT_EQ(of(count(run).orders, OrderState::working), 1U);
    run.cancelled(2);
    EXPECT_EQ(of(count(run).orders, OrderState::cancelled), 0U);
}

TEST(StateTally, LeavesOutGroupsThatEnded) {
    GroupRun run = opened();
    EXPECT_EQ(of(count(run).groups, state_of(run.group)), 1U);
    run.group.lifecycle = Lifecycle::closed;
    const auto counts = count(run);
    EXPECT_EQ(counts.groups, decltype(counts.groups){});
    EXPECT_EQ(counts.legs, decltype(counts.legs){});
    EXPECT_EQ(counts.orders, decltype(counts.orders){});
}

TEST(StateTally, RemembersHowLongAnOrderHasBeenUnknown) {
    GroupRun run = opened();
    adapters::StateTally tally;
    Duration age{};
    for (int question = 0; question < 3; ++question) {
        run.pass(seconds(3));
        run.tell(TimerDue{TimerKind::order_timeout});  // asks, and waits anew
        tally.begin(run.now);
        tally.add(run.group);
        const auto counts = tally.finish();
        ASSERT_EQ(of(counts.orders, OrderState::unknown), 2U);
        EXPECT_GE(counts.unknown_order_age, age);
        age = counts.unknown_order_age;
    }
    EXPECT_EQ(age, seconds(6));  // since the first count that saw it
    run.acknowledge(1);
    run.acknowledge(2);
    tally.begin(run.now);
    tally.add(run.group);
    EXPECT_EQ(tally.finish().unknown_order_age, seconds(0));
}

}  // namespace
}  // namespace trellis::tests
