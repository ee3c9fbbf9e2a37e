#include "engine/risk/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<RiskEventAlternatives> E>
RiskEvent::RiskEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

// Every file that makes one calls the constructor that stands here. One that is forgotten does not link.
template RiskEvent::RiskEvent(OffsetPlanned) noexcept;
template RiskEvent::RiskEvent(OffsetLegClosed) noexcept;
template RiskEvent::RiskEvent(OffsetLoserOrdered) noexcept;
template RiskEvent::RiskEvent(OffsetCompleted) noexcept;
template RiskEvent::RiskEvent(RiskPassEnded) noexcept;
template RiskEvent::RiskEvent(RiskBlocked) noexcept;
template RiskEvent::RiskEvent(RiskUnblocked) noexcept;
template RiskEvent::RiskEvent(RiskSkipOrdered) noexcept;
template RiskEvent::RiskEvent(RiskGroupForgotten) noexcept;

RiskEvent::RiskEvent(const RiskEvent&) = default;
RiskEvent::RiskEvent(RiskEvent&&) noexcept = default;
RiskEvent& RiskEvent::operator=(const RiskEvent&) = default;
RiskEvent& RiskEvent::operator=(RiskEvent&&) noexcept = default;
RiskEvent::~RiskEvent() = default;

bool RiskEvent::operator==(const RiskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
