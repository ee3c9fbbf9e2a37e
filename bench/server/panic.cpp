// How long a panic takes: from the call over HTTP to the last of 350 cancels on the wire.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <future>
#include <stdexcept>

#include "adapters/net/http_client.hpp"
#include "bench/server/caller.hpp"
#include "bench/server/live.hpp"
#include "bench/server/promises.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {

namespace {

constexpr int rounds = 7;
constexpr std::uint64_t groups = 10;
constexpr std::uint64_t pyramids = 5;
constexpr int legs = 7;
constexpr std::size_t orders = groups * pyramids * legs;

std::string admin_token(const program::Server& server) {
    std::ifstream file(server.admin_token_path());
    std::string token;
    file >> token;
    return token;
}

void lay_ladders(Live& live, std::uint64_t first) {
    const std::uint64_t before = live.wire().placed();
    for (std::uint64_t pyramid = 0; pyramid < pyramids; ++pyramid) {
        std::uint64_t group = first;
        const Course course{live.port(), nullptr, 0, [&] { return live.entry(group++); }, [] {}, {}};
        send_all(course, groups);
    }
    while (live.wire().placed() < before + orders) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // until what was acknowledged is booked
}

void resume(program::Server& server) {
    std::promise<void> done;
    server.set_trading(AccountId{1}, {TradingState::active, false, false}, [&](const Result<adapters::Obeyed>&) { done.set_value(); });
    done.get_future().wait();
}

}  // namespace

void promise_p14() {
    Live live({.legs = legs});
    live.wire().swallow();
    live.wire().keep_answering(live.server().venue_sink());
    adapters::HttpCall call;
    call.port = live.server().admin_port();
    call.method = "POST";
    call.target = "/api/v1/trading/panic";
    call.headers = {{"Authorization", "Bearer " + admin_token(live.server())}};
    call.body = "{}";

    std::vector<double> taken;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        lay_ladders(live, round * groups);
        live.wire().begin_counting();
        const auto begin = Clock::now();
        const auto answer = adapters::http_call(call);
        if (!answer.ok() || answer->status / 100 != 2) throw std::runtime_error("the panic was not obeyed");
        taken.push_back(std::chrono::duration<double, std::milli>(live.wire().await_cancels(orders) - begin).count());
        resume(live.server());
    }
    const auto [least, most] = std::ranges::minmax(taken);
    const double value = median(taken);
    std::fprintf(stderr, "P14: median %.2f ms, %.2f..%.2f\n", value, least, most);
    print({"P14", value, "ms", "the promise; call over HTTP to the last of 350 cancels", 50, value / 50, "<= 50 ms, best 15 ms", value <= 50, rounds});
}

}  // namespace trellis::bench
