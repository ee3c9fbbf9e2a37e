// `trellis plan` against ladders worked out by hand, and every way it has to say no.
#include "ops/trellis/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/json/document.hpp"
#include "tests/ops/trellis/setup.hpp"

namespace trellis::program {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tests::InADirectory;
using tests::Said;
using tests::say;

const std::string document = R"({
  "accounts": [
    {"id": "off", "venue": "binance", "market": "spot", "enabled": false},
    {"id": "main", "venue": "binance", "market": "spot", "balances": {"USDT": "500"}},
    {"id": "perp", "venue": "bybit", "market": "linear", "leverage": 5}],
  "grid_strategy": {"levels": [{"gap": 0, "weight": 50, "tp": 1}, {"gap": -1, "weight": 45, "tp": 2}, {"gap": -2, "weight": 5, "tp": 3}],
    "strategies": [
      {"timeframe": 3600, "tp_mode": "aggregate", "tp_aggregate_percent": 2},
      {"timeframe": 86400, "enabled": false}]},
  "runtime": {"paper": {
    "instruments": [
      {"id": "binance:spot:BTC-USDT", "tick_size": "0.5", "step_size": "0.001", "min_notional": "20", "maker_fee": "0.001"},
      {"id": "bybit:linear:BTC-USDT-USDT", "tick_size": "0.5", "step_size": "0.001", "maker_fee": "0"}],
    "market": [
      {"instrument": "binance:spot:BTC-USDT", "synthetic": {"price": 10000}},
      {"instrument": "bybit:linear:BTC-USDT-USDT", "synthetic": {"price": 10000}}]}}
})";

class Plan : public InADirectory {
  protected:
    Plan() {
        options.symbol = "BTCUSDT";
        options.price = "10000";
        options.size = "400";
        options.config = write("trellis.json", document);
    }
    Said run() const { return say(plan, options); }
    /// The value of a member of the answer in JSON.
    static std::string member(const adapters::json::Value& object, const char* name) {
        const auto* value = object.find(name);
        return value == nullptr ? "missing" : std::string(value->raw());
    }

    PlanOptions options;
};

// 50 % of 400 at 10000: 0.020; 45 % at 9900: 0.018; 5 % at 9800: 0.002, worth 19.6 and so below 20.
TEST_F(Plan, PricesEveryLegAndItsTarget) {
    options.json = true;
    const auto said = run();
    ASSERT_EQ(said.code, 0) << said.err;
    const auto answer = adapters::json::Document::parse(said.out);
    ASSERT_TRUE(answer.ok());
    const auto& legs = *answer->root().find("legs");
    ASSERT_EQ(legs.size(), 3U);
    const auto& first = legs.elements()[0];
    EXPECT_EQ(first.raw(), R"({
      "leg": 0,
      "price": "10000",
      "quantity": "0.02",
      "cost": "200",
      "tp_percent": "1",
      "target": "10100",
      "placed": true,
      "reason": ""
    })");
    EXPECT_EQ(member(legs.elements()[1], "target"), "\"10098\"");
    EXPECT_EQ(member(legs.elements()[1], "quantity"), "\"0.018\"");
    EXPECT_EQ(member(legs.elements()[2], "placed"), "false");
    EXPECT_EQ(member(legs.elements()[2], "target"), "null");
    EXPECT_THAT(member(legs.elements()[2], "reason"), HasSubstr("is below min_notional 20"));
}

TEST_F(Plan, SumsWhatIsPlaced) {
    options.json = true;
    const auto said = run();
    const auto answer = adapters::json::Document::parse(said.out);
    ASSERT_TRUE(answer.ok());
    const std::vector<std::pair<const char*, std::string>> expected{
        {"account", "\"main\""},
        {"instrument", "\"binance:spot:BTC-USDT\""},
        {"timeframe_seconds", "900"},
        {"side", "\"long\""},
        {"price", "\"10000\""},
        {"size", "\"400\""},
        {"size_is_assumed", "false"},
        {"tp_mode", "\"per_leg\""},
        {"capital", "\"378.2\""},
        {"cost", "\"378.2\""},
        {"fees", "\"0.3782\""},
        {"average", "\"9952.631578947368\""},
        {"aggregate_target", "null"},
        {"equity", "\"500\""},
        {"equity_percent", "\"75.64\""},
        {"worst_loss", "\"378.5782\""},
        {"worst_loss_when", "\"this version has no stops: everything fills and the price goes to zero\""}};
    for (const auto& [name, value] : expected) EXPECT_EQ(member(answer->root(), name), value) << name;
    EXPECT_EQ(answer->root().size(), expected.size() + 1);
}

TEST_F(Plan, PrintsATable) {
    const auto said = run();
    EXPECT_EQ(said.code, 0);
    EXPECT_THAT(said.out, HasSubstr("binance:spot:BTC-USDT, account main, 900 s, long at 10000, size 400 USDT\n"));
    EXPECT_THAT(said.out, HasSubstr("0               10000            0.02             200       1           10100\n"));
    EXPECT_THAT(said.out, HasSubstr("is below min_notional 20\n"));
    EXPECT_THAT(said.out, HasSubstr("capital       378.2 USDT when every leg is filled, and 0.3782 of fees\n"));
    EXPECT_THAT(said.out, HasSubstr("equity        500 USDT: the capital is 75.64 % of it\n"));
    EXPECT_THAT(said.out, HasSubstr("worst loss    378.5782 USDT: this version has no stops"));
    EXPECT_THAT(said.out, Not(HasSubstr("assumed")));
}

TEST_F(Plan, AssumesASizeAndSaysSo) {
    options.size = "";
    const auto said = run();
    EXPECT_THAT(said.out, HasSubstr("size 1000 USDT (assumed"));
    EXPECT_THAT(said.out, HasSubstr("more than there is"));
}

TEST_F(Plan, HasOneTargetInModeAggregate) {
    options.timeframe = "60";
    options.equity = "1000";
    const auto said = run();
    ASSERT_EQ(said.code, 0) << said.err;
    // 378.2 / 0.038 x 1.02 = 10151.68..., up to the tick
    EXPECT_THAT(said.out, HasSubstr("target        10152: 2 % over the average of all\n"));
    EXPECT_THAT(said.out, HasSubstr("equity        1000 USDT: the capital is 37.82 % of it\n"));
    EXPECT_THAT(said.out, Not(HasSubstr("10100")));
}

TEST_F(Plan, NeedsAMarginOnLinearMarketsAndKnowsNoLimitOfAShort) {
    options.symbol = "BTCUSDT.P";
    options.side = "short";
    options.json = true;
    const auto said = run();
    ASSERT_EQ(said.code, 0) << said.err;
    const auto answer = adapters::json::Document::parse(said.out);
    ASSERT_TRUE(answer.ok());
    const auto& second = answer->root().find("legs")->elements()[1];
    EXPECT_EQ(member(second, "price"), "\"10100\"");
    EXPECT_EQ(member(second, "quantity"), "\"0.017\"");
    EXPECT_EQ(member(second, "target"), "\"9898\"");
    EXPECT_EQ(member(answer->root(), "cost"), "\"381.9\"");  // 200, 171.7 and 0.001 x 10200
    EXPECT_EQ(member(answer->root(), "capital"), "\"76.38\"");
    EXPECT_EQ(member(answer->root(), "worst_loss"), "null");
    EXPECT_EQ(member(answer->root(), "worst_loss_when"), "\"this version has no stops: a short has no limit\"");
    EXPECT_EQ(member(answer->root(), "equity"), "null");
}

TEST_F(Plan, TakesCanonicalNamesAndNamedAccounts) {
    options.symbol = "BINANCE:spot:btc-usdt";
    options.account = "off";
    EXPECT_THAT(run().out, HasSubstr("account off,"));
    options.symbol = "bybit:linear:BTC-USDT-USDT";
    options.account = "";
    EXPECT_THAT(run().out, HasSubstr("account perp,"));
}

// 1 % of 500 at 50 pips of 1 and fees of both sides: 0.071 x (50 + 19.95) = 4.96645, and a step more would lose more than 5.
TEST_F(Plan, ShowsWhatAPresetMakesOfAnEntry) {
    options.preset = "Swing Trader";
    EXPECT_THAT(run().out, HasSubstr("long 0.071 at 10000, 710 USDT; a pip is 1"));
    EXPECT_THAT(run().out, HasSubstr("worst loss    4.96645 USDT, fees of 1.41645 included"));
    options.structure = "9900";
    EXPECT_THAT(run().out, HasSubstr("9900 (STRUCTURE)"));
    options.json = true;
    EXPECT_TRUE(adapters::json::Document::parse(run().out).ok());
}

TEST_F(Plan, RefusesWhatItCannotAnswer) {
    struct Row {
        std::string PlanOptions::*option;
        std::string value;
        int code;
        std::string word;
    };
    const std::vector<Row> table{
        {&PlanOptions::preset, "swing", 3, "UNKNOWN_PRESET"},
        {&PlanOptions::symbol, "XRPUSDT", 3, "UNKNOWN_INSTRUMENT"},
        {&PlanOptions::symbol, "okx:spot:BTC-USDT", 3, "UNKNOWN_INSTRUMENT"},
        {&PlanOptions::account, "mian", 3, "did you mean \"main\"?"},
        {&PlanOptions::account, "perpetual", 3, "UNKNOWN_ACCOUNT"},
        {&PlanOptions::price, "", 4, "--price"},
        {&PlanOptions::price, "0", 4, "INVALID_VALUE"},
        {&PlanOptions::price, "-1", 4, "INVALID_VALUE"},
        {&PlanOptions::price, "1e30", 4, "INVALID_VALUE"},
        {&PlanOptions::size, "much", 4, "--size much"},
        {&PlanOptions::equity, "0", 4, "--equity 0"},
        {&PlanOptions::timeframe, "1x", 4, "UNSUPPORTED_TIMEFRAME"},
        {&PlanOptions::timeframe, "D", 4, "NO_CONFIG"},
        {&PlanOptions::side, "up", 4, "--side up"},
        {&PlanOptions::side, "short", 4, "SHORT_NOT_SUPPORTED"},
        {&PlanOptions::size, "10", 4, "BELOW_MINIMUM"},
        {&PlanOptions::config, "/nonexistent.json", 4, "NO_FILE"},
    };
    const PlanOptions right = options;
    for (const auto& row : table) {
        options = right;
        options.*row.option = row.value;
        const auto said = run();
        EXPECT_EQ(said.code, row.code) << row.word << said.err;
        EXPECT_THAT(said.err, HasSubstr(row.word));
        EXPECT_EQ(said.out, "");
    }
}

TEST_F(Plan, NamesWhatIsWrongWithTheConfiguration) {
    options.config = write("wrong.json", R"({"execution_pool": {"max_open_groups": 0}})");
    const auto said = run();
    EXPECT_EQ(said.code, 4);
    EXPECT_THAT(said.err, HasSubstr("wrong.json: /execution_pool/max_open_groups: OUT_OF_RANGE"));
}

}  // namespace
}  // namespace trellis::program
