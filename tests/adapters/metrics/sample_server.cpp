#include "tests/adapters/metrics/sample_server.hpp"

#include <vector>

namespace trellis::tests {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

adapters::AccountReading account(const std::string& name) {
    return {.name = name,
            .pool_used = 3,
            .pool_limit = 10,
            .trading_state = TradingState::active,
            .realised = Money::parse("12.5").value(),
            .currency = "USDT",
            .losers_eligible = 2,
            .winners_eligible = 4,
            .halts = {adapters::admin::EntryHalt::loss_limit},
            .limits_used = {{adapters::admin::LimitKind::exposure, 0.75}}};
}

adapters::StateCounts states() {
    adapters::StateCounts counts;
    counts.groups.fill(1);
    counts.legs.fill(2);
    counts.orders.fill(3);
    counts.unknown_order_age = seconds(4);
    return counts;
}

adapters::Readings readings_of(const std::vector<adapters::AccountReading>& accounts) {
    return {
        .server =
            [] {
                return adapters::ServerReading{.phase = adapters::ServerPhase::running,
                                               .recovery_seconds = 0.25,
                                               .recovered_events = 1000,
                                               .quotes_waiting = 5,
                                               .signals_in_flight = 2};
            },
        .journal = [] { return adapters::JournalReading{adapters::JournalCondition::running, 7, 12'345}; },
        .archive = [] { return adapters::ArchiveReading{100, seconds(30), 8}; },
        .accounts = [accounts] { return accounts; },
        .states = states,
        .clock = [] { return adapters::ClockReading{milliseconds(-2), 1}; },
        .listeners = [] { return std::vector<adapters::ListenerReading>{{"webhook", 11, 12, 13}, {"admin", 1, 2, 3}}; },
        .presets = [] { return adapters::PresetReading{6, 40, 2}; },
    };
}

void count_a_little(adapters::Metrics& metrics) {
    metrics.webhook_requests[adapters::WebhookOutcome::accepted].add();
    metrics.webhook_acknowledgement.observe(microseconds(350));
    metrics.ticks[0].add(40);
    metrics.signals[SignalOutcome::accepted].add();
    metrics.signal_rejections["POOL_FULL"].add(2);
    metrics.signal_rejections["never heard of"].add(5);
    metrics.order_rejects["FILTER"].add();
    metrics.presets_resolved[PresetLevel::connection].add(3);
    metrics.presets_not_resolved[adapters::Ungoverned::refused].add();
    metrics.preset_applications[adapters::PresetApplication::position].add(3);
    metrics.preset_failures["UNKNOWN_KEY"].add(2);
    metrics.preset_failures["a text from outside"].add();
    metrics.orphan_orders[adapters::OrphanStep::found].add(2);
    metrics.stray_fills.add(3);
    metrics.risk_passes[RiskTrigger::timer].add(9);
    metrics.risk_actions[OffsetOutcome::covered].add();
    metrics.copies[adapters::CopyOutcome::refused].add(2);
    metrics.offset_value.add(0, Money::parse("120.0000019").value());
    metrics.offset_residual.add(0, Money::parse("-3").value());
    metrics.order_round_trip[adapters::OrderOperation::cancel].observe(milliseconds(40));
}

}  // namespace

std::string SampleServer::text() const { return adapters::Exposition(*metrics, {"0.1.0", "g++ 12"}, readings).text(); }

SampleServer small_server() {
    SampleServer server{std::make_unique<adapters::Metrics>(), readings_of({account("main")})};
    count_a_little(*server.metrics);
    return server;
}

SampleServer largest_server() {
    std::vector<std::string> venues;
    std::vector<adapters::AccountReading> accounts;
    std::vector<std::string> names;
    for (int i = 0; i < 1'000; ++i) {
        venues.push_back("venue \"" + std::to_string(i) + "\"\\");
        names.push_back("account " + std::to_string(i) + "\n");
        accounts.push_back(account(names.back()));
        accounts.back().currency = "currency " + std::to_string(i);
    }
    SampleServer server{std::make_unique<adapters::Metrics>(venues, names), readings_of(accounts)};
    count_a_little(*server.metrics);
    return server;
}

}  // namespace trellis::tests
