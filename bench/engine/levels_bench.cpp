// What a quote costs that reaches no level, with few and with very many groups armed around it: it must not matter (property 5).
#include "bench/engine/levels_bench.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "bench/support/promise.hpp"
#include "engine/market/symbol_book.hpp"

namespace trellis::bench {

namespace {

constexpr std::array<std::uint32_t, 3> group_counts{1, 1'000, 100'000};
constexpr Int128 cent = Price::scale / 100;

// Quotes move between 60,000 and 60,020; every group watches a stop below and a target above, each at its own distance.
constexpr std::int64_t lowest_cents = 6'000'000;
constexpr std::int64_t band_cents = 2'000;

Price cents(std::int64_t value) { return Price::from_raw(cent * value); }

GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }

WatchLevels around(std::uint32_t distance) {
    WatchLevels levels;
    levels.bid_at_or_below = WatchLevel{cents(lowest_cents - 1 - distance), {}};
    levels.bid_at_or_above = WatchLevel{cents(lowest_cents + band_cents + 100 + distance), {}};
    return levels;
}

SymbolBook armed(std::uint32_t groups) {
    SymbolBook book;
    for (std::uint32_t i = 0; i < groups; ++i) book.watch(group(i + 1), around(i * 7919U % groups));
    return book;
}

std::vector<Quote> band() {
    std::vector<Quote> quotes(1024);
    std::uint64_t state = 1;
    for (auto& quote : quotes) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const auto place = static_cast<std::int64_t>((state >> 33U) % band_cents);
        quote.bid = cents(lowest_cents + place);
        quote.ask = cents(lowest_cents + place + 1);
        quote.bid_size = Quantity::from_integer(1);
        quote.ask_size = Quantity::from_integer(1);
        quote.at = Timestamp(std::chrono::milliseconds(place));
    }
    return quotes;
}

void quote_that_crosses_nothing(benchmark::State& state) {
    auto book = armed(static_cast<std::uint32_t>(state.range(0)));
    const auto quotes = band();
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(book.on_quote(quotes[i++ % quotes.size()]).data());
}

void quote_that_crosses_one_and_arms_it_again(benchmark::State& state) {
    const auto groups = static_cast<std::uint32_t>(state.range(0));
    auto book = armed(groups);
    auto quote = band().front();
    quote.bid = cents(lowest_cents - 1);
    const auto nearest = around(0);
    for (auto _ : state) {
        const auto& crossed = book.on_quote(quote);
        benchmark::DoNotOptimize(crossed.data());
        for (const auto id : std::vector<GroupId>(crossed)) book.watch(id, nearest);
    }
}

BENCHMARK(quote_that_crosses_nothing)->Arg(1)->Arg(1'000)->Arg(100'000);
BENCHMARK(quote_that_crosses_one_and_arms_it_again)->Arg(1)->Arg(1'000)->Arg(100'000);

}  // namespace

void promise_p10() {
    constexpr int runs = 7;
    constexpr std::size_t quotes_per_run = 1'000'000;
    const auto quotes = band();
    std::array<SymbolBook, group_counts.size()> books{armed(group_counts[0]), armed(group_counts[1]), armed(group_counts[2])};
    std::array<std::vector<double>, group_counts.size()> taken;
    std::size_t woken = 0;
    for (int run = 0; run < runs; ++run) {  // the sizes take turns, so that a busy machine slows all of them
        for (std::size_t size = 0; size < books.size(); ++size) {
            taken[size].push_back(processor_nanoseconds_each(quotes_per_run, [&](std::size_t i) {
                woken += books[size].on_quote(quotes[i % quotes.size()]).size();
            }));
        }
    }
    const std::array<double, group_counts.size()> medians{median(taken[0]), median(taken[1]), median(taken[2])};
    const double slowest = *std::ranges::max_element(medians);
    const double ratio = slowest / *std::ranges::min_element(medians);
    const bool is_met = woken == 0 && ratio <= 1.2 && slowest <= 150;
    print({"P10", medians[2], "ns", "itself with 1 group (1,000 between); 100,000 here", medians[0], ratio,
           "flat within 20 %, <= 150 ns", is_met, runs});
}

}  // namespace trellis::bench
