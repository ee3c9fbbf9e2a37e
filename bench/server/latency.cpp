// How long a webhook takes, to its order and to its answer: the server and its floor in turns, at the same even pace.
#include <algorithm>
#include <cstdio>
#include <string>

#include "bench/server/caller.hpp"
#include "bench/server/promises.hpp"
#include "bench/server/raw_chain.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {

namespace {

constexpr int rounds = 9;
constexpr int legs = 5;
constexpr std::size_t requests_each = 40;
constexpr std::chrono::milliseconds interval{20};

struct Contender {
    Course course;
    bool counts_orders;
    std::vector<double> medians{};
    std::vector<double> all{};

    void run(bool counts) {
        const Times times = send_all(course, requests_each);
        const auto& taken = counts_orders ? times.order : times.answer;
        if (!counts) return;
        medians.push_back(median(taken));
        all.insert(all.end(), taken.begin(), taken.end());
    }
};

void show(const char* id, const char* who, const Contender& contender) {
    const auto [least, most] = std::ranges::minmax(contender.medians);
    std::fprintf(stderr, "%s %s: p50 %.0f us (rounds %.0f..%.0f), p90 %.0f, p99 %.0f\n", id, who, median(contender.medians), least, most,
                 quantile(contender.all, 0.9), quantile(contender.all, 0.99));
}

struct Promise {
    const char* id;
    const char* against;
    const char* must;
    double ratio_most;
    bool counts_orders;
    bool syncs;
    int stages;
};

void answer(const Promise& promise) {
    Live live({.waits_for_sync = promise.syncs, .legs = legs});
    RawChain raw({.stages = promise.stages, .syncs = promise.syncs, .has_wire = promise.counts_orders});
    Contender ours{{live.port(), &live.wire().sink(), legs, [&] { return live.next_entry(); }, [&] { live.settle(); }, interval}, promise.counts_orders};
    Contender floor{{raw.port(), promise.counts_orders ? &raw.sink() : nullptr, 1, [&] { return live.next_entry(); }, [] {}, interval},
                    promise.counts_orders};
    for (int round = -1; round < rounds; ++round) {  // the first warms up
        ours.run(round >= 0);
        floor.run(round >= 0);
    }
    show(promise.id, "trellis", ours);
    show(promise.id, "floor", floor);
    const double value = median(ours.medians);
    const double peer = median(floor.medians);
    print({promise.id, value, "us", promise.against, peer, value / peer, promise.must, value / peer <= promise.ratio_most, rounds});
    print({std::string(promise.id) + ":p99", quantile(ours.all, 0.99), "us", promise.against, quantile(floor.all, 0.99),
           quantile(ours.all, 0.99) / quantile(floor.all, 0.99), "not promised against the floor", true, rounds});
}

}  // namespace

void promise_p1() {
    answer({"P1", "floor: accept, read, two thread wakes, append, write", "best: p50 <= 2x raw floor", 2.0, true, false, 1});
}
void promise_p2() {
    answer({"P2", "floor: accept, read, three thread wakes, append, lone fdatasync, write", "p50 <= 1.5x floor, best 1.2x", 1.5, true, true, 2});
}
void promise_acknowledgement() {
    answer({"acknowledgement", "floor: accept, read, wake, append, fdatasync, wake, write", "p50 <= 1.5x floor", 1.5, false, true, 1});
}

}  // namespace trellis::bench
