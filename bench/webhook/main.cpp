// What a webhook's body costs before anything is decided: bytes to Signal, and the whole intake with its secret checked.
// `bench_webhook
// --promise webhook-parse` answers for the promise, without it Google Benchmark runs them all.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/webhook/intake.hpp"
#include "adapters/webhook/parse.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

using adapters::ReceivedAs;

constexpr Timestamp now{std::chrono::seconds(1'767'571'208)};

/// Every field, as a strategy's alert fills them: 900 bytes.
std::string full_body() {
    std::string body = R"({
  "secret": "3f9c2a7d51e84b60a1c9e7f2",
  "source": "tradingview",
  "timestamp": "2026-01-05T00:00:08Z",
  "tv": {
    "exchange": "BINANCE", "symbol": "BTCUSDT", "timeframe": "15", "action": "buy",
    "market_position": "long", "market_position_size": "0.01557", "prev_market_position": "flat", "prev_market_position_size": "0",
    "entry_price": 64231.37, "close_price": 64231.37, "order_size": 0.015570000000000001
  },
  "strategy_info": { "trade_id": "Long Entry 3", "alert_name": "Grid entry on fifteen minutes", "alert_message": "" },
  "execution_intent": { "type": "signal", "side": "buy", "position_size_type": "contracts", "precision_mode": "auto" },
  "risk": { "stop_loss": 63100.5, "take_profit": 66500.25, "max_slippage_percent": 0.2 }
})";
    const std::string empty = R"("alert_message": ")";
    body.insert(body.find(empty) + empty.size(), 900 - body.size(), 'm');
    return body;
}

struct Parse {
    std::string body = full_body();

    void operator()() const {
        auto parsed = adapters::parse_webhook(body, ReceivedAs{AccountId{1}, SignalNumber{1}, now});
        benchmark::DoNotOptimize(parsed);
    }
};

struct ParseWithCare {
    std::string body = full_body();

    void operator()() const {
        auto parsed = adapters::parse_with_care(body, ReceivedAs{AccountId{1}, SignalNumber{1}, now});
        benchmark::DoNotOptimize(parsed);
    }
};

/// Nothing that keeps the body can do less.
struct Copy {
    std::string body = full_body();

    void operator()() const {
        auto copy = body;
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
    }
};

adapters::Routes one_route() {
    adapters::SecuritySettings settings;
    adapters::RouteSettings route;
    route.name = "bench";
    route.account = "main";
    route.token = adapters::SecretReference{adapters::SecretReference::Kind::file, "token"};
    route.secrets = {{adapters::SecretReference::Kind::file, "secret"}};
    route.allow = {"tradingview"};
    settings.routes = {route};
    AccountConfig account;
    account.id = {1};
    account.name = "main";
    auto routes =
        adapters::Routes::build(settings, {account}, [](const adapters::SecretReference& reference) -> Result<adapters::Secret> {
            return adapters::Secret(reference.name == "token" ? "t0k3n" : "3f9c2a7d51e84b60a1c9e7f2");
        });
    return *std::move(routes.value);
}

struct Decide {
    adapters::Routes routes = one_route();
    adapters::IntakeMemory memory;
    adapters::HttpRequest request;

    Decide() {
        request.method = "POST";
        request.path = "/hook/t0k3n";
        request.peer = "52.89.214.238";
        request.headers = {
            {"Host", "trellis.example"}, {"Content-Type", "application/json; charset=utf-8"}, {"Content-Length", "900"}};
        request.body = full_body();
    }
    void operator()() {
        auto decision = adapters::decide_intake(routes, memory, request, now);
        benchmark::DoNotOptimize(decision);
    }
};

template <class Work>
void run(benchmark::State& state) {
    Work work;
    for (auto _ : state) work();
}
BENCHMARK(run<Parse>)->Name("bytes to signal");
BENCHMARK(run<ParseWithCare>)->Name("bytes to signal with care");
BENCHMARK(run<Decide>)->Name("whole intake");
BENCHMARK(run<Copy>)->Name("copy");

template <class Work>
double time_of() {
    constexpr int runs = 5;
    constexpr std::size_t turns = 200'000;
    Work work;
    std::vector<double> taken;
    for (int count = 0; count < runs; ++count) taken.push_back(processor_nanoseconds_each(turns, [&](std::size_t) { work(); }));
    return median(taken);
}

void promise_webhook_parse() {
    const double value = time_of<Parse>();
    const double copied = time_of<Copy>();
    print({"webhook-parse", value, "ns", "bytes to Signal; copying the 900 bytes", copied, value / copied, "<= 1500 ns",
           value <= 1500, 5});
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--promise") {
        if (std::string_view(argv[2]) == "webhook-parse") return trellis::bench::promise_webhook_parse(), 0;
        std::fprintf(stderr, "bench_webhook: no promise %s\n", argv[2]);
        return 2;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
