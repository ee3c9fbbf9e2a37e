// A configuration read whole: what arrives in the engine's Config, and how errors read.
#include "adapters/config/config_reader.hpp"
#include "adapters/config/presets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/config/reading.hpp"

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using tests::complaints;
using tests::config_of;
using tests::faults;
using tests::one;

TEST(ConfigReader, TakesTheDefaultsOfTheEngineFromAnEmptyDocument) {
    Config expected;
    expected.grid_strategy.levels = default_levels();
    add_templates(expected);
    EXPECT_EQ(config_of("{}").config, expected);
    EXPECT_EQ(config_of("{}").journal, JournalSettings{});
    EXPECT_EQ(config_of("{}").runtime, RuntimeSettings{});
    EXPECT_EQ(config_of(R"({"$schema": "config.schema.json", "version": 1, "app": {}, "queue": {}, "logging": {}, "cluster": {}})").config, expected);
}

TEST(ConfigReader, ReadsTheApplication) {
    const auto document = config_of(R"({"app": {"infer_intent": false, "exit_scope": "instrument", "opposite_side_policy": "reject",
        "log_level": "debug", "data_dir": "data", "mode": "paper", "timezone": "UTC"}})");
    EXPECT_FALSE(document.config.infer_intent);
    EXPECT_EQ(document.config.exit_scope, ExitScope::instrument);
    EXPECT_EQ(document.config.opposite_side_policy, OppositeSidePolicy::reject);
    EXPECT_EQ(document.log_level, "debug");
    EXPECT_EQ(document.data_dir, "data");
}

TEST(ConfigReader, ReadsAccountsInOrder) {
    const auto config = config_of(R"({"accounts": [
        {"id": "a", "venue": "BINANCE", "market": "spot"},
        {"id": "b", "venue": "okex", "market": "linear", "currency": "usdc", "leverage": 125, "position_mode": "hedge", "latency_ms": 60000, "enabled": false}]})").config;
    ASSERT_EQ(config.accounts.size(), 2U);
    EXPECT_EQ(config.accounts[0].venue, "binance");
    EXPECT_EQ(config.accounts[0].currency, "USDT");
    AccountConfig second;
    second.id = AccountId{2};
    second.name = "b";
    second.venue = "okx";
    second.market = Market::linear;
    second.currency = "USDC";
    second.leverage = 125;
    second.position_mode = PositionMode::hedge;
    second.latency_ms = 60000;
    second.enabled = false;
    EXPECT_EQ(config.accounts[1], second);
}

TEST(ConfigReader, ReadsPoolRiskAndLimits) {
    const auto config = config_of(R"({"execution_pool": {"max_open_groups": 1, "same_pair_timeframe": false}, "risk_engine": {"max_slippage_percent": 0.2, "enabled": false},
        "limits": {"max_signal_age_sec": 0, "dedupe_window_hours": 1, "one_entry_per_candle": false}})").config;
    EXPECT_EQ(config.max_open_groups, 1U);
    EXPECT_FALSE(config.same_pair_timeframe);
    EXPECT_EQ(config.risk_max_slippage_percent, decimal<Ratio>("0.2"));
    EXPECT_EQ(config.limits, (SignalLimits{0, 1, false}));
}

TEST(ConfigReader, ReadsRuntimeAndJournal) {
    const auto document = config_of(R"({"runtime": {"workers": 2, "spin": true},
        "journal": {"durability": "write", "group_commit_max_us": 0, "segment_mib": 1, "keep_segments": 2, "snapshot_every_events": 3}})");
    EXPECT_EQ(document.runtime, (RuntimeSettings{2, true}));
    EXPECT_EQ(document.journal, (JournalSettings{false, 0, 1, 2, 3}));
}

TEST(ConfigReader, RefusesCategoriesThatAreNotBuilt) {
    for (const std::string name : {"logging", "metrics", "notifications", "console", "cluster"}) {
        const auto found = faults("{\"" + name + R"(": {"x": 1}})");
        ASSERT_EQ(found.size(), 1U) << name;
        EXPECT_THAT(found[0], HasSubstr("NOT_BUILT /" + name));
        EXPECT_EQ(faults("{\"" + name + R"(": 5})").size(), 1U);
    }
}

TEST(ConfigReader, SuggestsTheNearestKey) {
    EXPECT_EQ(faults(R"({"app": {"infer_intents": true}})"), one("UNKNOWN_KEY /app/infer_intents R-70"));
    EXPECT_THAT(complaints(R"({"app": {"infer_intents": true}})"), HasSubstr("did you mean \"infer_intent\"?"));
    EXPECT_THAT(complaints(R"({"grid": {}})"), HasSubstr("did you mean"));
    EXPECT_THAT(complaints(R"({"execution_pool": {"queue_limit": 5}})"), HasSubstr("There is queue.queue_limit"));
    EXPECT_THAT(complaints(R"({"max_open_groups": 5})"), HasSubstr("There is execution_pool.max_open_groups"));
}

TEST(ConfigReader, SuggestsTheNearestWord) {
    EXPECT_THAT(complaints(R"({"grid_strategy": {"tp_mode": "per_legs"}})"), HasSubstr("did you mean \"per_leg\"?"));
}

TEST(ConfigReader, TellsSeveralErrorsAtOnceWithPointerValueAndRule) {
    EXPECT_EQ(faults(R"({"app": {"mode": "live", "exit_scope": 5}, "execution_pool": {"max_open_groups": 0}, "limit": {}, "precision": {"refresh_seconds": 59}})"),
              (std::vector<std::string>{"UNKNOWN_KEY /limit R-70", "NOT_BUILT /app/mode 19", "WRONG_TYPE /app/exit_scope I-6",
                                        "OUT_OF_RANGE /execution_pool/max_open_groups L-1", "OUT_OF_RANGE /precision/refresh_seconds V-3"}));
    EXPECT_EQ(complaints(R"({"execution_pool": {"max_open_groups": 10001}})"),
              "/execution_pool/max_open_groups: OUT_OF_RANGE: 10001 (L-1); expected a whole number, 1 to 10000\n");
}

TEST(ConfigReader, RefusesAccountsThatCannotBeToldApart) {
    const std::string account = R"({"id": "a", "venue": "binance", "market": "spot"})";
    EXPECT_EQ(faults("{\"accounts\": [" + account + ", " + account + "]}"), one("DUPLICATE_ID /accounts/1/id R-4"));
    EXPECT_EQ(faults(R"({"accounts": [{"id": "a b", "venue": "binance", "market": "spot"}]})"), one("INVALID_VALUE /accounts/0/id R-4"));
    EXPECT_EQ(faults(R"({"accounts": [{"id": "a", "venue": "binance", "market": "spot", "balance": {}}]})"), one("UNKNOWN_KEY /accounts/0/balance R-70"));
    EXPECT_EQ(faults(R"({"accounts": [{}]})"), (std::vector<std::string>{"MISSING_KEY /accounts/0/id R-4", "MISSING_KEY /accounts/0/venue R-4", "MISSING_KEY /accounts/0/market R-4"}));
    EXPECT_EQ(faults(R"({"accounts": [5]})"), one("WRONG_TYPE /accounts/0 R-70"));
}

TEST(ConfigReader, ReadsDecimalsByTheirText) {  // 32.29
    const auto bound = [](const std::string& text) { return config_of(R"({"risk_engine": {"max_slippage_percent": )" + text + "}}").config.risk_max_slippage_percent; };
    EXPECT_EQ(bound("0.1234567890123456"), decimal<Ratio>("0.1234567890123456"));
    EXPECT_EQ(bound("\"2e-1\""), decimal<Ratio>("0.2"));
    EXPECT_EQ(faults(R"({"risk_engine": {"max_slippage_percent": 0.12345678901234567}})"), one("TOO_PRECISE /risk_engine/max_slippage_percent F-4"));
    EXPECT_EQ(faults(R"({"risk_engine": {"max_slippage_percent": "abc"}})"), one("NOT_A_NUMBER /risk_engine/max_slippage_percent F-4"));
    EXPECT_EQ(faults(R"({"risk_engine": {"max_slippage_percent": 1e40}})"), one("OUT_OF_RANGE /risk_engine/max_slippage_percent F-4"));
    EXPECT_EQ(faults(R"({"risk_engine": {"max_slippage_percent": null}})"), one("WRONG_TYPE /risk_engine/max_slippage_percent F-4"));
}

TEST(ConfigReader, WantsWholeNumbersForTimesAndCounts) {
    EXPECT_EQ(config_of(R"({"limits": {"max_signal_age_sec": 6e1}})").config.limits.max_signal_age_seconds, 60U);
    EXPECT_EQ(faults(R"({"limits": {"max_signal_age_sec": 0.5}})"), one("WRONG_TYPE /limits/max_signal_age_sec W-10"));
    EXPECT_EQ(faults(R"({"limits": {"max_signal_age_sec": "60"}})"), one("WRONG_TYPE /limits/max_signal_age_sec W-10"));
    EXPECT_EQ(faults(R"({"limits": {"max_signal_age_sec": 1e30}})"), one("OUT_OF_RANGE /limits/max_signal_age_sec W-10"));
}

TEST(ConfigReader, RefusesWhatIsNoDocument) {
    EXPECT_EQ(faults("[]"), one("WRONG_TYPE  R-70"));
    EXPECT_EQ(faults(R"({"app": []})"), one("WRONG_TYPE /app 19"));
    EXPECT_EQ(read_config("{").errors.at(0).code, "JSON_INVALID");
    EXPECT_EQ(read_config(R"({"app": {}, "app": {}})").errors.at(0).code, "JSON_DUPLICATE_KEY");
    EXPECT_EQ(read_config(std::string(config_bytes_max + 1, ' ')).errors.at(0).code, "JSON_TOO_LARGE");
}

}  // namespace
}  // namespace trellis::adapters
