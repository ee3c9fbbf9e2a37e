// The running server's promises: `bench_server --promise ID [SECONDS]`; SECONDS shortens `signals`, which lasts 60.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "bench/server/promises.hpp"

namespace {

constexpr int seconds_of_signals = 60;

int run(int argc, char** argv) {
    if (argc < 3 || argc > 4 || std::string_view(argv[1]) != "--promise") {
        std::fprintf(stderr, "usage: bench_server --promise P1|P2|acknowledgement|signals|P14|P16 [SECONDS]\n");
        return 2;
    }
    const std::string_view id = argv[2];
    if (id == "P1") return trellis::bench::promise_p1(), 0;
    if (id == "P2") return trellis::bench::promise_p2(), 0;
    if (id == "acknowledgement") return trellis::bench::promise_acknowledgement(), 0;
    if (id == "signals") return trellis::bench::promise_signals(argc == 4 ? std::atoi(argv[3]) : seconds_of_signals), 0;
    if (id == "P14") return trellis::bench::promise_p14(), 0;
    if (id == "P16") return trellis::bench::promise_p16(), 0;
    std::fprintf(stderr, "bench_server: no promise %s\n", argv[2]);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_server: %s\n", error.what());
        return 1;
    }
}
