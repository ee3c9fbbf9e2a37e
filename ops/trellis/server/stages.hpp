// When a signal and an order pass each stage of the server, for the latency figures: read on the threads they pass, so every clock
// read is one call of the vDSO and every figure one relaxed addition.
#pragma once

#include <chrono>

#include "adapters/metrics/metrics.hpp"

namespace trellis::program {

class Stages {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `is_on` false: no clock is read and nothing counted.
    Stages(adapters::Metrics& metrics, bool is_on) : metrics_(metrics), is_on_(is_on) {}

    Time now() const { return is_on_ ? std::chrono::steady_clock::now() : Time{}; }
    adapters::Metrics& metrics() { return metrics_; }
    /// From one of its times to another; nothing when timing is off.
    void observe(adapters::Histogram& histogram, Time from, Time to) const {
        if (from == Time{} || to == Time{}) return;
        histogram.observe(to - from);
    }

private:
    adapters::Metrics& metrics_;
    bool is_on_;
};

}  // namespace trellis::program
