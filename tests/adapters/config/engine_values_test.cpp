// Each value of a section in the engine's terms, and what keys must be to each other: with any value, so that a key that a rule
// opens later is known to arrive where the rule looks for it.
#include "adapters/config/engine_values.hpp"

#include <gtest/gtest.h>

#include "adapters/config/grid_checks.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {
namespace {

/// Takes the members of an object as the reader does, but those too whose rule is not built.
void put(SectionValues& values, const json::Value& object, Reporter& reporter) {
    for (const auto& member : object.members()) {
        for (const auto& key : values.section().keys) {
            if (key.name != member.name) continue;
            auto value = read_value(key, member.value, reporter);
            if (value) values.set(key.name, *std::move(value));
        }
    }
}

SectionValues values_of(const Section& section, const std::string& object) {
    const auto document = json::Document::parse(object);
    EXPECT_TRUE(document.ok()) << object;
    Reporter reporter(*document);
    SectionValues values(section);
    put(values, document->root(), reporter);
    EXPECT_FALSE(reporter.has_errors()) << object;
    return values;
}

TEST(EngineValues, AreTheDefaultsOfTheEngineWhereNothingIsSaid) {
    EXPECT_EQ(queue_of(SectionValues(queue_section())), QueueSettings{});
    EXPECT_EQ(risk_of(SectionValues(risk_section())), RiskSettings{});
    EXPECT_EQ(sizing_of(SectionValues(sizing_section())), Sizing{});
    EXPECT_EQ(trade_limits_of(SectionValues(limits_section())), TradeLimits{});
    EXPECT_EQ(precision_of(SectionValues(precision_section())), PrecisionSettings{});
    GridStrategy expected;
    expected.levels = default_levels();
    EXPECT_EQ(grid_of(SectionValues(grid_section()), SectionValues(sizing_section())), expected);
}

TEST(EngineValues, TakeEveryKeyOfTheQueue) {
    const auto values = values_of(queue_section(), R"({"queue_limit": 7, "queue_limit_policy": "drop_lowest", "queue_replace_same_symbol": false,
        "drop_on_exit": false, "ttl_hours": 3, "ttl_candles": 9, "selection_priority": ["fifo", "highest_expected_profit"],
        "loss_tie_bucket": "0.5", "promotion_price": "current", "max_promotion_drift_pct": 2})");
    QueueSettings expected;
    expected.limit = 7;
    expected.limit_policy = QueueLimitPolicy::drop_lowest;
    expected.replace_same_symbol = false;
    expected.drop_on_exit = false;
    expected.ttl_hours = 3;
    expected.ttl_candles = 9;
    expected.selection_priority = {RankingRule::fifo, RankingRule::highest_expected_profit};
    expected.loss_tie_bucket = decimal<Ratio>("0.5");
    expected.promotion_price = PromotionPrice::current;
    expected.max_promotion_drift_percent = decimal<Ratio>("2");
    EXPECT_EQ(queue_of(values), expected);
}

TEST(EngineValues, TakeEveryKeyOfTheRiskEngine) {
    const auto values = values_of(risk_section(), R"({"enabled": false, "loss_threshold_percent": "-1.5", "required_pyramids_for_timer": 3,
        "require_full_pyramids": false, "enable_post_full_wait": false, "post_full_wait_minutes": 60, "timer_start_condition": "after_5_pyramids",
        "reset_timer_on_replacement": true, "use_trade_age_filter": true, "age_threshold_minutes": 120, "max_winners_to_combine": 1,
        "partial_close_enabled": false, "min_close_notional": 10, "cancel_orders_on_partial_close": true, "evaluate_on_fill": false,
        "evaluate_interval_sec": 60, "timer_requires_loss": true, "same_connection_only": true, "keep_winner_open": true,
        "on_shortfall": "close_anyway", "min_cover": 1, "offset_sequence": "loser_first", "max_actions_per_pass": 100})");
    RiskSettings expected;
    expected.enabled = false;
    expected.loss_threshold_percent = decimal<Ratio>("-1.5");
    expected.required_pyramids_for_timer = 3;
    expected.require_full_pyramids = false;
    expected.enable_post_full_wait = false;
    expected.post_full_wait_minutes = 60;
    expected.timer_start_condition = TimerStart::after_required_pyramids;
    expected.reset_timer_on_replacement = true;
    expected.use_trade_age_filter = true;
    expected.age_threshold_minutes = 120;
    expected.max_winners_to_combine = 1;
    expected.partial_close_enabled = false;
    expected.min_close_notional = decimal<Money>("10");
    expected.cancel_orders_on_partial_close = true;
    expected.evaluate_on_fill = false;
    expected.evaluate_interval_seconds = 60;
    expected.timer_requires_loss = true;
    expected.same_connection_only = true;
    expected.keep_winner_open = true;
    expected.on_shortfall = OnShortfall::close_anyway;
    expected.min_cover = decimal<Ratio>("1");
    expected.offset_sequence = OffsetSequence::loser_first;
    expected.max_actions_per_pass = 100;
    EXPECT_EQ(risk_of(values), expected);
}

TEST(EngineValues, TakeTheTimersStartConditionByBothOfItsNames) {
    const auto start = [](const std::string& word) {
        return risk_of(values_of(risk_section(), R"({"timer_start_condition": ")" + word + "\"}")).timer_start_condition;
    };
    EXPECT_EQ(start("after_required_pyramids"), TimerStart::after_required_pyramids);
    EXPECT_EQ(start("after_all_dca_submitted"), TimerStart::after_all_dca_submitted);
    EXPECT_EQ(start("after_all_dca_filled"), TimerStart::after_all_dca_filled);
}

TEST(EngineValues, TakeEveryKeyOfSizing) {
    const auto values = values_of(sizing_section(), R"({"mode": "group_budget", "custom_capital": 5, "pyramid_custom_capitals": {"0": 1, "4": "2.5"},
        "equity_percent": 100, "group_budget": 1000, "pyramid_weights": [1, "2"], "include_fees": false, "risk_scope": "group"})");
    Sizing expected;
    expected.mode = SizingMode::group_budget;
    expected.custom_capital = decimal<Money>("5");
    expected.pyramid_custom_capitals = {{0, decimal<Money>("1")}, {4, decimal<Money>("2.5")}};
    expected.equity_percent = decimal<Ratio>("100");
    expected.group_budget = decimal<Money>("1000");
    expected.pyramid_weights = {decimal<Ratio>("1"), decimal<Ratio>("2")};
    expected.include_fees = false;
    expected.risk_scope = RiskScope::group;
    EXPECT_EQ(sizing_of(values), expected);
}

TEST(EngineValues, TakeEveryKeyOfLimitsAndPrecision) {
    TradeLimits limits;
    limits.max_total_exposure = decimal<Money>("10000");
    limits.max_open_positions_per_symbol = 1;
    limits.max_realized_loss = decimal<Money>("500");
    limits.latch = LossLatch::manual;
    limits.max_equity_drawdown_percent = decimal<Ratio>("20");
    limits.sweep_dust = true;
    EXPECT_EQ(trade_limits_of(values_of(limits_section(), R"({"max_total_exposure_usd": 10000, "max_open_positions_per_symbol": 1,
        "max_realized_loss_usd": 500, "latch": "manual", "max_equity_drawdown_pct": 20, "sweep_dust": true})")), limits);
    PrecisionSettings precision;
    precision.on_missing = OnMissingMetadata::fallback;
    precision.hold_max_seconds = 1;
    precision.refresh_seconds = 60;
    EXPECT_EQ(precision_of(values_of(precision_section(), R"({"on_missing_metadata": "fallback", "precision_hold_max_sec": 1, "refresh_seconds": 60})")),
              precision);
}

TEST(EngineValues, TakeEveryNewKeyOfAStrategy) {
    const auto values = values_of(grid_section(), R"({"tp_mode": "pyramid_aggregate", "tp_aggregate_percent": 2, "pyramid_tp_percents": {"1": 3},
        "tp_pyramid_scope": "per_pyramid", "aggregate_execution": "resting_limit", "tp_basis": "net", "min_leg_policy": "merge_forward",
        "entry_order_type": "market", "anchor": "first_fill", "pyramid_price_rule": "min_distance_pct", "pyramid_min_distance_pct": "0.5",
        "pyramid_requires_prev_fill": true, "allow_positive_gap": true, "post_only": true, "recycle_legs": true, "leg0_chase_pct": 1,
        "leg0_timeout_sec": 30, "cancel_dca_beyond_percent": 4, "dca_trigger": "market_if_touched"})");
    GridStrategy expected;
    expected.levels = default_levels();
    expected.take_profit_mode = TakeProfitMode::pyramid_aggregate;
    expected.take_profit_aggregate_percent = decimal<Ratio>("2");
    expected.pyramid_take_profit_percents = {{1, decimal<Ratio>("3")}};
    expected.take_profit_scope = PyramidScope::per_pyramid;
    expected.aggregate_execution = AggregateExecution::resting_limit;
    expected.take_profit_basis = TakeProfitBasis::net;
    expected.min_leg_policy = MinLegPolicy::merge_forward;
    expected.entry_order_type = EntryOrderType::market;
    expected.anchor = LadderAnchor::first_fill;
    expected.pyramid_price_rule = PyramidPriceRule::min_distance_pct;
    expected.pyramid_min_distance_percent = decimal<Ratio>("0.5");
    expected.pyramid_requires_previous_fill = true;
    expected.allow_positive_gap = true;
    expected.post_only = true;
    expected.recycle_legs = true;
    expected.leg0_chase_percent = decimal<Ratio>("1");
    expected.leg0_timeout_seconds = 30;
    expected.cancel_dca_beyond_percent = decimal<Ratio>("4");
    expected.dca_trigger = DcaTrigger::market_if_touched;
    expected.sizing.custom_capital = decimal<Money>("9");
    EXPECT_EQ(grid_of(values, values_of(sizing_section(), R"({"custom_capital": 9})")), expected);
}

/// What a check of several keys says about an object, "CODE /pointer rule" each.
template <class Check>
std::vector<std::string> said(const std::string& object, Check check) {
    const auto document = json::Document::parse(object);
    EXPECT_TRUE(document.ok()) << object;
    Reporter reporter(*document);
    check(document->root(), reporter);
    std::vector<std::string> out;
    for (const auto& error : reporter.take()) out.push_back(error.code + " " + error.field.pointer + " " + error.field.rule);
    return out;
}

std::vector<std::string> together(const std::string& strategy) {
    return said(strategy, [](const json::Value& object, Reporter& reporter) {
        SectionValues values(grid_section());
        put(values, object, reporter);
        check_together(values, object, reporter);
    });
}

using Faults = std::vector<std::string>;

TEST(EngineValues, D1WantsThePositiveGapToBeAllowed) {
    const std::string levels = R"("levels": [{"gap": 0, "weight": 50, "tp": 1}, {"gap": "1.5", "weight": 50, "tp": 1}])";
    EXPECT_EQ(together("{" + levels + "}"), Faults{"OUT_OF_RANGE /levels/1/gap D-1"});
    EXPECT_EQ(together("{" + levels + R"(, "allow_positive_gap": true})"), Faults{});
    EXPECT_EQ(together(R"({"pyramid_specific_levels": {"1": [{"gap": 1, "weight": 100, "tp": 1}]}})"),
              Faults{"OUT_OF_RANGE /pyramid_specific_levels/1/0/gap D-1"});
}

TEST(EngineValues, C2WantsGapsOfEachSignToLeaveTheBasePrice) {
    const auto levels = [](const std::string& first, const std::string& second) {
        return together(R"({"allow_positive_gap": true, "levels": [{"gap": 0, "weight": 50, "tp": 1}, {"gap": ")" + first +
                        R"(", "weight": 25, "tp": 1}, {"gap": ")" + second + R"(", "weight": 25, "tp": 1}]})");
    };
    EXPECT_EQ(levels("1", "2"), Faults{});
    EXPECT_EQ(levels("-1", "1"), Faults{});
    EXPECT_EQ(levels("2", "1"), Faults{"INVALID_VALUE /levels/2/gap C-2"});
    EXPECT_EQ(levels("1", "1"), Faults{"INVALID_VALUE /levels/2/gap C-2"});
    EXPECT_EQ(levels("-1", "-1"), Faults{"INVALID_VALUE /levels/2/gap C-2"});
}

TEST(EngineValues, T7WantsPyramidPercentsOfPyramidsThatCanBe) {
    EXPECT_EQ(together(R"({"pyramid_tp_percents": {"4": 1}})"), Faults{});
    EXPECT_EQ(together(R"({"pyramid_tp_percents": {"5": 1}})"), Faults{"OUT_OF_RANGE /pyramid_tp_percents/5 T-7"});
    EXPECT_EQ(together(R"({"max_pyramids": 2, "pyramid_tp_percents": {"2": 1}})"), Faults{"OUT_OF_RANGE /pyramid_tp_percents/2 T-7"});
}

std::vector<std::string> sized(const std::string& strategy) {
    return said(strategy, [](const json::Value& object, Reporter& reporter) {
        SectionValues values(grid_section());
        SectionValues sizing(sizing_section());
        put(values, object, reporter);
        put(sizing, *object.find("sizing"), reporter);
        check_sizing(values, sizing, object, reporter);
    });
}

TEST(EngineValues, S1WantsTheBudgetThatItsModeDivides) {
    EXPECT_EQ(sized(R"({"sizing": {"mode": "group_budget"}})"), Faults{"MISSING_KEY /sizing/group_budget S-1"});
    EXPECT_EQ(sized(R"({"sizing": {"mode": "group_budget", "group_budget": null}})").size(), 1U);
    EXPECT_EQ(sized(R"({"sizing": {"mode": "group_budget", "group_budget": 1000}})"), Faults{});
}

TEST(EngineValues, S1WantsCapitalsAndWeightsOfPyramidsThatCanBe) {
    EXPECT_EQ(sized(R"({"sizing": {"pyramid_custom_capitals": {"4": 1}, "pyramid_weights": [1, 1, 1, 1, 1]}})"), Faults{});
    EXPECT_EQ(sized(R"({"sizing": {"pyramid_custom_capitals": {"5": 1}}})"), Faults{"OUT_OF_RANGE /sizing/pyramid_custom_capitals/5 S-1"});
    EXPECT_EQ(sized(R"({"max_pyramids": 2, "sizing": {"pyramid_weights": [1, 1, 1]}})"), Faults{"OUT_OF_RANGE /sizing/pyramid_weights S-1"});
}

TEST(EngineValues, S1HoldsTheAccountsSizingAgainstTheStrategyOfMostPyramids) {
    const auto faults_of = [](const std::string& root, const Config& config) {
        return said(root, [&](const json::Value& object, Reporter& reporter) {
            SectionValues sizing(sizing_section());
            put(sizing, *object.find("sizing"), reporter);
            check_account_sizing(object, sizing, config, reporter);
        });
    };
    Config config;
    EXPECT_EQ(faults_of(R"({"sizing": {"pyramid_custom_capitals": {"7": 1}}})", config), Faults{"OUT_OF_RANGE /sizing/pyramid_custom_capitals/7 S-1"});
    config.strategies.emplace_back().strategy.max_pyramids = 8;
    EXPECT_EQ(faults_of(R"({"sizing": {"pyramid_custom_capitals": {"7": 1}}})", config), Faults{});
    config.grid_strategy.sizing.mode = SizingMode::group_budget;
    EXPECT_EQ(faults_of(R"({"sizing": {"mode": "group_budget"}})", config), Faults{"MISSING_KEY /sizing/group_budget S-1"});
    config.grid_strategy.sizing.group_budget = decimal<Money>("5");
    EXPECT_EQ(faults_of(R"({"sizing": {"mode": "group_budget"}})", config), Faults{});
}

}  // namespace
}  // namespace trellis::adapters
