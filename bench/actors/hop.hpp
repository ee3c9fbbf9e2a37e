// One command through one actor: in at its mailbox, out at the journal's. Measured alike for a group actor and for a bare CAF actor
// that does nothing with messages of the same sizes.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include <caf/actor_system.hpp>

namespace trellis::bench {

/// Times bursts of commands, from the sending of the first to the arrival of the last. Lives on the one worker thread.
class Probe {
public:
    /// `next`: asks for another burst.
    void start(std::size_t burst, std::function<void()> next);
    void burst_begins();
    void command_arrived();
    /// Nanoseconds per command, burst by burst.
    std::vector<double> take() { return std::move(taken_); }

private:
    std::size_t burst_ = 1;
    std::size_t left_ = 0;
    std::chrono::steady_clock::time_point begun_;
    std::vector<double> taken_;
    std::function<void()> next_;
};

/// A chain of actors: `send` puts one command in, the probe hears of it at the other end.
class Hop {
public:
    Hop() = default;
    Hop(const Hop&) = delete;
    Hop& operator=(const Hop&) = delete;
    virtual ~Hop() = default;
    virtual void send() = 0;
    /// Tells its actors to end.
    virtual void stop() = 0;
};
std::unique_ptr<Hop> group_hop(caf::actor_system& system, Probe& probe);
std::unique_ptr<Hop> raw_hop(caf::actor_system& system, Probe& probe);

/// The median over `bursts` bursts, in nanoseconds per command. An actor on the same worker sends, so that no wake-up is measured.
double median_hop(caf::actor_system& system, Hop& hop, Probe& probe, std::size_t burst, std::size_t bursts);

}  // namespace trellis::bench
