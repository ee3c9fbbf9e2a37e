// What is explained out of a history, which reads only what the answer needs, against the same out of the whole run.
#include "adapters/explanation/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/adapters/history/support.hpp"
#include "tests/simulator/generator.hpp"

namespace trellis::adapters::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;

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
        for (const auto& row : events_) {
            const auto* planned = std::get_if<OffsetPlanned>(&row.event);
            if (planned != nullptr) expect_the_same(text(planned->offset));
        }
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

    /// What a person reads of it, a line each.
    std::vector<std::string> says(const std::string& id) const {
        std::vector<std::string> lines;
        const auto found = explain(story_, id);
        EXPECT_TRUE(found.has_value()) << id;
        if (found) std::ranges::transform(found->chain, std::back_inserter(lines), &WhyLine::says);
        return lines;
    }
    std::string title(const std::string& id) const { return explain(story_, id).value().title; }

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
    for (const std::string name : {"golden_trace", "signals", "pyramids_and_pool", "operator", "aggregate_target", "exit_escalates", "one_slot",
                                   "queue_rules", "reversals", "reduce_by_hand", "risk_two_winners", "risk_thin_winner", "risk_loser_first",
                                   "risk_parallel", "risk_shortfall", "risk_flags"}) {
        SCOPED_TRACE(name);
        Asked(scenario_named(name)).expect_the_same_of_all();
    }
}

// 15.4: which winners paid for which loser, to the cent.
TEST(Explain, SaysWhichWinnersPaidForWhichLoser) {  // 32.60
    const Asked asked(scenario_named("risk_two_winners"));
    EXPECT_EQ(asked.title("o1.1"), "winners for the loser g1.1, 120 required, COVERED: they brought 120, not covered 0");
    const auto lines = asked.says("o1.1");
    for (const std::string said : {"offset o1.1 ended COVERED: winners 120, loser -120 by closing 100, not covered 0",
                                   "offset o1.1: group g1.1 closed 100 and realised -120",
                                   "offset o1.1: the winners brought 120, so the loser is closed whole",
                                   "offset o1.1: group g1.3 closed 80 and realised 40", "offset o1.1: group g1.2 closed 40 and realised 80",
                                   "g1.1 loses at 8.8: U -120 (-12 %) for 100; required 120",
                                   "g1.2 pays at 12: U 80 (20 %) for 40; closes 40, all of it, for 80",
                                   "g1.3 pays at 10.5: U 50 (5 %) for 100; closes 80 for 40"}) {
        EXPECT_THAT(lines, Contains(said));
    }
    for (const std::string id : {"g1.1", "g1.3", "g1.1/risk_loser", "g1.3/risk_winner"}) EXPECT_THAT(asked.says(id), Contains(lines.front())) << id;
}

// what each enabled rule compared, in its order.
TEST(Explain, SaysByWhatAPromotedEntryWasRanked) {
    const Asked asked(scenario_named("one_slot"));
    EXPECT_THAT(asked.says("s5"),
                ElementsAre("the outcome of signal s5: accepted", "the waiting entry of signal s5 was promoted",
                            "rank key 1, same_pair_timeframe: its group is not open",
                            "rank key 2, deepest_loss_percent: loss 2.483985765125 % at 137.01, in steps of 0.1 %",
                            "rank key 3, highest_replacement: 1 replacements", "rank key 4, fifo: queued 2026-02-02T10:00:02Z",
                            "signal s5 of main, at 2026-02-02T10:17:00Z, was admitted to open group g1.2",
                            "it means: entry SOLUSDT on 900 s, long, base price 140.5, size 600", StartsWith("its plan, with 600 USDT: "),
                            StartsWith("signal s5 waits: POOL_FULL, "), "it means: entry SOLUSDT on 900 s, long, base price 140.5, size 600",
                            StartsWith("its body (secret masked): ")));
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
