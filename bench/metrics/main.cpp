// What counting costs where it hurts: one addition and one observation, by one writer and by many, and what a scrape costs. The floor
// is the machine's own addition.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "adapters/metrics/exposition.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

using adapters::Counter;
using adapters::Histogram;
using adapters::Writers;

constexpr int runs = 9;
constexpr std::size_t turns = 2'000'000;

/// What happens for each quote has one writer and this much time; what happens for each signal, commit or order has more.
struct Budget {
    double nanoseconds;
    const char* must;
};
constexpr Budget each_quote{10, "<= 10 ns"};
constexpr Budget each_signal{50, "<= 50 ns"};

/// Durations that visit every bucket in an order that a branch cannot learn.
std::vector<std::chrono::nanoseconds> durations() {
    std::vector<std::chrono::nanoseconds> spread;
    std::uint64_t random = 42;
    for (int i = 0; i < 4096; ++i) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        spread.emplace_back(static_cast<std::int64_t>((random >> 33U) << (i % 6)));
    }
    return spread;
}

template <class Work>
double median_cost(Work work) {
    std::vector<double> costs;
    for (int run = 0; run < runs; ++run) costs.push_back(nanoseconds_each(turns, work));
    return median(costs);
}

void answer(const char* id, double value, Budget budget, const char* against, double peer) {
    print({.id = std::string("metrics:") + id, .value = value, .unit = "ns", .against = against, .peer_value = peer, .ratio = value / peer,
           .must = budget.must, .is_met = value <= budget.nanoseconds, .runs = runs});
}

void hot_path() {
    std::atomic<std::uint64_t> plain{0};
    const double locked = median_cost([&](std::size_t) { plain.fetch_add(1, std::memory_order_relaxed); });
    const double unlocked =
        median_cost([&](std::size_t) { plain.store(plain.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); });
    const auto spread = durations();
    Counter counter;
    Counter own_counter(Writers::one);
    Histogram histogram;
    Histogram own_histogram(Writers::one);
    const auto count = [](Counter& into) { return median_cost([&](std::size_t) { into.add(); }); };
    const auto time = [&](Histogram& into) { return median_cost([&](std::size_t i) { into.observe(spread[i % spread.size()]); }); };
    answer("counter of one writer", count(own_counter), each_quote, "floor: load, add, store", unlocked);
    answer("histogram of one writer", time(own_histogram), each_quote, "floor: load, add, store", unlocked);
    answer("counter", count(counter), each_signal, "floor: one locked addition", locked);
    answer("histogram", time(histogram), each_signal, "floor: one locked addition", locked);
}

void scrape() {
    const adapters::Metrics metrics;
    const adapters::Exposition exposition(metrics, {"bench", "bench"}, {});
    std::size_t bytes = 0;
    std::vector<double> costs;
    for (int run = 0; run < runs; ++run) costs.push_back(nanoseconds_each(20, [&](std::size_t) { bytes = exposition.text().size(); }) / 1e6);
    const double value = median(costs);
    print({.id = "metrics:scrape", .value = value, .unit = "ms", .against = "bytes of the page", .peer_value = static_cast<double>(bytes),
           .ratio = value / static_cast<double>(bytes), .must = "<= 10 ms", .is_met = value <= 10, .runs = runs});
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--promise" && std::string_view(argv[2]) != "metrics") {
        std::fprintf(stderr, "bench_metrics: no promise %s\n", argv[2]);
        return 2;
    }
    trellis::bench::hot_path();
    trellis::bench::scrape();
    return 0;
}
