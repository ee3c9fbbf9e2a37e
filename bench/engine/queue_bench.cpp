// What a long queue costs: prices that move every key, quotes that move few, and the way from a slot that came free to the order of
// who takes it. Held against a plain ordered map that does the same moves and takes without knowing why.
#include "bench/engine/queue_bench.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "bench/support/promise.hpp"
#include "engine/pool/queue.hpp"
#include "engine/world/direct.hpp"

namespace trellis::bench {
namespace {

using Nanoseconds = double;

Nanoseconds clock_now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

class Silent final : public CommitPort, public LinePort {
public:
    void commit(Commit commit) override { requests += commit.requests.size(); }
    void fact(AccountId account, DeskFact fact) override { facts.push_back({account, std::move(fact)}); }
    void evaluate(GroupAddress) override {}
    void due(TimerOwner, std::optional<Due>) override {}
    std::size_t requests = 0;
    std::vector<FactItem> facts;
};

/// One account with many instruments; entries wait on all of them.
struct Yard {
    Config config;
    InstrumentTable instruments;
    Desk desk;
    Board board;
    QueueRanking ranking;
    Timestamp now{std::chrono::hours(24 * 365 * 56)};

    Yard(std::uint32_t symbols, std::uint32_t entries) {
        AccountConfig account;
        account.id = AccountId{1};
        account.name = "main";
        account.venue = "binance";
        config.accounts.push_back(account);
        config.grid_strategy.levels = default_levels();
        config.queue.limit = 100'000;
        config.max_open_groups = 0;
        desk.account = AccountId{1};
        for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
            Instrument row = parse_instrument_name("binance:spot:A" + std::to_string(symbol) + "-USDT").value();
            row.tick = decimal<Price>("0.01");
            row.step = decimal<Quantity>("0.00001");
            instruments.add(row).value();
            quote(InstrumentId{symbol}, decimal<Price>("64000"));
        }
        for (std::uint32_t entry = 0; entry < entries; ++entry) wait(entry, symbols);
        ranking.refresh(desk, context());
    }

    DeskContext context() { return {now, config, config.accounts.front(), instruments, board, nullptr, &ranking}; }

    Nanoseconds quote(InstrumentId instrument, Price price) {
        Quote news;
        news.bid = news.ask = price;
        news.at = now;
        const Nanoseconds begin = clock_now();
        board.set_quote(instrument, news);
        ranking.follow(instrument, news);
        return clock_now() - begin;
    }

    /// Prices up to two percent above the market, so that the buckets of a symbol are spread.
    void wait(std::uint32_t entry, std::uint32_t symbols) {
        SignalQueued event;
        event.account = desk.account;
        event.signal = SignalNumber{entry + 1U};
        event.at = now + Duration(entry);
        event.instruction.identity = {InstrumentId{entry % symbols}, 60 * (entry / symbols + 1), PositionSide::long_side};
        event.instruction.entry_price =
            Price::from_raw(Price::from_integer(64'000).raw() + Price::scale / 100 * Int128{(entry * 7'919U) % 128'000U});
        event.instruction.order_size = Quantity::from_integer(1'000);
        event.instruction.duplicate_key = std::to_string(entry);
        desk.apply(DeskEvent{event});
    }
};

/// The same moves in a plain ordered map: out, in; and the first taken.
Nanoseconds floor_moves(std::size_t entries, std::size_t moves) {
    std::set<std::pair<std::int64_t, std::uint32_t>> plain;
    for (std::uint32_t entry = 0; entry < entries; ++entry) plain.insert({(entry * 7'919U) % 20U, entry});
    std::vector<std::pair<std::int64_t, std::uint32_t>> order(plain.begin(), plain.end());
    const Nanoseconds begin = clock_now();
    for (std::size_t move = 0; move < moves; ++move) {
        auto& entry = order[move % order.size()];
        auto node = plain.extract(entry);
        entry.first += 5;
        node.value() = entry;
        plain.insert(std::move(node));
    }
    return clock_now() - begin;
}

}  // namespace

void promise_queue() {
    constexpr std::uint32_t symbols = 100;
    constexpr std::uint32_t entries = 10'000;
    constexpr int runs = 11;
    std::vector<double> totals;
    std::vector<double> slices;
    std::vector<double> floors;
    for (int run = 0; run < runs; ++run) {
        Yard yard(symbols, entries);
        double total = 0;
        double longest = 0;
        const auto slice = [&](double taken) {
            total += taken;
            longest = std::max(longest, taken);
        };
        // Half a percent down everywhere: every key moves.
        for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) slice(yard.quote(InstrumentId{symbol}, decimal<Price>("63680")));
        yard.config.max_open_groups = promotions_max;
        const Nanoseconds begin = clock_now();
        const auto events = handle(yard.desk, DeskCommand{DeskFact{PoolMessage{}}}, yard.context());
        slice(clock_now() - begin);
        if (yard.desk.groups.size() != promotions_max) std::exit(1);
        totals.push_back(total / 1e6);
        slices.push_back(longest / 1e3);
        floors.push_back(floor_moves(entries, entries) / 1e6);
    }
    const double value = median(totals);
    const double least = median(floors);
    print({"P19:queue", value, "ms", "moving as many keys in a plain ordered map", least, value / least, "<= 10 ms", value <= 10, runs});
    const double longest = median(slices);
    print({"P19:queue slice", longest, "us", "the longest stay on the worker", longest, 1, "<= 200 us", longest <= 200, runs});
}

void promise_queue_tick() {
    constexpr std::uint32_t waiting = 1'000;
    constexpr int runs = 5;
    constexpr std::size_t ticks = 200'000;
    std::vector<double> values;
    std::vector<double> floors;
    for (int run = 0; run < runs; ++run) {
        Yard yard(1, waiting);
        // As recorded of BTCUSDT: of a hundred quotes five move the price, by 1.2 on average.
        std::uint64_t seed = 1;
        Price at = Price::from_integer(64'000);
        Quote news;
        const double each = processor_nanoseconds_each(ticks, [&](std::size_t tick) {
            if (tick % 20 == 0) {
                seed = seed * 6364136223846793005U + 1442695040888963407U;
                const auto cents = static_cast<std::int64_t>((seed >> 33U) % 481U) - 240;
                at = Price::from_raw(at.raw() + Price::scale / 100 * Int128{cents});
            }
            news.bid = news.ask = at;
            yard.board.set_quote(InstrumentId{0}, news);
            yard.ranking.follow(InstrumentId{0}, news);
        });
        values.push_back(each);
        // The walk crosses about one key for each quote.
        floors.push_back(floor_moves(waiting, ticks) / static_cast<double>(ticks));
    }
    const double value = median(values);
    const double least = median(floors);
    print({"queue-tick", value, "ns", "moving one key in a plain ordered map", least, value / least, "<= 2000 ns", value <= 2'000, runs});
}

void promise_promotion() {
    constexpr int runs = 301;
    constexpr std::uint32_t symbols = 10;
    std::vector<double> taken;
    std::vector<double> floors;
    Yard yard(symbols, 1'000);
    yard.config.max_open_groups = 1;
    World world;
    world.incarnation = Incarnation{1};
    world.desks.emplace(AccountId{1}, yard.desk);
    Silent port;
    DirectEngine engine(yard.config, yard.instruments, std::move(world), {}, port, port);
    std::uint64_t items = 0;
    const auto give = [&](Item item) { engine.handle({++items, yard.now, std::move(item)}); };
    for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
        Quote news;
        news.bid = news.ask = decimal<Price>("64000");
        give(QuoteItem{InstrumentId{symbol}, news});
    }
    give(FactItem{AccountId{1}, PoolMessage{}});
    for (int run = 0; run < runs; ++run) {
        const GroupId holder = engine.world().desks.at(AccountId{1}).groups.begin()->first;
        const std::size_t before = port.requests;
        const Nanoseconds begin = clock_now();
        give(FactItem{AccountId{1}, GroupEnded{holder}});
        taken.push_back((clock_now() - begin) / 1e3);
        if (port.requests == before) std::exit(1);
        floors.push_back(floor_moves(1'000, 2) / 1e3);
    }
    const double value = median(taken);
    const double least = median(floors);
    print({"promotion", value, "us", "taking the first of a plain ordered map and putting one back", least, value / least, "<= 20 us", value <= 20,
           runs});
}

}  // namespace trellis::bench
