// The way from an io thread to another thread and back, ours and the bare one, and the cores on which the two threads sit: waking a
// thread on another core that sleeps costs many times what it costs on one's own, so both sides sit alike.
#pragma once

#include <sched.h>

#include <chrono>
#include <memory>
#include <vector>

namespace trellis::bench {

/// Everybody sleeps for this long before each trip.
constexpr std::chrono::milliseconds trip_rest{1};

inline double microseconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double, std::micro>(time).count();
}

/// Where the io thread and the thread that answers it run.
struct Seats {
    cpu_set_t io;
    cpu_set_t far;
};
Seats seats_apart();     ///< a core each; one where there is but one
Seats seats_together();  ///< both on one core

/// Threads that are made while it lives stay on these cores.
class Seated {
public:
    explicit Seated(const cpu_set_t& cores);
    Seated(const Seated&) = delete;
    Seated& operator=(const Seated&) = delete;
    ~Seated();

private:
    cpu_set_t before_;
};

class Trip {
public:
    Trip() = default;
    Trip(const Trip&) = delete;
    Trip& operator=(const Trip&) = delete;
    virtual ~Trip() = default;
    /// Microseconds of each of so many trips. The io thread rests and begins them by itself: who calls sleeps until the last.
    virtual std::vector<double> run(int trips) = 0;
};
std::unique_ptr<Trip> engine_trip(const Seats& seats, bool spins);
/// Two threads that wake each other: one sleeps in epoll, the other on a condition.
std::unique_ptr<Trip> raw_trip(const Seats& seats);

}  // namespace trellis::bench
