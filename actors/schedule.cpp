#include "actors/schedule.hpp"

#include <utility>

namespace trellis::actors {

void Schedule::run(const Faults& faults) {
    while (coordinator_.has_job() && !faults.any()) step();
}

void Schedule::drain() {
    while (coordinator_.has_job()) step();
}

void Schedule::step() {
    auto& jobs = coordinator_.jobs;
    if (seed_.has_value() && jobs.size() > 1) std::swap(jobs.front(), jobs[draw() % jobs.size()]);
    coordinator_.run_once();
}

/// SplitMix64 (Steele, Lea, Flood 2014): one addition and two multiplications, good enough to shuffle.
std::uint64_t Schedule::draw() {
    *seed_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = *seed_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

}  // namespace trellis::actors
