#include "engine/event/event.hpp"

namespace trellis {

Event::Event(const Event&) = default;
Event::Event(Event&&) noexcept = default;
Event& Event::operator=(const Event&) = default;
Event& Event::operator=(Event&&) noexcept = default;
Event::~Event() = default;

bool Event::operator==(const Event& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
