// What metrics and stage timing cost: two servers, one with and one without, in turns.
#include <sys/resource.h>

#include <cstdio>

#include "bench/server/caller.hpp"
#include "bench/server/live.hpp"
#include "bench/server/promises.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {

namespace {

constexpr int rounds = 301;
constexpr std::size_t requests_each = 8;
constexpr int legs = 5;

/// Of the whole process: the other server is idle meanwhile.
double processor_microseconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

struct Contender {
    Live live;
    std::vector<double> latency{};    ///< median of each round, us
    std::vector<double> processor{};  ///< us for each signal, sender included

    void run() {
        const Course course{live.port(), &live.wire().sink(), legs, [&] { return live.next_entry(); }, [&] { live.settle(); }, {}};
        const double before = processor_microseconds();
        const Times times = send_all(course, requests_each);
        processor.push_back((processor_microseconds() - before) / requests_each);
        latency.push_back(median(times.order));
    }
};

void answer(const char* id, const char* what, double with, double without) {
    const double ratio = with / without;
    print({id, with, "us", what, without, ratio, "<= 1.05x", ratio <= 1.05, rounds});
}

}  // namespace

void promise_p16() {
    Contender on{Live({.waits_for_sync = false, .times_stages = true, .legs = legs})};
    Contender off{Live({.waits_for_sync = false, .times_stages = false, .legs = legs})};
    for (int round = 0; round < rounds; ++round) {
        (round % 2 == 0 ? on : off).run();
        (round % 2 == 0 ? off : on).run();
    }
    answer("P16", "stage timing off: webhook to first order, p50", median(on.latency), median(off.latency));
    answer("P16:processor", "stage timing off: processor time of a signal", median(on.processor), median(off.processor));
}

}  // namespace trellis::bench
