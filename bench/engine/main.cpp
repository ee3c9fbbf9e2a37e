// The engine's benchmarks: `bench_engine --promise P10` answers for a promise, without it Google Benchmark runs them all.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <string_view>

#include "bench/engine/codec_bench.hpp"
#include "bench/engine/crossing_bench.hpp"
#include "bench/engine/group_bench.hpp"
#include "bench/engine/levels_bench.hpp"
#include "bench/engine/preset_bench.hpp"
#include "bench/engine/queue_bench.hpp"
#include "bench/engine/risk_bench.hpp"

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--promise") {
        const std::string_view id = argv[2];
        if (id == "P9") return trellis::bench::promise_p9(), 0;
        if (id == "P10") return trellis::bench::promise_p10(), 0;
        if (id == "P19:risk") return trellis::bench::promise_risk(), 0;
        if (id == "engine") return trellis::bench::promise_engine(), 0;
        if (id == "P19:queue") return trellis::bench::promise_queue(), 0;
        if (id == "queue-tick") return trellis::bench::promise_queue_tick(), 0;
        if (id == "promotion") return trellis::bench::promise_promotion(), 0;
        if (id == "P18") return trellis::bench::promise_p18(), 0;
        if (id == "preset-change") return trellis::bench::promise_preset_change(), 0;
        if (id == "codec") return trellis::bench::promise_codec(), 0;
        std::fprintf(stderr, "bench_engine: no promise %s\n", argv[2]);
        return 2;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
