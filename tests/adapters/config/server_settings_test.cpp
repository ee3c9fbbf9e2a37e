// Listeners, routes and the paper market of a document: what arrives, and every way to get them wrong.
#include "adapters/config/server_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/config/reading.hpp"
#include "tests/adapters/config/server_document.hpp"

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::complaints;
using tests::config_of;
using tests::faults;
using tests::one;
using tests::with;
using Kind = SecretReference::Kind;

TEST(ServerSettings, HaveTheDefaultsOfTheirStructs) {
    EXPECT_EQ(config_of("{}").security, SecuritySettings{});
    EXPECT_EQ(config_of("{}").paper, PaperSettings{});
    EXPECT_EQ(config_of(R"({"security": {"webhook": {}, "admin": {"tls": null}, "routes": []}, "runtime": {"paper": {}}})").security,
              SecuritySettings{});
}

TEST(ServerSettings, ReadListeners) {
    const auto security = config_of(tests::server_document).security;
    EXPECT_EQ(security.webhook, (ListenerSettings{"0.0.0.0", 8443, 9, TlsSettings{"chain.pem", {Kind::credential, "tls-key"}}}));
    EXPECT_EQ(security.admin, (ListenerSettings{"127.0.0.1", 0, 1024, std::nullopt}));
    EXPECT_EQ(security.trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "fd00::1"}));
}

TEST(ServerSettings, ReadRoutes) {
    const auto routes = config_of(tests::server_document).security.routes;
    ASSERT_EQ(routes.size(), 2U);
    RouteSettings first{"tv", "main", SecretReference{Kind::file, "secrets/token"}, {{Kind::file, "secrets/a"}, {Kind::sealed, "b"}}, {},
                        {"tradingview", "192.0.2.1"}, "60"};
    EXPECT_EQ(routes[0], first);
    RouteSettings second;
    second.name = "bot";
    second.account = "main";
    second.hmac_keys = {{Kind::credential, "bot-key"}};
    EXPECT_EQ(routes[1], second);
}

TEST(ServerSettings, ReadThePaperMarket) {
    const auto document = config_of(tests::server_document);
    ASSERT_EQ(document.paper.instruments.size(), 2U);
    EXPECT_EQ(document.paper.instruments[0].name, "binance:spot:BTC-USDT");
    EXPECT_EQ(document.paper.instruments[1].id.value, document.paper.instruments[0].id.value + 1);
    EXPECT_EQ(document.paper.instruments[0].min_notional, decimal<Money>("5"));
    ASSERT_EQ(document.paper.market.size(), 2U);
    PaperFeedSettings synthetic;
    synthetic.instrument = "binance:spot:BTC-USDT";
    synthetic.kind = PaperFeedSettings::Kind::synthetic;
    synthetic.seed = 7;
    synthetic.price = decimal<Price>("64000");
    synthetic.swing_percent = decimal<Ratio>("3");
    synthetic.interval_ms = 50;
    EXPECT_EQ(document.paper.market[0], synthetic);
    PaperFeedSettings quotes;
    quotes.instrument = "binance:spot:ETH-USDT";
    quotes.kind = PaperFeedSettings::Kind::quotes;
    quotes.file = "eth.csv";
    quotes.speed = decimal<Ratio>("60");
    quotes.repeat = false;
    EXPECT_EQ(document.paper.market[1], quotes);
    EXPECT_EQ(document.config.accounts.at(0).balances, (std::map<std::string, Money>{{"USDT", decimal<Money>("10000")}}));
}

TEST(ServerSettings, ReadFrames) {
    const auto feed = config_of(with(R"("quotes": "eth.csv", "speed": "60", "repeat": false)", R"("frames": "eth.jsonl")")).paper.market.at(1);
    EXPECT_EQ(feed.kind, PaperFeedSettings::Kind::frames);
    EXPECT_EQ(feed.file, "eth.jsonl");
    EXPECT_EQ(feed.speed, decimal<Ratio>("1"));
    EXPECT_TRUE(feed.repeat);
}

struct Fault {
    std::string from;
    std::string to;
    std::string fault;
};

TEST(ServerSettings, NameThePlaceOfEveryFault) {
    const std::vector<Fault> table{
        {R"("port": 8443)", R"("prt": 8443)", "UNKNOWN_KEY /security/webhook/prt R-70"},
        {R"("port": 8443)", R"("port": 65536)", "OUT_OF_RANGE /security/webhook/port 19"},
        {R"("port": 8443)", R"("port": "8443")", "WRONG_TYPE /security/webhook/port 19"},
        {R"("port": 0)", R"("port": 8443)", "DUPLICATE_ID /security/admin/port 19"},
        {R"("port": 8443)", R"("port": 7780)", ""},
        {R"("0.0.0.0")", R"("localhost")", "INVALID_VALUE /security/webhook/address 19"},
        {R"("connections_max": 9)", R"("connections_max": 0)", "OUT_OF_RANGE /security/webhook/connections_max 19"},
        {R"("certificate": "chain.pem", )", "", "MISSING_KEY /security/webhook/tls/certificate 19"},
        {R"({"credential": "tls-key"})", R"({"credential": "tls/key"})", "INVALID_VALUE /security/webhook/tls/key/credential 19"},
        {R"("10.0.0.0/8")", R"("10.0.0.0/33")", "INVALID_VALUE /security/trusted_proxies/0 W-7"},
        {R"("fd00::1")", "5", "WRONG_TYPE /security/trusted_proxies/1 W-7"},
        {R"("192.0.2.1")", R"("192.0.2")", "INVALID_VALUE /security/routes/0/allow/1 W-7"},
        {R"("timeframe": "60")", R"("timeframe": "1x")", "INVALID_VALUE /security/routes/0/timeframe 1.2"},
        {R"("name": "tv", "account": "main")", R"("name": "tv", "account": "mian")", "UNKNOWN_ACCOUNT /security/routes/0/account W-7"},
        {R"("name": "bot")", R"("name": "tv")", "DUPLICATE_ID /security/routes/1/name W-7"},
        {R"("name": "bot")", R"("name": "a/b")", "INVALID_VALUE /security/routes/1/name W-7"},
        {R"("token": {"file": "secrets/token"})", R"("token": null)", "DUPLICATE_ID /security/routes/1/account W-7"},
        {R"("hmac_keys": [)", R"("token": {"file": "secrets/token"}, "hmac_keys": [)", "DUPLICATE_ID /security/routes/1/token W-7"},
        {R"([{"credential": "bot-key"}])", "[]", "MISSING_KEY /security/routes/1/secrets W-7"},
        {R"({"sealed": "b"})", R"({"sealed": "b"}, {"sealed": "c"})", "OUT_OF_RANGE /security/routes/0/secrets W-7"},
        {R"({"sealed": "b"})", R"({"sealed": "b", "file": "c"})", "INVALID_VALUE /security/routes/0/secrets/1 W-7"},
        {R"({"sealed": "b"})", R"({})", "INVALID_VALUE /security/routes/0/secrets/1 W-7"},
        {R"({"sealed": "b"})", R"({"value": "b"})", "UNKNOWN_KEY /security/routes/0/secrets/1/value W-7"},
        {R"({"sealed": "b"})", R"({"sealed": ""})", "INVALID_VALUE /security/routes/0/secrets/1/sealed W-7"},
        {R"({"sealed": "b"})", R"({"sealed": 5})", "WRONG_TYPE /security/routes/0/secrets/1/sealed W-7"},
        {R"("instrument": "binance:spot:BTC-USDT", "synth)", R"("instrument": "binance:spot:BTC-USD", "synth)", "UNKNOWN_INSTRUMENT /runtime/paper/market/0/instrument PV-1"},
        {R"("instrument": "binance:spot:BTC-USDT", "synth)", R"("instrument": "BTCUSDT", "synth)", "INVALID_VALUE /runtime/paper/market/0/instrument I-1"},
        {R"("price": "64000")", R"("price": 0)", "OUT_OF_RANGE /runtime/paper/market/0/synthetic/price PV-1"},
        {R"("price": "64000", )", "", "MISSING_KEY /runtime/paper/market/0/synthetic/price PV-1"},
        {R"("swing_percent": 3)", R"("swing_percent": 51)", "OUT_OF_RANGE /runtime/paper/market/0/synthetic/swing_percent PV-1"},
        {R"("interval_ms": 50})", R"("interval_ms": 50}, "speed": 2)", "INVALID_VALUE /runtime/paper/market/0/speed PV-1"},
        {R"("quotes": "eth.csv")", R"("quotes": "eth.csv", "frames": "eth.jsonl")", "INVALID_VALUE /runtime/paper/market/1/frames PV-1"},
        {R"("quotes": "eth.csv", )", "", "MISSING_KEY /runtime/paper/market/1 PV-1"},
        {R"("speed": "60")", R"("speed": 0)", "OUT_OF_RANGE /runtime/paper/market/1/speed PV-1"},
        {R"("tick_size": "0.01", "step_size": "0.0001")", R"("tick_size": "0.01")", "MISSING_KEY /runtime/paper/instruments/1/step_size R-4"},
        {R"("venue": "binance", "market": "spot")", R"("venue": "bybit", "market": "spot")", "UNKNOWN_INSTRUMENT /accounts/0/venue R-4"},
        {R"("market": "spot", "bal)", R"("market": "linear", "bal)", "UNKNOWN_INSTRUMENT /accounts/0/venue R-4"},
        {R"({"usdt": "10000"})", R"({"usdt": "10000", "USDT": 1})", "DUPLICATE_ID /accounts/0/balances/USDT R-4"},
        {R"("10000")", R"("-1")", "OUT_OF_RANGE /accounts/0/balances/usdt R-4"},
        {R"("accounts": [)", R"("grid_strategy": {"strategies": [{"instrument": "binance:spot:XRP-USDT"}]}, "accounts": [)",
         "UNKNOWN_INSTRUMENT /grid_strategy/strategies D-12"},
    };
    for (const auto& row : table)
        EXPECT_EQ(faults(with(row.from, row.to)), row.fault.empty() ? std::vector<std::string>{} : one(row.fault)) << row.to;
}

TEST(ServerSettings, WantOneFeedForEveryInstrument) {
    EXPECT_EQ(faults(with(R"("instrument": "binance:spot:ETH-USDT", "quotes")", R"("instrument": "binance:spot:BTC-USDT", "quotes")")),
              one("DUPLICATE_ID /runtime/paper/market/1/instrument PV-1"));
    const auto missing = with(R"(,
      {"instrument": "binance:spot:ETH-USDT", "quotes": "eth.csv", "speed": "60", "repeat": false})", "");
    EXPECT_EQ(faults(missing), one("MISSING_KEY /runtime/paper/instruments/1/id PV-1"));
    EXPECT_THAT(complaints(missing), HasSubstr("has no feed of binance:spot:ETH-USDT"));
}

TEST(ServerSettings, SayThatSecretsAreGivenByReference) {
    for (const std::string secret : {R"("hunter2")", R"(["hunter2"])", R"({"plain": "hunter2"})", R"({"file": "a", "value": "hunter2"})",
                                     R"({"file": "hunter2\n"})", R"({"credential": "../hunter2"})", R"({"file": ["hunter2"]})"}) {
        for (const std::string& document : {with(R"({"file": "secrets/token"})", secret), with(R"({"sealed": "b"})", secret),
                                           with(R"({"credential": "bot-key"})", secret), with(R"({"credential": "tls-key"})", secret)}) {
            EXPECT_THAT(complaints(document), HasSubstr("secrets are given by reference")) << secret;
            EXPECT_THAT(complaints(document), Not(HasSubstr("hunter2"))) << secret;
        }
    }
}

TEST(ServerSettings, QuoteNothingThatMayBeASecret) {
    for (const std::string& document :
         {with(R"([{"credential": "bot-key"}])", R"("hunter2")"), with(R"("hmac_keys")", R"("hmac": "hunter2", "hmac_keys")"),
          with(R"("trusted_proxies")", R"("token": "hunter2", "trusted_proxies")"),
          std::string(R"({"security": {"routes": {"token": "hunter2"}}})"), std::string(R"({"security": ["hunter2"]})"),
          std::string(R"({"accounts": [{"id": "a", "venue": "binance", "market": "spot", "api_secret": "hunter2"}]})"),
          std::string(R"({"accounts": {"main": {"api_key": "hunter2"}}})"), std::string(R"({"passphrase": "hunter2"})")}) {
        EXPECT_NE(complaints(document), "") << document;
        EXPECT_THAT(complaints(document), Not(HasSubstr("hunter2"))) << document;
    }
}

TEST(ServerSettings, AreResolvedFromTheFolderOfTheirFile) {
    ConfigDocument document;
    document.base_dir = "/etc/trellis";
    EXPECT_EQ(document.resolve("secrets/token"), "/etc/trellis/secrets/token");
    EXPECT_EQ(document.resolve("/run/token"), "/run/token");
    document.base_dir = "";
    EXPECT_EQ(document.resolve("eth.csv"), "eth.csv");
}

TEST(ServerSettings, RefuseAFileThatIsNotThere) {
    const auto found = load_config("/nonexistent/trellis.json");
    ASSERT_EQ(found.errors.size(), 1U);
    EXPECT_EQ(found.errors[0].code, "NO_FILE");
}

TEST(ServerSettings, OfAScenarioAreNotHeldAgainstItsAccounts) {
    const std::string text = R"({"security": {"routes": [{"name": "a", "account": "elsewhere", "secrets": [{"file": "x"}]}]},
        "runtime": {"paper": {"instruments": [{"id": "okx:spot:BTC-USDT", "tick_size": 1, "step_size": 1}]}}})";
    const auto document = json::Document::parse(text);
    ASSERT_TRUE(document.ok());
    Reporter reporter(*document);
    const std::vector<AccountConfig> beside;
    const auto config = read_config(document->root(), &beside, reporter);
    EXPECT_FALSE(reporter.has_errors());
    EXPECT_EQ(config.security.routes.size(), 1U);
}

}  // namespace
}  // namespace trellis::adapters
