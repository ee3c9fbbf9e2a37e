// Every key of R-70 as the specification lists it, written down apart from the code's own table: default, values that are built,
// values that are valid but whose rule is not built (=rule), values outside of the range, and one of a wrong type.
#pragma once

#include <string_view>

namespace trellis::adapters::tests {

inline constexpr std::string_view specified_keys = R"(
app.timezone                     | "UTC"    | "UTC" ; "Europe/Berlin"        |                                        | "" ; "1x" ; "Europe/Berlim" | 5
app.mode                         | "paper"  | "paper"                        | "live"=19                              | "demo"                   | true
app.log_level                    | "info"   | "trace" ; "debug" ; "info" ; "warn" ; "error" ; "off" |                 | "loud"                   | 3
app.data_dir                     | null     | null ; "data"                  |                                        | ""                       | 3
app.infer_intent                 | true     | true ; false                   |                                        |                          | "true"
app.exit_scope                   | "timeframe" | "timeframe" ; "instrument"  |                                        | "all"                    | null
app.opposite_side_policy         | "queue"  | "queue" ; "reject" ; "reverse" ; "hedge" | | "ignore"                 | 1
accounts[].currency              | "USDT"   | "USDT" ; "usdc"                |                                        | "" ; "U-S"               | 1
accounts[].leverage              | 1        | 1 ; 125                        |                                        | 0 ; 126 ; -1             | "5"
accounts[].position_mode         | "one_way" | "one_way" ; "hedge"           |                                        | "net"                    | false
accounts[].preset                | null     | null                           |                                        | ""                       | 1
accounts[].use_signal_sl         | false    | false ; true                   |                                        |                          | 0
accounts[].use_signal_tp         | false    | false ; true                   |                                        |                          | 0
accounts[].crypto_pip            | "bp"     | "bp" ; "tick" ; 0.5 ; "0.5"    |                                        | 0 ; -1                   | true
accounts[].latency_ms            | 0        | 0 ; 60000                      |                                        | -1 ; 60001               | "0"
accounts[].enabled               | true     | true ; false                   |                                        |                          | 1
accounts[].balances              | {}       | {} ; {"USDT": 10, "btc": "0.5"} |                                       | {"U-S": 1} ; {"USDT": -1} | 5
execution_pool.max_open_groups   | 10       | 1 ; 10000                      |                                        | 0 ; 10001                | "10"
execution_pool.same_pair_timeframe | true   | true ; false                   |                                        |                          | 1
execution_pool.count_pyramids_toward_pool | false | false ; true | |                          | 1
execution_pool.count_dca_toward_pool | false | false ; true | |                          | 1
queue.queue_limit                | 100      | 100 ; 0 ; 100000 | | -1 ; 100001              | "100"
queue.queue_limit_policy         | "reject_new" | "reject_new" ; "drop_lowest" | | "drop"                   | 1
queue.queue_replace_same_symbol  | true     | true ; false | |                          | 1
queue.drop_on_exit               | true     | true ; false | |                          | 1
queue.ttl_hours                  | 24       | 24 ; 1 | | 0 ; -1                   | "24"
queue.ttl_candles                | 0        | 0 ; 3 | | -1                       | "0"
queue.selection_priority         | ["same_pair_timeframe", "deepest_loss_percent", "highest_replacement", "fifo"] | ["same_pair_timeframe", "deepest_loss_percent", "highest_replacement", "fifo"] ; ["fifo"] ; [] ; ["highest_expected_profit", "fifo"] | | ["lifo"] ; ["fifo", "fifo"] | "fifo"
queue.loss_tie_bucket            | "0.1"    | "0.1" ; 0.10 ; 0 | | -1                       | true
queue.promotion_price            | "better_of" | "better_of" ; "signal" ; "current" | | "worse_of"               | 1
queue.max_promotion_drift_pct    | 0        | 0 ; "0" ; 1 | | -1                       | true
grid_strategy.enabled            | true     | true ; false                   |                                        |                          | 1
grid_strategy.levels             | [{"gap": 0, "weight": 20, "tp": 1}, {"gap": -0.5, "weight": 20, "tp": 0.5}, {"gap": -1, "weight": 20, "tp": 2}, {"gap": -1.5, "weight": 20, "tp": 1.5}, {"gap": -2, "weight": 20, "tp": 1}] | [{"gap": "-1", "weight": 100, "tp": 1e1}] | | [] ; [{"gap": 1, "weight": 100, "tp": 1}] | {}
grid_strategy.pyramid_specific_levels | {}  | {} ; {"4": [{"gap": 0, "weight": 100, "tp": 1}]} |                      | {"5": [{"gap": 0, "weight": 100, "tp": 1}]} ; {"1": []} | []
grid_strategy.max_pyramids       | 5        | 1 ; 100                        |                                        | 0 ; 101                  | "5"
grid_strategy.max_dca_per_pyramid | 7       | 5 ; 20                         |                                        | 0 ; 21                   | "7"
grid_strategy.tp_mode            | "per_leg" | "per_leg" ; "leg" ; "aggregate" ; "hybrid" ; "pyramid_aggregate" |                                        | "none"                  | 1
grid_strategy.tp_aggregate_percent | null   | null ; "2.5" ; 1               |                                        | 0 ; -1                   | true
grid_strategy.pyramid_tp_percents | {}      | {} ; {"1": 2}                  |                                        | {"1": 0} ; {"x": 1}      | []
grid_strategy.tp_pyramid_scope   | "combined" | "combined" ; "per_pyramid"   |                                        | "all"                    | 1
grid_strategy.aggregate_execution | "market_on_touch" | "market_on_touch" ; "resting_limit" |                                        | "market"                 | 1
grid_strategy.tp_basis           | "gross"  | "gross" ; "net"                |                                        | "nett"                   | 1
grid_strategy.on_flat            | "close_and_cancel" | "close_and_cancel" ; "keep_waiting" |                         | "wait"                   | 1
grid_strategy.rounding           | "sow"    | "sow" ; "passive"              |                                        | "half"                   | 1
grid_strategy.min_leg_policy     | "skip_leg" | "skip_leg" ; "merge_forward" ; "reject_signal" | | "merge"               | 1
grid_strategy.entry_order_type   | "limit"  | "limit" ; "market" | | "stop"                   | 1
grid_strategy.anchor             | null     | null ; "signal" ; "first_fill" | | "last"                   | 1
grid_strategy.pyramid_price_rule | "none"   | "none" ; "better_than_last" ; "worse_than_last" ; "min_distance_pct" | | "better" | 1
grid_strategy.pyramid_min_distance_pct | 0  | 0 ; 1 | | -1                       | true
grid_strategy.pyramid_requires_prev_fill | false | false ; true | |                          | 1
grid_strategy.max_slippage_percent | null   | null ; 0 ; 50                  |                                        | -0.1 ; 50.1              | true
grid_strategy.exit_escalations   | 3        | 1 ; 20                         |                                        | 0 ; 21                   | "3"
grid_strategy.exit_retry_ms      | 250      | 1 ; 60000                      |                                        | 0 ; 60001                | "250"
grid_strategy.exit_final_market  | true     | true ; false                   |                                        |                          | 1
grid_strategy.sizing             | {}       | {} ; {"mode": "signal"}        |                                        |                          | []
grid_strategy.allow_positive_gap | false    | false ; true | |                          | 1
grid_strategy.post_only          | false    | false ; true | |                          | 1
grid_strategy.recycle_legs       | false    | false ; true                   |                                        |                          | 1
grid_strategy.all_or_nothing     | false    | true ; false                   |                                        |                          | 1
grid_strategy.replace_unfilled_prev | false | true ; false                   |                                        |                          | 1
grid_strategy.follow_config_changes | false | true ; false                   |                                        |                          | 1
grid_strategy.leg0_chase_pct     | 0        | 0 ; "0" ; 0.1 | | -1                       | true
grid_strategy.leg0_timeout_sec   | 0        | 0 ; 5 | | -1                       | "0"
grid_strategy.cancel_dca_beyond_percent | 0 | 0 ; 3 | | -1                       | true
grid_strategy.dca_trigger        | "resting" | "resting" ; "market_if_touched" | | "touch"                  | 1
grid_strategy.strategies         | []       | []                             |                                        |                          | {}
sizing.mode                      | "signal" | "signal" ; "fixed_quote" ; "equity_percent" ; "risk_percent" | | "fixed" | 1
sizing.custom_capital            | 200      | 200 ; "200.0" ; 100 | | 0 ; -1                   | true
sizing.pyramid_custom_capitals   | {}       | {} ; {"0": 100} | | {"0": 0}                 | []
sizing.equity_percent            | 10       | 10 ; 0 ; 100 | | -1 ; 100.1               | true
sizing.group_budget              | null     | null ; 1000 | | 0                        | true
sizing.pyramid_weights           | []       | [] ; [1, "2"] | | [0]                      | {}
sizing.include_fees              | true     | true ; false                   |                                        |                          | 1
sizing.risk_scope                | "pyramid" | "pyramid" ; "group"           |                                        | "all"                    | 1
risk_engine.enabled              | true     | true ; false                   |                                        |                          | 1
risk_engine.loss_threshold_percent | -5     | -5 ; "-5.0" ; -1.5             |                                        | 0 ; 5                    | true
risk_engine.required_pyramids_for_timer | 5 | 5 ; 3                          |                                        | 0 ; 101                  | "5"
risk_engine.require_full_pyramids | true    | true ; false                   |                                        |                          | 1
risk_engine.enable_post_full_wait | true    | true ; false                   |                                        |                          | 1
risk_engine.post_full_wait_minutes | 15     | 15 ; 0 ; 60                    |                                        | -1                       | "15"
risk_engine.timer_start_condition | "after_all_dca_filled" | "after_all_dca_filled" ; "after_5_pyramids" ; "after_required_pyramids" ; "after_all_dca_submitted" |                                                                                           | "after" | 1
risk_engine.reset_timer_on_replacement | false | false ; true                |                                        |                          | 1
risk_engine.use_trade_age_filter | false    | false ; true                   |                                        |                          | 1
risk_engine.age_threshold_minutes | 200     | 200 ; 120                      |                                        | -1                       | "200"
risk_engine.max_winners_to_combine | 3      | 3 ; 1                          |                                        | 0                        | "3"
risk_engine.partial_close_enabled | true    | true ; false                   |                                        |                          | 1
risk_engine.min_close_notional   | 20       | 20 ; "20" ; 10                 |                                        | -1                       | true
risk_engine.cancel_orders_on_partial_close | false | false ; true            |                                        |                          | 1
risk_engine.evaluate_on_fill     | true     | true ; false                   |                                        |                          | 1
risk_engine.evaluate_interval_sec | 10      | 10 ; 60                        |                                        | 0                        | "10"
risk_engine.offset_mode          | "usd"    | "usd"                          |                                        | "eur"                    | 1
risk_engine.timer_requires_loss  | false    | false ; true                   |                                        |                          | 1
risk_engine.same_connection_only | false    | false ; true                   |                                        |                          | 1
risk_engine.keep_winner_open     | false    | false ; true                   |                                        |                          | 1
risk_engine.on_shortfall         | "skip"   | "skip" ; "partial_loser" ; "close_anyway" |                                          | "close"                | 1
risk_engine.min_cover            | 0.95     | 0.95 ; "0.950" ; 0 ; 1         |                                        | -0.1 ; 1.1               | true
risk_engine.offset_sequence      | "winners_first" | "winners_first" ; "parallel" ; "loser_first" |                                        | "first"                  | 1
risk_engine.max_actions_per_pass | 5        | 5 ; 1 ; 100                    |                                        | 0 ; 101                  | "5"
risk_engine.max_slippage_percent | 1        | 0 ; 50 ; "0.2"                 |                                        | -0.1 ; 50.1              | null
risk_engine.slippage_action      | "warn"   | "warn" ; "reject"              |                                        | "stop"                   | 1
limits.max_signal_age_sec        | 60       | 0 ; 60 ; 86400                 |                                        | -1                       | "60"
limits.dedupe_window_hours       | 24       | 1 ; 24                         |                                        | 0                        | "24"
limits.one_entry_per_candle      | true     | true ; false                   |                                        |                          | 1
limits.max_total_exposure_usd    | 0        | 0 ; "0" ; 10000                |                                        | -1                       | true
limits.max_open_positions_per_symbol | 0    | 0 ; 1                          |                                        | -1                       | "0"
limits.max_realized_loss_usd     | 0        | 0 ; "0.0" ; 500                |                                        | -1                       | true
limits.latch                     | "day"    | "day" ; "manual"               |                                        | "week"                   | 1
limits.max_equity_drawdown_pct   | 0        | 0 ; 20                         |                                        | -1 ; 101                 | true
limits.sweep_dust                | false    | false ; true | |                          | 1
precision.on_missing_metadata    | "hold"   | "hold" ; "reject" ; "fallback" |                                        | "ask"                    | 1
app.cancel_orphans               | true     | true ; false                   |                                        |                          | 1
precision.precision_hold_max_sec | 300      | 300 ; 1                        |                                        | 0                        | "300"
precision.refresh_seconds        | 172800   | 172800 ; 60                    |                                        | 59                       | "60"
presets.user_default             | null     | null ; "Swing Trader"          |                                        | ""                       | 1
presets.system_default           | "Conservative Scalper" | "Conservative Scalper" ; "Swing Trader" ; null |                | ""                       | 1
presets.allow_signal_preset      | false    | false ; true                   |                                        |                          | 1
presets.strict_preset            | false    | false ; true                   |                                        |                          | 1
presets.size_source              | null     | null ; "config" ; "preset"     |                                        | "both"                   | 1
presets.tp_source                | null     | null ; "config" ; "preset" ; "both" |                                   | "none"                   | 1
presets.sl_anchor                | "first_fill" | "first_fill" ; "average"   |                                        | "last"                   | 1
presets.sl_above_dca_ok          | false    | true ; false                   |                                        |                          | 1
presets.allow_layering_with_dca  | false    | true ; false                   |                                        |                          | 1
presets.be_include_fees          | false    | true ; false                   |                                        |                          | 1
presets.layer_exit               | "independent" | "independent" ; "basket"  |                                        | "all"                    | 1
schedule.weekly_include_unrealised | false  | true ; false                   |                                        |                          | 1
schedule.out_of_schedule         | "reject" | "reject" ; "queue"             |                                        | "drop"                   | 1
runtime.workers                  | 1        | 1 ; 64                         |                                        | 0 ; 65                   | "1"
runtime.spin                     | false    | true ; false                   |                                        |                          | 1
runtime.paper                    | {}       | {} ; {"market": []}            |                                        | {"x": 1}                 | []
security.webhook                 | {}       | {} ; {"port": 0, "tls": null}  |                                        | {"x": 1}                 | 7781
security.admin                   | {}       | {} ; {"address": "::1"}        |                                        | {"address": "localhost"} | "::1"
security.trusted_proxies         | []       | [] ; ["10.0.0.1", "10.0.0.0/8", "fd00::/8"] |                           | ["proxy"] ; ["10.0.0.0/33"] ; [""] | "10.0.0.1"
security.routes                  | []       | []                             |                                        | [{"x": 1, "name": "a", "account": "b"}] | {}
journal.durability               | "fsync"  | "fsync" ; "write"              |                                        | "none"                   | 1
journal.group_commit_max_us      | 200      | 0 ; 200                        |                                        | -1                       | "200"
journal.segment_mib              | 16       | 1 ; 16                         |                                        | 0                        | "16"
journal.keep_segments            | 64       | 1 ; 64                         |                                        | 0                        | "64"
journal.snapshot_every_events    | 50000    | 1 ; 50000                      |                                        | 0                        | "50000"
)";

}  // namespace trellis::adapters::tests
