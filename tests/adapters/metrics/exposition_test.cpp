// The page that Prometheus reads: the right numbers under the right labels, a bound on its size, and no series twice.
#include "adapters/metrics/exposition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "tests/adapters/metrics/sample_server.hpp"

namespace trellis::tests {
namespace {

using adapters::Exposition;
using std::chrono::milliseconds;

/// Every series by name and labels.
std::map<std::string, std::string> series_of(const std::string& text) {
    std::map<std::string, std::string> series;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        const auto blank = line.rfind(' ');
        EXPECT_TRUE(series.emplace(line.substr(0, blank), line.substr(blank + 1)).second) << line << " comes twice";
    }
    return series;
}

TEST(Exposition, ShowsWhatWasCounted) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_webhook_requests_total{outcome="accepted"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_webhook_requests_total{outcome="too_large"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_signals_total{outcome="accepted"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_signal_rejections_total{code="POOL_FULL"})"), "2");
    EXPECT_EQ(series.at(R"(trellis_signal_rejections_total{code="other"})"), "5");
    EXPECT_EQ(series.at(R"(trellis_ticks_total{venue="paper"})"), "40");
    EXPECT_EQ(series.at(R"(trellis_order_rejects_total{code="FILTER"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_order_round_trip_seconds_count{op="cancel"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_order_round_trip_seconds_count{op="place"})"), "0");
}

TEST(Exposition, ShowsWhatIsLookedUp) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_journal_state{state="running"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_journal_state{state="failed"})"), "0");
    EXPECT_EQ(series.at("trellis_journal_events_total"), "12345");
    EXPECT_EQ(series.at(R"(trellis_trading_state{account="main",state="active"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_trading_state{account="main",state="halted"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_realised_pnl{account="main",currency="USDT"})"), "12.5");
    EXPECT_EQ(series.at(R"(trellis_phase{phase="running"})"), "1");
    EXPECT_EQ(series.at("trellis_clock_offset_seconds"), "-0.002");
    EXPECT_EQ(series.at(R"(trellis_http_connections{listener="webhook"})"), "11");
    EXPECT_EQ(series.at(R"(trellis_build_info{version="0.1.0",compiler="g++ 12"})"), "1");
    EXPECT_EQ(series.at("trellis_unknown_orders"), "3");
    EXPECT_EQ(series.at("trellis_unknown_order_age_seconds"), "4");
    EXPECT_EQ(series.at(R"(trellis_orders{state="working"})"), "3");
    EXPECT_FALSE(series.contains(R"(trellis_orders{state="filled"})"));
    EXPECT_TRUE(series.contains("process_resident_memory_bytes"));
}

TEST(Exposition, ShowsWhatPresetsGovern) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_presets{kind="template"})"), "6");
    EXPECT_EQ(series.at(R"(trellis_presets{kind="private"})"), "40");
    EXPECT_EQ(series.at(R"(trellis_preset_resolutions_total{level="connection",outcome="governed"})"), "3");
    EXPECT_EQ(series.at(R"(trellis_preset_resolutions_total{level="none",outcome="refused"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_preset_applications_total{to="position"})"), "3");
    EXPECT_EQ(series.at(R"(trellis_preset_validation_failures_total{code="UNKNOWN_KEY"})"), "2");
    EXPECT_EQ(series.at(R"(trellis_preset_validation_failures_total{code="other"})"), "1");
}

TEST(Exposition, ShowsWhatTheRiskEngineDid) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_risk_passes_total{trigger="timer"})"), "9");
    EXPECT_EQ(series.at(R"(trellis_risk_passes_total{trigger="fill"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_risk_actions_total{outcome="covered"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_risk_actions_total{outcome="uncovered"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_copies_total{outcome="refused"})"), "2");
    EXPECT_EQ(series.at(R"(trellis_copies_total{outcome="opened"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_risk_offset_value_total{account="main"})"), "120.000001");  // to the millionth
    EXPECT_EQ(series.at(R"(trellis_risk_residual_total{account="main"})"), "0");               // less than nothing is nothing
    EXPECT_EQ(series.at(R"(trellis_risk_eligible{account="main",role="loser"})"), "2");
    EXPECT_EQ(series.at(R"(trellis_risk_eligible{account="main",role="winner"})"), "4");
}

TEST(Exposition, O8ShowsOrdersAndFillsThatNoJournalKnows) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_orphan_orders_total{step="found"})"), "2");
    EXPECT_EQ(series.at(R"(trellis_orphan_orders_total{step="filled"})"), "0");
    EXPECT_EQ(series.at("trellis_stray_fills_total"), "3");
}

TEST(Exposition, ShowsWhyEntriesWaitAndHowMuchOfEachLimitIsUsed) {
    const auto series = series_of(small_server().text());
    EXPECT_EQ(series.at(R"(trellis_entries_halted{account="main",reason="loss_limit"})"), "1");
    EXPECT_EQ(series.at(R"(trellis_entries_halted{account="main",reason="paused"})"), "0");
    EXPECT_EQ(series.at(R"(trellis_limit_used_ratio{account="main",limit="exposure"})"), "0.75");
    EXPECT_EQ(series.at(R"(trellis_limit_used_ratio{account="main",limit="drawdown"})"), "0");
    const auto many = series_of(largest_server().text());
    EXPECT_FALSE(many.contains(R"(trellis_limit_used_ratio{account="other",limit="exposure"})"));  // ratios do not add up
}

TEST(Exposition, CountsAGroupThatIsOpeningAsLive) {
    EXPECT_EQ(series_of(small_server().text()).at(R"(trellis_groups{state="live"})"), "2");
}

TEST(Exposition, AddsTheBucketsOfAHistogramUp) {
    auto server = small_server();
    server.metrics->webhook_acknowledgement.observe(milliseconds(2'500));
    server.metrics->webhook_acknowledgement.observe(milliseconds(20'000));
    const auto series = series_of(server.text());
    const auto below = [&](const std::string& edge) { return series.at("trellis_webhook_ack_seconds_bucket{le=\"" + edge + "\"}"); };
    EXPECT_EQ(below("1e-05"), "0");
    EXPECT_EQ(below("0.0005"), "1");
    EXPECT_EQ(below("2"), "1");
    EXPECT_EQ(below("3"), "2");
    EXPECT_EQ(below("10"), "2");
    EXPECT_EQ(below("+Inf"), "3");
    EXPECT_EQ(series.at("trellis_webhook_ack_seconds_count"), "3");
    EXPECT_DOUBLE_EQ(std::stod(series.at("trellis_webhook_ack_seconds_sum")), 22.50035);
}

TEST(Exposition, LeavesOutWhatNobodyFeeds) {
    const adapters::Metrics metrics;
    const auto text = Exposition(metrics, {"0.1.0", "g++ 12"}, {}).text();
    EXPECT_THAT(text, testing::HasSubstr("trellis_webhook_requests_total"));
    for (const char* name : {"trellis_groups", "trellis_pool_used", "trellis_journal_state", "trellis_phase", "trellis_clock_offset_seconds"}) {
        EXPECT_THAT(text, testing::Not(testing::HasSubstr(name)));
    }
}

// users.md 5a: less than 5,000 series whatever is configured.
TEST(Exposition, StaysSmallHoweverMuchIsConfigured) {
    const auto series = series_of(largest_server().text());
    EXPECT_LT(series.size(), 5'000U);
    EXPECT_GT(series.size(), 500U);
    EXPECT_EQ(series.at(R"(trellis_pool_used{account="other"})"), "2700");  // 900 accounts with 3 each
    EXPECT_EQ(series.at(R"(trellis_trading_state{account="other",state="active"})"), "900");
}

TEST(Exposition, EscapesNames) {
    const auto series = series_of(largest_server().text());
    EXPECT_TRUE(series.contains(R"(trellis_pool_used{account="account 7\n"})"));
    EXPECT_TRUE(series.contains(R"(trellis_ticks_total{venue="venue \"7\"\\"})"));
}

TEST(Exposition, AddsUpAccountsOfTheSameName) {
    auto server = small_server();
    const auto one = server.readings.accounts().front();
    server.readings.accounts = [one] { return std::vector<adapters::AccountReading>{one, one}; };
    EXPECT_EQ(series_of(server.text()).at(R"(trellis_pool_used{account="main"})"), "6");
}

}  // namespace
}  // namespace trellis::tests
