#include "adapters/config/engine_values.hpp"

namespace trellis::adapters {

namespace {

TimerStart timer_start_of(std::string_view word) {
    return word == "after_5_pyramids" ? TimerStart::after_required_pyramids : named<TimerStart>(word);
}

void take_exits(const SectionValues& values, GridStrategy& out) {
    out.max_slippage_percent = values.optional_decimal<Ratio>("max_slippage_percent");
    out.exit_escalations = values.integer<std::uint8_t>("exit_escalations");
    out.exit_retry_ms = values.integer<std::uint32_t>("exit_retry_ms");
    out.exit_final_market = values.boolean("exit_final_market");
}

void take_targets(const SectionValues& values, GridStrategy& out) {
    out.take_profit_mode = take_profit_mode_of(values.text("tp_mode"));
    out.take_profit_aggregate_percent = values.optional_decimal<Ratio>("tp_aggregate_percent");
    out.on_flat = named<OnFlat>(values.text("on_flat"));
    out.pyramid_take_profit_percents = values.get<DecimalMap>("pyramid_tp_percents");
    out.take_profit_scope = named<PyramidScope>(values.text("tp_pyramid_scope"));
    out.aggregate_execution = named<AggregateExecution>(values.text("aggregate_execution"));
    out.take_profit_basis = named<TakeProfitBasis>(values.text("tp_basis"));
    out.recycle_legs = values.boolean("recycle_legs");
}

void take_ladder(const SectionValues& values, GridStrategy& out) {
    out.levels = values.get<Levels>("levels");
    out.pyramid_levels = values.get<LevelMap>("pyramid_specific_levels");
    out.rounding = named<GridRounding>(values.text("rounding"));
    out.min_leg_policy = named<MinLegPolicy>(values.text("min_leg_policy"));
    out.all_or_nothing = values.boolean("all_or_nothing");
    out.entry_order_type = named<EntryOrderType>(values.text("entry_order_type"));
    out.anchor = values.is_null("anchor") ? LadderAnchor::by_order_type : named<LadderAnchor>(values.text("anchor"));
    out.allow_positive_gap = values.boolean("allow_positive_gap");
    out.post_only = values.boolean("post_only");
    out.leg0_chase_percent = values.decimal<Ratio>("leg0_chase_pct");
    out.leg0_timeout_seconds = values.integer<std::uint32_t>("leg0_timeout_sec");
    out.cancel_dca_beyond_percent = values.decimal<Ratio>("cancel_dca_beyond_percent");
    out.dca_trigger = named<DcaTrigger>(values.text("dca_trigger"));
}

void take_pyramids(const SectionValues& values, GridStrategy& out) {
    out.max_pyramids = values.integer<std::uint16_t>("max_pyramids");
    out.replace_unfilled_previous = values.boolean("replace_unfilled_prev");
    out.pyramid_price_rule = named<PyramidPriceRule>(values.text("pyramid_price_rule"));
    out.pyramid_min_distance_percent = values.decimal<Ratio>("pyramid_min_distance_pct");
    out.pyramid_requires_previous_fill = values.boolean("pyramid_requires_prev_fill");
}

void take_timer(const SectionValues& values, RiskSettings& out) {
    out.required_pyramids_for_timer = values.integer<std::uint16_t>("required_pyramids_for_timer");
    out.require_full_pyramids = values.boolean("require_full_pyramids");
    out.enable_post_full_wait = values.boolean("enable_post_full_wait");
    out.post_full_wait_minutes = values.integer<std::uint32_t>("post_full_wait_minutes");
    out.timer_start_condition = timer_start_of(values.text("timer_start_condition"));
    out.reset_timer_on_replacement = values.boolean("reset_timer_on_replacement");
    out.timer_requires_loss = values.boolean("timer_requires_loss");
    out.use_trade_age_filter = values.boolean("use_trade_age_filter");
    out.age_threshold_minutes = values.integer<std::uint32_t>("age_threshold_minutes");
}

void take_offset(const SectionValues& values, RiskSettings& out) {
    out.max_winners_to_combine = values.integer<std::uint16_t>("max_winners_to_combine");
    out.partial_close_enabled = values.boolean("partial_close_enabled");
    out.min_close_notional = values.decimal<Money>("min_close_notional");
    out.cancel_orders_on_partial_close = values.boolean("cancel_orders_on_partial_close");
    out.same_connection_only = values.boolean("same_connection_only");
    out.keep_winner_open = values.boolean("keep_winner_open");
    out.on_shortfall = named<OnShortfall>(values.text("on_shortfall"));
    out.min_cover = values.decimal<Ratio>("min_cover");
    out.offset_sequence = named<OffsetSequence>(values.text("offset_sequence"));
}

}  // namespace

TakeProfitMode take_profit_mode_of(std::string_view word) {
    return word == "leg" ? TakeProfitMode::per_leg : named<TakeProfitMode>(word);
}

GridStrategy grid_of(const SectionValues& values, const SectionValues& sizing) {
    GridStrategy out;
    out.enabled = values.boolean("enabled");
    out.follow_config_changes = values.boolean("follow_config_changes");
    take_ladder(values, out);
    take_pyramids(values, out);
    take_targets(values, out);
    take_exits(values, out);
    out.sizing = sizing_of(sizing);
    return out;
}

Sizing sizing_of(const SectionValues& values) {
    Sizing out;
    out.mode = named<SizingMode>(values.text("mode"));
    out.custom_capital = values.decimal<Money>("custom_capital");
    for (const auto& [pyramid, capital] : values.get<DecimalMap>("pyramid_custom_capitals"))
        out.pyramid_custom_capitals.emplace(pyramid, as<Money>(capital));
    out.equity_percent = values.decimal<Ratio>("equity_percent");
    out.group_budget = values.optional_decimal<Money>("group_budget");
    out.pyramid_weights = values.get<DecimalList>("pyramid_weights");
    out.include_fees = values.boolean("include_fees");
    out.risk_scope = named<RiskScope>(values.text("risk_scope"));
    return out;
}

QueueSettings queue_of(const SectionValues& values) {
    QueueSettings out;
    out.limit = values.integer<std::uint32_t>("queue_limit");
    out.limit_policy = named<QueueLimitPolicy>(values.text("queue_limit_policy"));
    out.replace_same_symbol = values.boolean("queue_replace_same_symbol");
    out.drop_on_exit = values.boolean("drop_on_exit");
    out.ttl_hours = values.integer<std::uint32_t>("ttl_hours");
    out.ttl_candles = values.integer<std::uint32_t>("ttl_candles");
    out.selection_priority.clear();
    for (const auto& word : values.get<Words>("selection_priority")) out.selection_priority.push_back(named<RankingRule>(word));
    out.loss_tie_bucket = values.decimal<Ratio>("loss_tie_bucket");
    out.promotion_price = named<PromotionPrice>(values.text("promotion_price"));
    out.max_promotion_drift_percent = values.decimal<Ratio>("max_promotion_drift_pct");
    return out;
}

RiskSettings risk_of(const SectionValues& values) {
    RiskSettings out;
    out.enabled = values.boolean("enabled");
    out.loss_threshold_percent = values.decimal<Ratio>("loss_threshold_percent");
    out.evaluate_on_fill = values.boolean("evaluate_on_fill");
    out.evaluate_interval_seconds = values.integer<std::uint32_t>("evaluate_interval_sec");
    out.max_actions_per_pass = values.integer<std::uint16_t>("max_actions_per_pass");
    take_timer(values, out);
    take_offset(values, out);
    return out;
}

TradeLimits trade_limits_of(const SectionValues& values) {
    TradeLimits out;
    out.max_total_exposure = values.decimal<Money>("max_total_exposure_usd");
    out.max_open_positions_per_symbol = values.integer<std::uint32_t>("max_open_positions_per_symbol");
    out.max_realized_loss = values.decimal<Money>("max_realized_loss_usd");
    out.latch = named<LossLatch>(values.text("latch"));
    out.max_equity_drawdown_percent = values.decimal<Ratio>("max_equity_drawdown_pct");
    out.sweep_dust = values.boolean("sweep_dust");
    return out;
}

PrecisionSettings precision_of(const SectionValues& values) {
    PrecisionSettings out;
    out.on_missing = named<OnMissingMetadata>(values.text("on_missing_metadata"));
    out.hold_max_seconds = values.integer<std::uint32_t>("precision_hold_max_sec");
    out.refresh_seconds = values.integer<std::uint32_t>("refresh_seconds");
    return out;
}

}  // namespace trellis::adapters
