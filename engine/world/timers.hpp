// Who wants to be woken when: one entry per owner, earliest first, equal times in the order of R-2 and then by owner.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "engine/world/timer_owner.hpp"

namespace trellis {

class TimerQueue {
public:
    /// Replaces an owner's timer; empty: it wants none.
    void update(TimerOwner owner, std::optional<Due> due);
    /// When the next one is due.
    std::optional<Timestamp> next() const;
    struct Fired {
        TimerOwner owner;
        TimerKind kind{};
    };
    /// Takes the earliest one that is due at `now`.
    std::optional<Fired> pop(Timestamp now);

private:
    struct Entry {
        Due due;
        TimerOwner owner;
        auto operator<=>(const Entry&) const = default;
    };
    std::set<Entry> entries_;
    std::map<TimerOwner, Due> by_owner_;
};

}  // namespace trellis
