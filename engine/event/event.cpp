#include "engine/event/event.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<EventAlternatives> E>
Event::Event(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

// Every file that makes one calls the constructor that stands here. One that is forgotten does not link.
template Event::Event(SignalAdmitted) noexcept;
template Event::Event(SignalRefused) noexcept;
template Event::Event(HandOverAnswered) noexcept;
template Event::Event(SignalCompleted) noexcept;
template Event::Event(SlotTaken) noexcept;
template Event::Event(SlotReleased) noexcept;
template Event::Event(GroupClosingNoted) noexcept;
template Event::Event(ReplacementCounted) noexcept;
template Event::Event(TradingStateChanged) noexcept;
template Event::Event(TaskCompleted) noexcept;
template Event::Event(StrayFillNoted) noexcept;
template Event::Event(SignalQueued) noexcept;
template Event::Event(QueueEntryLeft) noexcept;
template Event::Event(EntryPromoted) noexcept;
template Event::Event(PromotionFailed) noexcept;
template Event::Event(ReversalPlanned) noexcept;
template Event::Event(ReversalEnded) noexcept;
template Event::Event(PromotionRoundCut) noexcept;
template Event::Event(PromotionRoundEnded) noexcept;
template Event::Event(RealisedBooked) noexcept;
template Event::Event(EntriesHalted) noexcept;
template Event::Event(EntriesReleased) noexcept;
template Event::Event(EquityPeakRaised) noexcept;
template Event::Event(LimitsReset) noexcept;
template Event::Event(RulesRenewed) noexcept;
template Event::Event(RulesRenewedOnRefusal) noexcept;
template Event::Event(ExternalShortage) noexcept;
template Event::Event(DustKept) noexcept;
template Event::Event(DustAllotted) noexcept;
template Event::Event(OrphanFound) noexcept;
template Event::Event(OrphanEnded) noexcept;
template Event::Event(FeesLeftOpen) noexcept;
template Event::Event(LeftFeeSettled) noexcept;
template Event::Event(GroupOpened) noexcept;
template Event::Event(PyramidAdded) noexcept;
template Event::Event(OrderPlaced) noexcept;
template Event::Event(OrderAmendRequested) noexcept;
template Event::Event(OrderCancelRequested) noexcept;
template Event::Event(OrderAccepted) noexcept;
template Event::Event(OrderFilled) noexcept;
template Event::Event(OrderChanged) noexcept;
template Event::Event(OrderEnded) noexcept;
template Event::Event(OrderRequestRefused) noexcept;
template Event::Event(OrderDelayed) noexcept;
template Event::Event(OrderRetried) noexcept;
template Event::Event(OrderDoubted) noexcept;
template Event::Event(OrderResent) noexcept;
template Event::Event(CloseStarted) noexcept;
template Event::Event(CloseRetryScheduled) noexcept;
template Event::Event(CloseStuck) noexcept;
template Event::Event(GroupWentFlat) noexcept;
template Event::Event(GroupClosed) noexcept;
template Event::Event(GroupFailed) noexcept;
template Event::Event(EntriesCancelOrdered) noexcept;
template Event::Event(ReductionStarted) noexcept;
template Event::Event(ReductionRetryScheduled) noexcept;
template Event::Event(ReductionEnded) noexcept;
template Event::Event(ReductionRefused) noexcept;
template Event::Event(RefusalNoted) noexcept;
template Event::Event(StopMoved) noexcept;
template Event::Event(PositionTargetMoved) noexcept;
template Event::Event(TargetsChanged) noexcept;
template Event::Event(CloseAbandoned) noexcept;
template Event::Event(PyramidTargetReached) noexcept;
template Event::Event(LegRearmed) noexcept;
template Event::Event(LegHeld) noexcept;
template Event::Event(LegsAnchored) noexcept;
template Event::Event(LegDropped) noexcept;
template Event::Event(GridAbandoned) noexcept;
template Event::Event(RiskTimerStarted) noexcept;
template Event::Event(RiskTimerCleared) noexcept;
template Event::Event(ReplacementNoted) noexcept;
template Event::Event(ExternalReduction) noexcept;
template Event::Event(DustSwept) noexcept;
template Event::Event(PositionGoverned) noexcept;
template Event::Event(TrailNoted) noexcept;
template Event::Event(WeekBegan) noexcept;
template Event::Event(WeeklyTargetReached) noexcept;
template Event::Event(LayersPlanned) noexcept;
template Event::Event(FirstPositionEnded) noexcept;
template Event::Event(PositionExitStarted) noexcept;
template Event::Event(PositionExitRetryScheduled) noexcept;
template Event::Event(HedgeArmed) noexcept;
template Event::Event(HedgeDropped) noexcept;
template Event::Event(HedgeCloseStarted) noexcept;
template Event::Event(HedgeRetryScheduled) noexcept;
template Event::Event(HedgeEnded) noexcept;
template Event::Event(PresetApplied) noexcept;
template Event::Event(OffsetPlanned) noexcept;
template Event::Event(OffsetLegClosed) noexcept;
template Event::Event(OffsetLoserOrdered) noexcept;
template Event::Event(OffsetCompleted) noexcept;
template Event::Event(RiskPassEnded) noexcept;
template Event::Event(RiskBlocked) noexcept;
template Event::Event(RiskUnblocked) noexcept;
template Event::Event(RiskSkipOrdered) noexcept;
template Event::Event(RiskGroupForgotten) noexcept;
template Event::Event(CloseInsisted) noexcept;
template Event::Event(FeeSettled) noexcept;
template Event::Event(GroupQuarantined) noexcept;
template Event::Event(QuarantineReleased) noexcept;
template Event::Event(CopyOpened) noexcept;
template Event::Event(CopyOrdered) noexcept;
template Event::Event(CopyRefused) noexcept;
template Event::Event(CopyAnswered) noexcept;
template Event::Event(CopyLeaderEnded) noexcept;
template Event::Event(CopyFollowed) noexcept;
template Event::Event(BotCreated) noexcept;
template Event::Event(BotRevised) noexcept;
template Event::Event(BotSwitched) noexcept;
template Event::Event(BotPresetAssigned) noexcept;
template Event::Event(BotFlattened) noexcept;
template Event::Event(SubscriptionCreated) noexcept;
template Event::Event(SubscriptionRevised) noexcept;
template Event::Event(SubscriptionSwitched) noexcept;
template Event::Event(SubscriptionPresetAssigned) noexcept;
template Event::Event(AccountShared) noexcept;
template Event::Event(StrategyCreated) noexcept;
template Event::Event(StrategyRevised) noexcept;
template Event::Event(StrategyDeleted) noexcept;
template Event::Event(PresetCreated) noexcept;
template Event::Event(PresetRevised) noexcept;
template Event::Event(PresetVisibilityChanged) noexcept;
template Event::Event(PresetSwitched) noexcept;
template Event::Event(PresetDeleted) noexcept;
template Event::Event(PresetAssigned) noexcept;
template Event::Event(DefaultPresetChosen) noexcept;
template Event::Event(UserCreated) noexcept;
template Event::Event(UserChanged) noexcept;
template Event::Event(PasswordChanged) noexcept;
template Event::Event(UserDeleted) noexcept;
template Event::Event(TokenCreated) noexcept;
template Event::Event(TokenRevoked) noexcept;
template Event::Event(ActionTaken) noexcept;
template Event::Event(ConnectionOpened) noexcept;
template Event::Event(ConnectionChanged) noexcept;
template Event::Event(ConnectionRemoved) noexcept;
template Event::Event(CredentialSealed) noexcept;
template Event::Event(ConnectionWebhookSet) noexcept;
template Event::Event(RunStarted) noexcept;
template Event::Event(RunFinished) noexcept;
template Event::Event(CommitHashed) noexcept;
template Event::Event(ConfigApplied) noexcept;

Event::Event(const Event&) = default;
Event::Event(Event&&) noexcept = default;
Event& Event::operator=(const Event&) = default;
Event& Event::operator=(Event&&) noexcept = default;
Event::~Event() = default;

bool Event::operator==(const Event& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
