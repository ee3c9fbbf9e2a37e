// What is explained out of a history, which reads only what the answer needs, against the same out of the whole run.
#include "adapters/explanation/explain.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/adapters/history/support.hpp"
#include "tests/simulator/generator.hpp"

namespace trellis::adapters::testing {
namespace {

std::string json_of(const Explanation& explanation) {
    json::Writer writer(json::Layout::indented);
    write_explanation(writer, explanation);
    return writer.take();
}

/// A run with both ways to ask about it.
class Asked {
public:
    explicit Asked(Scenario scenario)
        : run_(std::move(scenario)),
          names_{run_.scenario().config, run_.scenario().instruments},
          events_(events_in(run_.disk(), run_.options().journal)),
          story_(names_, events_, chronicle_of(events_)),
          history_(open_history(run_.disk(), run_.options())) {
        follow(*history_, run_.last_sequence());
    }

    void expect_the_same(const std::string& id) {
        const auto whole = explain(story_, id);
        const auto part = explain(*history_, names_, id);
        ASSERT_TRUE(part.ok()) << id << ": " << part.error().detail;
        ASSERT_TRUE(whole.has_value()) << id;
        ASSERT_TRUE(part->has_value()) << id;
        EXPECT_EQ(json_of(**part), json_of(*whole));
    }
    /// Everything that can be named.
    void expect_the_same_of_all() {
        for (const auto& row : events_) expect_the_same("e" + std::to_string(row.sequence));
        for (const auto& [number, row] : story_.chronicle().signals()) expect_the_same(text(number));
        for (const auto id : story_.chronicle().opening_order()) {
            const auto& row = *story_.chronicle().find(id);
            expect_the_same(text(id));
            expect_the_same(names_.identity(id.account, row.group.identity));
            for (const auto& order : row.group.orders) {
                const auto place = order.number.value - 1U;
                expect_the_same(row.orders[place].name);
                expect_the_same(text(ClientOrderId{row.group.placed_in[place], {id, order.number}}));
            }
        }
    }

    const History& history() const { return *history_; }
    const Names& names() const { return names_; }

private:
    FinishedRun run_;
    Names names_;
    std::vector<EventRow> events_;
    Story story_;
    std::unique_ptr<History> history_;
};

TEST(Explain, TellsOutOfAHistoryWhatItTellsOutOfTheWholeRun) {
    for (const std::string name : {"golden_trace", "signals", "pyramids_and_pool", "operator", "aggregate_target", "exit_escalates"}) {
        SCOPED_TRACE(name);
        Asked(scenario_named(name)).expect_the_same_of_all();
    }
}

TEST(Explain, TellsTheSameOfRandomRunsWithFaults) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        SCOPED_TRACE(seed);
        Asked(tests::random_scenario(seed, tests::Faults::some)).expect_the_same_of_all();
    }
}

TEST(Explain, KnowsNothingOfWhatIsNotThere) {
    const Asked asked(scenario_named("golden_trace"));
    for (const std::string id : {"", "s999", "s0", "e0", "e99999", "g1.99", "g9.1", "main:BTCUSDT:900", "main:BTCUSDT:900:sideways",
                                 "nobody:BTCUSDT:900:long", "main:NOUSDT:900:long", "g1.1/entry/9/9", "s1x", "s01"}) {
        const auto found = explain(asked.history(), asked.names(), id);
        ASSERT_TRUE(found.ok()) << id;
        EXPECT_FALSE(found->has_value()) << id;
    }
}

TEST(Explain, SaysWhenTheBeginningIsNotKept) {
    JournaledTrading trading(41, 32U << 10U);
    const auto history = open_history(trading.disk(), options_of(trading));
    trading.trade(3000);
    follow(*history, trading.sequence());
    trading.writer().drop_before(2000, 0).value();
    const auto instruments = tests::trading_instruments();
    const auto found = explain(*history, Names{trading.config(), instruments}, "s1");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, "EVENT_NOT_KEPT");
}

TEST(Explain, NamesWhatTheConfigurationForgot) {
    const Config config;
    const InstrumentTable instruments;
    const Names names{config, instruments};
    EXPECT_EQ(names.account(AccountId{3}), "account 3");
    EXPECT_EQ(names.identity(AccountId{1}, {InstrumentId{7}, 900, PositionSide::short_side}), "account 1:instrument 7:900:short");
}

}  // namespace
}  // namespace trellis::adapters::testing
