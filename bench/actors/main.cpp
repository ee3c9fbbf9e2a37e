// The actors' promises: `bench_actors [--promise P7|P8]`. P7 prints one JSON line for the time of one hop and one for hops a second,
// P8 one for sleeping and one for spinning threads; the range of the rounds goes to stderr. Group actor and bare actor take turns on one worker thread.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string_view>
#include <vector>

#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>

#include "bench/actors/hop.hpp"
#include "bench/actors/round_trip.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

constexpr int rounds = 9;
constexpr std::size_t many_at_once = 256;

struct Contender {
    Hop* hop;
    std::vector<double> alone{};  ///< ns per hop, one command at a time
    std::vector<double> busy{};   ///< ns per hop, many in the mailbox
};

struct Settings : caf::actor_system_config {
    Settings() {
        set("scheduler.policy", caf::atom("sharing"));
        set("scheduler.max-threads", std::size_t{1});
    }
};

/// A-B-A-B; the first round warms up and does not count.
void take_turns(caf::actor_system& system, Probe& probe, std::vector<Contender>& contenders) {
    for (int round = -1; round < rounds; ++round) {
        for (auto& contender : contenders) {
            const double alone = median_hop(system, *contender.hop, probe, 1, 20'000);
            const double busy = median_hop(system, *contender.hop, probe, many_at_once, 200);
            if (round < 0) continue;
            contender.alone.push_back(alone);
            contender.busy.push_back(busy);
        }
    }
}

void show_range(const char* name, const std::vector<double>& taken) {
    const auto [least, most] = std::ranges::minmax(taken);
    std::fprintf(stderr, "P7 %s: median %.0f ns, %.0f..%.0f\n", name, median(taken), least, most);
}

void promise_p7() {
    Settings settings;
    caf::actor_system system(settings);
    Probe probe;
    const auto ours = group_hop(system, probe);
    const auto raw = raw_hop(system, probe);
    std::vector<Contender> all{{ours.get()}, {raw.get()}};
    take_turns(system, probe, all);
    ours->stop();
    raw->stop();
    system.await_all_actors_done();

    show_range("group actor, alone", all[0].alone);
    show_range("bare actor, alone", all[1].alone);
    show_range("group actor, busy", all[0].busy);
    show_range("bare actor, busy", all[1].busy);
    Answer alone{.id = "P7",
                 .value = median(all[0].alone),
                 .unit = "ns",
                 .against = "raw CAF hop, messages of the same sizes",
                 .peer_value = median(all[1].alone),
                 .must = "<= 1.5x p50",
                 .runs = rounds};
    alone.ratio = alone.value / alone.peer_value;
    alone.is_met = alone.ratio <= 1.5;
    print(alone);
    Answer busy{.id = "P7",
                .value = 1e9 / median(all[0].busy),
                .unit = "commands/s",
                .against = "raw CAF hop, messages of the same sizes",
                .peer_value = 1e9 / median(all[1].busy),
                .must = ">= 0.6x throughput",
                .runs = rounds};
    busy.ratio = busy.value / busy.peer_value;
    busy.is_met = busy.ratio >= 0.6;
    print(busy);
}

int run(int argc, char** argv) {
    const bool is_asked = argc == 3 && std::string_view(argv[1]) == "--promise";
    if (argc != 1 && !is_asked) {
        std::fprintf(stderr, "usage: bench_actors [--promise P7|P8]\n");
        return 2;
    }
    if (is_asked && std::string_view(argv[2]) == "P8") return promise_p8(), 0;
    if (is_asked && std::string_view(argv[2]) != "P7") {
        std::fprintf(stderr, "bench_actors: no promise %s (P7 P8)\n", argv[2]);
        return 2;
    }
    promise_p7();
    return 0;
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    try {
        return trellis::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_actors: %s\n", error.what());
        return 1;
    }
}
