// The rows of R-70 outside of grid_strategy (grid_keys.cpp), the paper market and security (server_keys.cpp), in its order. A row reads:
// name, range or words, default as JSON, rule; `default_only` and `but` say what is built, `unbuilt_by` which rule a refusal names when
// it is not the row's own, `acts` when a change of it does.
#include "adapters/config/key_table.hpp"

#include <vector>

namespace trellis::adapters {

namespace {

using keys::above;
using keys::at_least;
using keys::below;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

constexpr Key root_keys[] = {
    integer("version", between("1", "1"), "1", "19").means("Of this document's form."),
    other(KeyType::object, "app", "{}", "19"),
    other(KeyType::object, "runtime", "{}", "19"),
    other(KeyType::list, "accounts", "[]", "R-4"),
    other(KeyType::object, "execution_pool", "{}", "L-1"),
    other(KeyType::object, "queue", "{}", "Q-1"),
    other(KeyType::object, "grid_strategy", "{}", "D-12"),
    other(KeyType::object, "sizing", "{}", "S-1"),
    other(KeyType::object, "risk_engine", "{}", "15.1"),
    other(KeyType::object, "limits", "{}", "15.6"),
    other(KeyType::object, "precision", "{}", "V-1"),
    other(KeyType::object, "presets", "{}", "B-20"),
    other(KeyType::object, "schedule", "{}", "B-18"),
    other(KeyType::object, "journal", "{}", "19"),
    other(KeyType::object, "logging", "{}", "19").means("Not built yet: may only be empty."),
    other(KeyType::object, "security", "{}", "W-7").means("Listeners, and who may send signals."),
    other(KeyType::object, "metrics", "{}", "19").means("Not built yet: may only be empty."),
    other(KeyType::object, "notifications", "{}", "21").means("Not built yet: may only be empty."),
    other(KeyType::object, "console", "{}", "20").means("Not built yet: may only be empty."),
    other(KeyType::object, "cluster", "{}", "19").means("Not built yet: may only be empty."),
};

constexpr Key app_keys[] = {
    other(KeyType::time_zone, "timezone", "\"UTC\"", "K-17").means("Of day and week boundaries."),
    choice("mode", "paper|live", "\"paper\"", "19").default_only().acts(Effect::restart).means("Live also needs `--live`."),
    choice("log_level", "trace|debug|info|warn|error|off", "\"info\"", "19"),
    other(KeyType::text, "data_dir", "null", "19").acts(Effect::restart).means("Where journal and state live."),
    boolean("infer_intent", "true", "I-5").means("Let market positions turn an entry into an exit, reduce or reverse."),
    choice("exit_scope", "timeframe|instrument", "\"timeframe\"", "I-6").means("Which groups an exit signal closes."),
    boolean("cancel_orphans", "true", "O-8").means("Cancel open orders that bear our prefix and that the journal does not know; false: only tell."),
    choice("opposite_side_policy", "queue|reject|reverse|hedge", "\"queue\"", "I-10").means("What an entry against an open group does."),
};

constexpr Key runtime_keys[] = {
    integer("workers", between("1", "64"), "1", "19").means("Threads that run decisions."),
    boolean("spin", "false", "19").means("Let idle workers poll: faster to wake, one burnt core."),
    other(KeyType::object, "paper", "{}", "PV-1").means("The paper market of a running server."),
};

constexpr Key account_keys[] = {
    other(KeyType::text, "id", required, "R-4").means("Letters, digits, `_`, `-`, `.`; unique."),
    other(KeyType::venue, "venue", required, "R-4"),
    choice("market", "spot|linear", required, "R-4"),
    other(KeyType::asset, "currency", "\"USDT\"", "R-4").means("In which equity is counted."),
    integer("leverage", between("1", "125"), "1", "S-5"),
    choice("position_mode", "one_way|hedge", "\"one_way\"", "I-10"),
    other(KeyType::text, "preset", "null", "B-20").means("The account's preset."),
    boolean("use_signal_sl", "false", "W-5").means("Trade by the signal's stop-loss."),
    boolean("use_signal_tp", "false", "W-5").means("Trade by the signal's take-profit."),
    other(KeyType::pip, "crypto_pip", "\"bp\"", "B-0a").means("What a pip is."),
    integer("latency_ms", between("0", "60000"), "0", "PV-7").means("Of the paper exchange."),
    boolean("enabled", "true", "1.1").acts(Effect::at_once),
};

constexpr Key balances_keys[] = {
    other(KeyType::amounts, "balances", "{}", "R-4").means("Asset to amount, of the paper exchange."),
};

constexpr Key required_balances_keys[] = {
    other(KeyType::amounts, "balances", required, "R-4").means("Asset to amount, of the paper exchange."),
};

constexpr Key execution_pool_keys[] = {
    integer("max_open_groups", between("1", "10000"), "10", "L-1").means("Slots of an account."),
    boolean("same_pair_timeframe", "true", "P-4").means("A pyramid needs no free slot."),
    boolean("count_pyramids_toward_pool", "false", "L-3").means("Each pyramid after the first takes a slot too."),
    boolean("count_dca_toward_pool", "false", "L-3").means("Each working entry order takes a slot too."),
};

constexpr Key queue_keys[] = {
    integer("queue_limit", between("0", "100000"), "100", "Q-4").means("Waiting entries of an account."),
    choice("queue_limit_policy", "reject_new|drop_lowest", "\"reject_new\"", "Q-4").means("What a signal does to a full queue."),
    boolean("queue_replace_same_symbol", "true", "Q-1").means("A newer signal of the same group takes the place of the one that waits."),
    boolean("drop_on_exit", "true", "Q-3").means("An exit cancels what waits for its group."),
    integer("ttl_hours", between("1", "1000000"), "24", "Q-4").means("Time to live of a waiting entry."),
    integer("ttl_candles", between("0", "1000"), "0", "Q-4").means("0 = off."),
    Key{"selection_priority", KeyType::choices,
        R"(["same_pair_timeframe", "deepest_loss_percent", "highest_replacement", "fifo"])", "Q-5", {},
        "same_pair_timeframe|deepest_loss_percent|highest_replacement|highest_expected_profit|fifo"},
    decimal("loss_tie_bucket", at_least("0"), "\"0.1\"", "Q-5").means("In percent."),
    choice("promotion_price", "better_of|signal|current", "\"better_of\"", "Q-9").means("The base price of a promoted entry."),
    decimal("max_promotion_drift_pct", at_least("0"), "\"0\"", "Q-9").means("0 = off."),
};

constexpr Key sizing_keys[] = {
    choice("mode", "signal|fixed_quote|equity_percent|group_budget|risk_percent", "\"signal\"", "S-1"),
    decimal("custom_capital", above("0"), "\"200\"", "S-1"),
    other(KeyType::decimal_map, "pyramid_custom_capitals", "{}", "S-1"),
    decimal("equity_percent", between("0", "100"), "\"10\"", "S-1"),
    decimal("group_budget", above("0"), "null", "S-1"),
    other(KeyType::decimal_list, "pyramid_weights", "[]", "S-1").means("Empty: equal over max_pyramids."),
    boolean("include_fees", "true", "B-2").means("What an entry by risk may lose includes the fees of both sides."),
    choice("risk_scope", "pyramid|group", "\"pyramid\"", "B-36").means("What a preset may lose is for each pyramid, or for all of max_pyramids together."),
};

constexpr Key risk_keys[] = {
    boolean("enabled", "true", "15").means("Without it no pass runs, on request neither."),
    decimal("loss_threshold_percent", below("0"), "\"-5\"", "K-3").means("A loser loses at least that."),
    integer("required_pyramids_for_timer", between("1", "100"), "5", "P-1").means("Entries, the first one included."),
    boolean("require_full_pyramids", "true", "15.2").means("Otherwise one entry is enough for the timer."),
    boolean("enable_post_full_wait", "true", "R-50").means("Otherwise the wait is 0 minutes; the start condition must still hold."),
    integer("post_full_wait_minutes", at_least("0"), "15", "15.2"),
    choice("timer_start_condition", "after_5_pyramids|after_required_pyramids|after_all_dca_submitted|after_all_dca_filled",
           "\"after_all_dca_filled\"", "15.2"),
    boolean("reset_timer_on_replacement", "false", "P-3"),
    boolean("use_trade_age_filter", "false", "K-3"),
    integer("age_threshold_minutes", at_least("0"), "200", "K-3"),
    integer("max_winners_to_combine", between("1", "100"), "3", "K-5"),
    boolean("partial_close_enabled", "true", "K-8").means("Otherwise winners are closed whole."),
    decimal("min_close_notional", at_least("0"), "\"20\"", "K-8").means("A smaller close of a winner is raised to it."),
    boolean("cancel_orders_on_partial_close", "false", "K-10").means("Cancel a winner's entries before a part of it is closed."),
    boolean("evaluate_on_fill", "true", "R-50"),
    integer("evaluate_interval_sec", at_least("1"), "10", "R-50"),
    choice("offset_mode", "usd", "\"usd\"", "15.1"),
    boolean("timer_requires_loss", "false", "K-1"),
    boolean("same_connection_only", "false", "K-5").means("An account is one connection, so it is always so."),
    boolean("keep_winner_open", "false", "K-8").means("Leave a winner at least what the venue still takes."),
    choice("on_shortfall", "skip|partial_loser|close_anyway", "\"skip\"", "K-7"),
    decimal("min_cover", between("0", "1"), "\"0.95\"", "K-9"),
    choice("offset_sequence", "winners_first|parallel|loser_first", "\"winners_first\"", "K-9"),
    integer("max_actions_per_pass", between("1", "100"), "5", "K-11"),
    decimal("max_slippage_percent", between("0", "50"), "\"1\"", "F-4").means("The account's bound of every closing order."),
    choice("slippage_action", "warn|reject", "\"warn\"", "F-3").means("Reject: a target or an offset that the bound stops is given up."),
};

constexpr Key limits_keys[] = {
    integer("max_signal_age_sec", between("0", "4000000000"), "60", "W-10"),
    integer("dedupe_window_hours", between("1", "1000000"), "24", "W-8").acts(Effect::restart),
    boolean("one_entry_per_candle", "true", "W-11"),
    decimal("max_total_exposure_usd", at_least("0"), "\"0\"", "S-4").means("0 = off."),
    integer("max_open_positions_per_symbol", between("0", "10000"), "0", "K-15").means("0 = off."),
    decimal("max_realized_loss_usd", at_least("0"), "\"0\"", "K-17").means("0 = off."),
    choice("latch", "day|manual", "\"day\"", "K-17").means("When a loss limit ends: with the day, or by an operator."),
    decimal("max_equity_drawdown_pct", between("0", "100"), "\"0\"", "K-19").means("0 = off."),
    boolean("sweep_dust", "false", "X-5"),
};

constexpr Key precision_keys[] = {
    choice("on_missing_metadata", "hold|reject|fallback", "\"hold\"", "V-1").means("What an entry does while the venue's rules are missing."),
    integer("precision_hold_max_sec", between("1", "1000000"), "300", "V-1").means("How long an entry is held for them."),
    integer("refresh_seconds", between("60", "100000000"), "172800", "V-3").means("How old a venue's rules may get before it is asked again; counted as the seconds of sweeps are."),
};

constexpr Key presets_keys[] = {
    other(KeyType::text, "user_default", "null", "B-20").means("Where neither signal nor account has one."),
    other(KeyType::text, "system_default", "\"Conservative Scalper\"", "B-20").or_null().means("Where no other level has one."),
    boolean("allow_signal_preset", "false", "B-20").means("A signal may name its preset."),
    boolean("strict_preset", "false", "B-20").means("An assigned preset that does not apply refuses the signal."),
    choice("size_source", "config|preset", "null", "B-32").means("Who sizes a ladder that a preset governs. Null: the preset."),
    choice("tp_source", "config|preset|both", "null", "B-33").means("Whose targets a position with a ladder has. Null: the strategy's. Both: on perpetuals; on spot the strategy's."),
    choice("sl_anchor", "first_fill|average", "\"first_fill\"", "B-35").means("From where the stop is counted: the first fill for good, or the average at each entry fill."),
    boolean("sl_above_dca_ok", "false", "B-35").means("A ladder with legs beyond the stop is taken, without those legs."),
    boolean("allow_layering_with_dca", "false", "B-34").means("Layers come beside a ladder of several levels too."),
    boolean("be_include_fees", "false", "B-10").means("Break-even gives back the fees of both sides too."),
    choice("layer_exit", "independent|basket", "\"independent\"", "B-15").means("Each layer has its own stop and targets, or all leave with the first position."),
};

constexpr Key schedule_keys[] = {
    boolean("weekly_include_unrealised", "false", "B-19").means("What open groups gained since the week began counts for its target."),
    choice("out_of_schedule", "reject|queue", "\"reject\"", "B-18").means("What a signal out of its preset's hours does."),
};

constexpr Key journal_keys[] = {
    choice("durability", "fsync|write", "\"fsync\"", "19").means("When a commit is let go."),
    integer("group_commit_max_us", between("0", "1000000"), "200", "19").means("Checked, and without effect in this version."),
    integer("segment_mib", between("1", "1024"), "16", "19"),
    integer("keep_segments", between("1", "1000000"), "64", "19"),
    integer("snapshot_every_events", between("1", "1000000000"), "50000", "19"),
};

constexpr Section root{"", "R-70", root_keys, "The whole document.", true};
constexpr Section app{"app", "R-70", app_keys};
constexpr Section runtime{"runtime", "R-70", runtime_keys, "", false, Effect::restart};
constexpr Section account{"accounts[]", "R-70", account_keys,
                          "Their order counts. In a scenario they stand beside `config` and must say `balances`.", false, Effect::restart};
constexpr Section balances{"accounts[]", "R-4", balances_keys, "", false, Effect::restart};
constexpr Section required_balances{"accounts[]", "R-4", required_balances_keys};
constexpr Section execution_pool{"execution_pool", "R-70", execution_pool_keys};
constexpr Section queue{"queue", "R-70", queue_keys};
constexpr Section sizing{"sizing", "R-70", sizing_keys, "`grid_strategy.sizing` and that of a strategy stand over it, key by key; kept with a group when it opens.",
                         false, Effect::new_groups};
constexpr Section risk{"risk_engine", "R-70", risk_keys};
constexpr Section limits{"limits", "R-70", limits_keys};
constexpr Section precision{"precision", "R-70", precision_keys};
constexpr Section presets{"presets", "R-70", presets_keys};
constexpr Section schedule{"schedule", "R-70", schedule_keys};
constexpr Section journal{"journal", "R-70", journal_keys, "", false, Effect::restart};

}  // namespace

const Section& root_section() { return root; }
const Section& app_section() { return app; }
const Section& runtime_section() { return runtime; }
const Section& account_section() { return account; }
const Section& balances_section() { return balances; }
const Section& required_balances_section() { return required_balances; }
const Section& execution_pool_section() { return execution_pool; }
const Section& queue_section() { return queue; }
const Section& sizing_section() { return sizing; }
const Section& risk_section() { return risk; }
const Section& limits_section() { return limits; }
const Section& precision_section() { return precision; }
const Section& presets_section() { return presets; }
const Section& schedule_section() { return schedule; }
const Section& journal_section() { return journal; }

std::span<const Section> config_sections() {
    static const std::vector<Section> sections{
        root, app, runtime, paper_section(), paper_instrument_section(), feed_section(), synthetic_section(), account, balances,
        execution_pool, queue, grid_section(), strategies_section(), selector_section(), level_section(), sizing, risk, limits,
        precision, presets, schedule, journal, security_section(), webhook_section(), webhook_tls_section(), admin_listener_section(),
        admin_tls_section(), route_section()};
    return sections;
}

}  // namespace trellis::adapters
