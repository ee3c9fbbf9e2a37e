// P20: recorded quotes, repeated and shifted to more than a million, through a whole simulated run in which nothing crosses. Held
// against reading the same file and doing nothing with it. `bench_simulation --promise P20`.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/market/csv.hpp"
#include "adapters/simulation/runner.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

constexpr int rounds = 5;
constexpr std::uint64_t rows_least = 1'000'000;

struct Row {
    std::int64_t at = 0;
    std::string rest;
};

/// The recorded file, or quotes that step up and down when there is none.
std::vector<Row> source_rows(const std::filesystem::path& recorded, bool& is_recorded) {
    std::vector<Row> rows;
    std::ifstream file(recorded);
    std::string line;
    is_recorded = static_cast<bool>(std::getline(file, line));
    while (std::getline(file, line)) {
        const auto comma = line.find(',');
        rows.push_back({std::stoll(line.substr(0, comma)), line.substr(comma)});
    }
    for (std::int64_t step = 0; !is_recorded && step < 28'040; ++step) {
        const std::int64_t cents = 6'180'000 + (step * 7919) % 401;
        const std::string bid = std::to_string(cents / 100) + "." + std::to_string(100 + cents % 100).substr(1);
        rows.push_back({step * 12'000'000, ",0," + bid + ",1," + std::to_string(cents / 100 + 1) + ".00,1"});
    }
    return rows;
}

std::uint64_t write_repeated(const std::vector<Row>& rows, const std::string& path) {
    std::ofstream out(path);
    out << "local_ns,update_id,bid,bid_qty,ask,ask_qty\n";
    const std::int64_t span = rows.back().at - rows.front().at + 1'000'000;
    std::uint64_t written = 0;
    for (std::int64_t turn = 0; written < rows_least; ++turn) {
        for (const auto& row : rows) out << row.at + turn * span << row.rest << '\n';
        written += rows.size();
    }
    return written;
}

/// One group holds a ladder far from the market, so that levels and orders are there to be checked and none is reached.
std::string scenario_text(const std::string& file) {
    return R"({"version":1,"start":"2024-08-08T23:54:14Z","instruments":[{"id":"binance:spot:BTC-USDT","tick_size":"0.01",)"
           R"("step_size":"0.00001","min_notional":"5"}],"accounts":[{"id":"main","venue":"binance","market":"spot",)"
           R"("balances":{"USDT":"100000"}}],"config":{"grid_strategy":{"tp_mode":"aggregate","tp_aggregate_percent":50}},)"
           R"("timeline":[{"at":"+0s","signal":{"account":"main","body":{"tv":{"symbol":"BTCUSDT","timeframe":15,"action":"buy",)"
           R"("entry_price":50000,"order_size":1000}}}},{"at":"+0s","fill":{"account":"main","symbol":"BTCUSDT","qty":"0.001"}},)"
           R"({"at":"+1s","quotes_from":{"instrument":"binance:spot:BTC-USDT","file":")" +
           file + R"("}}]})";
}

std::unique_ptr<Engine> by_actors(const Config& config, const InstrumentTable& instruments, World world,
                                  std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line,
                                  const WalletPort* wallets) {
    return std::make_unique<actors::ActorEngine>(config, instruments, std::move(world), std::move(books), journal, line,
                                                 actors::Options{{}, {}, nullptr, wallets});
}

/// Quotes a second through the whole run; 0 when it did not go as it must.
double run_speed(const adapters::Scenario& scenario, const std::string& folder, std::uint64_t rows,
                 const adapters::EngineFactory& factory) {
    std::filesystem::remove_all(folder);
    adapters::PosixDisk disk;
    adapters::SessionOptions session;
    session.directory = folder;
    session.is_durable = false;
    session.segment_bytes = 1U << 20U;
    auto journal = adapters::JournalSession::open(disk, session);
    if (!journal.ok() || !(*journal)->begin().ok()) return 0;
    adapters::RunnerOptions options;
    options.make_engine = factory;
    adapters::Runner runner(scenario, **journal, options);
    bool is_good = false;
    const double taken = nanoseconds_each(1, [&](std::size_t) {
        auto result = runner.run();
        is_good = result.ok() && result->has_value() && (*result)->violations.empty();
    });
    return is_good ? static_cast<double>(rows) / (taken / 1e9) : 0;
}

double read_speed(const std::string& file, std::uint64_t rows) {
    std::uint64_t seen = 0;
    const double taken = nanoseconds_each(1, [&](std::size_t) {
        auto csv = adapters::QuoteCsv::open(file);
        while (csv.ok()) {
            auto quote = csv->next();
            if (!quote.ok() || !quote->has_value()) break;
            ++seen;
        }
    });
    return seen == rows ? static_cast<double>(rows) / (taken / 1e9) : 0;
}

int promise_p20() {
    const auto folder = std::filesystem::temp_directory_path() / ("trellis-p20-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string file = (folder / "quotes.csv").string();
    bool is_recorded = false;
    const std::uint64_t rows =
        write_repeated(source_rows("../shared/data/binance_spot_btcusdt_20240809_bbo.csv", is_recorded), file);
    const auto scenario = adapters::read_scenario(scenario_text(file), folder);
    int code = 1;
    if (scenario.ok()) {
        std::vector<double> actors;
        std::vector<double> direct;
        std::vector<double> floor;
        for (int round = 0; round < rounds; ++round) {
            floor.push_back(read_speed(file, rows));
            actors.push_back(run_speed(*scenario, (folder / "data").string(), rows, by_actors));
            direct.push_back(run_speed(*scenario, (folder / "data").string(), rows, adapters::make_direct_engine));
        }
        const std::string against = is_recorded ? "reading the file" : "reading the file (synthetic quotes)";
        const double base = median(floor);
        print({"P20", median(actors), "quotes/s", against, base, median(actors) / base, ">= 1e6", median(actors) >= 1e6, rounds});
        print({"P20:direct", median(direct), "quotes/s", against, base, median(direct) / base, ">= 1e6", median(direct) >= 1e6, rounds});
        std::fprintf(stderr, "P20 actors %.3g..%.3g, direct %.3g..%.3g quotes/s\n", std::ranges::min(actors),
                     std::ranges::max(actors), std::ranges::min(direct), std::ranges::max(direct));
        code = 0;
    }
    std::filesystem::remove_all(folder);
    return code;
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--promise" && std::string_view(argv[2]) == "P20") {
        return trellis::bench::promise_p20();
    }
    std::fprintf(stderr, "usage: bench_simulation --promise P20\n");
    return 2;
}
