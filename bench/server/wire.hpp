// The benchmarks' exchange: writes each request as bytes to a TCP connection of the loopback, at once and on the caller's thread, and
// answers later, from a thread of its own or when it is told to.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/exchange/paper/paper_venue.hpp"
#include "bench/server/socket.hpp"
#include "engine/ports.hpp"

namespace trellis::bench {

using Clock = std::chrono::steady_clock;

/// What leaves for one order: as many bytes as a request with its headers has.
inline constexpr std::size_t request_bytes = 256;

class TcpWire final : public VenuePort {
public:
    TcpWire();
    ~TcpWire() override;

    /// The other end of the wire.
    const Socket& sink() const { return sink_; }
    /// Somebody reads the other end from now on and throws it away.
    void swallow();

    void send(std::vector<VenueRequest> requests) override;

    /// Acknowledges what was placed and cancels what was to be cancelled, all that came so far.
    void answer(adapters::VenueSink& venue);
    /// The same again and again, on a thread.
    void keep_answering(adapters::VenueSink& venue);
    void stop_answering();
    /// When the `count`th cancel since begin_counting() was written.
    Clock::time_point await_cancels(std::size_t count);
    void begin_counting();
    std::uint64_t placed() const { return placed_.load(); }

private:
    void count(const VenueRequest& request);

    Socket wire_;
    Socket sink_;
    std::thread swallower_;
    std::thread answerer_;
    std::atomic<std::uint64_t> placed_{0};

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<VenueRequest> unanswered_;
    std::vector<Clock::time_point> cancelled_at_;
    bool is_stopping_ = false;
};

}  // namespace trellis::bench
