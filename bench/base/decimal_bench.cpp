// What one decimal operation costs: each stands in a decision or in the decoding of a quote, so tens of nanoseconds count.
// The operands rotate through a table, so that neither the compiler nor the branch predictor knows the answer.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/base/noise_guard.hpp"
#include "engine/base/rounding.hpp"

namespace trellis {
namespace {

constexpr std::size_t table_size = 64;
constexpr Int128 hundredth = Price::scale / 100;

std::array<Price, table_size> prices() {
    std::array<Price, table_size> out;
    Int128 cents = 6'423'137;
    for (auto& price : out) {
        price = Price::from_raw(cents * hundredth);
        cents += 977;
    }
    return out;
}

std::array<Quantity, table_size> quantities() {
    std::array<Quantity, table_size> out;
    Int128 steps = 311;
    for (auto& quantity : out) {
        quantity = Quantity::from_raw(steps * (Quantity::scale / 100'000));
        steps += 7;
    }
    return out;
}

/// Runs `work(i)` with i walking over the table.
template <class Work>
void walk(benchmark::State& state, Work work) {
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(work(i));
        i = (i + 1) % table_size;
    }
}

void notional_of_a_fill(benchmark::State& state) {
    const auto price = prices();
    const auto quantity = quantities();
    walk(state, [&](std::size_t i) { return notional(price[i], quantity[i]); });
}

void scaled_price_of_a_leg(benchmark::State& state) {
    const auto price = prices();
    const auto percent = decimal<Ratio>("99.5");
    const auto tick = decimal<Price>("0.01");
    walk(state, [&](std::size_t i) { return scaled_price(price[i], percent, tick, Rounding::floor); });
}

void affordable_quantity(benchmark::State& state) {
    const auto price = prices();
    const auto capital = decimal<Money>("1000");
    const auto weight = decimal<Ratio>("20");
    const auto step = decimal<Quantity>("0.00001");
    walk(state, [&](std::size_t i) { return affordable(capital, weight, price[i], step); });
}

void target_from_an_average(benchmark::State& state) {
    const auto quantity = quantities();
    const auto cost = decimal<Money>("998.2967311");
    const auto percent = decimal<Ratio>("101");
    const auto tick = decimal<Price>("0.01");
    walk(state, [&](std::size_t i) { return average_times(cost, quantity[i], percent, tick, Rounding::ceil); });
}

void round_to_a_tick(benchmark::State& state) {
    const auto price = prices();
    const auto tick = decimal<Price>("0.05");
    walk(state, [&](std::size_t i) { return round_to_tick(price[i], tick, Rounding::floor); });
}

void share_pro_rata(benchmark::State& state) {
    const auto quantity = quantities();
    const auto cost = decimal<Money>("998.2967311");
    const auto whole = decimal<Quantity>("0.0157");
    walk(state, [&](std::size_t i) { return share(cost, quantity[i], whole); });
}

constexpr std::array<std::string_view, 4> texts{"64231.37", "0.00311", "63910.21000000", "199.7595607"};

void parse_text(benchmark::State& state) {
    walk(state, [](std::size_t i) { return Price::parse(texts[i % texts.size()]); });
}

void parse_webhook_text(benchmark::State& state) {
    walk(state, [](std::size_t i) { return parse_webhook_number<Price>(texts[i % texts.size()]); });
}

void parse_noisy_webhook_text(benchmark::State& state) {
    walk(state, [](std::size_t) { return parse_webhook_number<Price>("0.30000000000000004"); });
}

void write_text(benchmark::State& state) {
    const auto price = prices();
    char buffer[Price::text_size_max];
    walk(state, [&](std::size_t i) {
        char* const end = price[i].write(buffer);
        benchmark::ClobberMemory();
        return end;
    });
}

BENCHMARK(notional_of_a_fill);
BENCHMARK(scaled_price_of_a_leg);
BENCHMARK(affordable_quantity);
BENCHMARK(target_from_an_average);
BENCHMARK(round_to_a_tick);
BENCHMARK(share_pro_rata);
BENCHMARK(parse_text);
BENCHMARK(parse_webhook_text);
BENCHMARK(parse_noisy_webhook_text);
BENCHMARK(write_text);

}  // namespace
}  // namespace trellis

BENCHMARK_MAIN();
