// What an event costs on its way to disk and back: encode and decode of the two that trading writes most and of the largest,
// against copying the same bytes, which nothing that stores them can beat.
#include "bench/engine/codec_bench.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "bench/support/promise.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/hash.hpp"
#include "engine/event/names.hpp"

namespace trellis::bench {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::int64_t now = 1'767'571'208'123'000'000;

OrderPlaced placed() {
    OrderPlaced order;
    order.group = {AccountId{1}, 4711};
    order.order = {17};
    order.pyramid = PyramidIndex{2};
    order.leg = LegIndex{3};
    order.price = decimal<Price>("64231.37");
    order.quantity = decimal<Quantity>("0.01557");
    order.at = Timestamp{Duration{now}};
    return order;
}

OrderFilled filled() {
    OrderFilled fill;
    fill.group = {AccountId{1}, 4711};
    fill.order = {17};
    fill.trade = {5'123'456'789};
    fill.price = decimal<Price>("64231.37");
    fill.quantity = decimal<Quantity>("0.01557");
    fill.fee = decimal<Money>("1.0000824309");
    fill.at = Timestamp{Duration{now}};
    return fill;
}

/// An entry as the desk admits it: strategy, plan of five legs, body.
SignalAdmitted admitted() {
    SignalAdmitted signal;
    signal.account = {1};
    signal.signal = {1234};
    signal.instruction.duplicate_key = "BTCUSDT|900|long|2026-01-05T00:00:00Z|entry";
    signal.groups = {{AccountId{1}, 4711}};
    GridStrategy strategy;
    strategy.levels = default_levels();
    signal.strategy = strategy;
    signal.plan = PyramidPlan{};
    for (std::uint16_t leg = 0; leg < 5; ++leg) {
        PlannedLeg planned;
        planned.index = {leg};
        planned.price = decimal<Price>("64231.37");
        planned.quantity = decimal<Quantity>("0.01557");
        planned.take_profit = decimal<Ratio>("1.5");
        signal.plan->legs.push_back(planned);
    }
    signal.body = std::string(700, 'x');
    return signal;
}

Bytes encoded(const Event& event) {
    Bytes out;
    encode(event, out);
    return out;
}

/// Works on one event; keeps what it needs, so that a turn allocates no more than the engine would.
struct Encode {
    Event event;
    Bytes out = encoded(event);

    void operator()() {
        out.clear();
        encode(event, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
};

struct Decode {
    Event event;
    Bytes bytes = encoded(event);

    void operator()() const {
        std::span<const std::byte> in = bytes;
        auto back = decode(in);
        benchmark::DoNotOptimize(back);
    }
};

struct Hash {
    Event event;
    Bytes bytes = encoded(event);

    void operator()() const { benchmark::DoNotOptimize(hash_of(bytes)); }
};

/// The floor.
struct Copy {
    Event event;
    Bytes bytes = encoded(event);
    Bytes out = bytes;

    void operator()() {
        std::memcpy(out.data(), bytes.data(), bytes.size());
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
};

template <class Work>
void run(benchmark::State& state, const Event& event) {
    Work work{event};
    for (auto _ : state) work();
}

std::array<Event, 3> events() { return {placed(), filled(), admitted()}; }

template <class Work>
void add(const std::string& what) {
    for (const auto& event : events())
        benchmark::RegisterBenchmark((what + " " + std::string(name_of(event))).c_str(), run<Work>, event);
}

const bool is_added = [] {
    add<Encode>("encode");
    add<Decode>("decode");
    add<Hash>("hash");
    add<Copy>("copy");
    return true;
}();

constexpr int runs = 5;
constexpr std::size_t turns = 200'000;

template <class Work>
double time_of(const Event& event) {
    Work work{event};
    std::vector<double> taken;
    for (int count = 0; count < runs; ++count) taken.push_back(processor_nanoseconds_each(turns, [&](std::size_t) { work(); }));
    return median(taken);
}

template <class Work>
void answer(const std::string& what, const Event& event) {
    const double value = time_of<Work>(event);
    const double copied = time_of<Copy>(event);
    const auto against = what + " " + std::string(name_of(event)) + "; copying its " + std::to_string(encoded(event).size()) + " bytes";
    print({"codec", value, "ns", against, copied, value / copied, "<= 1000 ns", value <= 1000, runs});
}

}  // namespace

void promise_codec() {
    for (const auto& event : events()) {
        answer<Encode>("encode", event);
        answer<Decode>("decode", event);
        answer<Hash>("hash", event);
    }
}

}  // namespace trellis::bench
