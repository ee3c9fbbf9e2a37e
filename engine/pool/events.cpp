#include "engine/pool/events.hpp"

namespace trellis {

DeskEvent::DeskEvent(const DeskEvent&) = default;
DeskEvent::DeskEvent(DeskEvent&&) noexcept = default;
DeskEvent& DeskEvent::operator=(const DeskEvent&) = default;
DeskEvent& DeskEvent::operator=(DeskEvent&&) noexcept = default;
DeskEvent::~DeskEvent() = default;

bool DeskEvent::operator==(const DeskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
