// What the intake remembers between requests: who failed lately, which signatures were used, which routes sent one-minute signals.
// All of it is bounded, outlives a reload of the routes, and is lost with the process.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "adapters/secrets/secret.hpp"
#include "engine/base/time.hpp"

namespace trellis::adapters {

inline constexpr std::size_t failing_sources_max = 4096;
inline constexpr std::size_t used_signatures_max = 131'072;
inline constexpr std::size_t minute_routes_max = 10'000;
/// A source that failed is asked to wait 0, 100 ms, 200 ms, ... before it is told so: below TradingView's 3 s.
inline constexpr Duration failure_delay_step = std::chrono::milliseconds(100);
inline constexpr Duration failure_delay_max = std::chrono::seconds(2);
/// After that long without a failure a source begins anew.
inline constexpr Duration failure_memory = std::chrono::minutes(10);

class IntakeMemory {
  public:
    /// Counts a failure of `source`; how long its answer has to wait.
    Duration count_failure(const std::string& source, Timestamp now);

    enum class Use : std::uint8_t { first, again, no_room };
    /// Remembers it up to `until`, from when on it is refused for its age.
    Use use_signature(const Fingerprint& signature, Timestamp now, Timestamp until);

    /// Nothing was recorded of the request after all: its sender was told to come again with it.
    void forget_signature(const Fingerprint& signature);

    /// True the first time for a route.
    bool is_first_minute_signal(const std::string& route);

  private:
    struct Source {
        std::string name;
        std::uint32_t failures = 0;
        Timestamp last{};
    };

    std::mutex mutex_;
    std::list<Source> sources_;  ///< the one that failed last stands last
    std::map<std::string, std::list<Source>::iterator, std::less<>> source_by_name_;
    std::set<Fingerprint> signatures_;
    std::multimap<Timestamp, Fingerprint> signatures_by_end_;
    std::set<std::string> minute_routes_;
};

}  // namespace trellis::adapters
