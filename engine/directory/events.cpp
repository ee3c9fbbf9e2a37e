#include "engine/directory/events.hpp"

namespace trellis {

DirectoryEvent::DirectoryEvent(const DirectoryEvent&) = default;
DirectoryEvent::DirectoryEvent(DirectoryEvent&&) noexcept = default;
DirectoryEvent& DirectoryEvent::operator=(const DirectoryEvent&) = default;
DirectoryEvent& DirectoryEvent::operator=(DirectoryEvent&&) noexcept = default;
DirectoryEvent::~DirectoryEvent() = default;

bool DirectoryEvent::operator==(const DirectoryEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
