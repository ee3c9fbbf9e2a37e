// One group out of a journal: what its events made it, whatever else happened between them.
#pragma once

#include <optional>
#include <utility>

#include "engine/event/event.hpp"
#include "engine/group/group.hpp"

namespace trellis {

class GroupFold {
public:
    explicit GroupFold(GroupId group) : id_(group) {}

    /// Every event of the journal, in order.
    void take(const Event& event);
    /// Nothing: it was not opened, or its desk let it go.
    std::optional<Group> take_group() { return std::exchange(group_, std::nullopt); }

private:
    GroupId id_;
    Incarnation incarnation_;
    std::optional<Group> group_;
};

}  // namespace trellis
