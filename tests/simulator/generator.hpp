// Scenarios out of a seed: random markets, configurations, signals, operators and faults. The same seed, the same scenario.
#pragma once

#include <cstdint>

#include "adapters/scenario/scenario.hpp"

namespace trellis::tests {

enum class Faults : std::uint8_t { none, some };

/// Two accounts on three instruments, or ten on fifty.
enum class Size : std::uint8_t { small, wide };

/// Whether positions may be governed by presets too.
enum class Rules : std::uint8_t { grids, presets };

adapters::Scenario random_scenario(std::uint64_t seed, Faults faults, Size size = Size::small, Rules rules = Rules::grids);

/// A small generator of our own: its numbers are the same on every machine (splitmix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// From 0 to below `sides`.
    std::uint64_t roll(std::uint64_t sides) { return next() % sides; }
    /// From `low` to `high`, both included.
    std::int64_t between(std::int64_t low, std::int64_t high);
    bool one_in(std::uint64_t chance) { return roll(chance) == 0; }
    template <class T, std::size_t N>
    const T& pick(const T (&values)[N]) {
        return values[roll(N)];
    }

private:
    std::uint64_t state_;
};

}  // namespace trellis::tests
