// Who runs next under the test coordinator: first come first served, or drawn from a seed.
#pragma once

#include <cstdint>
#include <optional>

#include <caf/scheduler/test_coordinator.hpp>

#include "actors/ring.hpp"

namespace trellis::actors {

class Schedule {
public:
    /// With a seed every step takes one message of any actor that has one; the same seed, the same order.
    Schedule(caf::scheduler::test_coordinator& coordinator, std::optional<std::uint64_t> seed)
        : coordinator_(coordinator), seed_(seed) {}

    /// Runs until nobody has a message left, or a handler failed.
    void run(const Faults& faults);
    /// Runs until nobody has a message left.
    void drain();

private:
    void step();
    std::uint64_t draw();

    caf::scheduler::test_coordinator& coordinator_;
    std::optional<std::uint64_t> seed_;
};

}  // namespace trellis::actors
