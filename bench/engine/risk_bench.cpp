// P19: one pass of the risk engine over 10,000 groups, whole and by its longest slice. Held against a plain loop that computes U of as
// many positions that lie side by side: what nobody can do without.
#include "bench/engine/risk_bench.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "bench/engine/scene.hpp"
#include "bench/support/promise.hpp"
#include "engine/base/rounding.hpp"
#include "engine/world/risk_shell.hpp"

namespace trellis::bench {
namespace {

constexpr std::uint32_t groups_total = 10'000;
constexpr std::uint32_t instruments_total = 50;
constexpr std::size_t groups_per_slice = 256;  // as the actor looks (actors/risk.hpp)

/// Every third group loses enough, every third could pay; the losses are larger than what anybody has.
struct Market {
    Market() {
        for (std::uint32_t number = 0; number < instruments_total; ++number) {
            Instrument made = bitcoin();
            made.name = "binance:spot:C" + std::to_string(number) + "-USDT";
            made.symbol = "C" + std::to_string(number) + "USDT";
            made.taker_fee = decimal<Ratio>("0.001");
            instruments.add(made).value();
            board.set_quote(InstrumentId{number}, {Price::from_integer(100), Price::from_integer(100), {}, {}, now, 1});
        }
        for (std::uint32_t number = 1; number <= groups_total; ++number) hold(number);
        risk.account = AccountId{1};
        config.risk.enable_post_full_wait = false;
        config.risk.max_winners_to_combine = 1;
    }

    void hold(std::uint32_t number) {
        Group group;
        group.id = {AccountId{1}, number};
        group.identity = {InstrumentId{number % instruments_total}, 900 * number, PositionSide::long_side};
        group.opened_at = now;
        const std::int64_t price = number % 3 == 0 ? 120 : number % 3 == 1 ? 99 : 101;
        const std::int64_t quantity = number % 3 == 0 ? 1'000 : 10;
        group.open_quantity = Quantity::from_integer(quantity);
        group.open_cost = notional(Price::from_integer(price), group.open_quantity);
        group.open_entry_fees = fee_of(group.open_cost, decimal<Ratio>("0.001"));
        group.risk_timer_started_at = now;
        board.note(group, true);
        positions.push_back({PositionSide::long_side, group.open_quantity, group.open_cost, group.open_entry_fees});
    }

    RiskContext context() { return {now, config, instruments, board}; }

    Timestamp now{std::chrono::hours(24 * 365 * 56)};
    Config config = default_config();
    InstrumentTable instruments;
    Board board;
    Risk risk;
    std::vector<Position> positions;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

struct PassTimes {
    double whole = 0;    ///< seconds
    double longest = 0;  ///< of its slices
};

PassTimes time_pass(Market& market) {
    PassTimes times;
    RiskScan scan(false);
    bool is_done = false;
    while (!is_done) {
        const auto begin = std::chrono::steady_clock::now();
        is_done = scan.advance(market.risk, market.context(), groups_per_slice);
        const double taken = seconds_since(begin);
        times.whole += taken;
        times.longest = std::max(times.longest, taken);
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto done = conclude_step(market.risk, std::move(scan), RiskTrigger::timer, market.context());
    benchmark::DoNotOptimize(done);
    const double taken = seconds_since(begin);
    times.whole += taken;
    times.longest = std::max(times.longest, taken);
    return times;
}

double time_floor(const Market& market) {
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& position : market.positions) {
        auto value = value_at(position, Price::from_integer(100), decimal<Ratio>("0.001"));
        benchmark::DoNotOptimize(value);
    }
    return seconds_since(begin);
}

}  // namespace

void promise_risk() {
    constexpr int runs = 51;
    Market market;
    time_pass(market);  // the record of who could not be paid for is made once
    std::vector<double> whole;
    std::vector<double> longest;
    std::vector<double> floor;
    for (int run = 0; run < runs; ++run) {
        const PassTimes times = time_pass(market);
        whole.push_back(times.whole * 1e3);
        longest.push_back(times.longest * 1e6);
        floor.push_back(time_floor(market) * 1e3);
    }
    const double least = median(floor);
    print({"P19:risk", median(whole), "ms", "computing U of 10,000 positions", least, median(whole) / least, "<= 10 ms",
           median(whole) <= 10, runs});
    print({"P19:risk slice", median(longest), "us", "computing U of 256 positions", least * 1e3 * 256 / groups_total,
           median(longest) / (least * 1e3 * 256 / groups_total), "<= 200 us", median(longest) <= 200, runs});
}

}  // namespace trellis::bench
