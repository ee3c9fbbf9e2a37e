// Strategies of the directory as JSON (D-12): read as items of the document are, and written so that they read as the same.
#include "adapters/config/strategies.hpp"

#include "adapters/config/key_table.hpp"
#include "adapters/json/document.hpp"
#include "tests/adapters/config/reading.hpp"

namespace trellis::adapters {
namespace {

using tests::config_of;
using tests::one;

struct Read {
    std::optional<StrategyText> said;
    std::vector<std::string> faults;
};

/// Of `{"name": "a", MEMBERS}` beside the document.
Read read(const std::string& members, const std::string& document = "{}", std::string_view name = R"("name": "a")") {
    const auto parsed = json::Document::parse("{" + std::string(name) + (members.empty() || name.empty() ? "" : ", ") + members + "}");
    EXPECT_TRUE(parsed.ok()) << members;
    Reporter reporter(*parsed);
    AccountConfig account;
    account.name = "main";
    Read out;
    out.said = read_strategy(parsed->root(), GridBase(document), {account}, reporter);
    for (const auto& error : reporter.take()) out.faults.push_back(error.code + " " + error.field.pointer + " " + error.field.rule);
    return out;
}

TEST(Strategies, D12SayWhomTheyApplyTo) {
    const auto found = read(R"("account": "main", "instrument": "Binance:spot:btc-usdt", "venue": "binance", "timeframe": 900, "max_pyramids": 2)");
    ASSERT_EQ(found.faults, std::vector<std::string>{});
    const StrategyRule& rule = found.said->rule;
    EXPECT_EQ(found.said->name, "a");
    EXPECT_EQ(rule.account, "main");
    EXPECT_EQ(rule.instrument, "binance:spot:BTC-USDT");
    EXPECT_EQ(rule.venue, "binance");
    EXPECT_EQ(rule.timeframe_seconds, 900U);
    EXPECT_EQ(rule.strategy.max_pyramids, 2);
}

TEST(Strategies, D12TakeWhatTheyLeaveOutFromTheDocument) {
    const std::string document = R"({"sizing": {"mode": "fixed_quote", "custom_capital": "50"},
        "grid_strategy": {"enabled": false, "max_pyramids": 9, "max_dca_per_pyramid": 8, "sizing": {"custom_capital": "70"}}})";
    const auto found = read(R"("tp_mode": "aggregate", "tp_aggregate_percent": "2", "sizing": {"equity_percent": "5"})", document);
    ASSERT_EQ(found.faults, std::vector<std::string>{});
    const GridStrategy& grid = found.said->rule.strategy;
    EXPECT_TRUE(grid.enabled) << "unless it says otherwise";
    EXPECT_EQ(grid.max_pyramids, 9);
    EXPECT_EQ(grid.take_profit_mode, TakeProfitMode::aggregate);
    EXPECT_EQ(grid.sizing.mode, SizingMode::fixed_quote);
    EXPECT_EQ(grid.sizing.custom_capital, decimal<Money>("70"));
    EXPECT_EQ(grid.sizing.equity_percent, decimal<Ratio>("5"));
}

// The same reader: each fault has the place, the code and the rule that it has in the document.
TEST(Strategies, D12AreRefusedAsItemsOfTheDocumentAre) {
    const std::vector<std::string> wrong{R"("timeframe": 0)",
                                         R"("levels": [])",
                                         R"("levels": [{"gap": "0", "weight": "60", "tp": "1"}, {"gap": "-1", "weight": "30", "tp": "1"}])",
                                         R"("levels": [{"gap": "1", "weight": "100", "tp": "1"}])",
                                         R"("tp_mode": "hybrid")",
                                         R"("tp_mode": "Hybrid")",
                                         R"("max_pyramids": 3, "pyramid_tp_percents": {"3": "2"})",
                                         R"("max_dca_per_pyramid": 2)",
                                         R"("sizing": {"mode": "group_budget"})",
                                         R"("sizing": {"mode": 1})",
                                         R"("instrument": "BTCUSDT")",
                                         R"("account": "mian")",
                                         R"("strategies": [])",
                                         R"("levls": [])"};
    for (const auto& members : wrong) {
        std::vector<std::string> expected;
        const std::string place = "/grid_strategy/strategies/0";
        for (auto fault : tests::faults(R"({"accounts": [{"id": "main", "venue": "binance", "market": "spot"}], "grid_strategy": {"strategies": [{)" + members + "}]}}")) {
            if (const auto at = fault.find(place); at != std::string::npos) expected.push_back(fault.erase(at, place.size()));
        }
        EXPECT_FALSE(expected.empty()) << members;
        EXPECT_EQ(read(members).faults, expected) << members;
    }
}

TEST(Strategies, HaveAName) {
    EXPECT_EQ(read("", "{}", "").faults, one("MISSING_KEY /name D-12"));
    EXPECT_EQ(read("", "{}", R"("name": "")").faults, one("INVALID_VALUE /name D-12"));
    EXPECT_EQ(read("", "{}", R"("name": 7)").faults, one("WRONG_TYPE /name D-12"));
}

/// Every key at another value than its default.
constexpr const char* everything = R"("account": "main", "instrument": "binance:spot:BTC-USDT", "venue": "binance", "timeframe": 60, "enabled": false,
    "levels": [{"gap": "1", "weight": "50", "tp": "2"}, {"gap": "-1", "weight": "50", "tp": "3"}],
    "pyramid_specific_levels": {"1": [{"gap": "0", "weight": "100", "tp": "4"}]}, "max_pyramids": 8, "max_dca_per_pyramid": 9,
    "tp_mode": "pyramid_aggregate", "tp_aggregate_percent": "2.5", "pyramid_tp_percents": {"2": "1.5"}, "tp_pyramid_scope": "per_pyramid",
    "aggregate_execution": "resting_limit", "tp_basis": "net", "on_flat": "keep_waiting", "rounding": "passive", "min_leg_policy": "merge_forward",
    "entry_order_type": "market", "anchor": "first_fill", "pyramid_price_rule": "min_distance_pct", "pyramid_min_distance_pct": "0.5",
    "pyramid_requires_prev_fill": true, "max_slippage_percent": "0.2", "exit_escalations": 4, "exit_retry_ms": 300, "exit_final_market": false,
    "sizing": {"mode": "group_budget", "custom_capital": "1", "pyramid_custom_capitals": {"0": "2"}, "equity_percent": "3", "group_budget": "4",
               "pyramid_weights": ["5", "6"], "include_fees": false},
    "allow_positive_gap": true, "post_only": true, "recycle_legs": true, "all_or_nothing": true, "replace_unfilled_prev": true,
    "follow_config_changes": true, "leg0_chase_pct": "0.1", "leg0_timeout_sec": 7, "cancel_dca_beyond_percent": "8",
    "dca_trigger": "market_if_touched")";

TEST(Strategies, AreWrittenWithEveryKeyAndReadAsTheSame) {
    for (const std::string& members : {std::string(), std::string(everything)}) {
        const auto found = read(members);
        ASSERT_EQ(found.faults, std::vector<std::string>{});
        json::Writer out;
        write_strategy(out, found.said->name, found.said->rule);
        const auto document = json::Document::parse(out.take());
        ASSERT_TRUE(document.ok());
        for (const auto& key : grid_section().keys) EXPECT_NE(document->root().find(key.name), nullptr) << key.name;
        for (const auto& key : sizing_section().keys) EXPECT_NE(document->root().find("sizing")->find(key.name), nullptr) << key.name;
        Reporter reporter(*document);
        AccountConfig account;
        account.name = "main";
        const auto again = read_strategy(document->root(), GridBase("{}"), {account}, reporter);
        ASSERT_TRUE(again.has_value()) << document->root().raw();
        EXPECT_EQ(again->rule, found.said->rule);
    }
}

TEST(Strategies, CloneForSomethingElse) {
    const auto origin = read(everything).said->rule;
    const auto parsed = json::Document::parse(R"({"timeframe": 3600, "instrument": null})");
    Reporter reporter(*parsed);
    const auto said = read_clone(parsed->root(), origin, {}, reporter);
    ASSERT_TRUE(said.has_value());
    EXPECT_EQ(said->name, "");
    EXPECT_EQ(said->rule.timeframe_seconds, 3'600U);
    EXPECT_EQ(said->rule.instrument, std::nullopt);
    EXPECT_EQ(said->rule.account, "main") << "what is not said stays";
    EXPECT_EQ(said->rule.strategy, origin.strategy);
}

}  // namespace
}  // namespace trellis::adapters
