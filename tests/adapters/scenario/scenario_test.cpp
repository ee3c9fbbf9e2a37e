// Scenarios read whole, and every way in which one can be wrong: code, pointer and rule of each complaint.
#include "adapters/scenario/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace trellis::adapters {
namespace {

using testing::HasSubstr;

const std::string head = R"("version": 1, "start": "2026-02-02T10:00:00Z")";
const std::string instruments = R"("instruments": [
  {"id": "binance:spot:ETH-USDT", "tick_size": "0.05", "step_size": 0.001, "min_qty": "0.001", "min_notional": "5", "fee_asset": "base"},
  {"id": "bybit:linear:BTC-USDT-USDT", "tick_size": "0.1", "step_size": "0.001", "max_qty": "100", "fee_asset": "base"}])";
const std::string accounts = R"("accounts": [
  {"id": "main", "venue": "binance", "market": "spot", "balances": {"USDT": "5000", "eth": 2.5}},
  {"id": "fut", "venue": "bybit", "market": "linear", "balances": {"USDT": "20000"}, "leverage": 5, "position_mode": "hedge", "latency_ms": 20}])";

std::string document(const std::string& timeline, const std::string& more = {}) {
    return "{" + head + more + ", " + instruments + ", " + accounts + R"(, "timeline": [)" + timeline + "]}";
}

Checked<Scenario> read(const std::string& text) { return read_scenario(text, std::filesystem::temp_directory_path()); }

/// "CODE /pointer rule" of every error.
std::vector<std::string> faults(const std::string& text) {
    std::vector<std::string> out;
    for (const auto& error : read(text).errors) out.push_back(error.code + " " + error.field.pointer + " " + error.field.rule);
    return out;
}

std::vector<std::string> faults_of_entry(const std::string& entry) { return faults(document("{\"at\": \"+0s\", " + entry + "}")); }

std::string errors_of(const Checked<Scenario>& checked) {
    std::string out;
    for (const auto& error : checked.errors) out += text(error) + "\n";
    return out;
}

template <class Entry>
Entry only_entry(const std::string& entry) {
    auto checked = read(document("{\"at\": \"+0s\", " + entry + "}"));
    EXPECT_TRUE(checked.ok()) << errors_of(checked);
    return std::get<Entry>(checked->timeline.at(0).body);
}

std::vector<std::string> one(const std::string& fault) { return {fault}; }

TEST(Scenario, ReadsInstrumentsAccountsAndClock) {
    const auto scenario = read(document("", R"(, "seed": 7, "$schema": "x", "config": {"execution_pool": {"max_open_groups": 1}}, "presets": [])"));
    ASSERT_TRUE(scenario.ok()) << errors_of(scenario);
    EXPECT_EQ(rfc3339(scenario->start), "2026-02-02T10:00:00Z");
    EXPECT_EQ(scenario->seed, 7U);
    const auto* eth = scenario->instruments.find("binance:spot:ETH-USDT");
    ASSERT_NE(eth, nullptr);
    EXPECT_EQ(eth->tick, decimal<Price>("0.05"));
    EXPECT_EQ(eth->step, decimal<Quantity>("0.001"));
    EXPECT_EQ(eth->maker_fee, decimal<Ratio>("0.001"));
    EXPECT_EQ(eth->fee_asset, FeeAsset::base);
    EXPECT_EQ(eth->max_quantity, std::nullopt);
    const auto& accounts_read = scenario->config.accounts;
    ASSERT_EQ(accounts_read.size(), 2U);
    EXPECT_EQ(accounts_read[0].id, AccountId{1});
    EXPECT_EQ(accounts_read[0].balances.at("ETH"), decimal<Money>("2.5"));
    EXPECT_EQ(accounts_read[1].leverage, 5);
    EXPECT_EQ(accounts_read[1].position_mode, PositionMode::hedge);
    EXPECT_EQ(accounts_read[1].latency_ms, 20U);
    EXPECT_EQ(scenario->config.max_open_groups, 1U);
}

TEST(Scenario, PaysLinearFeesInQuoteWhateverIsWritten) {
    const auto scenario = read(document(""));
    ASSERT_TRUE(scenario.ok());
    EXPECT_EQ(scenario->instruments.find("bybit:linear:BTC-USDT-USDT")->fee_asset, FeeAsset::quote);
}

TEST(Scenario, TakesTimesAfterTheStartAndAbsoluteOnes) {
    const std::string quote = R"("quote": {"instrument": "binance:spot:ETH-USDT", "bid": "1", "ask": "1"})";
    const auto scenario = read(document(R"({"at": "+1500ms", )" + quote + R"(}, {"at": "+2h", )" + quote + R"(}, {"at": "2026-02-02T14:00:00+02:00", )" +
                                        quote + R"(}, {"at": "2026-02-03T00:00:00Z", )" + quote + "}"));
    ASSERT_TRUE(scenario.ok()) << errors_of(scenario);
    std::vector<std::string> times;
    for (const auto& entry : scenario->timeline) times.push_back(rfc3339(entry.at));
    EXPECT_EQ(times, (std::vector<std::string>{"2026-02-02T10:00:01.5Z", "2026-02-02T12:00:00Z", "2026-02-02T12:00:00Z", "2026-02-03T00:00:00Z"}));
}

TEST(Scenario, ReadsQuotesWithAndWithoutSizes) {
    EXPECT_EQ(only_entry<QuoteEntry>(R"("quote": {"instrument": "binance:spot:ETH-USDT", "bid": "2500.00", "ask": 2500.05})"),
              (QuoteEntry{InstrumentId{0}, decimal<Price>("2500"), decimal<Price>("2500.05"), std::nullopt, std::nullopt}));
    EXPECT_EQ(only_entry<QuoteEntry>(R"("quote": {"instrument": "bybit:linear:BTC-USDT-USDT", "bid": 1, "ask": 2, "bid_size": "3", "ask_qty": "0"})"),
              (QuoteEntry{InstrumentId{1}, decimal<Price>("1"), decimal<Price>("2"), decimal<Quantity>("3"), Quantity{}}));
}

TEST(Scenario, KeepsTheSignalsBodyByteForByte) {
    EXPECT_EQ(only_entry<SignalEntry>(R"("signal": {"account": "fut", "body": {"tv":  {"entry_price": 1.50e2}} })"),
              (SignalEntry{AccountId{2}, R"({"tv":  {"entry_price": 1.50e2}})"}));
    EXPECT_EQ(only_entry<SignalEntry>(R"("signal": {"account": "main", "body": "no object"})").body, "\"no object\"");
}

TEST(Scenario, ReadsPrintsAndForcedFills) {
    EXPECT_EQ(only_entry<PrintEntry>(R"("trade": {"instrument": "binance:spot:ETH-USDT", "price": "2459.95", "qty": "0.1"})"),
              (PrintEntry{InstrumentId{0}, decimal<Price>("2459.95"), decimal<Quantity>("0.1")}));
    EXPECT_EQ(only_entry<ForcedFillEntry>(R"("fill": {"account": "main", "symbol": "ETHUSDT", "qty": "0.001"})"),
              (ForcedFillEntry{AccountId{1}, InstrumentId{0}, {}, {}, {}, {}, {}, decimal<Quantity>("0.001")}));
    EXPECT_EQ(only_entry<ForcedFillEntry>(
                  R"("fill": {"account": "fut", "symbol": "BTCUSDT", "pyramid": 1, "leg": 2, "role": "leg_tp", "timeframe": 900, "side": "short", "qty": 1})"),
              (ForcedFillEntry{AccountId{2}, InstrumentId{1}, PyramidIndex{1}, LegIndex{2}, OrderRole::leg_tp, 900U, PositionSide::short_side,
                               decimal<Quantity>("1")}));
}

TEST(Scenario, ReadsEveryAdminRequestThatIsBuilt) {
    const auto request = [](const std::string& path, const std::string& body) {
        return only_entry<AdminEntry>(R"("admin": {"method": "POST", "path": ")" + path + R"(", "body": )" + body + "}").request;
    };
    const NewestGroup newest{AccountId{1}, {InstrumentId{0}, 900, PositionSide::long_side}};
    EXPECT_EQ(request("/api/v1/groups/g1.4/close", "{}"), AdminRequest(CloseRequest{GroupId{AccountId{1}, 4}}));
    EXPECT_EQ(request("/api/groups/main:ETHUSDT:900:long/close", R"({"fraction": "1"})"), AdminRequest(CloseRequest{newest}));
    EXPECT_EQ(request("/api/v1/groups/main:ETHUSDT:900:long/cancel-entries", "{}"), AdminRequest(CancelEntriesRequest{newest}));
    EXPECT_EQ(request("/api/v1/trading/pause", "{}"), AdminRequest(PauseTrading{std::nullopt}));
    EXPECT_EQ(request("/api/v1/trading/resume", R"({"account": "fut"})"), AdminRequest(ResumeTrading{AccountId{2}}));
    EXPECT_EQ(request("/api/v1/trading/stop", R"({"cancel_entries": true, "flatten": true})"), AdminRequest(StopTrading{std::nullopt, true, true}));
    EXPECT_EQ(request("/api/v1/trading/panic", "{}"), AdminRequest(StopTrading{std::nullopt, true, true}));
}

std::string patch(const std::string& category, const std::string& body) {
    return R"({"at": "+0s", "admin": {"method": "PATCH", "path": "/api/v1/config/)" + category + R"(", "body": )" + body + "}}";
}

std::optional<Config> changed(const TimelineEntry& entry) { return std::get<ChangeConfig>(std::get<AdminEntry>(entry.body).request).config; }

TEST(Scenario, C1LaysEachPatchOverTheConfigurationThatTheOnesBeforeLeft) {  // 32.11
    const auto scenario = read(document(patch("execution_pool", R"({"max_open_groups": 3})") + ", " + patch("risk_engine", R"({"max_slippage_percent": "0.5"})") + ", " +
                                            patch("execution_pool", R"({"max_open_groups": null})"),
                                        R"(, "config": {"execution_pool": {"max_open_groups": 2}, "app": {"infer_intent": false}})"));
    ASSERT_TRUE(scenario.ok());
    ASSERT_EQ(scenario->timeline.size(), 3U);
    EXPECT_EQ(scenario->config.max_open_groups, 2U);
    EXPECT_EQ(changed(scenario->timeline[0])->max_open_groups, 3U);
    EXPECT_FALSE(changed(scenario->timeline[0])->infer_intent);
    EXPECT_EQ(changed(scenario->timeline[0])->accounts, scenario->config.accounts);
    EXPECT_EQ(changed(scenario->timeline[1])->max_open_groups, 3U);
    EXPECT_EQ(changed(scenario->timeline[1])->risk_max_slippage_percent, decimal<Ratio>("0.5"));
    EXPECT_EQ(changed(scenario->timeline[2])->max_open_groups, 10U);
}

TEST(Scenario, R60LetsAPatchThatTheServerWouldRefuseChangeNothing) {
    const auto scenario = read(document(patch("execution_pool", R"({"max_open_groups": 0})") + ", " + patch("limits", R"({"dedupe_window_hours": 48})") + ", " +
                                        patch("execution_pool", R"({"max_open_groups": 4})")));
    ASSERT_TRUE(scenario.ok());
    EXPECT_EQ(changed(scenario->timeline[0]), std::nullopt);
    EXPECT_EQ(changed(scenario->timeline[1]), std::nullopt);
    EXPECT_EQ(changed(scenario->timeline[2])->max_open_groups, 4U);
}

TEST(Scenario, RefusesAPatchOfACategoryThatThereIsNotOrOfAValueThatIsNotBuilt) {
    EXPECT_EQ(faults(document(patch("queues", "{}"))), one("INVALID_VALUE /timeline/0/admin/path R-60"));
    EXPECT_EQ(faults(document(patch("app", R"({"mode": "live"})"))), one("NOT_BUILT /timeline/0/admin/body 19"));
}

TEST(Scenario, Q11ReadsWhatAnOperatorTellsTheQueue) {
    const auto request = [](const std::string& method, const std::string& path, const std::string& body) {
        return only_entry<AdminEntry>(R"("admin": {"method": ")" + method + R"(", "path": "/api/v1/queue/main:ETHUSDT:900:long)" + path + R"(", "body": )" + body + "}").request;
    };
    const QueueReference entry = Identity{InstrumentId{0}, 900, PositionSide::long_side};
    EXPECT_EQ(request("POST", "/promote", "{}"), AdminRequest(QueueRequest{AccountId{1}, PromoteEntry{entry, false, false}}));
    EXPECT_EQ(request("POST", "/force", R"({"ignore_exposure": true})"), AdminRequest(QueueRequest{AccountId{1}, PromoteEntry{entry, true, true}}));
    EXPECT_EQ(request("DELETE", "", "{}"), AdminRequest(QueueRequest{AccountId{1}, RemoveEntry{entry}}));
    EXPECT_EQ(faults_of_entry(R"("admin": {"method": "POST", "path": "/api/v1/queue/g1.1/promote"})"), one("INVALID_VALUE /timeline/0/admin/path R-3"));
}

TEST(Scenario, T13ReadsWhereAStopAndTargetsGo) {
    const auto request = [](const std::string& step, const std::string& body) {
        return only_entry<AdminEntry>(R"("admin": {"method": "PATCH", "path": "/api/v1/groups/g1.4/)" + step + R"(", "body": )" + body + "}").request;
    };
    const GroupId group{AccountId{1}, 4};
    EXPECT_EQ(request("stop", R"({"price": "95"})"), AdminRequest(GroupRequest{group, MoveStop{decimal<Price>("95")}}));
    EXPECT_EQ(request("stop", R"({"price": null})"), AdminRequest(GroupRequest{group, MoveStop{}}));
    const TargetPercent leg{PyramidIndex{0}, LegIndex{1}, decimal<Ratio>("2")};
    EXPECT_EQ(request("targets", R"({"targets": [{"pyramid": 0, "leg": 1, "percent": 2}]})"),
              AdminRequest(GroupRequest{group, ChangeTargets{{leg}}}));
    EXPECT_EQ(faults_of_entry(R"("admin": {"method": "PATCH", "path": "/api/v1/groups/g1.4/stop", "body": {}})"),
              one("MISSING_KEY /timeline/0/admin/body/price T-13"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"method": "PATCH", "path": "/api/v1/groups/g1.4/targets"})"), one("MISSING_KEY /timeline/0/admin/body T-8"));
}

TEST(Scenario, K12ReadsWhatAnOperatorAsksOfTheRiskEngine) {
    const auto request = [](const std::string& method, const std::string& path, const std::string& body) {
        return only_entry<AdminEntry>(R"("admin": {"method": ")" + method + R"(", "path": "/api/v1/risk/)" + path + R"(", "body": )" + body + "}")
            .request;
    };
    const NewestGroup newest{AccountId{1}, {InstrumentId{0}, 900, PositionSide::long_side}};
    EXPECT_EQ(request("POST", "run", "{}"), AdminRequest(RunRiskRequest{std::nullopt, false}));
    EXPECT_EQ(request("POST", "run", R"({"account": "fut", "force": true})"), AdminRequest(RunRiskRequest{AccountId{2}, true}));
    EXPECT_EQ(request("POST", "groups/main:ETHUSDT:900:long/block", "{}"), AdminRequest(BlockRequest{newest, true}));
    EXPECT_EQ(request("DELETE", "groups/g1.4/block", "{}"), AdminRequest(BlockRequest{GroupId{AccountId{1}, 4}, false}));
    EXPECT_EQ(request("POST", "groups/g1.4/skip-once", "{}"), AdminRequest(SkipOnceRequest{GroupId{AccountId{1}, 4}}));
}

TEST(Scenario, KeepsAdminRequestsAsWritten) {
    const auto entry = only_entry<AdminEntry>(R"("admin": {"method": "POST", "path": "/api/v1/trading/pause"})");
    EXPECT_EQ(entry.path, "/api/v1/trading/pause");
    EXPECT_EQ(entry.method, "POST");
    EXPECT_EQ(entry.body, "{}");
}

TEST(Scenario, ReleasesAQuarantine) {
    const auto entry = only_entry<AdminEntry>(R"("admin": {"method": "POST", "path": "/api/v1/groups/g1.1/quarantine/release"})");
    EXPECT_EQ(entry.request, AdminRequest(GroupRequest{GroupId{AccountId{1}, 1}, ReleaseQuarantine{}}));
}

TEST(Scenario, X7ClosesAPartOfAGroup) {
    for (const std::string path : {"close", "reduce"}) {
        const auto entry = only_entry<AdminEntry>(R"("admin": {"method": "POST", "path": "/api/v1/groups/g1.1/)" + path +
                                                  R"(", "body": {"fraction": 0.5}})");
        EXPECT_EQ(entry.request, AdminRequest(CloseRequest{GroupId{AccountId{1}, 1}, decimal<Ratio>("0.5")}));
    }
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/groups/g1.1/reduce", "body": {"fraction": 0}})"),
              one("OUT_OF_RANGE /timeline/0/admin/body/fraction X-7"));
}

TEST(Scenario, NamesWhatIsWrongWithAnAdminRequest) {
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/groups/g1.1/clos"})"), one("INVALID_VALUE /timeline/0/admin/path R-60"));
    EXPECT_THAT(errors_of(read(document(R"({"at": "+0s", "admin": {"path": "/api/v1/groups/g1.1/clos"}})"))), HasSubstr("groups/*/close"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "trading/pause"})"), one("INVALID_VALUE /timeline/0/admin/path R-60"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"method": "GET", "path": "/api/v1/trading/pause"})"), one("INVALID_VALUE /timeline/0/admin/method R-60"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/trading/pause", "body": {"flatten": true}})"),
              one("UNKNOWN_KEY /timeline/0/admin/body/flatten R-60"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/groups/mian:ETHUSDT:900:long/close"})"), one("UNKNOWN_ACCOUNT /timeline/0/admin/path R-3"));
    EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/groups/main:BTCUSDT:900:long/close"})"), one("UNKNOWN_INSTRUMENT /timeline/0/admin/path R-3"));
    for (const std::string id : {"g1", "g1.x", "g70000.1", "main:ETHUSDT:15m:long", "main:ETHUSDT:900:up", "main:ETHUSDT:900", "main:ETHUSDT:900:long:x"}) {
        EXPECT_EQ(faults_of_entry(R"("admin": {"path": "/api/v1/groups/)" + id + R"(/close"})"), one("INVALID_VALUE /timeline/0/admin/path R-3")) << id;
    }
}

TEST(Scenario, ReadsEveryFaultThatIsBuilt) {
    for (const std::string kind : {"reject", "timeout_before_accept", "timeout_after_accept", "server_error", "drop_fill", "duplicate_fill", "reorder_fills", "cancel_by_venue"}) {
        const auto fault = only_entry<FaultEntry>(R"("fault": {"account": "fut", "kind": ")" + kind + R"(", "orders": 3})");
        EXPECT_EQ(text(fault.kind), kind);
        EXPECT_EQ(fault.account, AccountId{2});
        EXPECT_EQ(fault.orders, 3U);
    }
    EXPECT_EQ(only_entry<FaultEntry>(R"("fault": {"account": "main", "kind": "reject", "code": "FILTER"})").code, "FILTER");
    EXPECT_EQ(only_entry<FaultEntry>(R"("fault": {"account": "main", "kind": "disconnect", "for": "30s"})").lasts, std::chrono::seconds(30));
    EXPECT_EQ(only_entry<FaultEntry>(R"("fault": {"kind": "clock_step", "by": "-5s"})").step, std::chrono::seconds(-5));
    EXPECT_EQ(only_entry<FaultEntry>(R"("fault": {"kind": "clock_step", "by": "+250ms"})").step, std::chrono::milliseconds(250));
}

TEST(Scenario, RefusesFaultsThatAreNotBuilt) {
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "rate_limit"})"), one("MISSING_KEY /timeline/0/fault/retry_after R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "metadata_missing"})"), one("MISSING_KEY /timeline/0/fault/for R-61"));
}

TEST(Scenario, NamesWhatIsWrongWithAFault) {
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "rejects"})"), one("INVALID_VALUE /timeline/0/fault/kind R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"kind": "reject"})"), one("MISSING_KEY /timeline/0/fault/account R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "disconnect"})"), one("MISSING_KEY /timeline/0/fault/for R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "reject", "by": "3s"})"), one("UNKNOWN_KEY /timeline/0/fault/by R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "disconnect", "for": "-3s"})"), one("INVALID_VALUE /timeline/0/fault/for R-61"));
    EXPECT_EQ(faults_of_entry(R"("fault": {"account": "main", "kind": "drop_fill", "orders": 0})"), one("OUT_OF_RANGE /timeline/0/fault/orders R-61"));
}

TEST(Scenario, V3ReadsRulesThatAVenueChanges) {
    const auto rules = only_entry<RulesEntry>(
        R"("rules": {"instrument": "binance:spot:ETH-USDT", "tick_size": "0.5", "min_notional": "10", "announced": true})");
    EXPECT_EQ(rules.change.tick, decimal<Price>("0.5"));
    EXPECT_EQ(rules.change.min_notional, decimal<Money>("10"));
    EXPECT_TRUE(rules.is_announced);
    InstrumentRules before;
    before.tick = decimal<Price>("0.01");
    before.step = decimal<Quantity>("0.001");
    EXPECT_EQ(difference(before, changed(before, rules.change)), "tick 0.01 -> 0.5, min_notional 0 -> 10") << "what is absent stays";
    EXPECT_EQ(faults_of_entry(R"("rules": {"instrument": "binance:spot:ETH-USDT"})"), one("MISSING_KEY /timeline/0/rules/tick_size V-3"));
    EXPECT_EQ(faults_of_entry(R"("rules": {"instrument": "binance:spot:ETH-USDT", "tick_size": "0"})"), one("OUT_OF_RANGE /timeline/0/rules/tick_size V-3"));
}

TEST(Scenario, LooksForFilesBesideItself) {
    const auto folder = std::filesystem::temp_directory_path();
    const auto file = folder / ("trellis_scenario_test_" + std::to_string(::getpid()) + ".csv");
    std::ofstream(file) << "ts_ms,bid,ask\n";
    const auto quotes = only_entry<QuotesFromEntry>(R"("quotes_from": {"instrument": "binance:spot:ETH-USDT", "file": ")" + file.filename().string() + "\"}");
    EXPECT_EQ(quotes.file, file.string());
    const auto frames = only_entry<FramesFromEntry>(R"("frames_from": {"instrument": "binance:spot:ETH-USDT", "file": ")" + file.filename().string() + "\"}");
    EXPECT_EQ(frames.instrument, InstrumentId{0});
    std::filesystem::remove(file);
    EXPECT_EQ(faults_of_entry(R"("quotes_from": {"instrument": "binance:spot:ETH-USDT", "file": "no_such_file.csv"})"),
              one("NO_FILE /timeline/0/quotes_from/file R-2"));
}

TEST(Scenario, RefusesTimesThatGoBack) {
    const std::string quote = R"("quote": {"instrument": "binance:spot:ETH-USDT", "bid": "1", "ask": "1"})";
    EXPECT_EQ(faults(document(R"({"at": "+2s", )" + quote + R"(}, {"at": "+1s", )" + quote + "}")), one("OUT_OF_RANGE /timeline/1/at R-2"));
    EXPECT_EQ(faults(document(R"({"at": "2026-02-02T09:59:59Z", )" + quote + "}")), one("OUT_OF_RANGE /timeline/0/at R-2"));
    for (const std::string at : {"+", "+1", "+1.5s", "-1s", "soon", "+9000000000s"}) {
        const auto found = faults(document(R"({"at": ")" + at + "\", " + quote + "}"));
        ASSERT_EQ(found.size(), 1U) << at;
        EXPECT_THAT(found.front(), HasSubstr("/timeline/0/at R-2"));
    }
}

TEST(Scenario, WantsExactlyOneKindInAnEntry) {
    EXPECT_EQ(faults(document(R"({"at": "+0s"})")), one("MISSING_KEY /timeline/0 R-2"));
    EXPECT_EQ(faults(document(R"({"at": "+0s", "quots": {}})")), one("UNKNOWN_KEY /timeline/0/quots R-2"));
    EXPECT_THAT(errors_of(read(document(R"({"at": "+0s", "quots": {}})"))), HasSubstr("did you mean \"quote\"?"));
    EXPECT_EQ(faults_of_entry(R"("quote": {"instrument": "binance:spot:ETH-USDT", "bid": "1", "ask": "1"}, "trade": {})"),
              one("INVALID_VALUE /timeline/0/trade R-2"));
}

TEST(Scenario, RefusesACrossedQuoteAndUnknownNames) {
    EXPECT_EQ(faults_of_entry(R"("quote": {"instrument": "binance:spot:ETH-USDT", "bid": "2", "ask": "1"})"), one("OUT_OF_RANGE /timeline/0/quote/bid PV-1"));
    EXPECT_EQ(faults_of_entry(R"("quote": {"instrument": "binance:spot:ETH-USD", "bid": "1", "ask": "1"})"),
              one("UNKNOWN_INSTRUMENT /timeline/0/quote/instrument R-4"));
    EXPECT_EQ(faults_of_entry(R"("signal": {"account": "mian", "body": {}})"), one("UNKNOWN_ACCOUNT /timeline/0/signal/account R-4"));
    EXPECT_THAT(errors_of(read(document(R"({"at": "+0s", "signal": {"account": "mian", "body": {}}})"))), HasSubstr("did you mean \"main\"?"));
    EXPECT_EQ(faults_of_entry(R"("fill": {"account": "main", "symbol": "BTCUSDT", "qty": "1"})"), one("UNKNOWN_INSTRUMENT /timeline/0/fill/symbol R-3"));
}

TEST(Scenario, RefusesInstrumentsThatItCannotTrade) {
    const auto refusal = [](const std::string& keys) {
        return faults("{" + head + R"(, "accounts": [], "timeline": [], "instruments": [{"tick_size": "0.1", "step_size": "0.1", )" + keys + "}]}");
    };
    const std::string id = R"("id": "binance:spot:ETH-USDT")";
    EXPECT_EQ(refusal(id), std::vector<std::string>{});
    EXPECT_EQ(refusal(id + R"(, "contract_size": "0.01")"), one("OUT_OF_RANGE /instruments/0/contract_size S-2"));
    EXPECT_EQ(refusal(id + R"(, "fee_asset": "bnb")"), one("INVALID_VALUE /instruments/0/fee_asset R-13"));
    EXPECT_EQ(refusal(id + R"(, "contract_size": 1.0, "lot_size": "100000", "pip": "0.0001")"), std::vector<std::string>{});
    EXPECT_EQ(refusal(id + R"(, "max_qty": "1", "min_qty": "2")"), one("OUT_OF_RANGE /instruments/0/max_qty R-4"));
    EXPECT_EQ(refusal(id + R"(, "taker_fee": "0.00000000000000001")"), one("TOO_PRECISE /instruments/0/taker_fee R-4"));
    EXPECT_EQ(refusal(R"("id": "binance:inverse:ETH-USD")"), one("INVALID_VALUE /instruments/0/id I-1"));
    EXPECT_EQ(refusal(R"("id": "nasdaq:spot:ETH-USD")"), one("INVALID_VALUE /instruments/0/id I-1"));
    EXPECT_EQ(refusal(id + R"(}, {"tick_size": 1, "step_size": 1, )" + id), one("DUPLICATE_ID /instruments/1/id R-4"));
}

TEST(Scenario, RefusesAccountsThatItCannotRun) {
    const auto refusal = [](const std::string& list) { return faults("{" + head + R"(, "instruments": [], "timeline": [], "accounts": [)" + list + "]}"); };
    const std::string good = R"("venue": "binance", "market": "spot", "balances": {})";
    EXPECT_EQ(refusal(R"({"id": "a", )" + good + R"(}, {"id": "a", )" + good + "}"), one("DUPLICATE_ID /accounts/1/id R-4"));
    EXPECT_EQ(refusal(R"({"id": "a:b", )" + good + "}"), one("INVALID_VALUE /accounts/0/id R-4"));
    EXPECT_EQ(refusal(R"({"id": "a", "venue": "binance", "market": "inverse", "balances": {}})"), one("INVALID_VALUE /accounts/0/market R-4"));
    EXPECT_EQ(refusal(R"({"id": "a", "venue": "binance", "market": "spot"})"), one("MISSING_KEY /accounts/0/balances R-4"));
    EXPECT_EQ(refusal(R"({"id": "a", "venue": "binance", "market": "spot", "balances": {"USDT": "-1"}})"), one("OUT_OF_RANGE /accounts/0/balances/USDT R-4"));
    EXPECT_EQ(refusal(R"({"id": "a", "venue": "binance", "market": "spot", "balances": {"USDT": 1, "usdt": 2}})"), one("DUPLICATE_ID /accounts/0/balances/usdt R-4"));
    EXPECT_EQ(refusal(R"({"id": "a", "preset": "swing", )" + good + "}"), one("UNKNOWN_PRESET /accounts/0/preset B-20"));
}

TEST(Scenario, RefusesPresetsAndAccountsInTheConfig) {
    EXPECT_EQ(faults(document("", R"(, "presets": [{"name": "swing", "risk_per_trade_pct": 1, "tp1_rr": 1}])")), one("MISSING_KEY /presets/0/sl_pips 23"));
    EXPECT_EQ(faults(document("", R"(, "config": {"accounts": [{}]})")), one("UNKNOWN_KEY /config/accounts R-4"));
    EXPECT_EQ(faults(document("", R"(, "config": {"queue": {"queue_limit": -5}})")), one("OUT_OF_RANGE /config/queue/queue_limit Q-4"));
    EXPECT_EQ(faults(document("", R"(, "config": {"grid_strategy": {"strategies": [{"instrument": "okx:spot:A-B"}]}})")),
              one("UNKNOWN_INSTRUMENT /config/grid_strategy/strategies D-12"));
}

TEST(Scenario, TellsSeveralErrorsAtOnce) {
    const auto found = faults(R"({"version": 2, "start": "today", "sed": 1, "instruments": {}, "accounts": [], "timeline": [{"at": 5}, {"quote": {}}]})");
    EXPECT_EQ(found, (std::vector<std::string>{"OUT_OF_RANGE /version R-1", "UNKNOWN_KEY /sed R-1", "WRONG_TYPE /instruments R-4",
                                               "INVALID_VALUE /start R-2", "WRONG_TYPE /timeline/0/at R-2", "MISSING_KEY /timeline/1/at R-2"}));
}

TEST(Scenario, DoesNotRepeatABrokenAccountAtEveryEntry) {
    const std::string text = "{" + head + ", " + instruments + R"(, "accounts": [{"id": "main", "venue": "x", "market": "spot", "balances": {}}],
        "timeline": [{"at": "+0s", "signal": {"account": "main", "body": {}}}, {"at": "+0s", "signal": {"account": "main", "body": {}}}]})";
    EXPECT_EQ(faults(text), one("INVALID_VALUE /accounts/0/venue R-4"));
}

TEST(Scenario, KeepsAtMostAHundredErrors) {
    std::string timeline;
    for (int i = 0; i < 150; ++i) timeline += std::string(i == 0 ? "" : ", ") + R"({"at": 5})";
    EXPECT_EQ(faults(document(timeline)).size(), input_errors_max);
}

TEST(Scenario, RefusesWhatIsNoScenarioAtAll) {
    EXPECT_EQ(faults("[]"), one("WRONG_TYPE  R-1"));
    ASSERT_EQ(faults("{").size(), 1U);
    EXPECT_THAT(faults("{").front(), HasSubstr("JSON_INVALID"));
    EXPECT_THAT(faults(R"({"version": 1, "version": 1})").front(), HasSubstr("JSON_DUPLICATE_KEY"));
}

TEST(Scenario, SaysWhichFileIsMissing) {
    const auto missing = load_scenario("no/such/scenario.json");
    ASSERT_EQ(missing.errors.size(), 1U);
    EXPECT_EQ(missing.errors[0].code, "NO_FILE");
    EXPECT_THAT(missing.errors[0].field.hint, HasSubstr("no/such/scenario.json"));
    EXPECT_EQ(load_scenario(std::filesystem::temp_directory_path()).errors.at(0).code, "NO_FILE");
}

}  // namespace
}  // namespace trellis::adapters
