// The journal's promises: `bench_journal [--promise P4]...` answers for P4, P5 and P6, one JSON line per peer on stdout, the range of
// the runs on stderr. All ways take turns within one run of the program, on one disk: the current directory's.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "bench/journal/peers.hpp"
#include "bench/journal/trellis_peer.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {
namespace {

constexpr int rounds = 7;
constexpr std::size_t record_bytes = 256;

const std::vector<std::byte>& record() {
    static const std::vector<std::byte> bytes(record_bytes, std::byte{0x5a});
    return bytes;
}

/// A scratch folder on the disk where the program was started.
class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::current_path() / "bench_journal.XXXXXX").string();
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

/// One contender: how it is measured, and what its rounds took, in nanoseconds per record.
struct Contender {
    std::string name;
    std::function<double()> run;
    std::vector<double> rounds_taken{};
};

/// A-B-A-B: every contender once, then all again. The first turn warms up and does not count.
void take_turns(std::vector<Contender>& contenders) {
    for (int round = -1; round < rounds; ++round) {
        for (auto& contender : contenders) {
            const double taken = contender.run();
            if (round >= 0) contender.rounds_taken.push_back(taken);
        }
    }
}

Contender contender(std::string name, Peer& peer, std::size_t groups, std::size_t group_size) {
    return {std::move(name), [&peer, groups, group_size] {
                return nanoseconds_each(groups, [&](std::size_t) { peer.store(record(), group_size); }) / static_cast<double>(group_size);
            }};
}

void show_range(const char* id, const Contender& contender) {
    const auto [least, most] = std::ranges::minmax(contender.rounds_taken);
    std::fprintf(stderr, "%s %s: median %.2f us a record, %.2f..%.2f\n", id, contender.name.c_str(),
                 median(contender.rounds_taken) / 1e3, least / 1e3, most / 1e3);
}

void print_absent(const Answer& answer) {
    double load[1] = {-1};
    getloadavg(load, 1);
    std::printf("{\"id\":\"%s\",\"value\":%.4g,\"unit\":\"%s\",\"against\":\"%s\",\"peer_value\":null,\"ratio\":null,\"must\":\"%s\","
                "\"met\":null,\"runs\":%d,\"load\":%.2f}\n",
                answer.id.c_str(), answer.value, answer.unit.c_str(), answer.against.c_str(), answer.must.c_str(), answer.runs, load[0]);
}

/// Records a second, more is better: `least` is the least ratio to the peer.
void answer_rate(const char* id, const Contender& ours, const Contender* peer, const char* against, const char* must, double least) {
    Answer answer{.id = id, .value = 1e9 / median(ours.rounds_taken), .unit = "records/s", .against = against, .must = must, .runs = rounds};
    if (peer == nullptr) return print_absent(answer);
    answer.peer_value = 1e9 / median(peer->rounds_taken);
    answer.ratio = answer.value / answer.peer_value;
    answer.is_met = answer.ratio >= least;
    print(answer);
}

/// Nanoseconds a record, less is better: `most` is the greatest ratio to the peer.
void answer_time(const char* id, const Contender& ours, const Contender* peer, const char* against, const char* must, double most) {
    Answer answer{.id = id, .value = median(ours.rounds_taken), .unit = "ns", .against = against, .must = must, .runs = rounds};
    if (peer == nullptr) return print_absent(answer);
    answer.peer_value = median(peer->rounds_taken);
    answer.ratio = answer.value / answer.peer_value;
    answer.is_met = answer.ratio <= most;
    print(answer);
}

const Contender* find(const std::vector<Contender>& contenders, std::string_view name) {
    const auto found = std::ranges::find(contenders, name, &Contender::name);
    return found == contenders.end() ? nullptr : &*found;
}

void promise_p4() {
    constexpr std::size_t groups = 400;
    const Scratch scratch;
    const auto ours = trellis_peer(scratch.path() + "/inline", Route::inline_fsync);
    const auto threaded = trellis_peer(scratch.path() + "/thread", Route::thread_fsync);
    const auto floor = floor_peer(scratch.path(), true);
    const auto redis = redis_peer(RedisSync::always);
    const auto postgres = postgres_peer();
    std::vector<Contender> all{contender("trellis", *ours, groups, 1), contender("floor", *floor, groups, 1),
                               contender("trellis, through its thread", *threaded, groups, 1)};
    if (redis != nullptr) all.push_back(contender("redis", *redis, groups, 1));
    if (postgres != nullptr) all.push_back(contender("postgres", *postgres, groups, 1));
    take_turns(all);
    for (const auto& one : all) show_range("P4", one);
    answer_rate("P4", all[0], find(all, "redis"), "redis XADD, appendfsync always", ">= 1.8x", 1.8);
    answer_rate("P4", all[0], find(all, "postgres"), "PostgreSQL insert, synchronous_commit on", ">= 1.3x", 1.3);
    answer_rate("P4", all[0], &all[1], "floor: pwrite and fdatasync, prewritten file", "best: >= 0.9x", 0.9);
}

void promise_p5() {
    constexpr std::size_t groups = 150;
    constexpr std::size_t in_flight = 64;
    const Scratch scratch;
    const auto ours = trellis_peer(scratch.path() + "/inline", Route::inline_fsync);
    const auto floor = floor_peer(scratch.path(), true);
    const auto redis = redis_peer(RedisSync::always);
    std::vector<Contender> all{contender("trellis", *ours, groups, in_flight), contender("floor", *floor, groups, in_flight)};
    if (redis != nullptr) all.push_back(contender("redis", *redis, groups, in_flight));
    all[0].run = [&ours, measured = all[0].run] { return ours->prepare(), measured(); };
    take_turns(all);
    for (const auto& one : all) show_range("P5", one);
    answer_rate("P5", all[0], find(all, "redis"), "redis XADD, appendfsync always, pipeline 64", ">= 2x", 2);
    answer_rate("P5", all[0], &all[1], "floor: one pwrite and fdatasync of 64 records", "best: >= 0.8x", 0.8);
}

void promise_p6() {
    constexpr std::size_t appends = 10'000;
    constexpr std::size_t redis_appends = 2'000;
    const Scratch scratch;
    const auto ours = trellis_peer(scratch.path() + "/write", Route::thread_write);
    const auto floor = floor_peer(scratch.path(), false);
    const auto redis = redis_peer(RedisSync::everysec);
    std::vector<Contender> all{contender("trellis", *ours, appends, 1), contender("floor", *floor, appends, 1)};
    if (redis != nullptr) all.push_back(contender("redis", *redis, redis_appends, 1));
    all[0].run = [&ours, measured = all[0].run] { return ours->prepare(), measured(); };
    take_turns(all);
    for (const auto& one : all) show_range("P6", one);
    answer_time("P6", all[0], find(all, "redis"), "redis XADD, appendfsync everysec", "<= 1/40", 1.0 / 40);
    answer_time("P6", all[0], &all[1], "floor: pwrite, prewritten file", "best: <= 1 us", 1e3 / median(all[1].rounds_taken));
}

bool answer_for(std::string_view id) {
    if (id == "P4") return promise_p4(), true;
    if (id == "P5") return promise_p5(), true;
    if (id == "P6") return promise_p6(), true;
    std::fprintf(stderr, "bench_journal: no promise %s (P4 P5 P6)\n", std::string(id).c_str());
    return false;
}

int run(int argc, char** argv) {
    std::vector<std::string_view> wanted;
    for (int i = 1; i + 1 < argc && std::string_view(argv[i]) == "--promise"; i += 2) wanted.emplace_back(argv[i + 1]);
    if (wanted.size() * 2 + 1 != static_cast<std::size_t>(argc)) {
        std::fprintf(stderr, "usage: bench_journal [--promise ID]...\n");
        return 2;
    }
    if (wanted.empty()) wanted = {"P4", "P5", "P6"};
    for (const auto id : wanted) {
        if (!answer_for(id)) return 2;
    }
    return 0;
}

}  // namespace
}  // namespace trellis::bench

int main(int argc, char** argv) {
    try {
        return trellis::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_journal: %s\n", error.what());
        return 1;
    }
}
