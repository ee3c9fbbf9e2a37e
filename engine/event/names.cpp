// The one table of event names; the switch names every tag, so a new one cannot be forgotten.
#include "engine/event/names.hpp"

namespace trellis {

std::string_view name_of(EventTag tag) {
    switch (tag) {
        case EventTag::signal_admitted: return "SignalAdmitted";
        case EventTag::signal_refused: return "SignalRefused";
        case EventTag::signal_completed: return "SignalCompleted";
        case EventTag::slot_taken: return "SlotTaken";
        case EventTag::slot_released: return "SlotReleased";
        case EventTag::group_closing_noted: return "GroupClosingNoted";
        case EventTag::replacement_counted: return "ReplacementCounted";
        case EventTag::trading_state_changed: return "TradingStateChanged";
        case EventTag::task_completed: return "TaskCompleted";
        case EventTag::stray_fill_noted: return "StrayFillNoted";
        case EventTag::hand_over_answered: return "HandOverAnswered";
        case EventTag::signal_queued: return "SignalQueued";
        case EventTag::queue_entry_left: return "QueueEntryLeft";
        case EventTag::entry_promoted: return "EntryPromoted";
        case EventTag::promotion_failed: return "PromotionFailed";
        case EventTag::reversal_planned: return "ReversalPlanned";
        case EventTag::reversal_ended: return "ReversalEnded";
        case EventTag::promotion_round_cut: return "PromotionRoundCut";
        case EventTag::promotion_round_ended: return "PromotionRoundEnded";
        case EventTag::realised_booked: return "RealisedBooked";
        case EventTag::entries_halted: return "EntriesHalted";
        case EventTag::entries_released: return "EntriesReleased";
        case EventTag::equity_peak_raised: return "EquityPeakRaised";
        case EventTag::limits_reset: return "LimitsReset";
        case EventTag::week_began: return "WeekBegan";
        case EventTag::weekly_target_reached: return "WeeklyTargetReached";
        case EventTag::rules_renewed: return "RulesRenewed";
        case EventTag::group_opened: return "GroupOpened";
        case EventTag::pyramid_added: return "PyramidAdded";
        case EventTag::order_placed: return "OrderPlaced";
        case EventTag::order_amend_requested: return "OrderAmendRequested";
        case EventTag::order_cancel_requested: return "OrderCancelRequested";
        case EventTag::order_acknowledged: return "OrderAccepted";
        case EventTag::order_filled: return "OrderFilled";
        case EventTag::order_amended: return "OrderChanged";
        case EventTag::order_ended: return "OrderEnded";
        case EventTag::order_request_refused: return "OrderRequestRefused";
        case EventTag::order_delayed: return "OrderDelayed";
        case EventTag::order_retried: return "OrderRetried";
        case EventTag::order_doubted: return "OrderDoubted";
        case EventTag::order_resent: return "OrderResent";
        case EventTag::close_started: return "CloseStarted";
        case EventTag::close_retry_scheduled: return "CloseRetryScheduled";
        case EventTag::close_stuck: return "CloseStuck";
        case EventTag::group_went_flat: return "GroupWentFlat";
        case EventTag::group_closed: return "GroupClosed";
        case EventTag::group_failed: return "GroupFailed";
        case EventTag::entries_cancel_ordered: return "EntriesCancelOrdered";
        case EventTag::reduction_started: return "ReductionStarted";
        case EventTag::reduction_retry_scheduled: return "ReductionRetryScheduled";
        case EventTag::reduction_ended: return "ReductionEnded";
        case EventTag::reduction_refused: return "ReductionRefused";
        case EventTag::refusal_noted: return "RefusalNoted";
        case EventTag::stop_moved: return "StopMoved";
        case EventTag::position_target_moved: return "PositionTargetMoved";
        case EventTag::targets_changed: return "TargetsChanged";
        case EventTag::close_abandoned: return "CloseAbandoned";
        case EventTag::pyramid_target_reached: return "PyramidTargetReached";
        case EventTag::leg_rearmed: return "LegRearmed";
        case EventTag::leg_held: return "LegHeld";
        case EventTag::legs_anchored: return "LegsAnchored";
        case EventTag::leg_dropped: return "LegDropped";
        case EventTag::grid_abandoned: return "GridAbandoned";
        case EventTag::rules_renewed_on_refusal: return "RulesRenewedOnRefusal";
        case EventTag::risk_timer_started: return "RiskTimerStarted";
        case EventTag::risk_timer_cleared: return "RiskTimerCleared";
        case EventTag::replacement_noted: return "ReplacementNoted";
        case EventTag::offset_planned: return "OffsetPlanned";
        case EventTag::offset_leg_closed: return "OffsetLegClosed";
        case EventTag::offset_loser_ordered: return "OffsetLoserOrdered";
        case EventTag::offset_completed: return "OffsetCompleted";
        case EventTag::risk_pass_ended: return "RiskPassEnded";
        case EventTag::risk_blocked: return "RiskBlocked";
        case EventTag::risk_unblocked: return "RiskUnblocked";
        case EventTag::risk_skip_ordered: return "RiskSkipOrdered";
        case EventTag::risk_group_forgotten: return "RiskGroupForgotten";
        case EventTag::external_reduction: return "ExternalReduction";
        case EventTag::dust_swept: return "DustSwept";
        case EventTag::orphan_found: return "OrphanFound";
        case EventTag::orphan_ended: return "OrphanEnded";
        case EventTag::position_governed: return "PositionGoverned";
        case EventTag::trail_noted: return "TrailNoted";
        case EventTag::external_shortage: return "ExternalShortage";
        case EventTag::dust_kept: return "DustKept";
        case EventTag::dust_allotted: return "DustAllotted";
        case EventTag::fees_left_open: return "FeesLeftOpen";
        case EventTag::left_fee_settled: return "LeftFeeSettled";
        case EventTag::fee_settled: return "FeeSettled";
        case EventTag::group_quarantined: return "GroupQuarantined";
        case EventTag::quarantine_released: return "QuarantineReleased";
        case EventTag::close_insisted: return "CloseInsisted";
        case EventTag::run_started: return "RunStarted";
        case EventTag::run_finished: return "RunFinished";
        case EventTag::commit_hashed: return "CommitHashed";
        case EventTag::config_applied: return "ConfigApplied";
    }
    return {};
}

}  // namespace trellis
