// What is different between two documents and when it acts, key by key.
#include "adapters/config/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/config/key_table.hpp"
#include "tests/adapters/config/reading.hpp"
#include "tests/adapters/config/server_document.hpp"

namespace trellis::adapters {
namespace {

using testing::ElementsAre;
using tests::config_of;
using tests::with;

std::vector<std::string> changes(const std::string& before, const std::string& after) {
    std::vector<std::string> out;
    for (const auto& change : changes_between(config_of(before), config_of(after))) out.push_back(text(change));
    return out;
}

struct Row {
    std::string from;
    std::string to;
    std::string change;
};

TEST(ConfigChanges, SayWhenEachActs) {
    const std::vector<Row> table{
        {R"("id": "main", "venue")", R"("id": "main", "enabled": false, "venue")", "/accounts/0/enabled: true -> false (at_once)"},
        {R"("id": "main", "venue")", R"("id": "main", "position_mode": "hedge", "venue")", R"(/accounts/0/position_mode: "one_way" -> "hedge" (restart))"},
        {R"("10000")", R"("20000")", R"(/accounts/0/balances: {"USDT":"10000"} -> {"USDT":"20000"} (restart))"},
        {R"("min_notional": "5")", R"("min_notional": "6")", R"(/runtime/paper/instruments/0/min_notional: "5" -> "6" (restart))"},
        {R"("seed": 7)", R"("seed": 8)", "/runtime/paper/market/0/synthetic/seed: 7 -> 8 (restart)"},
        {R"("speed": "60")", R"("speed": "61")", R"(/runtime/paper/market/1/speed: "60" -> "61" (restart))"},
        {R"("runtime": {)", R"("runtime": {"spin": true, )", "/runtime/spin: false -> true (restart)"},
        {R"("port": 8443)", R"("port": 8444)", "/security/webhook/port: 8443 -> 8444 (restart)"},
        {R"("connections_max": 9)", R"("connections_max": 10)", "/security/webhook/connections_max: 9 -> 10 (restart)"},
        {R"("0.0.0.0")", R"("127.0.0.1")", R"(/security/webhook/address: "0.0.0.0" -> "127.0.0.1" (restart))"},
        {R"("chain.pem")", R"("new.pem")", R"(/security/webhook/tls/certificate: "chain.pem" -> "new.pem" (at_once))"},
        {R"({"credential": "tls-key"})", R"({"file": "k"})", R"(/security/webhook/tls/key: {"credential":"tls-key"} -> {"file":"k"} (at_once))"},
        {R"(, "fd00::1")", "", R"(/security/trusted_proxies: ["10.0.0.0/8","fd00::1"] -> ["10.0.0.0/8"] (at_once))"},
        {R"(, {"sealed": "b"})", "", R"(/security/routes/0/secrets: [{"file":"secrets/a"},{"sealed":"b"}] -> [{"file":"secrets/a"}] (at_once))"},
        {R"("timeframe": "60")", R"("timeframe": null)", R"(/security/routes/0/timeframe: "60" -> null (at_once))"},
        {R"("accounts": [)", R"("limits": {"max_signal_age_sec": 30}, "accounts": [)", "/limits/max_signal_age_sec: 60 -> 30 (at_once)"},
        {R"("accounts": [)", R"("execution_pool": {"max_open_groups": 3}, "accounts": [)", "/execution_pool/max_open_groups: 10 -> 3 (at_once)"},
        {R"("accounts": [)", R"("app": {"log_level": "debug"}, "accounts": [)", R"(/app/log_level: "info" -> "debug" (at_once))"},
        {R"("accounts": [)", R"("app": {"data_dir": "d"}, "accounts": [)", R"(/app/data_dir: null -> "d" (restart))"},
        {R"("accounts": [)", R"("journal": {"durability": "write"}, "accounts": [)", R"(/journal/durability: "fsync" -> "write" (restart))"},
        {R"("accounts": [)", R"("risk_engine": {"max_slippage_percent": 2}, "accounts": [)", R"(/risk_engine/max_slippage_percent: "1" -> "2" (at_once))"},
        {R"("accounts": [)", R"("grid_strategy": {"max_pyramids": 4}, "accounts": [)", "/grid_strategy/max_pyramids: 5 -> 4 (new_groups)"},
        {R"("accounts": [)", R"("grid_strategy": {"strategies": [{"max_pyramids": 4}]}, "accounts": [)", "/grid_strategy/strategies/0/max_pyramids: (none) -> 4 (new_groups)"},
    };
    for (const auto& row : table) {
        EXPECT_THAT(changes(tests::server_document, with(row.from, row.to)), ElementsAre(row.change));
        EXPECT_EQ(changes(with(row.from, row.to), tests::server_document).size(), 1U) << row.to;
    }
}

TEST(ConfigChanges, AreNoneWhenOnlyTheSpellingDiffers) {
    EXPECT_THAT(changes("{}", R"({"limits": {"max_signal_age_sec": 60}, "security": {"admin": {"tls": null}}, "grid_strategy": {}})"), ElementsAre());
    EXPECT_THAT(changes(tests::server_document, with(R"("swing_percent": 3)", R"("swing_percent": "3.00")")), ElementsAre());
}

TEST(ConfigChanges, WantARestartForTurningEncryptionOn) {
    const auto plain = with(R"({"certificate": "chain.pem", "key": {"credential": "tls-key"}})", "null");
    EXPECT_THAT(changes(plain, tests::server_document),
                ElementsAre("/security/webhook/tls: null -> {} (restart)", R"(/security/webhook/tls/certificate: (none) -> "chain.pem" (at_once))",
                            R"(/security/webhook/tls/key: (none) -> {"credential":"tls-key"} (at_once))"));
}

TEST(ConfigChanges, ListEveryKeyOfANewAccountAndRoute) {
    const std::string account = R"({"accounts": [{"id": "a", "venue": "binance", "market": "spot"}]})";
    const auto found = changes_between(config_of("{}"), config_of(account));
    EXPECT_EQ(found.size(), account_section().keys.size() + balances_section().keys.size());
    EXPECT_TRUE(needs_restart(found));
    const auto without = with(R"(,
      {"name": "bot", "account": "main", "hmac_keys": [{"credential": "bot-key"}]})", "");
    const auto routes = changes_between(config_of(without), config_of(tests::server_document));
    EXPECT_EQ(routes.size(), route_section().keys.size());
    EXPECT_FALSE(needs_restart(routes));
}

TEST(EffectiveValues, TellWhatIsGivenFromDefaults) {
    const auto values = config_of(R"({"limits": {"max_signal_age_sec": 60}})").effective;
    EXPECT_EQ(values.at("/limits/max_signal_age_sec"), (EffectiveValue{"60", true, Effect::at_once}));
    EXPECT_EQ(values.at("/limits/dedupe_window_hours"), (EffectiveValue{"24", false, Effect::restart}));
    EXPECT_EQ(values.at("/security/webhook/port"), (EffectiveValue{"7781", false, Effect::restart}));
    EXPECT_EQ(values.at("/queue/selection_priority").json, R"(["same_pair_timeframe","deepest_loss_percent","highest_replacement","fifo"])");
    EXPECT_EQ(values.at("/grid_strategy/levels").json.substr(0, 36), R"([{"gap":"0","weight":"20","tp":"1"},)");
}

TEST(EffectiveValues, HaveEveryKeyOfTheTableThatIsNoList) {
    const auto document = config_of(with(R"("accounts": [)", R"("grid_strategy": {"pyramid_specific_levels": {"1": [{"gap": 0, "weight": 100, "tp": 2}]}}, "accounts": [)"));
    EXPECT_EQ(document.effective.at("/grid_strategy/pyramid_specific_levels").json, R"({"1":[{"gap":"0","weight":"100","tp":"2"}]})");
    for (const auto& section : config_sections()) {
        if (section.path.empty() || section.path.find('[') != std::string_view::npos) continue;
        std::string place = "/";
        for (const char c : section.path) place += c == '.' ? '/' : c;
        for (const auto& key : section.keys) {
            if (key.type == KeyType::list || (key.type == KeyType::object && !key.is_nullable()) || section.path == "security.admin.tls") continue;
            EXPECT_TRUE(document.effective.contains(place + "/" + std::string(key.name))) << place << "/" << key.name;
        }
    }
}

}  // namespace
}  // namespace trellis::adapters
