// How a benchmark answers for a promise of docs/performance.md: several runs, their median, one JSON line on stdout.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace trellis::bench {

struct Answer {
    std::string id;
    double value = 0;
    std::string unit;
    std::string against;    ///< what it is held against, in the same run
    double peer_value = 0;
    double ratio = 0;
    std::string must;
    bool is_met = false;
    int runs = 0;
};

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Nanoseconds that one of `count` turns of `work` takes.
template <class Work>
double nanoseconds_each(std::size_t count, Work work) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) work(i);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    return taken.count() / static_cast<double>(count);
}

/// The same by the processor time of this thread: for long work that only computes, what others take of the core does not count.
template <class Work>
double processor_nanoseconds_each(std::size_t count, Work work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
    };
    const double begin = now();
    for (std::size_t i = 0; i < count; ++i) work(i);
    return (now() - begin) / static_cast<double>(count);
}

inline void print(const Answer& answer) {
    double load[1] = {0};
    if (getloadavg(load, 1) != 1) load[0] = -1;
    std::printf("{\"id\":\"%s\",\"value\":%.4g,\"unit\":\"%s\",\"against\":\"%s\",\"peer_value\":%.4g,\"ratio\":%.3g,\"must\":\"%s\",\"met\":%s,"
                "\"runs\":%d,\"load\":%.2f}\n",
                answer.id.c_str(), answer.value, answer.unit.c_str(), answer.against.c_str(), answer.peer_value, answer.ratio,
                answer.must.c_str(), answer.is_met ? "true" : "false", answer.runs, load[0]);
}

}  // namespace trellis::bench
