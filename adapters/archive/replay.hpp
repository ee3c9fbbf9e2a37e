// Frames back into state: decodes each event, applies it, and says exactly which one could not be.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
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

    /// `world` and `careful` outlive this. A commit that a group of `careful` cannot take is left out, all of it, and the group is
    /// quarantined; that costs a copy of the group for each of its commits.
    explicit Replay(World& world, Before before = {}, const std::set<GroupId>* careful = nullptr)
        : world_(world), careful_(careful), before_(std::move(before)) {}

    /// Errors, each naming the sequence: those of the codec; REPLAY_FAILED when an aggregate cannot take the event;
    /// STATE_DIFFERS when the commit says what its aggregate's hash was and it is another.
    Result<void> take(const FrameView& frame);

    /// After REPLAY_FAILED: the group that could not take its event. Begun anew with this group in `careful`, a replay goes on.
    const std::optional<GroupId>& broken() const { return broken_; }
    /// Groups that this replay quarantined and that no event has quarantined or released since.
    const std::map<GroupId, GroupQuarantined>& quarantined() const { return quarantined_; }

    std::uint64_t events() const { return events_; }
    std::uint64_t commits() const { return commits_; }

private:
    Result<void> apply(const Event& event, std::uint64_t sequence);
    void keep(const Event& event);
    bool leave_out(const Event& event, const std::string& why);
    Result<void> compare(std::uint64_t expected, std::uint64_t sequence);

    /// A careful group as it was before the commit in hand; without one, what opened it.
    struct Kept {
        GroupId id;
        std::optional<Group> group;
        std::optional<GroupOpened> opened;
    };

    World& world_;
    const std::set<GroupId>* careful_;
    Before before_;
    Owner owner_;  // of the commit
    Timestamp at_{};
    std::optional<Kept> kept_;
    bool is_left_out_ = false;
    std::optional<GroupId> broken_;
    std::map<GroupId, GroupQuarantined> quarantined_;
    std::uint64_t events_ = 0;
    std::uint64_t commits_ = 0;
    std::vector<std::byte> buffer_;
};

}  // namespace trellis::adapters
