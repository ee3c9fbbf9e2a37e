// Who wants to be woken when: one entry per group, earliest first, equal times in the order of R-2 and then by group.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "engine/group/commands.hpp"

namespace trellis {

class TimerQueue {
public:
    /// Replaces a group's timer; empty: it wants none.
    void update(GroupAddress address, std::optional<Due> due);
    /// When the next one is due.
    std::optional<Timestamp> next() const;
    struct Fired {
        GroupAddress address;
        TimerKind kind{};
    };
    /// Takes the earliest one that is due at `now`.
    std::optional<Fired> pop(Timestamp now);

private:
    struct Entry {
        Due due;
        GroupAddress address;
        auto operator<=>(const Entry&) const = default;
    };
    std::set<Entry> entries_;
    std::map<GroupAddress, Due> by_group_;
};

}  // namespace trellis
