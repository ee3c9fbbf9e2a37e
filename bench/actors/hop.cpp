#include "bench/actors/hop.hpp"

#include <future>

#include "actors/caf_api.hpp"
#include "bench/support/promise.hpp"

namespace trellis::bench {

struct Go {};

}  // namespace trellis::bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::bench::Go)

namespace trellis::bench {

namespace {

using Driver = actors::Interface<Go>;

struct DriverState {
    const char* name = "driver";
};

struct Course {
    Hop* hop;
    Probe* probe;
    std::size_t burst;
    std::size_t bursts;
    std::promise<void>* done;
};

actors::Behavior<Driver> driver(actors::Self<Driver, DriverState> self, Course course) {
    course.probe->start(course.burst, [self] { actors::tell(self, Driver{self}, Go{}); });
    return {[self, course](const Go&) mutable {
        if (course.bursts == 0) {
            course.done->set_value();
            return self->quit();
        }
        --course.bursts;
        course.probe->burst_begins();
        for (std::size_t i = 0; i < course.burst; ++i) course.hop->send();
    }};
}

}  // namespace

void Probe::start(std::size_t burst, std::function<void()> next) {
    burst_ = burst;
    next_ = std::move(next);
    taken_.clear();
}

void Probe::burst_begins() {
    left_ = burst_;
    begun_ = std::chrono::steady_clock::now();
}

void Probe::command_arrived() {
    if (--left_ > 0) return;
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begun_;
    taken_.push_back(taken.count() / static_cast<double>(burst_));
    next_();
}

double median_hop(caf::actor_system& system, Hop& hop, Probe& probe, std::size_t burst, std::size_t bursts) {
    std::promise<void> done;
    auto finished = done.get_future();
    const Driver actor = system.spawn(driver, Course{&hop, &probe, burst, bursts, &done});
    actors::tell(actor, Go{});
    finished.wait();
    return median(probe.take());
}

}  // namespace trellis::bench
