#include "engine/group/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<GroupEventAlternatives> E>
GroupEvent::GroupEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

// Every file that makes one calls the constructor that stands here. One that is forgotten does not link.
template GroupEvent::GroupEvent(GroupOpened) noexcept;
template GroupEvent::GroupEvent(PyramidAdded) noexcept;
template GroupEvent::GroupEvent(OrderPlaced) noexcept;
template GroupEvent::GroupEvent(OrderAmendRequested) noexcept;
template GroupEvent::GroupEvent(OrderCancelRequested) noexcept;
template GroupEvent::GroupEvent(OrderAccepted) noexcept;
template GroupEvent::GroupEvent(OrderFilled) noexcept;
template GroupEvent::GroupEvent(OrderChanged) noexcept;
template GroupEvent::GroupEvent(OrderEnded) noexcept;
template GroupEvent::GroupEvent(OrderRequestRefused) noexcept;
template GroupEvent::GroupEvent(OrderDelayed) noexcept;
template GroupEvent::GroupEvent(OrderRetried) noexcept;
template GroupEvent::GroupEvent(OrderDoubted) noexcept;
template GroupEvent::GroupEvent(OrderResent) noexcept;
template GroupEvent::GroupEvent(CloseStarted) noexcept;
template GroupEvent::GroupEvent(CloseRetryScheduled) noexcept;
template GroupEvent::GroupEvent(CloseStuck) noexcept;
template GroupEvent::GroupEvent(GroupWentFlat) noexcept;
template GroupEvent::GroupEvent(GroupClosed) noexcept;
template GroupEvent::GroupEvent(GroupFailed) noexcept;
template GroupEvent::GroupEvent(EntriesCancelOrdered) noexcept;
template GroupEvent::GroupEvent(ReductionStarted) noexcept;
template GroupEvent::GroupEvent(ReductionRetryScheduled) noexcept;
template GroupEvent::GroupEvent(ReductionEnded) noexcept;
template GroupEvent::GroupEvent(ReductionRefused) noexcept;
template GroupEvent::GroupEvent(RefusalNoted) noexcept;
template GroupEvent::GroupEvent(StopMoved) noexcept;
template GroupEvent::GroupEvent(PositionTargetMoved) noexcept;
template GroupEvent::GroupEvent(TargetsChanged) noexcept;
template GroupEvent::GroupEvent(CloseAbandoned) noexcept;
template GroupEvent::GroupEvent(PyramidTargetReached) noexcept;
template GroupEvent::GroupEvent(LegRearmed) noexcept;
template GroupEvent::GroupEvent(CloseInsisted) noexcept;
template GroupEvent::GroupEvent(LegHeld) noexcept;
template GroupEvent::GroupEvent(LegsAnchored) noexcept;
template GroupEvent::GroupEvent(LegDropped) noexcept;
template GroupEvent::GroupEvent(GridAbandoned) noexcept;
template GroupEvent::GroupEvent(RiskTimerStarted) noexcept;
template GroupEvent::GroupEvent(RiskTimerCleared) noexcept;
template GroupEvent::GroupEvent(ReplacementNoted) noexcept;
template GroupEvent::GroupEvent(ExternalReduction) noexcept;
template GroupEvent::GroupEvent(DustSwept) noexcept;
template GroupEvent::GroupEvent(FeeSettled) noexcept;
template GroupEvent::GroupEvent(RulesRenewedOnRefusal) noexcept;
template GroupEvent::GroupEvent(GroupQuarantined) noexcept;
template GroupEvent::GroupEvent(QuarantineReleased) noexcept;
template GroupEvent::GroupEvent(PositionGoverned) noexcept;
template GroupEvent::GroupEvent(TrailNoted) noexcept;
template GroupEvent::GroupEvent(CopyFollowed) noexcept;
template GroupEvent::GroupEvent(LayersPlanned) noexcept;
template GroupEvent::GroupEvent(FirstPositionEnded) noexcept;
template GroupEvent::GroupEvent(PositionExitStarted) noexcept;
template GroupEvent::GroupEvent(PositionExitRetryScheduled) noexcept;
template GroupEvent::GroupEvent(HedgeArmed) noexcept;
template GroupEvent::GroupEvent(HedgeDropped) noexcept;
template GroupEvent::GroupEvent(HedgeCloseStarted) noexcept;
template GroupEvent::GroupEvent(HedgeRetryScheduled) noexcept;
template GroupEvent::GroupEvent(HedgeEnded) noexcept;
template GroupEvent::GroupEvent(PresetApplied) noexcept;

GroupEvent::GroupEvent(const GroupEvent&) = default;
GroupEvent::GroupEvent(GroupEvent&&) noexcept = default;
GroupEvent& GroupEvent::operator=(const GroupEvent&) = default;
GroupEvent& GroupEvent::operator=(GroupEvent&&) noexcept = default;
GroupEvent::~GroupEvent() = default;

bool GroupEvent::operator==(const GroupEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
