// Promise P13: how long a start takes from a snapshot and 10,000 events, and how many events a second a full replay takes in,
// against redis loading its append-only file with as many entries of the same bytes. One JSON line each on stdout, ranges on stderr.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "adapters/archive/recovery.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/writer.hpp"
#include "bench/recovery/journal_maker.hpp"
#include "bench/recovery/redis_load.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

constexpr int rounds = 5;
constexpr std::uint64_t all_events = 1'000'000;
constexpr std::uint64_t tail_events = 10'000;

/// A folder on the disk where the program was started, gone with this.
class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::current_path() / "bench_recovery.XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder in the current directory");
        path_ = name;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() { std::filesystem::remove_all(path_); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// From nothing to where the venues would be asked: directory taken, world recovered, journal open, incarnation durable, what is
/// unanswered listed.
double start(const std::string& directory, const MadeJournal& made) {
    return nanoseconds_each(1, [&](std::size_t) {
        adapters::PosixDisk disk;
        const auto owned = std::move(adapters::JournalDirectory::open(disk, directory + "/journal", adapters::JournalId{})).value();
        const adapters::RecoverOptions where{directory + "/journal", directory + "/state.mdb", true};
        const auto recovered = adapters::recover(disk, where, made.config);
        if (!recovered.ok()) throw std::runtime_error(recovered.error().detail);
        if (recovered->cut != made.cut) throw std::runtime_error("the start did not use the snapshot");
        const auto writer = std::move(adapters::Writer::open(*owned, recovered->end)).value();
        owned->begin_incarnation().value();
        static_cast<void>(follow_up(recovered->world, made.config));
    });
}

double replay(const std::string& directory, const MadeJournal& made) {
    return nanoseconds_each(1, [&](std::size_t) {
        adapters::PosixDisk disk;
        const adapters::RecoverOptions where{directory + "/journal", directory + "/state.mdb", false};
        const auto recovered = adapters::recover(disk, where, made.config);
        if (!recovered.ok()) throw std::runtime_error(recovered.error().detail);
        if (recovered->events != made.events) throw std::runtime_error("the replay missed events");
    });
}

void show_range(const char* what, const std::vector<double>& taken) {
    const auto [least, most] = std::ranges::minmax(taken);
    std::fprintf(stderr, "P13 %s: median %.1f ms, %.1f..%.1f\n", what, median(taken) / 1e6, least / 1e6, most / 1e6);
}

void print_without_peer(const Answer& answer) {
    double load[1] = {-1};
    getloadavg(load, 1);
    std::printf("{\"id\":\"%s\",\"value\":%.4g,\"unit\":\"%s\",\"against\":\"%s\",\"peer_value\":null,\"ratio\":null,\"must\":\"%s\","
                "\"met\":null,\"runs\":%d,\"load\":%.2f}\n",
                answer.id.c_str(), answer.value, answer.unit.c_str(), answer.against.c_str(), answer.must.c_str(), answer.runs, load[0]);
}

void answer_start(const std::vector<double>& starts) {
    constexpr double most_milliseconds = 200;
    const double milliseconds = median(starts) / 1e6;
    print({.id = "P13", .value = milliseconds, .unit = "ms", .against = "the promise: snapshot and 10,000 events to ready",
           .peer_value = most_milliseconds, .ratio = milliseconds / most_milliseconds, .must = "<= 200 ms",
           .is_met = milliseconds <= most_milliseconds, .runs = rounds});
}

void answer_replay(const std::vector<double>& replays, const std::vector<double>& loads, const MadeJournal& made) {
    constexpr double least_ratio = 0.8;
    const auto rate = [&](const std::vector<double>& taken) { return static_cast<double>(made.events) / median(taken) * 1e9; };
    Answer answer{.id = "P13", .value = rate(replays), .unit = "events/s", .against = "redis AOF load, entries/s (XADD, same bytes)",
                  .must = ">= 0.8x, best >= 1.5x", .runs = rounds};
    if (loads.empty()) return print_without_peer(answer);
    answer.peer_value = rate(loads);
    answer.ratio = answer.value / answer.peer_value;
    answer.is_met = answer.ratio >= least_ratio;
    print(answer);
}

void promise_p13() {
    const Scratch scratch;
    const auto redis = redis_load();
    const auto made = make_journal(scratch.path(), all_events, tail_events, [&](std::span<const std::byte> event) {
        if (redis != nullptr) redis->add(event);
    });
    if (redis != nullptr) redis->finish();
    std::fprintf(stderr, "P13 journal: %llu events, %llu commits, %.1f bytes an event, %llu groups open at the end\n",
                 static_cast<unsigned long long>(made.events), static_cast<unsigned long long>(made.commits),
                 static_cast<double>(made.bytes) / static_cast<double>(made.events), static_cast<unsigned long long>(made.groups));
    std::vector<double> starts;
    std::vector<double> replays;
    std::vector<double> loads;
    // A-B-A-B; the first turn warms up and does not count.
    for (int round = -1; round < rounds; ++round) {
        const bool counts = round >= 0;
        const double started = start(scratch.path(), made);
        const double replayed = replay(scratch.path(), made);
        const double loaded = redis != nullptr ? redis->load() : 0;
        if (!counts) continue;
        starts.push_back(started);
        replays.push_back(replayed);
        if (redis != nullptr) loads.push_back(loaded);
    }
    show_range("start", starts);
    show_range("full replay", replays);
    if (redis != nullptr) show_range("redis load", loads);
    answer_start(starts);
    answer_replay(replays, loads, made);
}

int run(int argc, char** argv) {
    const bool is_asked = argc == 1 || (argc == 3 && std::string_view(argv[1]) == "--promise" && std::string_view(argv[2]) == "P13");
    if (!is_asked) {
        std::fprintf(stderr, "usage: bench_recovery [--promise P13]\n");
        return 2;
    }
    promise_p13();
    return 0;
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    try {
        return trellis::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_recovery: %s\n", error.what());
        return 1;
    }
}
