#include "engine/pool/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<DeskEventAlternatives> E>
DeskEvent::DeskEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

// Every file that makes one calls the constructor that stands here. One that is forgotten does not link.
template DeskEvent::DeskEvent(SignalAdmitted) noexcept;
template DeskEvent::DeskEvent(SignalRefused) noexcept;
template DeskEvent::DeskEvent(HandOverAnswered) noexcept;
template DeskEvent::DeskEvent(SignalCompleted) noexcept;
template DeskEvent::DeskEvent(SlotTaken) noexcept;
template DeskEvent::DeskEvent(SlotReleased) noexcept;
template DeskEvent::DeskEvent(GroupClosingNoted) noexcept;
template DeskEvent::DeskEvent(ReplacementCounted) noexcept;
template DeskEvent::DeskEvent(TradingStateChanged) noexcept;
template DeskEvent::DeskEvent(TaskCompleted) noexcept;
template DeskEvent::DeskEvent(StrayFillNoted) noexcept;
template DeskEvent::DeskEvent(SignalQueued) noexcept;
template DeskEvent::DeskEvent(QueueEntryLeft) noexcept;
template DeskEvent::DeskEvent(EntryPromoted) noexcept;
template DeskEvent::DeskEvent(PromotionFailed) noexcept;
template DeskEvent::DeskEvent(ReversalPlanned) noexcept;
template DeskEvent::DeskEvent(ReversalEnded) noexcept;
template DeskEvent::DeskEvent(PromotionRoundCut) noexcept;
template DeskEvent::DeskEvent(PromotionRoundEnded) noexcept;
template DeskEvent::DeskEvent(RealisedBooked) noexcept;
template DeskEvent::DeskEvent(EntriesHalted) noexcept;
template DeskEvent::DeskEvent(EntriesReleased) noexcept;
template DeskEvent::DeskEvent(EquityPeakRaised) noexcept;
template DeskEvent::DeskEvent(LimitsReset) noexcept;
template DeskEvent::DeskEvent(ExternalShortage) noexcept;
template DeskEvent::DeskEvent(DustKept) noexcept;
template DeskEvent::DeskEvent(DustAllotted) noexcept;
template DeskEvent::DeskEvent(FeesLeftOpen) noexcept;
template DeskEvent::DeskEvent(LeftFeeSettled) noexcept;
template DeskEvent::DeskEvent(OrphanFound) noexcept;
template DeskEvent::DeskEvent(OrphanEnded) noexcept;
template DeskEvent::DeskEvent(RulesRenewed) noexcept;
template DeskEvent::DeskEvent(WeekBegan) noexcept;
template DeskEvent::DeskEvent(WeeklyTargetReached) noexcept;
template DeskEvent::DeskEvent(CopyOpened) noexcept;
template DeskEvent::DeskEvent(CopyOrdered) noexcept;
template DeskEvent::DeskEvent(CopyRefused) noexcept;
template DeskEvent::DeskEvent(CopyAnswered) noexcept;
template DeskEvent::DeskEvent(CopyLeaderEnded) noexcept;
template DeskEvent::DeskEvent(BotFlattened) noexcept;

DeskEvent::DeskEvent(const DeskEvent&) = default;
DeskEvent::DeskEvent(DeskEvent&&) noexcept = default;
DeskEvent& DeskEvent::operator=(const DeskEvent&) = default;
DeskEvent& DeskEvent::operator=(DeskEvent&&) noexcept = default;
DeskEvent::~DeskEvent() = default;

bool DeskEvent::operator==(const DeskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
