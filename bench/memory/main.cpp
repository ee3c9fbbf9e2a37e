// The memory promise: `bench_memory [--promise P17]`. Each population is made in a process of its own, so that nothing of an earlier
// one is counted: what its pages grow by from the bare program to an engine whose actors are armed and at rest.
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <string_view>
#include <vector>

#include "actors/engine.hpp"
#include "bench/memory/groups.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

constexpr double kibi = 1024;
constexpr int runs = 5;

double resident_bytes() {
    malloc_trim(0);
    std::ifstream file("/proc/self/statm");
    double size = 0;
    double resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

class NullJournal final : public CommitPort {
public:
    void commit(Commit) override {}
};

class NullLine final : public LinePort {
public:
    void fact(AccountId, DeskFact) override {}
    void evaluate(GroupAddress) override {}
    void due(TimerOwner, std::optional<Due>) override {}
};

struct Population {
    std::uint32_t groups;
    Rest rest;
};

/// Bytes for each group, its actor and its place at its symbol and desk included.
double bytes_each(Population population) {
    const Config config = config_of_many();
    const InstrumentTable instruments = instruments_of_many();
    NullJournal journal;
    NullLine line;
    const double before = resident_bytes();
    actors::ActorEngine engine(config, instruments, world_of(population.groups, population.rest, config, instruments), {}, journal, line,
                               {actors::Threading::simulated, std::nullopt});
    engine.arm();
    return (resident_bytes() - before) / population.groups;
}

/// The same in a child: pages that one population has used must not be there for the next.
double measured_apart(Population population) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child == 0) {
        const double bytes = bytes_each(population);
        const bool is_told = write(ends[1], &bytes, sizeof bytes) == sizeof bytes;
        _exit(is_told ? 0 : 1);
    }
    close(ends[1]);
    double bytes = 0;
    const bool is_told = read(ends[0], &bytes, sizeof bytes) == sizeof bytes;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!is_told || status != 0) throw std::runtime_error("a population could not be measured");
    return bytes;
}

double median_of(Population population, int times) {
    std::vector<double> taken;
    for (int run = 0; run < times; ++run) taken.push_back(measured_apart(population));
    return median(taken);
}

void answer_each(const char* id, Population population, const char* what) {
    const double each = median_of(population, runs) / kibi;
    print({.id = id, .value = each, .unit = "KiB a group", .against = what, .peer_value = 16, .ratio = each / 16, .must = "<= 16 KiB",
           .is_met = each <= 16, .runs = runs});
}

void promise_p17() {
    answer_each("P17", {10'000, Rest::laid}, "the promise, 10,000 groups of 35 working entries, actors included");
    answer_each("P17:filled", {10'000, Rest::filled}, "the promise, 10,000 groups of 35 filled entries and 35 working targets");
    constexpr double giga = 1e9;
    constexpr std::uint32_t many = 100'000;
    const double all = median_of({many, Rest::laid}, 1) * many / giga;
    print({.id = "P17:100000", .value = all, .unit = "GB", .against = "the promise, 100,000 groups of 35 working entries", .peer_value = 1.6,
           .ratio = all / 1.6, .must = "<= 1.6 GB", .is_met = all <= 1.6, .runs = 1});
}

int run(int argc, char** argv) {
    const bool is_asked = argc == 3 && std::string_view(argv[1]) == "--promise";
    if (argc != 1 && (!is_asked || std::string_view(argv[2]) != "P17")) {
        std::fprintf(stderr, "usage: bench_memory [--promise P17]\n");
        return 2;
    }
    promise_p17();
    return 0;
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    try {
        return trellis::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_memory: %s\n", error.what());
        return 1;
    }
}
