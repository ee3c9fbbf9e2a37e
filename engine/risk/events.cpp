#include "engine/risk/events.hpp"

namespace trellis {

RiskEvent::RiskEvent(const RiskEvent&) = default;
RiskEvent::RiskEvent(RiskEvent&&) noexcept = default;
RiskEvent& RiskEvent::operator=(const RiskEvent&) = default;
RiskEvent& RiskEvent::operator=(RiskEvent&&) noexcept = default;
RiskEvent::~RiskEvent() = default;

bool RiskEvent::operator==(const RiskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
