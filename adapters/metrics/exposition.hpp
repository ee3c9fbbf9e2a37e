// Everything a scrape shows, as text: puts the instruments, what is looked up and the process together. The only user of prometheus-cpp.
#pragma once

#include <memory>
#include <string>

#include "adapters/metrics/metrics.hpp"
#include "adapters/metrics/readings.hpp"

namespace trellis::adapters {

/// `Content-Type` of text().
inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

struct BuildInfo {
    std::string version;
    std::string compiler;
};

class Exposition {
public:
    /// `metrics` outlives it.
    Exposition(const Metrics& metrics, BuildInfo build, Readings readings);
    Exposition(const Exposition&) = delete;
    Exposition& operator=(const Exposition&) = delete;
    ~Exposition();

    /// From any thread, one at a time.
    std::string text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::adapters
