// What the fields of events and of their parts are called outside: as in the code, in the order of fields(). A contract, as
// schemas/journal/events.json has it, which tests hold against this table and against the code.
#pragma once

#include <array>
#include <string_view>

#include "engine/event/event.hpp"

namespace trellis::adapters {

template <class... Name>
constexpr std::array<std::string_view, sizeof...(Name)> names(Name... name) {
    return {std::string_view(name)...};
}

/// One name per field; a type without an entry here cannot be shown.
template <class T>
inline constexpr auto field_names = names();

template <> inline constexpr auto field_names<OrderKey> = names("group", "order");
template <> inline constexpr auto field_names<OffsetNumber> = names("account", "counter");
template <> inline constexpr auto field_names<PaidFee> = names("unit", "amount");
template <> inline constexpr auto field_names<OpenFee> = names(
    "order", "trade", "price", "fee", "asset", "paid", "state", "offset", "is_of_reduction");
template <> inline constexpr auto field_names<FeesLeftOpen> = names("group", "instrument", "closed_at", "fees");
template <> inline constexpr auto field_names<LeftFeeSettled> = names(
    "group", "order", "trade", "fee", "fee_asset", "paid", "state", "amount", "day", "at");
template <> inline constexpr auto field_names<Dust> = names("quantity", "cost", "entry_fee");
template <> inline constexpr auto field_names<ExternalCut> = names("group", "total");
template <> inline constexpr auto field_names<ExternalShortage> = names(
    "account", "instrument", "side", "total", "held", "cuts");
template <> inline constexpr auto field_names<OrphanFound> = names(
    "account", "instrument", "order", "side", "price", "quantity", "filled", "is_cancelled", "times", "at");
template <> inline constexpr auto field_names<OrphanEnded> = names("account", "instrument", "order", "end", "filled", "at");
template <> inline constexpr auto field_names<DustKept> = names("group", "instrument", "dust");
template <> inline constexpr auto field_names<DustAllotted> = names("group", "instrument", "dust");
template <> inline constexpr auto field_names<FieldError> = names("pointer", "value", "rule", "hint");
template <> inline constexpr auto field_names<Identity> = names("instrument", "timeframe_seconds", "side");
template <> inline constexpr auto field_names<Instruction> = names(
    "identity", "intent", "inferred", "stamp", "candle", "duplicate_key", "entry_price", "order_size", "size_type",
    "max_slippage_percent", "stop_loss", "take_profit", "position_size", "previous_position_size", "wish");
template <> inline constexpr auto field_names<SignalLevels> = names("stop_loss", "structure");
template <> inline constexpr auto field_names<PresetWish> = names("preset", "levels");
template <> inline constexpr auto field_names<MinuteOfDay> = names("value");
template <> inline constexpr auto field_names<PresetSize> = names(
    "mode", "fixed_lot", "risk_per_trade_percent", "max_positions", "max_positions_per_symbol", "equity_mode", "equity_base",
    "equity_step_factor", "risk_min_percent", "risk_max_percent");
template <> inline constexpr auto field_names<PresetStop> = names("mode", "pips", "r_multiple");
template <> inline constexpr auto field_names<PresetTarget> = names("enabled", "rr", "close_percent");
template <> inline constexpr auto field_names<PresetTargets> = names("mode", "first", "second", "third", "close_remaining_at_tp3");
template <> inline constexpr auto field_names<PresetTrail> = names(
    "break_even", "break_even_trigger_rr", "break_even_offset", "enabled", "mode", "trigger_rr", "step", "atr_period",
    "atr_multiplier", "update_interval_seconds");
template <> inline constexpr auto field_names<PresetLayers> = names(
    "enabled", "max_per_symbol", "distance", "martingale", "factor", "max_total_risk_percent");
template <> inline constexpr auto field_names<PresetHedge> = names("enabled", "trigger_drawdown_percent", "distance", "lot_factor");
template <> inline constexpr auto field_names<PresetCandleExit> = names("enabled", "timeframe_seconds", "hold_candles");
template <> inline constexpr auto field_names<PresetSchedule> = names("begins", "ends", "time_zone", "days", "sessions", "only_in_session");
template <> inline constexpr auto field_names<PresetWeek> = names("enabled", "target_percent", "reset_day", "stops");
template <> inline constexpr auto field_names<Preset> = names(
    "name", "description", "symbol", "timeframe_seconds", "enabled", "tags", "size", "stop", "targets", "trail", "layers", "hedge",
    "candle_exit", "schedule", "week", "is_template", "clonable", "visibility");
template <> inline constexpr auto field_names<SharedPreset> = field_names<Preset>;
template <> inline constexpr auto field_names<PresetUse> = names("preset", "level", "pip", "signal", "stop", "origin", "wanted", "has_grid", "sizes", "takes_profit",
                                                            "has_layers", "layer_exit", "has_hedge", "equity", "version",
                                                            "stop_follows_average", "break_even_includes_fees");
template <> inline constexpr auto field_names<PlannedTarget> = names("place", "price", "close_percent", "takes_rest");
template <> inline constexpr auto field_names<PositionGoverned> = names("group", "entry", "risk", "origin", "targets", "at", "layer");
template <> inline constexpr auto field_names<TrailNoted> = names("group", "best", "broke_even", "activated_at", "at", "is_waiting", "layer");
template <> inline constexpr auto field_names<AppliedTargets> = names("layer", "targets");
template <> inline constexpr auto field_names<PresetApplied> = names(
    "group", "preset", "applied", "previous", "by", "stop", "is_tighter", "origin", "targets", "at");
template <> inline constexpr auto field_names<PlannedLayer> = names("index", "price", "quantity", "stop", "loss");
template <> inline constexpr auto field_names<LayersPlanned> = names(
    "group", "entry", "quantity", "equity", "first_loss", "layers", "ended_by", "detail", "at");
template <> inline constexpr auto field_names<FirstPositionEnded> = names("group", "at");
template <> inline constexpr auto field_names<PositionExitStarted> = names("group", "layer", "reason", "at");
template <> inline constexpr auto field_names<PositionExitRetryScheduled> = names("group", "layer", "attempt", "at");
template <> inline constexpr auto field_names<HedgeArmed> = names("group", "mark", "unrealised", "equity", "level", "quantity", "at");
template <> inline constexpr auto field_names<HedgeDropped> = names("group", "code", "detail", "at");
template <> inline constexpr auto field_names<HedgeCloseStarted> = names("group", "basket", "hedge", "at");
template <> inline constexpr auto field_names<HedgeRetryScheduled> = names("group", "attempt", "at");
template <> inline constexpr auto field_names<HedgeEnded> = names("group", "left", "at");
template <> inline constexpr auto field_names<PresetId> = names("owner", "counter");
template <> inline constexpr auto field_names<PresetVersionId> = names("preset", "version");
template <> inline constexpr auto field_names<ConnectionKey> = names("owner", "account");
template <> inline constexpr auto field_names<PresetCreated> = names("preset", "content", "cloned_from", "by", "at");
template <> inline constexpr auto field_names<PresetRevised> = names("made", "content", "by", "at");
template <> inline constexpr auto field_names<PresetVisibilityChanged> = names("preset", "is_published", "by", "at");
template <> inline constexpr auto field_names<PresetSwitched> = names("preset", "is_enabled", "by", "at");
template <> inline constexpr auto field_names<PresetDeleted> = names("preset", "by", "at");
template <> inline constexpr auto field_names<PresetAssigned> = names("connection", "preset", "by", "at");
template <> inline constexpr auto field_names<ConnectionSettings> = names("name", "venue", "market", "currency", "leverage", "position_mode", "is_enabled", "use_signal_sl",
                                                                           "use_signal_tp", "pip", "pip_amount", "balances");
template <> inline constexpr auto field_names<SealedCredential> = names("mask", "box");
template <> inline constexpr auto field_names<WebhookProof> = names("token", "secret");
template <> inline constexpr auto field_names<Hidden> = names("text");
template <> inline constexpr auto field_names<Scopes> = names("reads", "trades", "administers");
template <> inline constexpr auto field_names<UserStanding> = names("display", "role", "is_enabled");
template <> inline constexpr auto field_names<UserCreated> = names("user", "name", "standing", "password", "by", "at");
template <> inline constexpr auto field_names<UserChanged> = names("user", "before", "after", "by", "at");
template <> inline constexpr auto field_names<PasswordChanged> = names("user", "password", "by", "at");
template <> inline constexpr auto field_names<UserDeleted> = names("user", "name", "by", "at");
template <> inline constexpr auto field_names<TokenCreated> = names("token", "owner", "name", "scopes", "expires_at", "fingerprint", "by", "at");
template <> inline constexpr auto field_names<TokenRevoked> = names("token", "owner", "name", "by", "at");
template <> inline constexpr auto field_names<ActionTaken> = names("what", "by", "at");
template <> inline constexpr auto field_names<ConnectionOpened> = names("account", "owner", "settings", "dedupe_window_hours", "by", "at");
template <> inline constexpr auto field_names<ConnectionChanged> = names("account", "settings", "by", "at");
template <> inline constexpr auto field_names<ConnectionRemoved> = names("account", "by", "at");
template <> inline constexpr auto field_names<CredentialSealed> = names("account", "credential", "by", "at");
template <> inline constexpr auto field_names<ConnectionWebhookSet> = names("account", "proof", "by", "at");
template <> inline constexpr auto field_names<DefaultPresetChosen> = names("owner", "preset", "by", "at");
template <> inline constexpr auto field_names<SubscriptionId> = names("owner", "counter");
template <> inline constexpr auto field_names<CopyTerms> = names(
    "leader", "follower", "mode", "multiplier", "percentage", "fixed_quantity", "min_quantity", "max_quantity", "max_position_size",
    "follow_close");
template <> inline constexpr auto field_names<CopyOrigin> = names("subscription", "leader");
template <> inline constexpr auto field_names<CopyFigures> = names("entered", "closed");
template <> inline constexpr auto field_names<CopySizing> = names(
    "leader_quantity", "leader_price", "price", "leader_equity", "equity", "wanted");
template <> inline constexpr auto field_names<CopyStep> = names("number", "kind", "plan", "part", "whole");
template <> inline constexpr auto field_names<CopyOpened> = names(
    "account", "origin", "group", "identity", "told", "sizing", "strategy", "plan", "preset", "at");
template <> inline constexpr auto field_names<CopyOrdered> = names("account", "origin", "group", "told", "step", "sizing", "at");
template <> inline constexpr auto field_names<CopyRefused> = names("account", "origin", "told", "kind", "code", "detail", "at");
template <> inline constexpr auto field_names<CopyAnswered> = names("account", "origin", "step", "code");
template <> inline constexpr auto field_names<CopyLeaderEnded> = names("account", "origin", "at");
template <> inline constexpr auto field_names<CopyFollowed> = names("group", "step", "kind", "code", "detail", "at");
template <> inline constexpr auto field_names<BotId> = names("owner", "counter");
template <> inline constexpr auto field_names<BotFilter> = names("symbols", "timeframes_seconds", "takes_longs", "takes_shorts");
template <> inline constexpr auto field_names<BotTerms> = names(
    "name", "account", "is_paper", "strategy", "filter", "schedule", "max_entries_per_day", "max_loss_per_day",
    "ladder");
template <> inline constexpr auto field_names<BotTake> = names("bot", "day");
template <> inline constexpr auto field_names<BotCreated> = names("bot", "terms", "by", "at");
template <> inline constexpr auto field_names<BotRevised> = names("bot", "terms", "by", "at");
template <> inline constexpr auto field_names<BotSwitched> = names("bot", "state", "by", "at", "flattens");
template <> inline constexpr auto field_names<BotPresetAssigned> = names("bot", "preset", "by", "at");
template <> inline constexpr auto field_names<BotFlattened> = names("account", "bot", "groups", "at");
template <> inline constexpr auto field_names<SubscriptionCreated> = names("subscription", "terms", "by", "at");
template <> inline constexpr auto field_names<SubscriptionRevised> = names("subscription", "terms", "by", "at");
template <> inline constexpr auto field_names<SubscriptionSwitched> = names("subscription", "state", "by", "at");
template <> inline constexpr auto field_names<SubscriptionPresetAssigned> = names("subscription", "preset", "by", "at");
template <> inline constexpr auto field_names<AccountShared> = names("account", "is_shared", "by", "at");
template <> inline constexpr auto field_names<StrategyId> = names("owner", "counter");
template <> inline constexpr auto field_names<StrategyTerms> = names("name", "account", "instrument", "venue", "timeframe_seconds", "strategy");
template <> inline constexpr auto field_names<StrategyCreated> = names("strategy", "terms", "cloned_from", "by", "at");
template <> inline constexpr auto field_names<StrategyRevised> = names("strategy", "terms", "by", "at");
template <> inline constexpr auto field_names<StrategyDeleted> = names("strategy", "by", "at");
template <> inline constexpr auto field_names<GridLevel> = names("gap", "weight", "take_profit");
template <> inline constexpr auto field_names<Sizing> = names(
    "mode", "custom_capital", "pyramid_custom_capitals", "equity_percent", "group_budget", "pyramid_weights", "include_fees",
    "risk_scope");
template <> inline constexpr auto field_names<GridStrategy> = names(
    "enabled", "levels", "pyramid_levels", "max_pyramids", "take_profit_mode", "take_profit_aggregate_percent",
    "on_flat", "rounding", "min_leg_policy", "max_slippage_percent", "exit_escalations", "exit_retry_ms",
    "exit_final_market", "all_or_nothing", "replace_unfilled_previous", "follow_config_changes",
    "pyramid_take_profit_percents", "take_profit_scope", "aggregate_execution", "take_profit_basis",
    "entry_order_type", "anchor", "pyramid_price_rule", "pyramid_min_distance_percent",
    "pyramid_requires_previous_fill", "sizing", "allow_positive_gap", "post_only", "recycle_legs",
    "leg0_chase_percent", "leg0_timeout_seconds", "cancel_dca_beyond_percent", "dca_trigger");
template <> inline constexpr auto field_names<SharedStrategy> = field_names<GridStrategy>;
template <> inline constexpr auto field_names<PlannedLeg> = names(
    "index", "price", "quantity", "take_profit", "skipped", "gap", "weight", "entry");
template <> inline constexpr auto field_names<PyramidPlan> = names(
    "pyramid", "base_price", "capital", "legs", "anchors_on_first_fill");
template <> inline constexpr auto field_names<SignalAdmitted> = names(
    "account", "signal", "at", "instruction", "hand_over", "groups", "strategy", "plan", "body", "preset", "bot");
template <> inline constexpr auto field_names<SignalRefused> = names(
    "account", "signal", "at", "outcome", "code", "detail", "errors", "original", "duplicate_key", "body");
template <> inline constexpr auto field_names<HandOverAnswered> = names("account", "signal", "group", "code");
template <> inline constexpr auto field_names<SignalCompleted> = names("account", "signal", "outcome", "code");
template <> inline constexpr auto field_names<SlotTaken> = names("group", "identity", "is_forced");
template <> inline constexpr auto field_names<SlotReleased> = names("group");
template <> inline constexpr auto field_names<GroupClosingNoted> = names("group", "is_closing", "may_be_given_up");
template <> inline constexpr auto field_names<ReplacementCounted> = names("group");
template <> inline constexpr auto field_names<TradingStateChanged> = names("account", "state", "cancel_entries", "flatten");
template <> inline constexpr auto field_names<TaskCompleted> = names("group");
template <> inline constexpr auto field_names<StrayFillNoted> = names("account", "order", "trade", "price", "quantity");
template <> inline constexpr auto field_names<RankFigures> = names(
    "continues_group", "loss_percent", "price", "replacement_count", "expected_profit", "first_queued_at");
template <> inline constexpr auto field_names<SignalQueued> = names(
    "account", "signal", "at", "instruction", "reason", "detail", "replaces", "body");
template <> inline constexpr auto field_names<QueueEntryLeft> = names(
    "account", "signal", "identity", "exit", "code", "detail", "at", "figures");
template <> inline constexpr auto field_names<EntryPromoted> = names(
    "account", "signal", "identity", "at", "is_forced", "figures");
template <> inline constexpr auto field_names<PromotionFailed> = names(
    "account", "signal", "identity", "code", "detail", "at", "retry_at");
template <> inline constexpr auto field_names<ReversalPlanned> = names("account", "closes", "signal", "instruction", "at");
template <> inline constexpr auto field_names<ReversalEnded> = names("account", "closes", "signal", "code", "detail", "at");
template <> inline constexpr auto field_names<PromotionRoundCut> = names("account");
template <> inline constexpr auto field_names<PromotionRoundEnded> = names("account");
template <> inline constexpr auto field_names<RealisedBooked> = names("group", "realised", "amount", "day", "at");
template <> inline constexpr auto field_names<EntriesHalted> = names("account", "reason", "at", "until", "detail");
template <> inline constexpr auto field_names<EntriesReleased> = names("account", "reason", "end", "at");
template <> inline constexpr auto field_names<EquityPeakRaised> = names("account", "equity", "at");
template <> inline constexpr auto field_names<WeekBegan> = names("account", "preset", "starts", "ends", "base", "at", "unrealised");
template <> inline constexpr auto field_names<WeeklyTargetReached> = names("account", "preset", "realised", "target", "at", "unrealised");
template <> inline constexpr auto field_names<LimitsReset> = names("account", "at");
template <> inline constexpr auto field_names<InstrumentRules> = names(
    "tick", "step", "min_quantity", "max_quantity", "max_market_quantity", "min_notional", "min_notional_on_market",
    "is_min_notional_given", "max_orders", "price_band_percent", "maker_fee", "taker_fee");
template <> inline constexpr auto field_names<RulesRenewed> = names("account", "instrument", "cause", "before", "rules", "at");
template <> inline constexpr auto field_names<RulesRenewedOnRefusal> = names(
    "group", "order", "instrument", "before", "rules", "at");
template <> inline constexpr auto field_names<GroupOpened> = names(
    "group", "identity", "signal", "at", "strategy", "max_slippage_percent", "dust", "preset", "copied");
template <> inline constexpr auto field_names<PyramidAdded> = names("group", "signal", "plan", "at");
template <> inline constexpr auto field_names<OrderPlaced> = names(
    "group", "order", "role", "pyramid", "leg", "side", "type", "time_in_force", "price", "quantity", "reference", "at");
template <> inline constexpr auto field_names<OrderAmendRequested> = names("group", "order", "price", "quantity", "at");
template <> inline constexpr auto field_names<OrderCancelRequested> = names("group", "order", "at");
template <> inline constexpr auto field_names<OrderAccepted> = names("group", "order");
template <> inline constexpr auto field_names<OrderFilled> = names(
    "group", "order", "trade", "price", "quantity", "fee", "fee_asset", "maker", "at", "paid", "fee_state");
template <> inline constexpr auto field_names<OrderChanged> = names("group", "order", "price", "quantity");
template <> inline constexpr auto field_names<OrderEnded> = names("group", "order", "state", "code", "at");
template <> inline constexpr auto field_names<OrderRequestRefused> = names("group", "order", "code", "at");
template <> inline constexpr auto field_names<OrderDelayed> = names("group", "order", "retry_at");
template <> inline constexpr auto field_names<OrderRetried> = names("group", "order", "at");
template <> inline constexpr auto field_names<OrderDoubted> = names("group", "order", "at");
template <> inline constexpr auto field_names<OrderResent> = names("group", "order", "at");
template <> inline constexpr auto field_names<CloseStarted> = names(
    "group", "reason", "role", "signal", "max_slippage_percent", "at", "offset");
template <> inline constexpr auto field_names<CloseRetryScheduled> = names("group", "attempt", "at");
template <> inline constexpr auto field_names<CloseStuck> = names("group", "at");
template <> inline constexpr auto field_names<GroupWentFlat> = names("group");
template <> inline constexpr auto field_names<GroupClosed> = names("group", "dust", "at");
template <> inline constexpr auto field_names<GroupFailed> = names("group", "at");
template <> inline constexpr auto field_names<EntriesCancelOrdered> = names("group");
template <> inline constexpr auto field_names<ReductionStarted> = names(
    "group", "role", "signal", "offset", "pyramid", "quantity", "max_slippage_percent", "at");
template <> inline constexpr auto field_names<ReductionRetryScheduled> = names("group", "attempt", "at");
template <> inline constexpr auto field_names<ReductionEnded> = names("group", "offset", "quantity", "realised", "at");
template <> inline constexpr auto field_names<ReductionRefused> = names(
    "group", "signal", "offset", "code", "detail", "at");
template <> inline constexpr auto field_names<SeenQuote> = names("number", "at");
template <> inline constexpr auto field_names<RefusalNoted> = names("group", "code", "detail", "at");
template <> inline constexpr auto field_names<StopMoved> = names("group", "price", "previous", "reason", "source", "at", "layer");
template <> inline constexpr auto field_names<PositionTargetMoved> = names("group", "price", "previous", "source", "at");
template <> inline constexpr auto field_names<TargetChange> = names("pyramid", "leg", "previous", "percent");
template <> inline constexpr auto field_names<TargetsChanged> = names("group", "changes", "at");
template <> inline constexpr auto field_names<CloseAbandoned> = names("group", "reason", "quote", "at", "offset");
template <> inline constexpr auto field_names<PyramidTargetReached> = names(
    "group", "pyramid", "target", "mark", "quote", "at");
template <> inline constexpr auto field_names<LegRearmed> = names("group", "pyramid", "leg");
template <> inline constexpr auto field_names<LegHeld> = names("group", "pyramid", "leg", "hold", "at", "detail");
template <> inline constexpr auto field_names<LegsAnchored> = names("group", "pyramid", "cost", "quantity", "legs", "at");
template <> inline constexpr auto field_names<LegDropped> = names("group", "pyramid", "leg", "code", "at", "detail");
template <> inline constexpr auto field_names<GridAbandoned> = names("group", "mark", "beyond", "at");
template <> inline constexpr auto field_names<RiskTimerStarted> = names("group", "at");
template <> inline constexpr auto field_names<RiskTimerCleared> = names("group", "reason", "at");
template <> inline constexpr auto field_names<ReplacementNoted> = names("group", "count");
template <> inline constexpr auto field_names<RiskCandidate> = names("group", "is_winner", "unrealised", "percent", "mark", "reasons");
template <> inline constexpr auto field_names<OffsetShare> = names(
    "group", "instrument", "quantity", "is_whole", "profit", "open", "unrealised", "percent", "mark");
template <> inline constexpr auto field_names<OffsetPlanned> = names(
    "account", "offset", "at", "trigger", "is_forced", "loser", "required", "winners", "sequence", "min_cover", "closes_anyway",
    "cancels_entries", "skipped", "candidates", "candidates_more");
template <> inline constexpr auto field_names<OffsetLegClosed> = names("account", "offset", "group", "quantity", "realised");
template <> inline constexpr auto field_names<OffsetLoserOrdered> = names("account", "offset", "realised", "is_whole", "quantity");
template <> inline constexpr auto field_names<OffsetCompleted> = names(
    "account", "offset", "at", "outcome", "realised", "loser_quantity", "loser_realised", "residual");
template <> inline constexpr auto field_names<RiskPassEnded> = names(
    "account", "at", "trigger", "is_forced", "actions", "reasons", "cleared", "candidates", "candidates_more");
template <> inline constexpr auto field_names<RiskBlocked> = names("account", "group");
template <> inline constexpr auto field_names<RiskUnblocked> = names("account", "group");
template <> inline constexpr auto field_names<RiskSkipOrdered> = names("account", "group");
template <> inline constexpr auto field_names<RiskGroupForgotten> = names("account", "group");
template <> inline constexpr auto field_names<ExternalReduction> = names("group", "quantity", "told", "at");
template <> inline constexpr auto field_names<DustSwept> = names("group", "dust");
template <> inline constexpr auto field_names<FeeSettled> = names(
    "group", "order", "trade", "fee", "fee_asset", "paid", "state", "at");
template <> inline constexpr auto field_names<GroupQuarantined> = names("group", "reason", "at");
template <> inline constexpr auto field_names<QuarantineReleased> = names("group", "at");
template <> inline constexpr auto field_names<CloseInsisted> = names("group", "signal", "max_slippage_percent", "at");
template <> inline constexpr auto field_names<RunStarted> = names("incarnation", "input", "program");
template <> inline constexpr auto field_names<RunFinished> = names("at");
template <> inline constexpr auto field_names<CommitHashed> = names("hash");
template <> inline constexpr auto field_names<ConfigApplied> = names("number", "at", "by", "text");

}  // namespace trellis::adapters
