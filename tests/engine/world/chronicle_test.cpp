// Rows for reports and explanations: outcomes, order names, figures that the aggregates forget (R-3, R-5 .. R-7).
#include <gtest/gtest.h>

#include <set>

#include "engine/base/rounding.hpp"
#include "engine/world/chronicle.hpp"
#include "tests/support/group_run.hpp"
#include "tests/support/trading.hpp"

namespace trellis::tests {
namespace {

/// Feeds the chronicle as a journal would: one sequence per event.
class Told {
public:
    void operator()(const Event& event) { rows.apply(event, ++sequence_); }
    void operator()(const GroupEvents& events) {
        for (const auto& event : events) std::visit([&](const auto& happened) { (*this)(Event{happened}); }, event);
    }
    Chronicle rows;

private:
    std::uint64_t sequence_ = 0;
};

//
TEST(Chronicle, NamesOrdersByGroupRoleAndPlace) {
    GroupRun run;
    Told told;
    run.quote("100", "100.01");
    told(run.open(ladder({{"100", "1"}, {"99", "1"}})));
    told(run.fill_whole(1));
    told(run.cancelled(3));  // its target is replaced
    told(run.exit());
    run.answer_requests();
    const GroupRow* row = told.rows.find(run.group.id);
    ASSERT_NE(row, nullptr);
    std::vector<std::string> names;
    for (const auto& order : row->orders) names.push_back(order.name);
    EXPECT_EQ(names, (std::vector<std::string>{"g1.1/entry/0/0", "g1.1/entry/0/1", "g1.1/leg_tp/0/0", "g1.1/leg_tp/0/0#2",
                                               "g1.1/exit"}));
    EXPECT_EQ(row->sequence, 1U);
    EXPECT_EQ(row->orders[0].placed_by, 3U);
}

// the average price of an order is its cost over its fills.
TEST(Chronicle, KeepsTheCostOfEachOrder) {
    GroupRun run;
    Told told;
    told(run.open(ladder({{"64231.37", "0.00311"}})));
    told(run.fill(1, "64231.37", "0.001"));
    told(run.fill(1, "64230.5", "0.00211"));
    const auto& order = told.rows.find(run.group.id)->orders[0];
    EXPECT_EQ(order.filled_cost, decimal<Money>("199.757725"));
    EXPECT_EQ(average(order.filled_cost, decimal<Quantity>("0.00311")), decimal<Price>("64230.779742765273"));
    Group shown = told.rows.find(run.group.id)->group;
    shown.placed_in = run.group.placed_in;  // nobody told it of a start
    EXPECT_EQ(shown, run.group);
}

// dust is not open; an ended group has no average.
TEST(Chronicle, ShowsNothingOpenOfAnEndedGroup) {
    GroupRun run;
    run.instrument.fee_asset = FeeAsset::base;
    run.open(ladder({{"100", "1.00001"}}));
    run.fill_whole(1);
    EXPECT_EQ(shown_open_quantity(run.group), run.group.open_quantity);
    EXPECT_EQ(shown_average(run.group), decimal<Price>("100.1001001001"));
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.dust.is_positive());
    EXPECT_TRUE(shown_open_quantity(run.group).is_zero());
    EXPECT_EQ(shown_average(run.group), std::nullopt);
}

// a request under way shows what rests.
TEST(Chronicle, ShowsRequestsUnderWayAsWhatRests) {
    Order order;
    order.quantity = decimal<Quantity>("2");
    for (const auto state : {OrderState::pending_cancel, OrderState::pending_replace}) {
        order.state = state;
        order.filled = Quantity{};
        EXPECT_EQ(shown_state(order), OrderState::working);
        order.filled = decimal<Quantity>("1");
        EXPECT_EQ(shown_state(order), OrderState::partial);
    }
    order.state = OrderState::unknown;
    EXPECT_EQ(shown_state(order), OrderState::unknown);
}

//
TEST(Chronicle, KeepsTheOutcomeOfEverySignal) {
    Told told;
    SignalAdmitted admitted;
    admitted.account = AccountId{1};
    admitted.signal = SignalNumber{1};
    told(Event{admitted});
    EXPECT_EQ(told.rows.signals().at(SignalNumber{1}).outcome, std::nullopt) << "its group has not answered";
    SignalCompleted completed;
    completed.account = AccountId{1};
    completed.signal = SignalNumber{1};
    told(Event{completed});
    EXPECT_EQ(told.rows.signals().at(SignalNumber{1}).outcome, SignalOutcome::accepted);
    SignalRefused refused;
    refused.account = AccountId{1};
    refused.signal = SignalNumber{2};
    refused.outcome = SignalOutcome::rejected;
    refused.code = "STALE";
    told(Event{refused});
    EXPECT_EQ(told.rows.signals().at(SignalNumber{2}).code, "STALE");
    EXPECT_EQ(told.rows.signals().at(SignalNumber{1}).sequence, 1U);
    EXPECT_EQ(told.rows.signals().at(SignalNumber{2}).sequence, 3U);
}

// groups in order of opening; the newest of an identity, ended or not.
TEST(Chronicle, FindsTheNewestGroupOfAnIdentity) {
    Told told;
    const Identity identity{InstrumentId{0}, 900, PositionSide::long_side};
    for (std::uint32_t counter = 1; counter <= 3; ++counter) {
        GroupOpened opened;
        opened.group = {AccountId{1}, counter};
        opened.identity = identity;
        if (counter == 3) opened.identity.timeframe_seconds = 60;
        told(Event{opened});
    }
    EXPECT_EQ(told.rows.newest(AccountId{1}, identity), (GroupId{AccountId{1}, 2}));
    EXPECT_EQ(told.rows.newest(AccountId{2}, identity), std::nullopt);
    EXPECT_EQ(told.rows.opened_as({AccountId{1}, 3}), 2U);
    EXPECT_THROW(told.rows.opened_as({AccountId{1}, 4}), InvariantBroken);
    EXPECT_EQ(told.rows.opening_order().size(), 3U);
}

// names are unique in a run, whatever happens; living groups are as their owners know them.
TEST(Chronicle, NamesEveryOrderOfALongRunOnce) {
    Told told;
    Trading trading(11, [&](const Commit& commit) {
        for (const auto& event : commit.events) told(event);
    });
    for (int count = 0; count < 2'000; ++count) trading.step();
    std::set<std::string> names;
    std::size_t orders = 0;
    for (const GroupId id : told.rows.opening_order()) {
        const GroupRow& row = *told.rows.find(id);
        EXPECT_EQ(row.orders.size(), row.group.orders.size());
        orders += row.orders.size();
        for (const auto& order : row.orders) names.insert(order.name);
    }
    EXPECT_GT(orders, 100U);
    EXPECT_EQ(names.size(), orders);
    for (const auto& [id, group] : trading.world().groups) EXPECT_EQ(told.rows.find(id)->group, group);
}

}  // namespace
}  // namespace trellis::tests
