// Frames back into state: decodes each event, applies it, and says exactly which one could not be.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "adapters/archive/owner.hpp"
#include "engine/base/result.hpp"
#include "engine/event/commit.hpp"
#include "engine/world/world.hpp"

namespace trellis::adapters {

class Replay {
public:
    /// Called with each event before it is applied.
    using Before = std::function<Result<void>(const Event& event, std::uint64_t sequence)>;

    /// `world` outlives this.
    explicit Replay(World& world, Before before = {}) : world_(world), before_(std::move(before)) {}

    /// Errors, each naming the sequence: those of the codec; REPLAY_FAILED when an aggregate cannot take the event;
    /// STATE_DIFFERS when the commit says what its aggregate's hash was and it is another.
    Result<void> take(const FrameView& frame);

    std::uint64_t events() const { return events_; }
    std::uint64_t commits() const { return commits_; }

private:
    Result<void> apply(const Event& event, std::uint64_t sequence);
    Result<void> compare(std::uint64_t expected, std::uint64_t sequence);

    World& world_;
    Before before_;
    Owner owner_;  // of the commit
    std::uint64_t events_ = 0;
    std::uint64_t commits_ = 0;
    std::vector<std::byte> buffer_;
};

}  // namespace trellis::adapters
