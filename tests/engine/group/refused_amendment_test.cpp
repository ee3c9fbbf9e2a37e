// An amendment that the venue refuses waits as a target whose placement it refuses does (T-3). Each step is also replayed from its
// events (GroupRun), so the wait is what a restart finds.
#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A venue that takes orders, and whose orders stay as they were placed: it refuses every amendment.
class StubbornVenue {
public:
    StubbornVenue(GroupRun& run, const char* price, const char* quantity)
        : run_(run), rests_{OrderState::working, decimal<Price>(price), decimal<Quantity>(quantity), {}} {}

    /// Answers what these events ask for, until nothing is asked for.
    GroupEvents answer(GroupEvents events) {
        GroupEvents all = events;
        while (true) {
            GroupEvents more;
            for (const auto& request : run_.requests(events)) {
                for (auto& event : answer(request)) more.push_back(std::move(event));
            }
            if (more.empty()) return all;
            all.insert(all.end(), more.begin(), more.end());
            events = std::move(more);
        }
    }

    std::uint32_t amendments = 0;
    std::uint32_t queries = 0;

private:
    GroupEvents answer(const VenueRequest& request) {
        const std::uint32_t number = std::visit([](const auto& asked) { return asked.id.key.order.value; }, request);
        if (std::holds_alternative<AmendOrder>(request)) {
            ++amendments;
            return run_.report(number, RequestRefused{"BUSY"});
        }
        if (!std::holds_alternative<QueryOrder>(request)) return {};
        ++queries;
        return run_.report(number, rests_);
    }

    GroupRun& run_;
    OrderFound rests_;
};

/// An entry of 2 that is filled by 0.5, and its target (order 2) over 0.5 at 101.
GroupRun with_target() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "2"}}));
    run.acknowledge(1);
    run.fill(1, "100", "0.5");
    run.acknowledge(2);
    return run;
}

// T-3: again at once the first time, then after 50, 100, 200 ms ... and never more than 25.6 s.
TEST(RefusedAmendment, T3IsAskedForAgainEverMoreSlowly) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    const Timestamp refused_first = run.now;
    EXPECT_EQ(names(venue.answer(run.fill(1, "100", "0.5"))),
              "OrderFilled OrderAmendRequested OrderRequestRefused OrderDelayed OrderRetried OrderRequestRefused OrderDelayed");
    EXPECT_EQ(run.now, refused_first);
    EXPECT_EQ(venue.amendments, 2U);
    for (const int wait : {50, 100, 200, 400, 800, 1'600, 3'200, 6'400, 12'800, 25'600, 25'600, 25'600}) {
        const Timestamp refused_at = run.now;
        EXPECT_EQ(names(venue.answer(run.timer())), "OrderRetried OrderRequestRefused OrderDelayed") << wait;
        EXPECT_EQ(run.now - refused_at, milliseconds(wait));
    }
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1 @ 101 PENDING_REPLACE");
}

// 2 at once and one behind each of 50, 100, 200 ... 25,600 ms, which are 51.15 s together: 12 amendments and as many queries.
TEST(RefusedAmendment, T3AVenueThatRefusesAllOfThemIsAskedTwelveTimesAMinute) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    const Timestamp end = run.now + seconds(60);
    venue.answer(run.fill(1, "100", "0.5"));
    while (run.due()->at <= end) venue.answer(run.timer());
    EXPECT_EQ(venue.amendments, 12U);
    EXPECT_EQ(venue.queries, 12U);
}

// T-3: what is filled meanwhile waits with it, and then only the newest is asked for.
TEST(RefusedAmendment, T3FillsDoNotShortenTheWait) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(names(run.fill(1, "99", "0.1")), "OrderFilled");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1 @ 101 PENDING_REPLACE");
    const GroupEvents again = run.timer();
    EXPECT_EQ(names(again), "OrderRetried OrderAmendRequested");
    const auto requests = run.requests(again);
    ASSERT_EQ(requests.size(), 1U) << "what is overtaken does not leave";
    EXPECT_EQ(std::get<AmendOrder>(requests.front()).quantity, decimal<Quantity>("1.5"));
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1.5 @ 100.66 PENDING_REPLACE");  // 149.5 / 1.5 x 1.01 = 100.663..., down
}

// T-2, T-11: less is asked for at once, since the target must not exceed what its leg still holds.
TEST(RefusedAmendment, T2ALowerQuantityDoesNotWait) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    EXPECT_EQ(names(run.reduce("0.75")), "ReductionStarted OrderAmendRequested OrderPlaced");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.25 @ 101 PENDING_REPLACE");
}

// T-3: once the venue makes it, the wait is over and the count begins anew.
TEST(RefusedAmendment, T3OneThatIsMadeClearsTheWait) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    for (int i = 0; i < 5; ++i) venue.answer(run.timer());
    EXPECT_EQ(run.order(2).delays, 7U);
    run.timer();
    run.report(2, OrderAmended{decimal<Price>("101"), decimal<Quantity>("1")});
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1 @ 101 WORKING");
    EXPECT_EQ(run.order(2).delays, 0U);
    EXPECT_FALSE(run.order(2).retry_at.has_value());
    EXPECT_FALSE(run.due().has_value());
    StubbornVenue again(run, "101", "1");
    again.answer(run.fill(1, "100", "0.5"));
    EXPECT_EQ(again.amendments, 2U);
    EXPECT_EQ(run.due()->at, run.now + milliseconds(50));
}

// O-4: a query says that it was made after all.
TEST(RefusedAmendment, T3OneThatIsFoundMadeClearsTheWait) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    const OrderFound made{OrderState::working, decimal<Price>("101"), decimal<Quantity>("1"), {}};
    EXPECT_EQ(names(run.report(2, made)), "OrderChanged");
    EXPECT_FALSE(run.due().has_value());
    EXPECT_EQ(run.order(2).delays, 0U);
}

// O-2: two queries are answered; the wait is counted once.
TEST(RefusedAmendment, T3ASecondAnswerDoesNotLengthenTheWait) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    const OrderFound unchanged{OrderState::working, decimal<Price>("101"), decimal<Quantity>("0.5"), {}};
    EXPECT_TRUE(run.report(2, unchanged).empty());
    EXPECT_EQ(run.due()->at, run.now + milliseconds(50));
}

// T-4: the resting aggregate target waits the same way, and then moves to the newest average.
TEST(RefusedAmendment, T3HoldsForTheRestingTarget) {
    GroupRun run;
    run.strategy.take_profit_mode = TakeProfitMode::aggregate;
    run.strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    run.strategy.aggregate_execution = AggregateExecution::resting_limit;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "2"}}));
    run.acknowledge(1);
    run.fill(1, "100", "0.5");
    run.acknowledge(2);
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    EXPECT_EQ(venue.amendments, 2U);
    EXPECT_EQ(names(run.fill(1, "98", "0.5")), "OrderFilled");
    EXPECT_EQ(run.due()->at, run.now + milliseconds(50));
    EXPECT_EQ(names(run.timer()), "OrderRetried OrderAmendRequested");
    EXPECT_EQ(run.row(2), "aggregate_tp sell 1.5 @ 100.33 PENDING_REPLACE");  // 149 / 1.5 x 1.01 = 100.326..., up
}

// T-3: an operator's new percent waits too, and is not forgotten.
TEST(RefusedAmendment, T3APriceByHandWaitsAndIsAskedForThen) {
    GroupRun run = with_target();
    StubbornVenue venue(run, "101", "0.5");
    venue.answer(run.fill(1, "100", "0.5"));
    EXPECT_EQ(names(run.tell(ChangeTargets{{TargetPercent{PyramidIndex{0}, LegIndex{0}, decimal<Ratio>("2")}}})), "TargetsChanged");
    EXPECT_EQ(names(run.timer()), "OrderRetried OrderAmendRequested");
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 1 @ 102 PENDING_REPLACE");
}

}  // namespace
}  // namespace trellis::tests
