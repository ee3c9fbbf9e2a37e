// A thousand signals a second over 16 senders, a connection each time: nothing is lost, nothing is counted twice, answers come in time.
#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <thread>

#include "adapters/journal/follower.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "bench/server/caller.hpp"
#include "bench/server/live.hpp"
#include "bench/server/promises.hpp"
#include "bench/support/promise.hpp"
#include "engine/event/codec.hpp"

namespace trellis::bench {

namespace {

constexpr std::uint64_t senders = 16;
constexpr std::uint64_t signals_a_second = 1'000;

struct Outcomes {
    std::uint64_t signals = 0;   ///< with exactly one outcome
    std::uint64_t doubled = 0;
    std::uint64_t admitted = 0;
};

/// What the journal says, from its first frame.
Outcomes read_journal(const std::string& directory) {
    adapters::PosixDisk disk;
    auto follower = adapters::Follower::open(disk, directory, 1);
    if (!follower.ok()) throw std::runtime_error("the journal cannot be read: " + follower.error().detail);
    Outcomes found;
    std::set<SignalNumber> seen;
    const auto count = [&](SignalNumber signal) { ++(seen.insert(signal).second ? found.signals : found.doubled); };
    for (;;) {
        const auto frame = follower->next();
        if (!frame.ok()) throw std::runtime_error("the journal cannot be read: " + frame.error().detail);
        if (!frame->has_value()) return found;
        const auto events = decode_all((*frame)->payload, (*frame)->header.event_count);
        if (!events.ok()) throw std::runtime_error("the journal cannot be read: " + events.error().detail);
        for (const auto& event : *events) {
            if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) {
                found.admitted += 1;
                count(admitted->signal);
            } else if (const auto* refused = std::get_if<SignalRefused>(&event)) {
                count(refused->signal);
            }
        }
    }
}

}  // namespace

void promise_signals(int seconds) {
    Live live({});
    live.wire().swallow();
    live.wire().keep_answering(live.server().venue_sink());
    const std::uint64_t count = signals_a_second * static_cast<std::uint64_t>(seconds);
    std::vector<std::string> requests;
    for (std::uint64_t i = 0; i < count; ++i) requests.push_back(live.request_to_one_of_few(i));

    std::vector<Times> taken(senders);
    std::vector<std::thread> threads;
    for (std::uint64_t sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&, sender] {
            std::uint64_t next = sender;
            Course course{live.port(), nullptr, 0, {}, [] {}, std::chrono::nanoseconds(1'000'000'000 * senders / signals_a_second)};
            course.next = [&requests, next]() mutable {
                const auto& request = requests[next];
                next += senders;
                return request;
            };
            taken[sender] = send_all(course, (count - sender + senders - 1) / senders);
        });
    }
    for (auto& thread : threads) thread.join();

    std::vector<double> all;
    for (const auto& times : taken) all.insert(all.end(), times.answer.begin(), times.answer.end());
    const Outcomes found = read_journal(live.journal());
    const double p99 = quantile(all, 0.99) / 1'000;
    std::fprintf(stderr,
                 "signals: %llu sent and answered in %d s, %llu in the journal, %llu twice, %llu admitted, %llu orders; answers p50 %.2f ms, "
                 "p99 %.2f ms, most %.1f ms\n",
                 static_cast<unsigned long long>(all.size()), seconds, static_cast<unsigned long long>(found.signals),
                 static_cast<unsigned long long>(found.doubled), static_cast<unsigned long long>(found.admitted),
                 static_cast<unsigned long long>(live.wire().placed()), quantile(all, 0.5) / 1'000, p99, quantile(all, 1.0) / 1'000);
    const bool is_whole = all.size() == count && found.signals == count && found.doubled == 0;
    print({"signals", p99, "ms p99", is_whole ? "none lost, none twice" : "SIGNALS LOST OR COUNTED TWICE", 50, p99 / 50,
           "none lost, none twice, p99 < 50 ms", is_whole && p99 < 50, 1});
}

}  // namespace trellis::bench
