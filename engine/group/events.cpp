#include "engine/group/events.hpp"

namespace trellis {

GroupEvent::GroupEvent(const GroupEvent&) = default;
GroupEvent::GroupEvent(GroupEvent&&) noexcept = default;
GroupEvent& GroupEvent::operator=(const GroupEvent&) = default;
GroupEvent& GroupEvent::operator=(GroupEvent&&) noexcept = default;
GroupEvent::~GroupEvent() = default;

bool GroupEvent::operator==(const GroupEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
